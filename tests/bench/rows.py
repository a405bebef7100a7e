"""Rows like a trained network's, in any number: ``python tests/bench/rows.py FILE --n-rows N``.

Two convolutions whose filters are learned from the builtin photographs by spherical k-means
(Coates and Ng 2012), each followed by a ReLU, see random 16-pixel crops of them, two crops faded
into each other. One position a crop, as in TopoAct. Lengths are then mapped on those that
TopoAct's published graph of mixed4c implies, because the lens is the length: how rows spread
over intervals decides what a graph costs.

Rows come in chunks with a generator each, so the first n rows of a larger set are the set of n.
"""

import argparse
import hashlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.sparse import csr_array

from topopress.core.arrays import Float32, Float64, Int64
from topopress.core.seeds import rng_for
from topopress.kinds.images.decoding import decode, read_file
from topopress.kinds.images.photographs import PHOTOGRAPHS, photograph_file

SEED = 3
MOST = 300_000
CHUNK = 2500
SCALES = (1.0, 0.6, 0.35)
SIDE, PATCH, STRIDE, POOLED = 16, 6, 2, 3
N_FIRST, RANK = 96, 256
FLOOR = 0.1
SHARES = np.array(
    [4, 8, 16, 52, 228, 1336, 4996, 10880, 18064, 26640, 33740, 37156, 36040, 30556, 24980, 19352]
    + [14724, 10972, 7500, 4452, 2300, 1100, 520, 300, 180, 110, 75, 50, 36, 28, 20, 16, 13, 11]
    + [10, 9, 8, 7, 7, 6, 6, 5, 5, 4, 4, 4, 3, 3, 3, 3] + [2] * 7 + [1] * 13
)  # fmt: skip
"""Rows of 300,000 in each seventieth of the lens's range. Up to the twenty-fifth they are four
times the sizes of mixed4c's edges at 20 % overlap (github.com/tdavislab/TopoAct); then a tail."""
LENGTHS = np.linspace(40, 5430, len(SHARES) + 1)


@dataclass(frozen=True)
class Layer:
    """An affine map and a ReLU: ``max(x @ filters - bias, 0)``."""

    filters: Float32
    bias: Float32

    def __call__(self, x: Float32) -> Float32:
        """Return the layer's output for inputs of shape (..., n_inputs)."""
        out = x @ self.filters
        out -= self.bias
        return np.maximum(out, 0, out=out)


@dataclass(frozen=True)
class Network:
    """The learned layers, the whitening between them, and lengths that its outputs have.

    Attributes:
        first: From patches of the picture.
        mean: Of what enters the whitening, shape (POOLED * POOLED * N_FIRST,).
        whitening: Shape (POOLED * POOLED * N_FIRST, RANK).
        second: To the channels of the rows.
        lengths: Sorted lengths of many outputs, by which a length is turned into its rank.
    """

    first: Layer
    mean: Float32
    whitening: Float32
    second: Layer
    lengths: Float64


def write_rows(path: Path, n_rows: int, n_channels: int = 832, seed: int = SEED) -> Path:
    """Write the first n_rows rows of a data set to a .npy file, a chunk at a time.

    Args:
        path: The file; float32, shape (n_rows, n_channels).
        n_rows: Number of rows.
        n_channels: Number of filters of the second convolution; another number is another data
            set, not some columns of a larger one.
        seed: Another seed is another network and other rows.
    """
    out = np.lib.format.open_memmap(path, "w+", np.float32, (n_rows, n_channels))
    start = 0
    for chunk in row_chunks(n_rows, n_channels, seed):
        out[start : start + len(chunk)] = chunk
        out.flush()
        start += len(chunk)
    return path


def make_rows(n_rows: int, n_channels: int = 832, seed: int = SEED) -> Float32:
    """Return the first n_rows rows of a data set; see ``write_rows``."""
    return np.concatenate(list(row_chunks(n_rows, n_channels, seed)))


def row_chunks(n_rows: int, n_channels: int, seed: int) -> Iterator[Float32]:
    """Yield the first n_rows rows of a data set in order, CHUNK at a time."""
    pictures = _pictures()
    network = _learn(pictures, n_channels, seed)
    for start in range(0, n_rows, CHUNK):
        yield _rows(pictures, network, rng_for(seed, "rows", start))[: n_rows - start]


