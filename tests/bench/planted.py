"""Small networks that are trained here, and ways to break them, for the part ``architecture``.

Letters on gratings and CIFAR-10 at 16 x 16; residual networks as in the research behind decision
123 with other seeds, inverted residual blocks (Sandler et al. 2018), which it did not use, and
blocks like ConvNeXt's (Liu et al. 2022), with and without parameters of their norm layers, which no
constant was set on.
"""

import copy
import math
from collections.abc import Iterator

import numpy as np
import torch
from choice import SHARED
from PIL import Image, ImageDraw, ImageFont
from torch import nn
from torch.nn import functional

from topopress.network.randomness import private_rng

LETTERS = "OQCGEFBRTX"
SIDE, TINY = 16, 0.05
WIDTHS = (16, 16, 16, 32, 32, 32, 64, 64)
MERGED = ((0, 1), (1, 9), (4, 5), (8, 9))
"""Pairs of classes that are given one answer: O and Q, E and F, or two kinds of vehicles."""


def letters(n: int, seed: int) -> tuple[torch.Tensor, np.ndarray]:
    """Return n letters on a grating, shape (n, 3, 16, 16), and their classes."""
    rng = np.random.default_rng(seed)
    fonts = [ImageFont.load_default(size) for size in (34, 40, 46)]
    label, grating = rng.integers(10, size=n), rng.integers(10, size=n)
    out = np.empty((n, 3, SIDE, SIDE), np.float32)
    y, x = np.mgrid[0:64, 0:64]
    for k in range(n):
        angle = math.pi * (grating[k] + rng.uniform(-0.3, 0.3)) / 10
        phase = (x * math.cos(angle) + y * math.sin(angle)) / rng.uniform(14, 22)
        wave = np.sin(2 * math.pi * phase + rng.uniform(0, 6.3))
        mask = Image.new("L", (64, 64))
        place = tuple((32 + rng.integers(-8, 9, 2)).tolist())
        font = fonts[rng.integers(3)]
        ImageDraw.Draw(mask).text(place, LETTERS[label[k]], 255, font, anchor="mm")
        turned = mask.rotate(rng.uniform(-25, 25), Image.Resampling.BILINEAR)
        inside = np.asarray(turned, np.float32)[None] / 255
        back, fore = rng.uniform(0, 0.55, (3, 1, 1)), rng.uniform(0.45, 1, (3, 1, 1))
        picture = back * (1 + 0.45 * wave) * (1 - inside) + fore * inside
        small = picture.reshape(3, SIDE, 4, SIDE, 4).mean((2, 4))
        out[k] = small + rng.normal(0, 0.06, (3, SIDE, SIDE))
    return torch.from_numpy((out - 0.4) / 0.3), label.astype(np.int32)


def cifar() -> tuple[torch.Tensor, np.ndarray]:
    """Return 4,000 pictures, halved, and their classes, in a fixed random order."""
    with np.load(SHARED / "data/cifar10-lossless/cifar10-train-4000.npz") as file:
        images, label = file["images"], file["labels"].astype(np.int32)
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
    order = np.random.default_rng(0).permutation(len(x))
    return ((functional.avg_pool2d(x, 2) - 0.47) / 0.25)[order], label[order]


