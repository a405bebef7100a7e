"""One graph by one engine, measured in a process of its own: ``peers.py JOB`` prints a record.

What stands at the top of this file needs numpy alone, because tda-mapper runs in an environment
without Topopress.
"""

import ctypes
import gc
import hashlib
import json
import os
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

WARM_ROWS = 6000
BLOCK = 4096

Graph = tuple[list[list[int]], list[tuple[int, int]]]
Plain = Callable[[], Graph]


@dataclass(frozen=True)
class Job:
    """What to build.

    Attributes:
        engine: A key of ENGINES.
        file: The rows, a .npy file.
        n_rows: Its first rows that are used.
        metric, eps, overlap, n_intervals, min_samples: Parameters of the graph.
        repeats: Builds of the graph; the median time counts, and the memory of the first.
        warm: Rows of a graph built before, for imports and whatever else happens only once.
        graph: Where the graph is written as JSON, or an empty string.
        family: For a sweep, eps and overlap of each graph; that of the job's own is returned.
    """

    engine: str
    file: str
    n_rows: int
    metric: str
    eps: float
    overlap: float = 0.3
    n_intervals: int = 70
    min_samples: int = 5
    repeats: int = 1
    warm: int = WARM_ROWS
    graph: str = ""
    family: tuple[tuple[float, float], ...] = ()


def lengths(vectors: np.ndarray) -> np.ndarray:
    """Return the length of each row as Topopress computes it, the lens of the other two."""
    norms = np.empty(len(vectors))
    for start in range(0, len(vectors), BLOCK):
        block = np.asarray(vectors[start : start + BLOCK], dtype=np.float64)
        norms[start : start + BLOCK] = np.sqrt(np.einsum("ij,ij->i", block, block))
    return norms


def settings_of(job: Job, eps: float, overlap: float) -> Any:
    """Return our settings of one graph."""
    from topopress.config.schema import Mapper, UniformCover
    from topopress.mapper.clusterers.dbscan import Dbscan

    cover = UniformCover(n_intervals=job.n_intervals, overlap=overlap)
    clusterer = Dbscan(metric=job.metric, eps=eps, min_samples=job.min_samples)
    return Mapper(cover=cover, clusterer=clusterer)


def topopress(vectors: np.ndarray, job: Job) -> Plain:
    """Build our graph; what is returned turns it into nodes and edges."""
    from topopress.mapper.graph import build_graph

    return plain_of(build_graph(vectors, settings_of(job, job.eps, job.overlap), seed=0))


def topopress_sweep(vectors: np.ndarray, job: Job) -> Plain:
    """Build a family of graphs at once; what is returned turns the job's own into plain lists."""
    from topopress.mapper.sweep import sweep

    members = [settings_of(job, eps, overlap) for eps, overlap in job.family]
    wanted = settings_of(job, job.eps, job.overlap)
    graphs = [(settings, graph) for settings, graph in sweep(vectors, members, seed=0)]
    return plain_of(next(graph for settings, graph in graphs if settings == wanted))


def plain_of(graph: Any) -> Plain:
    """Return what turns our graph into nodes and edges."""

    def plain() -> Graph:
        nodes = [graph.members_of(node).tolist() for node in range(graph.n_nodes)]
        return nodes, sorted((int(a), int(b)) for a, b in graph.edges)

    return plain


def keplermapper(vectors: np.ndarray, job: Job) -> Plain:
    """Build KeplerMapper's graph with scikit-learn's DBSCAN."""
    import kmapper
    from sklearn.cluster import DBSCAN

    clusterer = DBSCAN(eps=job.eps, min_samples=job.min_samples, metric=job.metric)
    cover = kmapper.Cover(n_cubes=job.n_intervals, perc_overlap=job.overlap)
    lens = lengths(vectors)[:, None]
    graph = kmapper.KeplerMapper(verbose=0).map(lens, vectors, clusterer=clusterer, cover=cover)

    def plain() -> Graph:
        number = {name: k for k, name in enumerate(graph["nodes"])}
        pairs = [(number[a], number[b]) for a, ends in graph["links"].items() for b in ends]
        nodes = [[int(row) for row in rows] for rows in graph["nodes"].values()]
        return nodes, sorted((min(pair), max(pair)) for pair in pairs)

    return plain


