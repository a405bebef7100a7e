"""Networks whose layers are no square maps with channels first build from a TOML."""

import json

import pytest

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


def built(root, text, n_pictures=18):
    """Build a site of a few pictures; return its manifest and what was said."""
    import numpy as np

    write_project(root, text)
    path = root / "content/tiny/pictures.npz"
    with np.load(path) as content:
        arrays = {name: content[name] for name in content}
    step = len(arrays["images"]) // n_pictures
    few = {name: arrays[name][::step] for name in ("images", "labels")}
    np.savez(path, **{**arrays, **few})
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
    block = "encoder.layers.encoder_layer_1"
    text = settings("torchvision:vit_b_16", [block, f"{block}@0"], exemplars=0)
    sizes, _ = built(tmp_path, text, 12)
    assert sizes == {block: (768, [14, 14], 12), f"{block}@0": (768, None, 12)}


@pytest.mark.slow
def test_swin_t(tmp_path):
    sizes, _ = built(tmp_path, settings("torchvision:swin_t", ["features.3"], exemplars=1), 12)
    assert sizes == {"features.3": (192, [28, 28], 12)}


@pytest.mark.slow
def test_vector_layers_of_alexnet(tmp_path):
    layers = ["features.2", "classifier.1", "classifier.6"]
    sizes, _ = built(tmp_path, settings("torchvision:alexnet", layers), 12)
    assert sizes == {
        "features.2": (64, [27, 27], 12),
        "classifier.1": (4096, None, 12),
        "classifier.6": (1000, None, 12),
    }