def cached_rows(n_channels: int = 832) -> Path:
    """Return the file of the MOST rows of a data set, made once for all benchmarks."""
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    path = cache_folder() / f"rows-{MOST}x{n_channels}-{version}.npy"
    if not path.exists():
        for old in path.parent.glob(f"rows-{MOST}x{n_channels}-*"):
            old.unlink()
        write_rows(path.with_suffix(".part"), MOST, n_channels).replace(path)
    return path


def cache_folder() -> Path:
    """Return the folder of what is long to make: TOPOPRESS_BENCH_CACHE, or a default one."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get("TOPOPRESS_BENCH_CACHE") or Path(home) / "topopress-bench")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _pictures() -> list[Float32]:
    """Return each photograph at each scale, shape (height, width, 3), from 0 to 1."""
    pictures = []
    for photograph in PHOTOGRAPHS:
        image = Image.fromarray(decode(read_file(photograph_file(photograph).resolve())))
        for scale in SCALES:
            size = (round(image.width * scale), round(image.height * scale))
            scaled = image.resize(size, Image.Resampling.LANCZOS)
            pictures.append(np.asarray(scaled, np.float32) / 255)
    return pictures


def _rows(pictures: list[Float32], network: Network, rng: np.random.Generator) -> Float32:
    """Return CHUNK rows."""
    rows = _outputs(_crops(pictures, CHUNK, rng), network)
    raw = np.linalg.norm(rows, axis=1).astype(np.float64)
    known = len(network.lengths)
    rank = np.interp(raw, network.lengths, np.arange(known) + 0.5)
    # Spread over its rank, so that the longest rows do not all get one length.
    share = (rank + rng.uniform(-0.5, 0.5, CHUNK)) / known
    wanted = np.interp(share, np.append(0, SHARES.cumsum()) / SHARES.sum(), LENGTHS)
    return rows * (wanted / np.maximum(raw, 1e-6))[:, None].astype(np.float32)


def _crops(pictures: list[Float32], n: int, rng: np.random.Generator) -> Float32:
    """Return random crops, turned, tinted and faded in pairs, shape (n, SIDE, SIDE, 3)."""
    area = np.array([picture.shape[0] * picture.shape[1] for picture in pictures]) ** 0.7
    which = rng.choice(len(pictures), n, p=area / area.sum())
    crops = np.empty((n, SIDE, SIDE, 3), np.float32)
    for number, picture in enumerate(pictures):
        own = np.flatnonzero(which == number)
        crops[own] = _cut(picture, len(own), rng)
    for turn, own in enumerate(np.array_split(rng.permutation(n), 8)):
        turned = np.rot90(crops[own], turn % 4, axes=(1, 2))
        crops[own] = turned[:, :, ::-1] if turn >= 4 else turned
    tint = np.eye(3) + rng.normal(0, 0.15, (n, 3, 3))
    crops = (crops.reshape(n, -1, 3) @ tint.astype(np.float32)).reshape(crops.shape)
    share = rng.beta(0.3, 0.3, n)
    share = np.maximum(share, 1 - share).astype(np.float32)[:, None, None, None]
    return share * crops + (1 - share) * crops[rng.permutation(n)]


def _cut(picture: Float32, n: int, rng: np.random.Generator) -> Float32:
    top = rng.integers(0, picture.shape[0] - SIDE, n)[:, None, None]
    left = rng.integers(0, picture.shape[1] - SIDE, n)[:, None, None]
    step = np.arange(SIDE)
    return picture[top + step[:, None], left + step]


def _patches(crops: Float32) -> Float32:
    """Return the patches that the first convolution sees, shape (n, 6, 6, PATCH * PATCH * 3)."""
    windows = np.lib.stride_tricks.sliding_window_view(crops, (PATCH, PATCH), axis=(1, 2))
    windows = windows[:, ::STRIDE, ::STRIDE]
    return windows.reshape(*windows.shape[:3], -1)


def _pooled(crops: Float32, first: Layer) -> Float32:
    """Return the first layer's output, the largest of each two by two, shape (n, 864)."""
    seen = first(_patches(crops))
    blocks = seen.reshape(len(crops), POOLED, 2, POOLED, 2, N_FIRST)
    return blocks.max(axis=(2, 4)).reshape(len(crops), -1)


