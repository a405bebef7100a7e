"""Small explorations of arrays: three groups of vectors, with a table that describes the rows."""

import csv
from pathlib import Path

import numpy as np
from PIL import Image

N = 120
SETTINGS = """
title = "Directions"
[data]
kind = "arrays"
{data}
[data.layers]
{layers}
[mapper]
{mapper}
[mapper.cover]
n_intervals = 4
[mapper.clusterer]
min_samples = 3
[mapper.stability]
resamples = 2
"""
ESSAY = "There are {{ samples }} directions.\n\n::: explorer\n"


def vectors(channels: int = 6, seed: int = 0) -> np.ndarray:
    """Return three groups of vectors, shape (120, channels), float32."""
    rng = np.random.default_rng(seed)
    groups = [rng.normal(k, 0.1, (N // 3, channels)) + k for k in range(3)]
    return np.concatenate(groups).astype(np.float32)


def write_table(file: Path, columns: dict[str, list[str]]) -> None:
    """Write a CSV file of these columns."""
    with file.open("w", newline="") as opened:
        written = csv.writer(opened, lineterminator="\n")
        written.writerow(columns)
        written.writerows(zip(*columns.values(), strict=True))


def write_words(root: Path) -> Path:
    """Write an exploration of words in sentences, with addresses; return its folder."""
    data = 'metadata = "rows.csv"\ntext = "sentence"\nlink = "url"\nrow = "word vector"'
    folder = write_arrays(root, data=data, name="words")
    nouns = ["bank", "light", "spring"]
    sentences = [f"In {1900 + k % 7} the [{nouns[k // 40]}] was wet." for k in range(N)]
    urls = [f"https://example.org/{k}" if k % 2 else "" for k in range(N)]
    write_table(folder / "rows.csv", described() | {"sentence": sentences, "url": urls})
    return folder


def write_pictures(root: Path) -> Path:
    """Write an exploration of rows with pictures and texts; the picture of row 3 is not there."""
    data = 'metadata = "rows.csv"\npicture = "path"\ntext = "sentence"\nrow = "patch"'
    folder = write_arrays(root, data=data, name="patches")
    for k, colour in enumerate([(200, 60, 40), (40, 160, 80), (40, 60, 200)]):
        Image.new("RGB", (12, 8), colour).save(folder / f"{k}.png")
    paths = [f"{k // 40}.png" for k in range(N)]
    paths[3] = "gone.png"
    sentences = [f"Patch {k}." for k in range(N)]
    write_table(folder / "rows.csv", described() | {"path": paths, "sentence": sentences})
    return folder


def described() -> dict[str, list[str]]:
    """Return the columns of a table: id, label, a column of texts that repeat, and numbers."""
    return {
        "id": [f"m{k:03d}" for k in range(N)],
        "label": ["abc"[k // 40] for k in range(N)],
        "side": [("left", "right")[k % 2] for k in range(N)],
        "age": [str(k) for k in range(N)],
    }


def write_arrays(
    root: Path, data: str = "", layers: str = "", mapper: str = "", name: str = "measured"
) -> Path:
    """Write an exploration of arrays into a project, and return the folder of the exploration.

    Without ``layers`` there is one, ``vectors``; ``data`` and ``mapper`` are further settings.
    """
    folder = root / "content" / name
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A. Author"]\n')
    written = SETTINGS.format(data=data, layers=layers or 'vectors = "vectors.npy"', mapper=mapper)
    (folder / "exploration.toml").write_text(written)
    (folder / "index.md").write_text(ESSAY)
    if not layers:
        np.save(folder / "vectors.npy", vectors())
    return folder
