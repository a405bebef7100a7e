"""Networks of other inputs: their size, their number of channels, the type of their numbers."""

import pytest
import torch

from input_projects import PROJECTS, write_input_project
from topopress.activations.collect import collect_chunk
from topopress.config.schema import Activations, Network
from topopress.core.errors import ActivationError, NetworkError
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import ImageArray
from topopress.network.digest import network_digest
from topopress.network.loading import load_network
from topopress.network.probing.function import check_function
from topopress.network.probing.loads import check_loads

USUAL = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
STACK = "nn.Sequential(nn.Conv2d({}, 4, 3), nn.ReLU())"


def load(folder, returned, **settings):
    (folder / "net.py").write_text(
        f"import torch\nfrom torch import nn\n\n\ndef load():\n    return {returned}\n"
    )
    network = Network(name="file:net.py:load", layers=("1",), **settings)
    return load_network(network, base=folder, seed=0)


@pytest.mark.parametrize("channels", [1, 2, 3, 5, 40])
def test_the_number_of_channels_is_found_by_trying(tmp_path, channels):
    network = load(tmp_path, f"{STACK.format(channels)}, {{'crop': 8}}")
    assert network.info.input_channels == network.preprocessing.channels == channels
    usual = channels == 3
    assert (network.preprocessing.mean == (0.0,) * channels) is not usual
    assert network.info.preprocessing.endswith("channels") is not (usual or channels == 1)


@pytest.mark.parametrize(
    ("given", "mean", "std"),
    [
        ("'channels': 2", (0, 0), (1, 1)),
        ("'mean': [0.5, 0.4], 'std': [0.25, 1]", (0.5, 0.4), (0.25, 1)),
        ("'channels': 2, 'mean': [0.5, 0.4]", (0.5, 0.4), (1, 1)),
    ],
)
def test_the_number_of_channels_is_said(tmp_path, given, mean, std):
    shown = load(tmp_path, f"{STACK.format(2)}, {{'crop': 8, {given}}}").preprocessing
    assert (shown.mean, shown.std) == (mean, std)


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (
            f"{STACK.format(1)}, {{'crop': 8, 'mean': [0] * 3, 'std': [1] * 3}}",
            "is for 3 channels, and the network takes 1 channel",
        ),
        (f"{STACK.format(1)}, {{'crop': 8, 'channels': 4}}", "for 4 channels, and .* takes 1 ch"),
        (
            "nn.Sequential(nn.PixelUnshuffle(2), nn.AdaptiveAvgPool3d((16, None, None)), "
            "nn.Conv2d(16, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4, 2)), {'crop': 8}",
            "fails on an input of shape",
        ),
        (f"{STACK.format(2)}, {{'crop': 8, 'channels': 2, 'std': [1]}}", "mean has 2 and std 1"),
        (f"{STACK.format(2)}, {{'crop': 8, 'channels': 0}}", "channels: Input should be greater"),
        (f"{STACK.format(2)}, {{'crop': [8]}}", r"crop: expected a number of pixels or \[height"),
        (f"{STACK.format(2)}, {{'crop': [8, 9], 'resize': 8}}", "crop 8 x 9 must be 1 to resize 8"),
    ],
)
def test_what_does_not_fit_is_one_error(tmp_path, returned, message):
    with pytest.raises(NetworkError, match=message):
        load(tmp_path, returned)


def test_a_network_of_several_numbers_of_channels_needs_a_word(tmp_path):
    code = (
        "import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Conv2d(2, 4, 3), nn.ReLU())\n\n"
        "    def forward(self, x):\n        return self.net(x.view(-1, 2, 8, x.shape[1] // 2 * 8))"
        "\n\n\ndef load():\n    return Net(), {'crop': 8}\n"
    )
    (tmp_path / "net.py").write_text(code)
    with pytest.raises(NetworkError, match=r"inputs of 2, 4, 6, .* or 16 channels; say which"):
        load_network(Network(name="file:net.py:load", layers=("1",)), base=tmp_path, seed=0)


