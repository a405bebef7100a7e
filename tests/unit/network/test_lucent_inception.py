"""lucent's InceptionV1: TopoAct's nine layers, silent import, the weights beside the checkout."""

from pathlib import Path
from urllib.error import URLError

import pytest
import torch

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.kinds.images.decoding import decode
from topopress.kinds.images.photographs import PHOTOGRAPHS, photograph_file
from topopress.network.loading import load_network

SHARED = Path(__file__).resolve().parents[4] / "shared/models"
CHANNELS = {
    "mixed3a": 256,
    "mixed3b": 480,
    "mixed4a": 508,
    "mixed4b": 512,
    "mixed4c": 512,
    "mixed4d": 528,
    "mixed4e": 832,
    "mixed5a": 832,
    "mixed5b": 1024,
}


def load(weights, base=Path(), classes=None):
    layers = tuple(CHANNELS)
    settings = Network(name="lucent:inceptionv1", weights=weights, layers=layers, classes=classes)
    return load_network(settings, base=base, seed=0)


def test_layers():
    found = {layer.name: layer.channels for layer in load("random").info.layers}
    assert {name: found[name] for name in CHANNELS} == CHANNELS


def test_a_failed_download_says_what_to_do(tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise URLError("no route to host")

    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    monkeypatch.setattr(torch.hub, "download_url_to_file", refuse)
    with pytest.raises(NetworkError, match="give the file's path as weights"):
        load("default")


@pytest.mark.shared
def test_real_weights_recognise_photographs():
    network = load("inceptionv1-lucent.safetensors", SHARED, "inceptionv1-labels.csv")
    assert len(network.info.classes) == 1008
    found = {}
    for photograph in PHOTOGRAPHS:
        pixels = decode(photograph_file(photograph).read_bytes())
        with torch.no_grad():
            outputs = network.module(network.preprocessing.prepare(pixels)[None])[0]
        found[photograph.name] = network.info.classes[int(outputs.argmax())]
    assert found["coffee"] == "espresso"
    assert "cat" in found["chelsea"]
