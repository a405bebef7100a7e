"""A network of the author's own, its preprocessing and its class names."""

from pathlib import Path

import pytest
import torch

from tiny_project import NETWORK
from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import ImageArray
from topopress.network.loading import load_network

BODY = "from torch import nn\ndef load():\n    "


def load(folder, code=NETWORK, weights="default", seed=0, classes=None):
    (folder / "net.py").write_text(code)
    settings = Network(name="file:net.py:load", weights=weights, layers=("1",), classes=classes)
    return load_network(settings, base=folder, seed=seed)


def test_module_and_preprocessing(tmp_path):
    network = load(tmp_path)
    assert [layer.name for layer in network.info.layers] == ["0", "1", "2", "3"]
    assert network.info.input_size == (32, 32)
    assert network.preprocessing.resize == network.preprocessing.crop == 32
    assert network.module(torch.zeros(1, 3, 32, 32)).shape == (1, 24, 8, 8)


def test_its_weights_follow_the_seed(tmp_path):
    weights = [load(tmp_path, seed=seed).module[0].weight for seed in (1, 1, 2)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_a_checkpoint_is_loaded_into_it(tmp_path):
    torch.save(load(tmp_path, seed=5).module.state_dict(), tmp_path / "w.pth")
    network = load(tmp_path, weights="w.pth", seed=6)
    assert torch.equal(network.module[0].weight, load(tmp_path, seed=5).module[0].weight)
    assert network.info.weights == "w.pth"


def test_its_code_is_not_cached_between_loads(tmp_path):
    load(tmp_path)
    code = BODY + 'return nn.Conv2d(3, 5, 1), {"crop": 8}'
    with pytest.raises(NetworkError, match="no layer whose output is a map"):
        load(tmp_path, code)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (BODY + "return 3", "returned a value of type int; expected a torch module"),
        (BODY + "return nn.ReLU(), {'crop': 8, 'sice': 3}", "unknown sice"),
        (BODY + "return nn.ReLU(), {'resize': 8}", "no 'crop'"),
        (BODY + "return nn.ReLU(), {'crop': 8, 'mean': 3}", "preprocessing of .*: mean"),
        (BODY + "raise KeyError('k')", r"failed: net.py, line 3, in load: KeyError: 'k'"),
        ("def lode(): pass", "defines no function 'load'"),
        ("import no_such_module", "cannot be imported: net.py, line 1: ModuleNotFoundError"),
        ("def load(:", "cannot be imported: net.py, line 1: SyntaxError"),
        (BODY + "return nn.Sequential(nn.Linear(2, 2)), {'crop': 8}", "fails on an input of shape"),
    ],
)
def test_what_can_be_wrong_with_it(tmp_path, code, message):
    with pytest.raises(NetworkError, match=message):
        load(tmp_path, code)


@pytest.mark.parametrize("name", ["file:net.py", "file:absent.py:load", "file:net.py:lo ad"])
def test_names_of_another_form(tmp_path, name):
    with pytest.raises(NetworkError, match=r"network\.name"):
        load_network(Network(name=name, layers=("1",)), base=tmp_path, seed=0)


CIFAR = """
import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, entering, leaving, stride):
        super().__init__()
        self.stride, self.more = stride, (leaving - entering) // 2
        self.conv1 = nn.Conv2d(entering, leaving, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(leaving)
        self.conv2 = nn.Conv2d(leaving, leaving, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(leaving)

    def forward(self, x):
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        skipped = x[:, :, :: self.stride, :: self.stride]
        return F.relu(out + F.pad(skipped, (0, 0, 0, 0, self.more, self.more)))


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*[Block(16, 16, 1) for _ in range(3)])
        self.layer2 = nn.Sequential(Block(16, 32, 2), Block(32, 32, 1), Block(32, 32, 1))
        self.layer3 = nn.Sequential(Block(32, 64, 2), Block(64, 64, 1), Block(64, 64, 1))
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.linear(x.mean((2, 3)))


def load():
    return ResNet20(), {"crop": 32}
"""


@pytest.mark.shared
def test_a_cifar_network_with_a_wrapped_checkpoint(tmp_path):
    shared = Path(__file__).resolve().parents[4] / "shared"
    weights = shared / "models/cifar-resnet20/resnet20-12fca82f.th"
    data = ImageArray(kind="npz", file="data/cifar10-lossless/cifar10-train-4000.npz")
    samples = open_pictures(data, base=shared).survey(seed=0).samples[:200]
    source = open_pictures(data, base=shared)
    (tmp_path / "names.txt").write_text(
        "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n"
    )
    network = load(tmp_path, CIFAR, str(weights), classes="names.txt")
    with torch.no_grad():
        outputs = network.module(
            torch.stack([network.preprocessing.prepare(source.read(s)) for s in samples])
        )
    named = [network.info.classes[index] for index in outputs.argmax(1)]
    assert sum(a == s.label for a, s in zip(named, samples, strict=True)) > 0.95 * len(samples)
