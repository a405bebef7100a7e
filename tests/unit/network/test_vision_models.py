"""Networks of pictures through transformers: layers, hidden states, preprocessing, towers."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from transformers import ResNetConfig

from tiny_vision_models import KINDS, PROCESSOR, SIDE, write_vision_model
from topopress.activations.capture import forward_to
from topopress.cli import main
from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.digest import network_digest
from topopress.network.loading import load_network
from topopress.network.preprocessing import Preprocessing
from topopress.network.probing.pixels import noise_pictures
from topopress.network.takes import require_takes


def settings(name="model", weights="default"):
    return Network(name=f"transformers:{name}", weights=weights, layers=("hidden.0",))


def load(base, name="model", weights="default", seed=0):
    return load_network(settings(name, weights), base=base, seed=seed)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    base = tmp_path_factory.mktemp("models")
    return {kind: write_vision_model(base / kind, kind) for kind in KINDS}


@pytest.fixture
def model(folders, tmp_path):
    return Path(shutil.copytree(folders["vit"], tmp_path / "model"))


def name_of(kind):
    return f"{kind}#vision" if kind == "clip" else kind


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_states_are_maps_of_those_that_the_network_returns(folders, kind):
    network = load(folders[kind].parent, name_of(kind))
    inputs = network.preprocessing.normalise(noise_pictures(network.preprocessing, 2))
    layers = {
        layer.name: layer for layer in network.info.layers if layer.name.startswith("hidden.")
    }
    maps = {name: layer.map_size for name, layer in layers.items() if layer.map_size}
    sizes = {"swin": [(16, 16), (8, 8), (8, 8)]}.get(kind, [(4, 4)] * 3)
    assert list(maps.values()) == sizes
    apart = {"registers": 4, "deit": 2, "swin": 0}.get(kind, 1)
    assert sorted(layers) == sorted([*maps, *(f"{m}@{k}" for m in maps for k in range(apart))])
    with torch.no_grad():
        expected = network.module(inputs, output_hidden_states=True).hidden_states
        found = forward_to(network, layers, inputs)
    for name in maps:
        state = expected[int(name.partition(".")[2])]
        assert torch.equal(found[name].flatten(2).mT, state[:, apart:])
        assert all(torch.equal(found[f"{name}@{k}"], state[:, k]) for k in range(apart))


def test_inner_modules_and_what_cannot_be_published(folders):
    info = load(folders["vit"].parent, "vit").info
    layers = {layer.name: layer.map_size for layer in info.layers}
    assert layers["layers.0.mlp.fc1"] == (4, 4)
    assert layers["pooler"] is None
    assert layers["embeddings.patch_embeddings.projection"] == (4, 4)
    assert "tuple" in info.others["layers.0.attention"]
    assert (info.input_size, info.outputs, info.classes) == ((SIDE, SIDE), None, ())
    assert info.weights == "ViTModel, from model.safetensors"


def test_the_command_lists_all_layers_with_kind_and_shape(folders):
    done = CliRunner().invoke(main, ["layers", f"transformers:{folders['vit']}"])
    assert done.exit_code == 0, done.output
    first, *lines = done.output.splitlines()
    assert first.endswith(": ViTModel, from model.safetensors; input 32 x 32, 3 channels")
    assert [line.split() for line in lines[:2]] == [
        ["hidden.0", "map", "16", "channels,", "4", "x", "4"],
        ["hidden.0@0", "vector", "16", "channels"],
    ]
    assert any(line.startswith("  layers.0.attention ") and "tuple" in line for line in lines)


@pytest.mark.parametrize(("tower", "kind"), [("vision", "map"), ("text", "sequence")])
def test_the_name_chooses_a_tower_of_clip(folders, tower, kind):
    base = folders["clip"].parent
    network = load(base, f"clip#{tower}")
    assert network.info.layers[0].output.kind == kind
    assert network.reads_texts == (tower == "text")
    takes = "texts" if tower == "text" else "pictures"
    require_takes(settings(f"clip#{tower}"), takes, base)
    assert load(base, f"clip#{tower}", weights="random").info.digest != network.info.digest


def test_a_tower_must_be_chosen_and_be_there(folders):
    base = folders["clip"].parent
    with pytest.raises(
        NetworkError, match=r"write transformers:clip#vision or transformers:clip#t"
    ):
        network_digest(settings("clip"), base=base, seed=0)
    with pytest.raises(NetworkError, match="has no two towers; leave out #text"):
        network_digest(settings("vit#text"), base=base, seed=0)
    with pytest.raises(
        NetworkError, match=r"reads pictures, and the samples of data\.kind are tex"
    ):
        require_takes(settings("clip#vision"), "texts", base)


def with_processor(folder, **changes):
    content = {name: value for name, value in {**PROCESSOR, **changes}.items() if value is not None}
    (folder / "preprocessor_config.json").write_text(json.dumps(content))
    return load(folder.parent).preprocessing


CLIP_LIKE = {"size": {"shortest_edge": 40}, "do_center_crop": True, "resample": 3}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"size": SIDE}, {}),
        ({**CLIP_LIKE, "crop_size": SIDE}, {"resize": 40, "interpolation": "bicubic"}),
        (
            {**CLIP_LIKE, "crop_size": {"height": SIDE, "width": SIDE}, "resample": 1},
            {"resize": 40, "interpolation": "lanczos"},
        ),
        ({"size": {"shortest_edge": SIDE}, "crop_pct": 0.8}, {"resize": 40}),
        ({"do_normalize": False}, {"mean": (0.0, 0.0, 0.0), "std": (1.0, 1.0, 1.0)}),
        ({"do_rescale": False}, {"value_range": 255}),
        ({"rescale_factor": 1 / 127.5}, {"value_range": 2.0}),
        ({"image_mean": 0.5}, {}),
    ],
)
def test_preprocessing_is_that_of_the_folder(model, changes, expected):
    usual = {"resize": SIDE, "crop": SIDE, "mean": (0.5,) * 3, "std": (0.25, 0.5, 0.5)}
    assert with_processor(model, **changes) == Preprocessing(**{**usual, **expected})


def test_an_input_is_what_transformers_makes_of_a_square_picture(model):
    from transformers import ViTImageProcessor

    picture = (np.arange(SIDE * SIDE * 3).reshape(SIDE, SIDE, 3) * 7 % 256).astype(np.uint8)
    theirs = ViTImageProcessor.from_pretrained(model)(images=picture, return_tensors="pt")
    ours = load(model.parent).preprocessing.prepare(picture)
    torch.testing.assert_close(ours, theirs["pixel_values"][0], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"size": {"height": 32, "width": 48}}, "not the side of a square"),
        ({"size": {"longest_edge": 32}}, "not the side of a square"),
        ({"resample": 4}, r"resample of .* is 4; allowed are"),
        ({"image_mean": [0.5]}, "image_mean of .* not three numbers"),
        ({"image_std": [0.5, 0, 0.5]}, "std none of them 0"),
        ({"rescale_factor": 0}, "rescale_factor"),
        ({"rescale_offset": True}, "shifts pixels"),
    ],
)
def test_a_processor_that_cannot_be_followed(model, changes, message):
    with pytest.raises(NetworkError, match=message) as caught:
        with_processor(model, **changes)
    assert "\n" not in str(caught.value)


def test_random_weights_need_the_config_alone(model):
    for path in model.iterdir():
        if path.name != "config.json":
            path.unlink()
    network = load(model.parent, weights="random")
    assert network.preprocessing.describe() == (
        "short side to 32 px (bilinear), centre 32 x 32 px, (x - 0.5) / 0.5"
    )
    again = load(model.parent, weights="random", seed=1)
    weights = [next(each.module.parameters()) for each in (network, again)]
    assert not torch.equal(*weights)


def test_without_a_size_random_weights_take_the_usual_one(tmp_path):
    config = ResNetConfig(embedding_size=4, hidden_sizes=[4, 6], depths=[1, 1], layer_type="basic")
    config.save_pretrained(tmp_path / "model")
    info = load(tmp_path, weights="random").info
    assert info.input_size == (224, 224)
    hidden = [layer.map_size for layer in info.layers if layer.name.startswith("hidden.")]
    assert hidden == [(56, 56), (56, 56), (28, 28)]


def test_trained_weights_need_a_processor(model):
    (model / "preprocessor_config.json").unlink()
    with pytest.raises(NetworkError, match=r"has no preprocessor_config\.json, which says how"):
        load(model.parent)


def test_the_digest_covers_the_processor(model):
    before = network_digest(settings(), base=model.parent, seed=0)
    path = model / "preprocessor_config.json"
    path.write_text(path.read_text() + "\n")
    assert network_digest(settings(), base=model.parent, seed=0) != before


def test_a_network_of_both_without_such_towers_says_so(folders, tmp_path):
    model = Path(shutil.copytree(folders["clip"], tmp_path / "model"))
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "model_type": "vit"}))
    with pytest.raises(NetworkError, match="ViTModel, which has no part 'vision_model'"):
        load(tmp_path, "model#vision", weights="random")
