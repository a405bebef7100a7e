"""Names of tensors in a network: what they mean, and what is read and replaced there."""

from collections import OrderedDict, namedtuple

import pytest
import torch
from torch import nn

from topopress.network.taps import Tap, parts, replaced, tap_named, tapped

Two = namedtuple("Two", "one two")


class Cell(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Identity()

    def forward(self, x):
        return Two(self.inner(x), OrderedDict(inner=x + 1, list=[x + 2, (x + 3,)]))


class Net(nn.Module):
    """Runs one cell twice; ``cell.inner`` is a module, and a key of another output."""

    def __init__(self):
        super().__init__()
        self.cell = Cell()
        self.add_module("odd[0]", nn.Identity())

    def forward(self, x):
        first = self.cell(x)
        second = self.cell(first.two["list"][1][0])
        return self.get_submodule("odd[0]")(second.one + second.two["inner"])


@pytest.mark.parametrize(
    ("name", "tap"),
    [
        ("cell", Tap("cell")),
        ("cell#2", Tap("cell", 2)),
        ("cell[0]", Tap("cell", 1, (0,))),
        ("cell#2[1].list[1][0]", Tap("cell", 2, (1, "list", 1, 0))),
        ("cell[1].inner", Tap("cell", 1, (1, "inner"))),
        ("cell.inner", Tap("cell.inner")),  # the module, not a key
        ("cell.inner#2", Tap("cell.inner", 2)),
        ("cell.other", Tap("cell", 1, ("other",))),
        ("odd[0]", Tap("odd[0]")),
        ("odd[0][1]", Tap("odd[0]", 1, (1,))),
        ("", None),
        ("odd", None),
        ("cell#0", None),
        ("cell[", None),
        ("cell[-1]", None),
        ("cell[0]#2", None),
        ("cell.", None),
        ("cells", None),
        ("cell#" + "9" * 30, None),
    ],
)
def test_what_a_name_means(name, tap):
    assert tap_named(Net(), name) == tap


@pytest.mark.parametrize("name", ["cell[0]", "cell#2[1].list[1][0]", "cell.inner#2"])
def test_a_tap_has_its_name_again(name):
    tap = tap_named(Net(), name)
    assert tap.name(calls=tap.call) == name


def test_parts_of_an_output_in_order():
    deep = [1]
    for _ in range(9):
        deep = [deep]
    output = {"a": (1, [2]), "b c": 3, 4: 5, "d": {}, "e": deep, "f": None}
    assert list(parts(output)) == [(("a", 0), 1), (("a", 1, 0), 2), (("f",), None)]
    assert list(parts(7)) == [((), 7)]


def test_taps_are_read():
    net, found = Net(), {}
    names = ["cell.inner#2", "cell[0]", "cell#2[1].list[0]", "cell[1].absent", "odd[0]"]
    with tapped(net, {name: tap_named(net, name) for name in names}, found.__setitem__):
        net(torch.zeros(1))
        net(torch.zeros(1))
    assert found == {
        "cell[0]": 0,
        "cell[1].absent": None,
        "cell.inner#2": 3,
        "cell#2[1].list[0]": 5,
        "odd[0]": 7,
    }
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in net.modules())


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("cell", None),  # no tensor, so nothing is replaced
        ("cell[1].list[1][0]", 21.0),
        ("cell#2[1].inner", 13.0),
        ("cell.inner#2", 14.0),
        ("cell#2[0]", 14.0),
        ("odd[0]", 10.0),
    ],
)
def test_taps_are_replaced(name, result):
    net = Net()
    with replaced(net, tap_named(net, name), lambda _tensor: torch.full((1,), 10.0)):
        assert float(net(torch.zeros(1))) == (7.0 if result is None else result)
    assert float(net(torch.zeros(1))) == 7.0
