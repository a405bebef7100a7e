"""Graphs written down as lines, and rows that lie in known shapes."""

import re

import numpy as np

from graphs import made_graph

LINE = re.compile(r"(\w+) - (\w+)(?: \((\d+)\))?")
NODE = re.compile(r"i(\d+)c(\d+)")
SHARED, OWN = 5, 10


def graph_from(lines):
    """Return the graph of lines such as ``i0c0 - i1c0 (3)``: the nodes share 3 rows, else 5."""
    links = [LINE.fullmatch(line).groups() for line in lines]
    names = sorted({name for link in links for name in link[:2]}, key=place)
    rows = {name: list(range(k * OWN, k * OWN + OWN)) for k, name in enumerate(names)}
    n_rows = len(names) * OWN
    for one, other, shared in links:
        fresh = range(n_rows, n_rows + int(shared or SHARED))
        n_rows = fresh.stop
        rows[one] += fresh
        rows[other] += fresh
    return graph_of([(*place(name), rows[name]) for name in names], n_rows)


def place(name):
    """Return interval and cluster of a node from its id."""
    return tuple(map(int, NODE.fullmatch(name).groups()))


def graph_of(nodes, n_rows):
    """Return the graph of (interval, cluster, rows) triples."""
    return made_graph(
        [rows for _, _, rows in nodes],
        lens=np.zeros(n_rows),
        n_intervals=1 + max((interval for interval, _, _ in nodes), default=0),
        node_interval=np.array([interval for interval, _, _ in nodes], dtype=np.int32),
        node_cluster=np.array([cluster for _, cluster, _ in nodes], dtype=np.int32),
    )


def embedded(points, *, noise, seed, channels=16):
    """Return points turned into all channels, so that none of them shows the shape alone."""
    steps = np.arange(channels)
    axes = np.cos(np.pi * (2 * steps + 1) * (steps[:, None] + 0.5) / (2 * channels))
    axes *= np.sqrt(2 / channels)
    rng = np.random.default_rng(seed)
    flat = rng.normal(scale=noise, size=(len(points), channels))
    flat[:, 1 : 1 + points.shape[1]] += points
    return (flat @ axes).astype(np.float32)


def circle(n_rows, seed=0):
    """A circle beside the origin, so that the norm runs around it on both sides."""
    angle = np.random.default_rng(seed).uniform(0, 2 * np.pi, n_rows)
    return embedded(np.c_[np.cos(angle) + 4, np.sin(angle)], noise=0.04, seed=seed)


def two_blobs(n_rows, seed=0):
    """Two round groups at one distance from the origin."""
    side = np.where(np.arange(n_rows) % 2, 2.0, -2.0)
    return embedded(np.c_[np.full(n_rows, 3.0), side], noise=0.25, seed=seed)


def letter_y(n_rows, seed=0):
    """A stem that points at the origin, and two arms that lead away from it."""
    rng = np.random.default_rng(seed)
    along, arm = rng.uniform(0, 2, n_rows), rng.integers(3, size=n_rows)
    direction = np.array([[-1, 0], [0.8, 0.6], [0.8, -0.6]])[arm]
    return embedded(np.array([6.0, 0.0]) + along[:, None] * direction, noise=0.04, seed=seed)


def gaussian(n_rows, seed=0, channels=16):
    """Noise of one spread in every direction."""
    return np.random.default_rng(seed).normal(size=(n_rows, channels)).astype(np.float32)
