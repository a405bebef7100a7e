"""Our Mapper graph against KeplerMapper's with scikit-learn's DBSCAN: the same rows, one thread.

Each measurement is a process of its own and the two take turns, so that what else the machine
does falls on both alike. Only their ratio counts.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
from tables import spread, table

from topopress.config.schema import Dbscan, Mapper, UniformCover
from topopress.mapper.cover import interval_rows, uniform_cover
from topopress.mapper.eps import choose_eps
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import l2_norm

SIZES = (5_000, 20_000)
N_CHANNELS, N_MODES, RANK = 512, 60, 16
N_INTERVALS, OVERLAP, MIN_SAMPLES, QUANTILE = 70, 0.3, 5, 0.75
RUNS = 3
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}

Graph = tuple[list[tuple[int, ...]], list[tuple[int, int]]]


def make_rows(n_rows: int) -> np.ndarray:
    """Return rows like those of a convolution after its ReLU, shape (n_rows, N_CHANNELS).

    Directions are low-rank Gaussian clouds around some modes, cut off at zero. Lengths follow
    those that TopoAct's graphs imply: a hump at a sixth of the range and a long thin tail, so
    that a few of the intervals hold most rows.
    """
    rng = np.random.default_rng(11)
    mode = rng.choice(N_MODES, n_rows, p=rng.dirichlet(np.full(N_MODES, 0.6)))
    centres = rng.normal(size=(N_MODES, N_CHANNELS))
    bases = rng.normal(scale=0.25, size=(N_MODES, RANK, N_CHANNELS))
    vectors = rng.normal(scale=0.15, size=(n_rows, N_CHANNELS)) + centres[mode]
    for k in range(N_MODES):
        own = mode == k
        vectors[own] += rng.normal(size=(own.sum(), RANK)) @ bases[k]
    vectors = np.maximum(vectors, 0)
    lengths = rng.gamma(12, 1, n_rows) * np.where(rng.random(n_rows) < 0.002, 3, 1)
    vectors *= (lengths / np.linalg.norm(vectors, axis=1))[:, None]
    return vectors.astype(np.float32)


def settings_of(metric: str, eps: float | str) -> Mapper:
    """Return the parameters that both are given."""
    cover = UniformCover(n_intervals=N_INTERVALS, overlap=OVERLAP)
    clusterer = Dbscan(metric=metric, eps=eps, eps_quantile=QUANTILE, min_samples=MIN_SAMPLES)
    return Mapper(cover=cover, clusterer=clusterer)


def fixed_eps(vectors: np.ndarray, metric: str) -> float:
    """Return a quantile of the neighbour distances, rounded so that no distance equals it."""
    settings, lens = settings_of(metric, "auto"), l2_norm(vectors)
    rows = [interval_rows(lens, each) for each in uniform_cover(lens, settings.cover)]
    eps, _ = choose_eps(vectors, rows, settings.clusterer, seed=0)
    return round(float(eps[0]), 5) + 1e-7


def ours(vectors: np.ndarray, settings: Mapper) -> Callable[[], Graph]:
    """Build our graph; what is returned turns it into nodes and edges."""
    graph = build_graph(vectors, settings, seed=0)

    def plain() -> Graph:
        nodes = [tuple(graph.members_of(node).tolist()) for node in range(graph.n_nodes)]
        return nodes, sorted((int(a), int(b)) for a, b in graph.edges)

    return plain


def keplermapper(vectors: np.ndarray, settings: Mapper) -> Callable[[], Graph]:
    """Build KeplerMapper's graph, its lens included as it is in ours."""
    import kmapper
    from sklearn.cluster import DBSCAN

    chosen = settings.clusterer
    clusterer = DBSCAN(eps=chosen.eps, min_samples=MIN_SAMPLES, metric=chosen.metric)
    cover = kmapper.Cover(n_cubes=N_INTERVALS, perc_overlap=OVERLAP)
    lens = l2_norm(vectors)[:, None]
    graph = kmapper.KeplerMapper(verbose=0).map(lens, vectors, clusterer=clusterer, cover=cover)

    def plain() -> Graph:
        number = {name: k for k, name in enumerate(graph["nodes"])}
        pairs = [(number[a], number[b]) for a, ends in graph["links"].items() for b in ends]
        nodes = [tuple(int(row) for row in rows) for rows in graph["nodes"].values()]
        return nodes, sorted((min(pair), max(pair)) for pair in pairs)

    return plain


