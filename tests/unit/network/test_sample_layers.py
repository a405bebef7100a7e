"""Layers of networks that are shown inputs of an author's own, and what is refused of them."""

import pytest
import torch
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.loading import load_network
from topopress.network.probing.loads import check_loads
from topopress.network.probing.sample_layers import find_sample_layers
from topopress.network.probing.samples import check_sample_function
from topopress.network.sample_inputs import SampleInputs
from topopress.network.types import LayerInfo, MapShape, SequenceShape, VectorShape

CPU = torch.device("cpu")


def inputs(*shape, others=(), count=6) -> SampleInputs:
    generator = torch.Generator().manual_seed(0)
    alike = tuple(torch.randn(shape, generator=generator) for _ in range(count))
    more = tuple(torch.randn(each, generator=generator) for each in others)
    return SampleInputs(alike, more, "numbers")


def layers(module, samples) -> dict[str, LayerInfo | str]:
    found = find_sample_layers(module.eval(), samples, CPU)
    return {each.name: each for each in found.layers} | dict(found.others)


class Turned(nn.Module):
    def forward(self, x):
        return x.transpose(1, 2)


def test_vectors_of_a_table():
    found = find_sample_layers(nn.Sequential(nn.Linear(5, 7), nn.ReLU()), inputs(5), CPU)
    assert [each.output for each in found.layers] == [VectorShape(), VectorShape()]
    assert (found.outputs, found.layers[1].channels) == (7, 7)


def test_channels_of_a_convolution_are_the_second_axis():
    net = nn.Sequential(nn.Conv1d(1, 8, 3), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(8, 4, 3))
    found = layers(net, inputs(1, 20))
    assert [(each.channels, each.output) for each in found.values()] == [
        (8, MapShape(1, 18)),
        (8, MapShape(1, 18)),
        (8, MapShape(1, 9)),
        (4, MapShape(1, 7)),
    ]
    square = layers(nn.Sequential(nn.Conv1d(1, 18, 3), nn.ReLU()), inputs(1, 20))
    assert square["1"] == LayerInfo("1", 18, MapShape(1, 18))


def test_channels_of_words_and_nodes_are_the_last_axis():
    net = nn.Sequential(nn.Linear(3, 8), nn.LayerNorm(8), nn.ReLU(), Turned(), nn.Conv1d(8, 5, 1))
    found = layers(net, inputs(6, 3))
    assert [found[name].channels for name in "01234"] == [8, 8, 8, 8, 5]
    assert [found[name].output.width for name in "01234"] == [6] * 5
    rnn = layers(nn.Sequential(nn.GRU(3, 8, batch_first=True, bidirectional=True)), inputs(6, 3))
    assert rnn["0[0]"] == LayerInfo("0[0]", 16, MapShape(1, 6))
    assert "first axis is not that of the samples" in rnn["0[1]"]


def test_maps_and_volumes():
    net = nn.Sequential(nn.Conv3d(1, 4, 3), nn.ReLU())
    assert layers(net, inputs(1, 5, 6, 7))["1"] == LayerInfo("1", 4, MapShape(3, 20))


def test_samples_of_several_forms_give_sequences():
    net = nn.Sequential(nn.Conv1d(1, 8, 3), nn.AdaptiveAvgPool1d(1), nn.Flatten())
    found = layers(net, inputs(1, 20, others=[(1, 9)]))
    assert found["0"].output == SequenceShape()
    assert found["1"].output == MapShape(1, 1)
    assert found["2"].output == VectorShape()


def test_what_cannot_be_read_is_listed_with_the_reason():
    class Cross(nn.Module):
        def forward(self, x):
            return x @ x.transpose(1, 2)

    found = layers(nn.Sequential(nn.Linear(3, 8), Cross(), nn.Flatten(0)), inputs(6, 3))
    assert "which axis of its output of shape (n, 6, 6) holds the channels" in found["1"]
    assert "has no axis of channels" in found["2"]
    flat = layers(nn.Sequential(nn.Flatten()), inputs(6, 3, others=[(7, 3)]))
    assert "the length of its vectors differs between samples" in flat["0"]


def test_a_view_reads_what_a_layer_is():
    net = nn.Sequential(nn.Linear(3, 8), Turned(), nn.Identity())
    samples = inputs(6, 3)
    taps = find_sample_layers(net, samples, CPU).taps
    batch = torch.stack(samples.shown(2))
    nodes = net[0](batch)
    assert torch.equal(taps["0"].part_of(nodes), nodes.transpose(1, 2)[:, :, None])
    assert torch.equal(taps["1"].part_of(net[1](nodes)), net[1](nodes)[:, :, None])
    doubled = taps["0"].with_part(nodes, taps["0"].part_of(nodes) * 2)
    assert torch.equal(doubled, nodes * 2)


NETWORKS = {
    "is random": ("return torch.rand_like(x)", "in a second pass"),
    "uses the batch": ("return x - x.mean(0)", "other inputs are in its batch"),
    "is constant": ("return torch.ones_like(x)", "same output for every input"),
    "is nan": ("return x * float('nan')", "NaN or infinite"),
}
CODE = """
import torch
from torch import nn
class Part(nn.Module):
    def forward(self, x):
        {body}
def load():
    return nn.Sequential(nn.Linear(5, 4), Part())
"""


def load(folder, code, samples=None, **settings):
    (folder / "net.py").write_text(code)
    network = Network(name="file:net.py:load", layers=("1",), **settings)
    return load_network(network, base=folder, seed=0, samples=samples or inputs(5))


@pytest.mark.parametrize("name", NETWORKS)
def test_a_layer_must_be_a_function_of_its_sample(tmp_path, name):
    body, said = NETWORKS[name]
    network = load(tmp_path, CODE.format(body=body))
    with pytest.raises(NetworkError, match=said):
        check_sample_function(network, ["1"], network.samples)


@pytest.mark.parametrize("count", [1, 2, 4, 6])
def test_few_samples_are_enough(tmp_path, count):
    network = load(tmp_path, CODE.format(body="return x"), inputs(5, others=[(5,)], count=count))
    check_sample_function(network, ["1"], network.samples)
    check_loads(network, load(tmp_path, CODE.format(body="return x")))


def test_messages(tmp_path):
    plain = CODE.format(body="return x")
    with pytest.raises(NetworkError, match=r"fails on samples: numbers.*mat1 and mat2"):
        load(tmp_path, plain, inputs(6))
    with pytest.raises(NetworkError, match="returned a preprocessing"):
        load(tmp_path, plain.replace("Part())", "Part()), {'crop': 3}"))
    with pytest.raises(NetworkError, match=r"network\.size: this is for networks"):
        load(tmp_path, plain, size=32)
    named = SampleInputs(({"x": torch.ones(5)},) * 4, (), "x")
    with pytest.raises(NetworkError, match="unexpected keyword argument 'x'"):
        load(tmp_path, plain, named)


def test_lazy_modules_get_their_shape_from_samples(tmp_path):
    code = CODE.format(body="return x").replace("nn.Linear(5, 4)", "nn.LazyLinear(4)")
    assert load(tmp_path, code).info.layers[0].channels == 4
