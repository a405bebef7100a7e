"""Small data sets in the layouts that torchvision and Hugging Face read, made in the test."""

import gzip
import struct
from pathlib import Path

import numpy as np
from PIL import Image


def write_mnist(root: Path, count: int = 40) -> np.ndarray:
    """Write pictures in MNIST's files below a folder, 10 for testing, and return the others."""
    folder = root / "MNIST/raw"
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    for part, size in (("t10k", 10), ("train", count)):
        pictures = rng.integers(0, 255, (size, 28, 28), np.uint8)
        labels = (np.arange(size) % 10).astype(np.uint8)
        for name, array in (("images-idx3", pictures), ("labels-idx1", labels)):
            header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
            (folder / f"{part}-{name}-ubyte").write_bytes(header + array.tobytes())
    return pictures


def write_eurosat(root: Path, count: int = 12) -> None:
    """Write coloured JPEGs in EuroSAT's folders."""
    rng = np.random.default_rng(0)
    for k in range(count):
        folder = root / "eurosat/2750" / ("Forest", "River")[k % 2]
        folder.mkdir(parents=True, exist_ok=True)
        base = np.array([(30, 120, 40), (40, 60, 160)][k % 2])
        pixels = np.clip(base + rng.normal(0, 30, (64, 64, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{k}.jpg")


def write_archive(path: Path) -> None:
    """Write an archive that a data set may have been unpacked from."""
    path.write_bytes(gzip.compress(b"packed"))


def squares(count: int) -> list[Image.Image]:
    """Return pictures of 24 pixels a side, each of one colour with noise."""
    rng = np.random.default_rng(0)
    colours = rng.integers(0, 255, (3, 3))
    noise = rng.normal(0, 25, (count, 24, 24, 3))
    arrays = [np.clip(colours[k % 3] + noise[k], 0, 255).astype(np.uint8) for k in range(count)]
    return [Image.fromarray(each) for each in arrays]