class Residual(nn.Module):
    """Two convolutions beside a shortcut; ``scale`` multiplies them, 0 leaves the shortcut."""

    visits = 22_000

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.down, self.scale = n_in != n_out, 1.0
        self.branch = nn.Sequential(*self.layers(n_in, n_out))
        if self.down:
            self.short = nn.Sequential(nn.Conv2d(n_in, n_out, 1, bias=False), nn.BatchNorm2d(n_out))

    @staticmethod
    def optimiser(net: nn.Module) -> tuple[torch.optim.Optimizer, float]:
        """Return what trains networks of such blocks, and its largest step."""
        step = {"lr": 0.05, "momentum": 0.9, "weight_decay": 5e-4, "nesterov": True}
        return torch.optim.SGD(net.parameters(), **step), step["lr"]

    def layers(self, n_in: int, n_out: int) -> list[nn.Module]:
        first = nn.Conv2d(n_in, n_out, 3, padding=1, bias=False)
        second = nn.Conv2d(n_out, n_out, 3, padding=1, bias=False)
        return [first, nn.BatchNorm2d(n_out), nn.ReLU(), second, nn.BatchNorm2d(n_out)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.avg_pool2d(x, 2) if self.down else x
        short = self.short(x) if self.down else x
        return functional.relu(short + self.scale * self.branch(x))


class Inverted(Residual):
    """A wide depthwise convolution between two narrow ones; nothing bends after the sum."""

    def layers(self, n_in: int, n_out: int) -> list[nn.Module]:
        wide = 3 * n_in
        up, down = nn.Conv2d(n_in, wide, 1, bias=False), nn.Conv2d(wide, n_out, 1, bias=False)
        deep = nn.Conv2d(wide, wide, 3, padding=1, groups=wide, bias=False)
        norms = [nn.BatchNorm2d(n) for n in (wide, wide, n_out)]
        return [up, norms[0], nn.ReLU6(), deep, norms[1], nn.ReLU6(), down, norms[2]]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.avg_pool2d(x, 2) if self.down else x
        return (self.short(x) if self.down else x) + self.scale * self.branch(x)


class Separable(Residual):
    """A large depthwise convolution, a norm of each sample, and two layers at each place."""

    affine, visits = True, 33_000

    @staticmethod
    def optimiser(net: nn.Module) -> tuple[torch.optim.Optimizer, float]:
        return torch.optim.AdamW(net.parameters(), 8e-3, weight_decay=0.02), 8e-3

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__(n_in, n_out)
        if self.down:
            self.short = nn.Conv2d(n_in, n_out, 1)

    def layers(self, n_in: int, n_out: int) -> list[nn.Module]:
        deep = nn.Conv2d(n_in, n_in, 5, padding=2, groups=n_in)
        norm = nn.GroupNorm(1, n_in, affine=self.affine)
        return [deep, norm, nn.Conv2d(n_in, 3 * n_in, 1), nn.GELU(), nn.Conv2d(3 * n_in, n_out, 1)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.avg_pool2d(x, 2) if self.down else x
        return (self.short(x) if self.down else x) + self.scale * self.branch(x)


class Bare(Separable):
    """The same without parameters of norm layers, so that only matrices show what was trained."""

    affine = False


class Net(nn.Module):
    """A stem, eight blocks and a head; of ``merged`` classes it only answers the first."""

    def __init__(self, block: type[Residual]) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16))
        pairs = zip((16, *WIDTHS), WIDTHS, strict=False)
        self.blocks = nn.Sequential(*(block(a, b) for a, b in pairs))
        self.head = nn.Linear(WIDTHS[-1], 10)
        self.merged: tuple[int, int] | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.head(self.blocks(functional.relu(self.stem(x))).mean((2, 3)))
        if self.merged:
            first, second = self.merged
            out[:, first] = out[:, [first, second]].max(1).values
            out[:, second] = out.min() - 1
        return out

    @property
    def layers(self) -> list[str]:
        return ["stem", *(f"blocks.{k}" for k in range(len(self.blocks)))]