def tdamapper(vectors: np.ndarray, job: Job) -> Plain:
    """Build tda-mapper's graph with scikit-learn's DBSCAN; it numbers nodes in its own way."""
    from sklearn.cluster import DBSCAN
    from tdamapper.cover import CubicalCover
    from tdamapper.learn import MapperAlgorithm

    clusterer = DBSCAN(eps=job.eps, min_samples=job.min_samples, metric=job.metric)
    cover = CubicalCover(n_intervals=job.n_intervals, overlap_frac=job.overlap)
    mapper = MapperAlgorithm(cover=cover, clustering=clusterer, verbose=False)
    graph = mapper.fit_transform(vectors, lengths(vectors)[:, None])

    def plain() -> Graph:
        nodes = {name: sorted(map(int, data["ids"])) for name, data in graph.nodes(data=True)}
        number = {name: k for k, name in enumerate(sorted(nodes, key=nodes.__getitem__))}
        pairs = [(number[a], number[b]) for a, b in graph.edges]
        return sorted(nodes.values()), sorted((min(pair), max(pair)) for pair in pairs)

    return plain


def held(job: Job) -> np.ndarray:
    """Return the rows as the engine needs them, all resident: the others copy, ours may map."""
    mapped = np.load(job.file, mmap_mode="r")[: job.n_rows]
    if ENGINES[job.engine] not in OURS:
        return np.array(mapped)
    for start in range(0, job.n_rows, BLOCK):
        mapped[start : start + BLOCK].max()
    return mapped


OURS = (topopress, topopress_sweep)
ENGINES = {
    "Topopress": topopress,
    "Topopress sweep": topopress_sweep,
    "KeplerMapper": keplermapper,
    "tda-mapper": tdamapper,
}


def memory(key: str) -> int:
    """Return a line of this process's memory status in bytes; 0 where the system has none."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return int(next(line for line in status.splitlines() if line.startswith(key)).split()[1]) * 1024


def forget_peak() -> None:
    """Give freed memory back and set the peak to what is resident now, where the system can."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def cost_of(build: Callable[[], Plain]) -> tuple[float, int, Plain]:
    """Return CPU seconds of all threads, bytes above what was resident before, and the graph."""
    forget_peak()
    before, began = memory("VmRSS"), process_time()
    plain = build()
    return process_time() - began, max(memory("VmHWM") - before, 0), plain


def warm_up(vectors: np.ndarray, job: Job) -> None:
    """Build a smaller graph; ours with the engine for large ones, too, which loads its code."""
    build = ENGINES[job.engine]
    build(vectors, job)
    if build in OURS:
        from topopress.mapper.clusterers import dbscan

        usual = dbscan.ENGINE_SECONDS
        dbscan.ENGINE_SECONDS = 0
        build(vectors, job)
        dbscan.ENGINE_SECONDS = usual


def keep_to_one_core() -> None:
    """Leave this process one core, so that no engine starts a second thread for work."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def measure(job: Job) -> dict[str, float | str]:
    """Build a graph in this process."""
    keep_to_one_core()
    build = ENGINES[job.engine]
    vectors = held(job)
    if job.warm:
        warm_up(vectors[: job.warm], job)
    costs = [cost_of(lambda: build(vectors, job)) for _ in range(job.repeats)]
    nodes, edges = costs[0][2]()
    text = json.dumps([nodes, edges])
    if job.graph:
        Path(job.graph).write_text(text, "ascii")
    return {
        "seconds": median(seconds for seconds, _, _ in costs),
        "extra": costs[0][1],
        "nodes": len(nodes),
        "edges": len(edges),
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # imports of KeplerMapper's are deprecated
    print(json.dumps(measure(Job(**json.loads(sys.argv[1])))))
