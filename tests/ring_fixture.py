"""A ring of points, and its Mapper graph with usual settings."""

import numpy as np

import topopress

ANGLE = np.random.default_rng(0).uniform(0, 2 * np.pi, 300)
RING = np.column_stack([np.cos(ANGLE), np.sin(ANGLE), 0 * ANGLE]).astype(np.float32)
CLUSTERER = {"kind": "dbscan", "metric": "euclidean", "eps": 0.25, "min_samples": 3}
COVER = {"n_intervals": 4, "overlap": 0.3}


def made(vectors=RING, **arguments):
    """Return the graph of the ring, or of other vectors."""
    usual = {"lens": "component:1", "cover": COVER, "clusterer": CLUSTERER}
    return topopress.mapper_graph(vectors, **{**usual, **arguments})


def parts(graph):
    """Return all that makes two graphs equal."""
    return (graph.nodes, [m.tolist() for m in graph.members], graph.edges.tolist())


def same(one, other):
    """Return whether two graphs have the same nodes, members and edges."""
    return parts(one) == parts(other)
