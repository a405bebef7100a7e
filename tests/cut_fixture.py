"""Small families with the graphs that cutting them must give, for the tests of both languages.

``python tests/cut_fixture.py`` writes ``tests/fixtures/cut/families.json``. What it expects comes
from the trees' own distances, not from the levels that are published.
"""

import base64
from pathlib import Path

import numpy as np
import orjson

from graphs import cut_graph
from topopress.analysis.shape.structures import find_structures
from topopress.analysis.shape.types import LARGEST_COMPONENT
from topopress.bundle.family import family_chunk
from topopress.bundle.packing import pack
from topopress.config.schema import UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.family import Family, build_family
from topopress.mapper.lens import l2_norm
from topopress.mapper.published_sample import published_sample

FILE = Path(__file__).parent / "fixtures" / "cut" / "families.json"
COVERS = ((4, 0.3), (7, 0.6))
N_LEVELS = 24


def family_of(vectors: np.ndarray, settings: Dbscan, limit: int = 1000, covers=COVERS) -> Family:
    """Return the family of some rows under two covers."""
    lens = l2_norm(vectors)
    covers = [UniformCover(n_intervals=n, overlap=p) for n, p in covers]
    return build_family(vectors, lens, published_sample(lens, limit, 3), covers, settings)


def families() -> dict[str, tuple[Family, int]]:
    """Return each family with the number of rows of its layer."""
    rng = np.random.default_rng(5)
    blobs = rng.normal(size=(120, 2)) + rng.choice([0, 4], size=(120, 1))
    grid = rng.integers(0, 7, size=(90, 2))
    heavy = np.maximum(rng.normal(size=(80, 6)), 0) * rng.gamma(2, 1, size=(80, 1))
    few = rng.normal(size=(9, 3))
    same = np.repeat(rng.integers(1, 4, size=(6, 2)), 5, axis=0)
    rows = {"blobs": blobs, "grid": grid, "heavy": heavy, "few": few, "same": same}
    rows["ring"] = _ring_with_arms(rng)
    settings = {
        "blobs": Dbscan(metric="euclidean", min_samples=6, eps=0.7),
        "grid": Dbscan(metric="euclidean", min_samples=4, eps=1.0),
        "heavy": Dbscan(metric="cosine", min_samples=5, eps="adaptive"),
        "few": Dbscan(metric="euclidean", min_samples=3, eps=1.0),
        "same": Dbscan(metric="euclidean", min_samples=1, eps=1.0),
        "ring": Dbscan(metric="euclidean", min_samples=3, eps=0.6),
    }
    limits = {"blobs": 100}
    return {
        name: (
            family_of(
                each.astype(np.float32),
                settings[name],
                limits.get(name, 1000),
                ((9, 0.4), (14, 0.6)) if name == "ring" else COVERS,
            ),
            len(each),
        )
        for name, each in rows.items()
    }


def _ring_with_arms(rng: np.random.Generator) -> np.ndarray:
    """Return rows of a ring around (6, 0), with two arms where it is farthest from the origin."""
    angle = np.linspace(0, 2 * np.pi, 110, endpoint=False)
    ring = np.c_[6 + 3 * np.cos(angle), 3 * np.sin(angle)]
    along = np.linspace(0, 4, 35)
    arms = [np.c_[9 + along, sign * along] for sign in (-0.7, 0.7)]
    rows = np.concatenate([ring, *arms])
    return rows + rng.normal(0, 0.05, rows.shape)


def expected(family: Family) -> list[dict]:
    """Return the graphs of all covers at some levels, and at the graph's own eps."""
    own = [] if family.own_eps is None else [int(np.searchsorted(family.levels, family.own_eps))]
    step = -(-len(family.levels) // N_LEVELS)
    levels = sorted({*range(0, len(family.levels), step), *own})
    return [
        {"cover": cover, "level": level, **_plain(cut_graph(each.trees, family.levels[level]))}
        for cover, each in enumerate(family.covers)
        for level in levels
    ]


def _plain(graph) -> dict:
    return {
        "nodes": {graph.node_id(k): graph.members_of(k).tolist() for k in range(graph.n_nodes)},
        "edges": graph.edges.tolist(),
        "shared": graph.shared.tolist(),
        "jaccard": graph.jaccard.tolist(),
        "structures": _structures(graph),
    }


def _structures(graph) -> list[list]:
    """Return id, nodes, arms and rows of each structure but the largest component."""
    found = find_structures(graph)
    return [
        [
            found.id[k],
            found.nodes_of(k).tolist(),
            [arm.tolist() for arm in found.arms_of(k)],
            int(found.rows[k]),
        ]
        for k in range(len(found.kind))
        if found.kind[k] != LARGEST_COMPONENT
    ]


def document() -> dict:
    """Return all of the file."""
    return {
        name: {
            "chunk": base64.b64encode(pack(*family_chunk(name, family, n_rows))).decode(),
            "graphs": expected(family),
        }
        for name, (family, n_rows) in families().items()
    }


def main() -> None:
    """Write the file."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_bytes(orjson.dumps(document()) + b"\n")


if __name__ == "__main__":
    main()