def test_the_size_is_a_setting(tmp_path):
    settings = {"name": "torchvision:resnet18", "weights": "random", "layers": ("layer1",)}
    wide = Network(**settings, size=(48, 64))
    network = load_network(wide, base=tmp_path, seed=0)
    assert network.info.input_size == (48, 64)
    assert network.preprocessing.resize == (55, 73)  # 256 of 224 pixels, in proportion
    sizes = {layer.name: layer.map_size for layer in network.info.layers}
    assert (sizes["layer1"], sizes["layer3"]) == ((12, 16), (3, 4))
    digests = [network_digest(each, base=tmp_path) for each in (wide, Network(**settings))]
    assert digests[0] != digests[1]
    assert load(tmp_path, f"{STACK.format(3)}, {{'crop': 8}}", size=12).info.input_size == (12, 12)


@pytest.fixture(scope="module", params=["bfloat16", "float16", "float64"])
def of_other_numbers(request, tmp_path_factory):
    root = tmp_path_factory.mktemp(request.param)
    folder = write_input_project(root, request.param) / "content" / request.param
    settings = Network(name="file:my_model.py:load", layers=("first.1", "second.1"))
    one, again = (load_network(settings, base=folder, seed=0) for _ in range(2))
    return folder, one, again


def test_a_network_gets_its_own_numbers_and_rows_are_single(of_other_numbers):
    folder, network, again = of_other_numbers
    dtype = getattr(torch, folder.name)
    assert network.dtype == dtype
    assert network.info.preprocessing.endswith(f", as {dtype}")
    check_loads(network, again)
    check_function(network, ["first.1", "second.1"], gradient=True, maps=["first.1", "second.1"])
    source = open_pictures(ImageArray(kind="npz", file="pictures.npz"), base=folder)
    samples = source.survey(seed=0).samples[:5]
    layers = [layer for layer in network.info.layers if layer.name == "second.1"]
    for positions in ("centre", "mean"):
        settings = Activations(positions=positions, batch_size=5)
        (rows,) = collect_chunk(network, source, samples, layers=layers, settings=settings, seed=0)
        pixels = torch.stack([torch.from_numpy(source.read(s)) for s in samples]).double() / 255
        mean, std = (torch.tensor(values, dtype=torch.float64) for values in USUAL)
        inputs = ((pixels - mean) / std).permute(0, 3, 1, 2)
        exact = inputs if dtype == torch.float64 else inputs.float()
        with torch.no_grad():
            maps = network.module.second(network.module.first(exact.to(dtype)))
        wide = maps if dtype == torch.float64 else maps.float()
        expected = wide.mean((2, 3)) if positions == "mean" else wide[:, :, 6, 6]
        assert rows.vectors.dtype == "float32"
        tolerance = {torch.float64: 1e-6, torch.float16: 2e-3, torch.bfloat16: 2e-2}[dtype]
        torch.testing.assert_close(
            torch.from_numpy(rows.vectors), expected.float(), atol=tolerance, rtol=0
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("m[0].weight.data.mul_(1e60)", "gives values up to .*e.60, and rows are stored in single"),
        (
            "(m[0].weight.data.mul_(1e-9), m[0].bias.data.fill_(1e3))",
            "digits that single prec",
        ),
    ],
)
def test_a_double_layer_that_single_precision_cannot_hold_is_refused(tmp_path, change, message):
    changed = f"(lambda m: ({change}, m)[1])({STACK.format(3)}.double())"
    network = load(tmp_path, f"{changed}, {{'crop': 8}}")
    with pytest.raises(NetworkError, match=message):
        check_function(network, ["1"], gradient=False, maps=())


def test_a_row_that_overflows_single_precision_is_refused_too(tmp_path):
    folder = write_input_project(tmp_path, "float64") / "content/float64"
    network = load_network(
        Network(name="file:my_model.py:load", layers=("first.1",)), base=folder, seed=0
    )
    network.module.first[0].weight.data.mul_(1e40)
    source = open_pictures(ImageArray(kind="npz", file="pictures.npz"), base=folder)
    layers = [layer for layer in network.info.layers if layer.name == "first.1"]
    with pytest.raises(ActivationError, match=r"values up to .*e\+4., and rows are stored"):
        collect_chunk(
            network,
            source,
            source.survey(seed=0).samples[:2],
            layers=layers,
            settings=Activations(),
            seed=0,
        )


def test_a_map_of_one_row_follows_across(tmp_path):
    network = load(
        tmp_path,
        "nn.Sequential(nn.Conv2d(1, 4, (8, 3)), nn.ReLU()), {'crop': [8, 24], 'channels': 1}",
    )
    check_function(network, ["1"], gradient=True, maps=["1"])


def test_every_project_says_what_it_takes():
    assert {each.channels for each in PROJECTS.values()} == {1, 3, 4}
