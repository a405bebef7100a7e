"""Networks of the usual size, with random weights, build from a TOML."""

import json

import numpy as np
import pytest
from transformers import GPT2Config, ViTConfig

from tiny_language_models import N_PLACES, tokenizer_of
from tiny_project import SETTINGS, write_project
from topopress.build.site import build_site
from topopress.stage.listener import Recorder

SWITCHED_OFF = SETTINGS.partition("[visuals")[0]
SMALL = """
[mapper.stability]
resamples = 0
[visuals]
exemplars = {exemplars}
spread_exemplars = 0
label_exemplars = 0
attribution = {attribution}
feature_visualisation = {{enabled = false}}
"""


def settings(name, layers, *, exemplars=2, attribution="true"):
    """Return settings for a network with random weights, and no optimised pictures."""
    listed = ", ".join(f'"{layer}"' for layer in layers)
    before, _, after = SWITCHED_OFF.partition("[network]")
    network = f'[network]\nname = "{name}"\nweights = "random"\nlayers = [{listed}]\n'
    small = SMALL.format(exemplars=exemplars, attribution=attribution)
    return f"{before}{network}[mapper.cover]{after.partition('[mapper.cover]')[2]}{small}"


def built(root, text, n_pictures=12):
    """Build a site of a few pictures; return what ``site_of`` does."""
    write_project(root, text)
    path = root / "content/tiny/pictures.npz"
    with np.load(path) as content:
        arrays = {name: content[name] for name in content}
    step = len(arrays["images"]) // n_pictures
    few = {name: arrays[name][::step] for name in ("images", "labels")}
    np.savez(path, **{**arrays, **few})
    return site_of(root)


def site_of(root):
    """Build a site; return the channels, map and rows of each layer, and what was said."""
    recorder = Recorder()
    build_site(root, listener=recorder, durable=False)
    page = (root / "public/tiny/index.html").read_text("utf-8")
    manifest = json.loads(page.split('id="topo-manifest">')[1].split("</script>")[0])
    sizes = {
        layer["name"]: (layer["channels"], layer["map_size"], layer["n_rows"])
        for layer in manifest["layers"]
    }
    return sizes, recorder


@pytest.mark.slow
def test_vit_b_16(tmp_path):
    block = "encoder.layers.encoder_layer_0"
    layers = [block, f"{block}@0"]
    text = settings("torchvision:vit_b_16", layers, exemplars=0, attribution="false")
    sizes, _ = built(tmp_path, text)
    assert sizes == {block: (768, [14, 14], 12), f"{block}@0": (768, None, 12)}


@pytest.mark.slow
def test_swin_t(tmp_path):
    text = settings("torchvision:swin_t", ["features.3"], exemplars=1, attribution="false")
    sizes, _ = built(tmp_path, text)
    assert sizes == {"features.3": (192, [28, 28], 12)}


@pytest.mark.slow
def test_vector_layers_of_alexnet(tmp_path):
    layers = ["classifier.1", "classifier.6"]
    sizes, _ = built(tmp_path, settings("torchvision:alexnet", layers))
    assert sizes == {
        "classifier.1": (4096, None, 12),
        "classifier.6": (1000, None, 12),
    }


TEXTS = """
title = "Tiny"
[data]
kind = "texts"
file = "texts.txt"
pooling = "last"
[network]
name = "transformers:model"
weights = "random"
layers = ["hidden.1", "hidden.12"]
[mapper]
cover = {n_intervals = 2, overlap = 0.3}
clusterer = {kind = "dbscan", min_samples = 2}
[mapper.stability]
resamples = 0
"""


@pytest.mark.slow
def test_gpt2(tmp_path):
    write_project(tmp_path, TEXTS)
    folder = tmp_path / "content/tiny"
    tokenizer = tokenizer_of("gpt2")
    tokenizer.save_pretrained(folder / "model")
    config = GPT2Config(
        vocab_size=len(tokenizer), n_positions=N_PLACES, bos_token_id=2, eos_token_id=2
    )
    config.save_pretrained(folder / "model")
    (folder / "texts.txt").write_text("".join(f"the bank of the river {k}\n" for k in range(12)))
    sizes, _ = site_of(tmp_path)
    assert sizes == dict.fromkeys(("hidden.1", "hidden.12"), (768, None, 12))


def test_a_vision_transformer_from_its_config(tmp_path):
    text = settings("transformers:model", ["hidden.0", "hidden.2", "hidden.2@0"])
    config = ViTConfig(
        image_size=32, patch_size=8, hidden_size=16, num_hidden_layers=2,
        num_attention_heads=2, intermediate_size=24,
    )  # fmt: skip
    config.save_pretrained(tmp_path / "content/tiny/model")
    sizes, recorder = built(tmp_path, text)
    assert sizes == {
        "hidden.0": (16, [4, 4], 12),
        "hidden.2": (16, [4, 4], 12),
        "hidden.2@0": (16, None, 12),
    }
    assert [each for each in recorder.notices if "no class attribution" in each]
