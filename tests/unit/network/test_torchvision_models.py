"""Torchvision's networks: registered, local and random weights, and what goes wrong with them."""

from pathlib import Path
from urllib.error import URLError

import pytest
import torch
from safetensors.torch import save_file
from torchvision import models

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.loading import load_network


def load(name, weights, base=Path(), seed=0, classes=None):
    settings = Network(name=name, weights=weights, layers=("x",), classes=classes)
    return load_network(settings, base=base, seed=seed)


def seeded(builder, **options):
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(7)
        return builder(weights=None, **options)


@pytest.fixture(scope="module")
def squeezenet():
    return seeded(models.squeezenet1_1)


def test_random_weights_follow_the_seed_and_nothing_else():
    before = torch.random.get_rng_state()
    first, again = load("torchvision:squeezenet1_1", "random"), None
    torch.rand(1)
    again = load("torchvision:squeezenet1_1", "random")
    other = load("torchvision:squeezenet1_1", "random", seed=1)
    torch.random.set_rng_state(before)
    parameters = [next(n.module.parameters()) for n in (first, again, other)]
    assert torch.equal(parameters[0], parameters[1])
    assert not torch.equal(parameters[0], parameters[2])
    assert first.info.weights == "random, seed 0"


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_local_weights(tmp_path, squeezenet, suffix):
    save = torch.save if suffix == ".pth" else save_file
    save(squeezenet.state_dict(), tmp_path / f"w{suffix}")
    network = load("torchvision:squeezenet1_1", f"w{suffix}", tmp_path)
    inputs = torch.ones(1, 3, 224, 224)
    with torch.no_grad():
        torch.testing.assert_close(network.module(inputs), squeezenet.eval()(inputs))
    assert network.info.weights == f"w{suffix}"
    assert len(network.info.classes) == 1000


def test_a_fine_tuned_checkpoint_brings_its_own_number_of_classes(tmp_path):
    torch.save(seeded(models.mobilenet_v2, num_classes=10).state_dict(), tmp_path / "ten.pth")
    (tmp_path / "names.txt").write_text("\n".join(f"class {i}" for i in range(10)))
    assert load("torchvision:mobilenet_v2", "ten.pth", tmp_path).info.classes == ()
    network = load("torchvision:mobilenet_v2", "ten.pth", tmp_path, classes="names.txt")
    assert network.info.classes[9] == "class 9"


@pytest.mark.parametrize("aux_logits", [True, False])
def test_googlenet_file_with_and_without_auxiliary_classifiers(tmp_path, aux_logits):
    original = seeded(models.googlenet, aux_logits=aux_logits, init_weights=False)
    torch.save(original.state_dict(), tmp_path / "w.pth")
    module = load("torchvision:googlenet", "w.pth", tmp_path).module
    assert module.transform_input  # as torchvision's own published weights have it


@pytest.mark.parametrize("wanted", ["default", "IMAGENET1K_V1"])
def test_registered_weights_come_from_the_hub_folder(tmp_path, monkeypatch, squeezenet, wanted):
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    (tmp_path / "checkpoints").mkdir()
    url = models.SqueezeNet1_1_Weights.IMAGENET1K_V1.url
    torch.save(squeezenet.state_dict(), tmp_path / "checkpoints" / Path(url).name)
    network = load("torchvision:squeezenet1_1", wanted)
    assert "IMAGENET1K_V1" in network.info.weights
    assert len(network.info.classes) == 1000


def test_a_failed_download_says_what_to_do(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise URLError("no route to host")

    monkeypatch.setattr("torchvision.models._api.load_state_dict_from_url", refuse)
    with pytest.raises(NetworkError, match=r"cannot download .*give the file's path"):
        load("torchvision:squeezenet1_1", "default")


@pytest.mark.parametrize(
    ("name", "weights", "message"),
    [
        ("torchvision:resnet19", "random", "did you mean 'resnet18'"),
        ("torchvision:squeezenet1_1", "IMAGENET1K_V9", "did you mean 'IMAGENET1K_V1'"),
        ("torchvision:squeezenet1_1", "absent.pth", "no such file"),
        ("googlenet", "random", "write 'torchvision:googlenet'"),
        ("lucent:inceptionv3", "random", "did you mean 'lucent:inceptionv1'"),
        ("efficientnet-lite1", "random", "did you mean 'efficientnet-lite0'"),
        ("efficientnet-lite0", "IMAGENET1K_V1", "allowed are default, random, or a local file"),
    ],
)
def test_wrong_names(tmp_path, name, weights, message):
    with pytest.raises(NetworkError, match=message):
        load(name, weights, tmp_path)


def test_weights_of_another_network_are_named(tmp_path, squeezenet):
    torch.save(squeezenet.state_dict(), tmp_path / "w.pth")
    with pytest.raises(NetworkError, match=r"missing: .*unexpected: ") as caught:
        load("torchvision:mobilenet_v2", "w.pth", tmp_path)
    assert len(str(caught.value)) < 900