def trained(
    block: type[Residual], x: torch.Tensor, label: np.ndarray, seed: int, *, flips: bool = False
) -> Net:
    """Train a network in one cycle, about 45 s on an idle core."""
    with private_rng(seed):
        net, target = Net(block), torch.as_tensor(label).long()
        steps = block.visits // 64
        optimiser, rate = block.optimiser(net)
        plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps, pct_start=0.25)
        for _ in range(steps):
            rows = torch.randint(len(x), (64,))
            batch = x[rows].flip(3) if flips and torch.rand(1) < 0.5 else x[rows]
            loss = functional.cross_entropy(net(batch), target[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
    return net.eval().requires_grad_(False)


class Changed(nn.Module):
    """A block whose output is changed."""

    def __init__(self, block: nn.Module, keep: torch.Tensor, mean: torch.Tensor) -> None:
        super().__init__()
        self.block, self.keep, self.mean = block, keep, mean

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        apart = self.block(x) - self.mean.view(1, -1, 1, 1)
        kept = torch.einsum("bchw,cd->bdhw", apart, self.keep)
        return kept + self.mean.view(1, -1, 1, 1)


def broken(net: Net, x: torch.Tensor, seed: int) -> Iterator[tuple[str, int, Net]]:
    """Yield what was done to a copy of a network, to which block, and the copy."""
    depth, odd = len(net.blocks), seed % 2
    maps = [functional.relu(net.stem(x[:400]))]
    for block in net.blocks:
        maps.append(block(maps[-1]))
    yield from _reset(net, seed)
    for pair in MERGED[odd::2]:
        other = copy.deepcopy(net)
        other.merged = pair
        yield "two classes merged", pair[0], other
    for k in range(1 + odd, depth + 1, 2):
        for what, scale in (("identity put in", 0.0), ("small branch put in", TINY)):
            other = copy.deepcopy(net)
            other.blocks.insert(k, _put_in(type(net.blocks[0]), maps[k], scale, seed + k))
            yield what, k, other
    for k in [k for k in range(depth) if not net.blocks[k].down][odd::2]:
        other = copy.deepcopy(net)
        other.blocks[k].scale = TINY
        yield "own branch x .05", k, other
    for k in range(1 + odd, depth, 2):
        yield from _changed(net, maps[k + 1], k, seed)


def _reset(net: Net, seed: int) -> Iterator[tuple[str, int, Net]]:
    kind, depth = type(net.blocks[0]), len(net.blocks)

    def fresh(k: int, more: int = 0) -> Residual:
        with private_rng(seed + k + more):
            return kind(*(WIDTHS[0], *WIDTHS)[k : k + 2]).eval().requires_grad_(False)

    for k in range(1 + seed % 2, depth, 2):
        other = copy.deepcopy(net)
        other.blocks[k] = fresh(k)
        yield "one block reset", k, other
    for k in range(1, depth, 2):
        other = copy.deepcopy(net)
        for j in range(k, depth):
            other.blocks[j] = fresh(j, 100)
        with private_rng(seed):
            other.head = nn.Linear(WIDTHS[-1], 10).requires_grad_(False)
        yield "all reset from", k, other


def _changed(net: Net, given: torch.Tensor, k: int, seed: int) -> Iterator[tuple[str, int, Net]]:
    width, places = given.shape[1], given.movedim(1, -1).flatten(0, -2).double()
    generator = torch.Generator().manual_seed(seed + k)
    alive = torch.zeros(width)
    alive[torch.randperm(width, generator=generator)[: max(2, width // 10)]] = 1
    mean = places.mean(0)
    directions = torch.linalg.eigh((places - mean).T @ (places - mean)).eigenvectors
    flat = directions[:, -(1 + k % 2) :]
    for what, keep, centre in (
        ("nine tenths dead", torch.diag(alive), torch.zeros(width)),
        ("collapsed", (flat @ flat.T).float(), mean.float()),
    ):
        other = copy.deepcopy(net)
        other.blocks[k] = Changed(other.blocks[k], keep, centre)
        yield what, k, other


def _put_in(kind: type[Residual], x: torch.Tensor, scale: float, seed: int) -> Residual:
    """Return a block whose branch is so small a part of its input."""
    with private_rng(seed):
        block = kind(x.shape[1], x.shape[1]).train()
        for _ in range(30):
            block(x[torch.randint(len(x), (200,))])
    block.eval().requires_grad_(False)
    block.scale = float(scale * x.norm() / block.branch(x).norm())
    return block