def _normalised(pooled: Float32, mean: Float32, whitening: Float32) -> Float32:
    """Whiten, and lessen contrast as a local response normalisation does."""
    z = (pooled - mean) @ whitening
    length = np.linalg.norm(z, axis=1, keepdims=True) / math.sqrt(RANK)
    return z / (0.6 * length + 0.4)


def _outputs(crops: Float32, network: Network) -> Float32:
    pooled = _pooled(crops, network.first)
    return network.second(_normalised(pooled, network.mean, network.whitening))


def _learn(pictures: list[Float32], n_channels: int, seed: int) -> Network:
    """Learn both layers from crops; the more channels, the finer the second one's features."""
    first = _learn_first(_crops(pictures, 6000, rng_for(seed, "first")), rng_for(seed, "filters"))
    rng = rng_for(seed, "second", n_channels)
    pooled = np.concatenate(
        [_pooled(crops, first) for crops in _crop_chunks(pictures, 24_000, seed)]
    )
    mean = pooled.mean(axis=0)
    whitening = _whitening(pooled - mean, RANK)
    z = _normalised(pooled, mean, whitening)
    filters = _directions(z, n_channels, rng, rounds=8).T
    bias = np.quantile(z[:8000] @ filters, 0.45, axis=0).astype(np.float32)
    second = Layer(np.ascontiguousarray(filters), bias)
    lengths = np.sort(np.linalg.norm(second(z), axis=1).astype(np.float64))
    return Network(first, mean, whitening, second, lengths)


def _crop_chunks(pictures: list[Float32], n: int, seed: int) -> Iterator[Float32]:
    for start in range(0, n, CHUNK):
        yield _crops(pictures, min(CHUNK, n - start), rng_for(seed, "learning", start))


def _learn_first(crops: Float32, rng: np.random.Generator) -> Layer:
    patches = _patches(crops).reshape(-1, PATCH * PATCH * 3)
    patches = patches[rng.choice(len(patches), 100_000, replace=False)]
    mean = patches.mean(axis=0)
    whitening = _whitening(patches - mean, patches.shape[1])
    filters = whitening @ _directions((patches - mean) @ whitening, N_FIRST, rng, rounds=12).T
    bias = np.median(patches[:20_000] @ filters, axis=0)
    return Layer(filters, bias)


def _whitening(centred: Float32, rank: int) -> Float32:
    """Return a matrix to the first principal components, each divided by its spread."""
    variance, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    variance, axes = variance[::-1][:rank], axes[:, ::-1][:, :rank]
    softened = np.maximum(variance, 0) + FLOOR * variance.mean()
    return (axes / np.sqrt(softened)).astype(np.float32)


def _directions(x: Float32, k: int, rng: np.random.Generator, *, rounds: int) -> Float32:
    """Return k unit vectors by spherical k-means, shape (k, n_inputs)."""
    chosen = x[rng.choice(len(x), k, replace=False)]
    for _ in range(rounds):
        directions = chosen / np.maximum(np.linalg.norm(chosen, axis=1, keepdims=True), 1e-9)
        along = x @ directions.T
        nearest: Int64 = along.argmax(axis=1)
        weight = along[np.arange(len(x)), nearest]
        chosen = csr_array((weight, (nearest, np.arange(len(x)))), shape=(k, len(x))) @ x
        empty = np.bincount(nearest, minlength=k) == 0
        chosen[empty] = x[rng.choice(len(x), empty.sum())]
    return (chosen / np.maximum(np.linalg.norm(chosen, axis=1, keepdims=True), 1e-9)).astype("f4")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write rows of activations to a .npy file.")
    parser.add_argument("path", type=Path, metavar="FILE")
    parser.add_argument("--n-rows", type=int, required=True)
    parser.add_argument("--n-channels", type=int, default=832)
    parser.add_argument("--seed", type=int, default=SEED)
    write_rows(**vars(parser.parse_args()))
