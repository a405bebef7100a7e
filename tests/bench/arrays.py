"""A site of 100,000 x 768 float16 numbers from a memory-mapped file, with labels and texts.

Measured are the build (time, CPU seconds and peak memory with all its children), what the browser
gets before the graph can be used, and how long that takes from file://.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from chromium import chromium
from pages import DESKTOP, VIEWER, visit
from tables import table
from texts_site import build_in_a_process

from static_server import Gzipping, served
from topopress.core.seeds import rng_for

SIZES = (20_000, 100_000)
CHANNELS, LABELS, CHUNK = 768, 40, 5_000
WORDS = [
    f"{first}{last}" for first in ("am", "be", "co", "du", "el") for last in ("ber", "ron", "ta")
]
SETTINGS = """
title = "Arrays"
[data]
kind = "arrays"
metadata = "rows.csv"
text = "sentence"
[data.layers]
encoder = "encoder.npy"
"""


def write_site(root: Path, n_rows: int) -> None:
    """Write an exploration of vectors around 40 mixed centres, with noise in every channel."""
    folder = root / "content/vectors"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Arrays"\n')
    (folder / "exploration.toml").write_text(SETTINGS)
    (folder / "index.md").write_text("::: explorer\n")
    file, shape = folder / "encoder.npy", (n_rows, CHANNELS)
    out = np.lib.format.open_memmap(file, "w+", np.float16, shape)
    centres = rng_for(13, "centres").normal(0, 0.5, (LABELS, CHANNELS))
    lines = ["id,label,sentence"]
    for start in range(0, n_rows, CHUNK):
        rng = rng_for(13, "rows", start)
        label = rng.integers(0, LABELS, min(CHUNK, n_rows - start))
        weights = rng.dirichlet(np.full(LABELS, 0.05), len(label))
        weights[np.arange(len(label)), label] += 1
        rows = weights @ centres + rng.normal(0, 0.6, (len(label), CHANNELS))
        out[start : start + len(label)] = rows * np.exp(rng.normal(0, 0.25, (len(label), 1)))
        words = rng.choice(WORDS, (len(label), 12)).tolist()
        lines += [
            f"row-{start + k:06d},group {own:02d},{' '.join(words[k])}"
            for k, own in enumerate(label.tolist())
        ]
    out.flush()
    (folder / "rows.csv").write_text("\n".join(lines) + "\n", "utf-8")


def first_views(site: Path) -> tuple[float, int, int, float]:
    """Return KB and requests before the graph can be used, KB in all, and seconds from file://."""
    with chromium() as browser:
        with served(site, Gzipping) as root:
            figures, traffic = visit(browser, root + "vectors/index.html", DESKTOP, throttled=False)
        page = browser.new_page()
        began = time.perf_counter()
        page.goto((site / "vectors/index.html").as_uri())
        page.wait_for_selector(VIEWER)
        seconds = time.perf_counter() - began
    everything = sum(size for _, size in traffic.bytes)
    return figures["bytes"] / 1e3, figures["requests"], everything / 1e3, seconds


def row(n_rows: int) -> Sequence[str]:
    """Return the cells of one number of rows."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_site(root, n_rows)
        cost = build_in_a_process(root, threads=None)
        first, requests, everything, seconds = first_views(root / "public")
        size = sum(path.stat().st_size for path in (root / "public").rglob("*") if path.is_file())
    cells = [f"{cost.seconds:,.0f}", f"{cost.cpu_seconds:,.0f}", f"{cost.peak / 1e6:,.0f}"]
    cells += [f"{first:,.0f}", f"{requests}", f"{everything:,.0f}", f"{seconds:.1f}"]
    return [f"{n_rows:,}", *cells, f"{size / 1e6:.1f}"]


def report() -> str:
    """Build and open both sizes."""
    head = ["rows", "build s", "CPU s", "peak MB", "KB before usable", "requests", "KB when quiet"]
    return (
        f"{CHANNELS} channels, float16, {LABELS} labels, a text of twelve words for each row; one "
        "build each, every setting left to the data. KB are gzipped.\n\n"
        + table([*head, "usable from file:// after s", "MB on disk"], list(map(row, SIZES)))
    )
