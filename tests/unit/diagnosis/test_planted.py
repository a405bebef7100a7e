"""Networks that are trained here in a second, and broken in known ways."""

import copy

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from planted_networks import answers_of, said_of
from topopress.core.errors import NetworkError
from topopress.network.blocks import find_blocks
from topopress.network.randomness import private_rng

WIDTH, DEPTH, CLASSES = 24, 4, 5


class Block(nn.Module):
    def __init__(self, width=WIDTH):
        super().__init__()
        self.norm = nn.BatchNorm1d(width)
        self.first, self.second = nn.Linear(width, width), nn.Linear(width, width)
        self.scale = 1.0

    def forward(self, x):
        return x + self.scale * self.second(functional.relu(self.first(self.norm(x))))


class After(nn.Module):
    """A block whose output is changed."""

    def __init__(self, block, change):
        super().__init__()
        self.block, self.change = block, change

    def forward(self, x):
        return self.change(self.block(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(12, WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(DEPTH)))
        self.head = nn.Linear(WIDTH, CLASSES)

    def forward(self, x):
        return self.head(functional.relu(self.blocks(self.stem(x))))


def drawn(n, seed):
    """Classes that lie in rings and sectors, so that no single block is enough."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 12)).astype(np.float32)
    angle, radius = np.arctan2(x[:, 0], x[:, 1]), np.hypot(x[:, 2], x[:, 3])
    label = (np.floor((angle + np.pi) / (2 * np.pi) * 5) + (radius > 1.18) * 2) % CLASSES
    return torch.from_numpy(x), label.astype(np.int32)


@pytest.fixture(scope="module")
def trained():
    with private_rng(0):
        return fitted(Net(), *drawn(4000, 1))


def fitted(net, x, label):
    optimiser = torch.optim.AdamW(net.parameters(), 4e-3, weight_decay=0.01)
    target = torch.from_numpy(label).long()
    for _ in range(20):
        for rows in torch.randperm(len(x)).split(100):
            loss = functional.cross_entropy(net(x[rows]), target[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def seen():
    return drawn(1500, 2)


def names(net):
    return ["stem", *(f"blocks.{k}" for k in range(len(net.blocks)))]


def said(net, seen):
    return said_of(net, *seen, names(net))


def with_block(net, place, block):
    other = copy.deepcopy(net)
    other.blocks.insert(place, block)
    return other.eval().requires_grad_(False)


def without_scale(scale):
    with private_rng(1):
        block = Block()
    block.scale = scale
    return block


def accused(found):
    return [one for one in found if one[0] not in ("adds_nothing", "could_be_linear")]


def test_a_healthy_network_is_not_accused(trained, seen):
    x, label = seen
    accuracy = (trained(x).argmax(1).numpy() == label).mean()
    assert accuracy > 0.8
    found = said(trained, seen)
    assert accused(found) == []
    tests = answers_of(trained, x, label, names(trained))
    costs = {n: (tests.whole == label).mean() - (s == label).mean()
             for n, s in zip(tests.blocks, tests.skipped, strict=True)}  # fmt: skip
    assert all(costs[block] < 0.01 for rule, block in found if rule == "adds_nothing")


@pytest.mark.parametrize("scale", [0.0, 0.001])
def test_a_block_that_is_put_in_adds_nothing(trained, seen, scale):
    found = said(with_block(trained, 2, without_scale(scale)), seen)
    assert ("adds_nothing", "blocks.2") in found
    assert accused(found) == []


def test_a_block_that_is_needed_is_not_said_to_add_nothing(trained, seen):
    x, label = seen
    tests = answers_of(trained, x, label, names(trained))
    costs = [(tests.whole == label).mean() - (s == label).mean() for s in tests.skipped]
    needed = tests.blocks[int(np.argmax(costs))]
    assert max(costs) > 0.05
    assert needed not in [block for _, block in said(trained, seen)]


def test_dead_units_are_counted(trained, seen):
    alive = torch.zeros(WIDTH)
    alive[::8] = 1
    broken = copy.deepcopy(trained)
    broken.blocks[1] = After(broken.blocks[1], lambda out: out * alive)
    assert ("dead", "blocks.1") in said(broken, seen)


def test_a_collapse_is_seen(trained, seen):
    direction = torch.zeros(WIDTH, WIDTH)
    direction[0, 0] = 1
    spread = torch.linspace(0.5, 1.5, WIDTH)
    broken = copy.deepcopy(trained)
    broken.blocks[2] = After(broken.blocks[2], lambda out: (out @ direction)[:, :1] * spread)
    assert ("collapsed", "blocks.2") in said(broken, seen)


def test_a_reset_block_is_found_by_its_norm_layers(trained, seen):
    broken = copy.deepcopy(trained)
    with private_rng(3):
        fresh = Block()
    with torch.no_grad():
        fresh.second.weight.mul_(4)
    broken.blocks[1] = fresh.eval().requires_grad_(False)
    assert ("reset", "blocks.1") in said(broken, seen)


def test_all_blocks_reset_from_one_on(trained, seen):
    broken = copy.deepcopy(trained)
    with private_rng(4):
        for k in range(2, DEPTH):
            broken.blocks[k] = Block().eval().requires_grad_(False)
        broken.head = nn.Linear(WIDTH, CLASSES).requires_grad_(False)
    assert ("broken_from", "blocks.2") in said(broken, seen)


def test_classes_that_get_the_same_answer_are_named(trained, seen):
    x, label = seen
    other = 3

    class Merged(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = trained

        def forward(self, x):
            out = self.net(x).clone()
            both = out[:, [1, other]].max(1).values
            out[:, other], out[:, 1] = both, -100
            return out

    layers = [f"net.{name}" for name in names(trained)]
    pair = f"1, {other}"
    assert ("same_answer", pair) in said_of(Merged(), x, label, layers)


@pytest.mark.parametrize("place", range(DEPTH))
def test_a_weakened_block_is_not_taken_for_something_else(trained, seen, place):
    weak = copy.deepcopy(trained)
    weak.blocks[place].scale = 0.05
    assert {rule for rule, _ in accused(said(weak, seen))} <= {"says_less"}


def test_other_labels_are_not_blamed_on_a_block(trained, seen):
    x, label = seen
    shuffled = copy.deepcopy(trained)
    shuffled.head.weight.copy_(trained.head.weight[[1, 2, 3, 4, 0]])
    shuffled.head.bias.copy_(trained.head.bias[[1, 2, 3, 4, 0]])
    assert accused(said_of(shuffled, x, label, names(trained))) == [("says_less", None)]


def test_blocks_an_author_names(trained, seen):
    x, _ = seen
    found = find_blocks(trained, lambda: trained(x[:2]), ("head", "blocks.1.first"))
    assert list(found) == ["blocks.1.first", "head"]
    with pytest.raises(NetworkError, match=r"report\.blocks: .* no module 'blok.*did you mean"):
        find_blocks(trained, lambda: trained(x[:2]), ("bloks.1",))
    with pytest.raises(NetworkError, match="does not run once"):
        find_blocks(trained, lambda: trained.stem(x[:2]), ("head",))
