"""Small explorations of arrays: three groups of vectors, with a table that describes the rows."""

import csv
from pathlib import Path

import numpy as np

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


def described() -> dict[str, list[str]]:
    """Return the columns of a table: id, label, a column of texts that repeat, and numbers."""
    return {
        "id": [f"m{k:03d}" for k in range(N)],
        "label": ["abc"[k // 40] for k in range(N)],
        "side": [("left", "right")[k % 2] for k in range(N)],
        "age": [str(k) for k in range(N)],
    }


def write_arrays(root: Path, data: str = "", layers: str = "", mapper: str = "") -> Path:
    """Write a project with one exploration of arrays, and return the folder of the exploration.

    Without ``layers`` there is one, ``vectors``; ``data`` and ``mapper`` are further settings.
    """
    folder = root / "content/measured"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A. Author"]\n')
    written = SETTINGS.format(data=data, layers=layers or 'vectors = "vectors.npy"', mapper=mapper)
    (folder / "exploration.toml").write_text(written)
    (folder / "index.md").write_text(ESSAY)
    if not layers:
        np.save(folder / "vectors.npy", vectors())
    return folder