ENGINES = {"Topopress": ours, "KeplerMapper": keplermapper}


def memory(key: str) -> int:
    """Return a line of this process's memory status in bytes; 0 where the system has none."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return int(next(line for line in status.splitlines() if line.startswith(key)).split()[1]) * 1024


def measure(engine: str, file: Path, metric: str, eps: float) -> dict[str, float | str]:
    """Build one graph in this process: CPU seconds, bytes above what the rows take, digest."""
    warnings.simplefilter("ignore")  # imports of KeplerMapper's are deprecated
    vectors = np.load(file)
    settings = settings_of(metric, eps)
    ENGINES[engine](vectors[:200], settings)  # imports, and whatever else happens only once
    if Path("/proc/self/clear_refs").exists():
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # forget the peak so far
    held, began = memory("VmRSS"), process_time()
    plain = ENGINES[engine](vectors, settings)
    seconds, extra = process_time() - began, memory("VmHWM") - held
    graph = json.dumps(plain()).encode()
    n_nodes, n_edges = map(len, plain())
    digest = hashlib.sha256(graph).hexdigest()
    return {
        "seconds": seconds, "extra": extra, "digest": digest, "nodes": n_nodes, "edges": n_edges,
    }  # fmt: skip


def measured(engine: str, file: Path, metric: str, eps: float) -> dict[str, float | str]:
    """Measure in a new process with one thread."""
    command = [sys.executable, __file__, engine, str(file), metric, repr(eps)]
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": paths}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def compare(file: Path, n_rows: int, metric: str) -> list[str]:
    """Return the row of the table for one data set and metric."""
    eps = fixed_eps(np.load(file), metric)
    runs = {name: [] for name in ENGINES}
    for _ in range(RUNS):
        for name, found in runs.items():
            found.append(measured(name, file, metric, eps))
    pairs = list(zip(*runs.values(), strict=True))
    ratio = spread([kepler["seconds"] / own["seconds"] for own, kepler in pairs], ".2f")
    same = len({run["digest"] for found in runs.values() for run in found}) == 1
    first = runs["Topopress"][0]
    seconds = [spread([run["seconds"] for run in found], ".2f") for found in runs.values()]
    extra = [spread([run["extra"] / 1e6 for run in found]) for found in runs.values()]
    graph = f"{first['nodes']} / {first['edges']}"
    return [f"{n_rows:,} rows, {metric}", *seconds, ratio, *extra, graph, "yes" if same else "no"]


def report() -> str:
    """Compare both on all sizes and metrics."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for n_rows in SIZES:
            file = Path(folder) / f"rows-{n_rows}.npy"
            np.save(file, make_rows(n_rows))
            rows += [compare(file, n_rows, metric) for metric in ("euclidean", "cosine")]
    head = ["rows, metric", "Topopress CPU s", "KeplerMapper CPU s", "ratio", "Topopress extra MB"]
    return (
        f"{N_CHANNELS} channels, {N_INTERVALS} intervals, overlap {OVERLAP:.0%}, eps the "
        f"{QUANTILE:.0%} quantile of the distance to the 4th neighbour; {RUNS} runs each, by "
        "turns: median (range). A ratio above 1 means that KeplerMapper takes longer.\n\n"
        + table([*head, "KeplerMapper extra MB", "nodes / edges", "same graph"], rows)
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure one build of one graph.")
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("file", type=Path)
    parser.add_argument("metric")
    parser.add_argument("eps", type=float)
    print(json.dumps(measure(**vars(parser.parse_args()))))
