"""A plausible exploration that was never computed, for work on the viewer and for its tests.

``python tests/viewer_fixture.py FOLDER [--stress NODES]`` writes a page under the strict CSP with
its chunks and sheets. Rows run along a lens; the higher it is, the more groups of labels part.
"""

import argparse
import hashlib
import io
import shutil
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from exemplar_fixture import counterparts, exemplar_arrays
from graphs import made_graph
from picture_fixture import contrasts, drawn_arms, made_inversions, picture_arrays, picture_summary
from tile_fixture import TILE, tile_picture
from topopress.analysis.nodes.types import GraphQuality
from topopress.analysis.shape.structures import find_structures
from topopress.analysis.shape.types import LayerShape, NullStability, Stability
from topopress.bundle.packing import chunk_script, delta_code, pack
from topopress.bundle.schema import (
    CHUNK_ARRAYS,
    SCHEMA_VERSION,
    GraphHeader,
    Layer,
    Manifest,
    NumberColumn,
    NumbersHeader,
    ProjectionHeader,
    RowsHeader,
    SamplesHeader,
)
from topopress.bundle.shape import stability_summary, structure_documents
from topopress.kinds.images import documents
from topopress.mapper.types import MapperGraph
from viewer_page import page

LABELS = [
    "astronaut", "cat", "chelsea & <b>friends</b>", "china", "coffee", "coins", "flower",
    "hubble", "immunohistochemistry", "page", "retina", "rocket",
]  # fmt: skip
CLASSES = [f"class of {label}" for label in LABELS]
IMAGES = documents.CHUNK_ARRAYS["images"]
SHEETS = ("exemplar_sheets", "visual_sheets", "inversion_sheets", "contrast_sheets")
DIST = Path(__file__).parents[1] / "site_assets" / "dist"


def hashed(folder: Path, name: str, content: bytes) -> str:
    """Write a file under its content's hash; return its path below the page's folder."""
    stem, suffix = name.rsplit(".", 1)
    path = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)
    return path


def chunk(folder: Path, name: str, header, arrays) -> str:
    """Write a chunk; of more arrays than its kind has, only those."""
    # The path holds the hash of the stream, so that the script can state its own path.
    dtypes = {**CHUNK_ARRAYS, **documents.CHUNK_ARRAYS}
    stream = pack(header, {name: arrays[name] for name in dtypes[header.kind]}, dtypes)
    path = f"data/{name}.{hashlib.sha256(stream).hexdigest()[:8]}.js"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(chunk_script(path, stream))
    return path


def groups_at(depth: float, n_groups: int) -> np.ndarray:
    """Return the group of each of the 12 labels when the lens has come ``depth`` of its way."""
    count = max(1, round(1 + depth * (n_groups - 1)))
    return (np.arange(len(LABELS)) * count) // len(LABELS)


def make_rows(rng, n_rows: int, spread: float):
    label = np.arange(n_rows) % len(LABELS)
    lens = np.clip(rng.beta(2.2, 2.6, n_rows) + (label / 12 - 0.5) * spread, 0, 0.999)
    angle = (label + rng.normal(0, 0.45 - 0.25 * spread, n_rows)) / 12 * 2 * np.pi
    radius = 0.12 + lens * (0.5 + spread * 0.4)
    points = np.c_[np.cos(angle), np.sin(angle)] * radius[:, None]
    points += rng.normal(0, 0.035, points.shape)
    return label, lens, points


def make_nodes(rng, label, lens, n_intervals: int, n_groups: int):
    """Return members per node, with interval and cluster of each."""
    members, interval, cluster = [], [], []
    # Some rows wander into a foreign group, so that nodes are not all pure and branches meet.
    drifted = np.where(rng.random(len(label)) < 0.14, rng.integers(0, 12, len(label)), label)
    for i in range(n_intervals):
        low, high = (i - 0.22) / n_intervals, (i + 1.22) / n_intervals
        inside = np.flatnonzero((lens >= low) & (lens <= high) & (rng.random(len(lens)) < 0.97))
        groups = groups_at(i / (n_intervals - 1), n_groups)[drifted[inside]]
        found = 0
        for group in np.unique(groups):
            rows = inside[groups == group]
            if len(rows) >= 4:
                members.append(rows)
                interval.append(i)
                cluster.append(found)
                found += 1
    return members, np.array(interval), np.array(cluster)


def make_edges(members, interval):
    edges, shared, jaccard = [], [], []
    for a, rows in enumerate(members):
        for b in range(a + 1, len(members)):
            if interval[b] > interval[a] + 1:
                break
            both = len(np.intersect1d(rows, members[b], assume_unique=True))
            if both > 1:
                edges.append((a, b))
                shared.append(both)
                jaccard.append(both / (len(rows) + len(members[b]) - both))
    return np.array(edges).reshape(-1, 2), np.array(shared), np.array(jaccard)


def force_layout(rng, n: int, edges, start, steps: int = 240):
    p = start + rng.normal(0, 0.05, (n, 2))
    for step in range(steps):
        delta = p[:, None] - p[None]
        d2 = (delta**2).sum(-1) + 0.05
        move = (delta / (d2 * np.sqrt(d2))[..., None]).sum(1) * 0.9
        pull = p[edges[:, 1]] - p[edges[:, 0]]
        pull *= (np.linalg.norm(pull, axis=1) - 1)[:, None] * 0.35
        np.add.at(move, edges[:, 0], pull)
        np.add.at(move, edges[:, 1], -pull)
        norm = np.linalg.norm(move, axis=1, keepdims=True)
        p += move / np.maximum(norm, 1) * 0.4 * (1 - step / steps)
    return p


def sheets(
    folder: Path, name: str, pictures: list[Image.Image], columns: int = 16
) -> list[documents.Sheet]:
    result = []
    per_sheet = columns * 32
    for k in range(0, len(pictures), per_sheet):
        part = pictures[k : k + per_sheet]
        height = -(-len(part) // columns) * TILE
        canvas = Image.new("RGB", (columns * TILE, height))
        for i, picture in enumerate(part):
            canvas.paste(picture, (i % columns * TILE, i // columns * TILE))
        buffer = io.BytesIO()
        canvas.save(buffer, "WEBP", quality=72, method=2)
        path = hashed(folder, f"images/{name}-{len(result)}.webp", buffer.getvalue())
        result.append(documents.Sheet(file=path, tile=TILE, columns=columns, count=len(part)))
    return result


def compositions(members, label):
    offsets, labels, counts = [0], [], []
    for rows in members:
        tally = np.bincount(label[rows], minlength=12)
        order = [k for k in np.argsort(-tally, kind="stable") if tally[k]]
        labels += order
        counts += [int(tally[k]) for k in order]
        offsets.append(len(labels))
    return np.array(offsets), np.array(labels), np.array(counts)


def scaled(points) -> tuple[np.ndarray, np.ndarray]:
    low, high = points.min(0), points.max(0)
    whole = np.round((points - low) / (high - low) * 65535).astype(np.int64)
    return whole[:, 0], whole[:, 1]


def graph_arrays(rng, rows, graph, position, with_visuals: bool = True):
    label, lens, _ = rows
    members, interval, cluster, edges, _, jaccard = graph
    offsets = np.cumsum([0, *map(len, members)])
    comp = compositions(members, label)
    n = len(members)
    purity = np.array([comp[2][comp[0][k]] / len(members[k]) for k in range(n)])
    return {
        "x": position[:, 0], "y": position[:, 1], "interval": interval, "cluster": cluster,
        "lens": np.array([lens[m].mean() for m in members]) * 40 + 6,
        "second_lens": np.empty(0), "cohesion": 0.35 + 0.6 * rng.random(n), "purity": purity,
        "majority": comp[1][comp[0][:-1]],
        "member_offsets": offsets,
        "members": delta_code(offsets, np.concatenate(members).astype(np.int32)),
        "source": edges[:, 0], "target": edges[:, 1], "jaccard": jaccard, "node_value": np.empty(0),
        "edge_bootstrap": np.empty(0), "node_bootstrap": np.empty(0), "node_family": np.empty(0),
        "composition_offsets": comp[0], "composition_label": comp[1], "composition_count": comp[2],
        **exemplar_arrays(rng, members, label),
        **picture_arrays(rng, n, with_visuals),
    }  # fmt: skip


def mapper_graph(rows, graph) -> MapperGraph:
    _, lens, _ = rows
    members, interval, cluster, edges, shared, jaccard = graph
    return made_graph(
        members, lens=lens, intervals=(), eps=np.array([0.31]),
        node_interval=interval.astype(np.int32), node_cluster=cluster.astype(np.int32),
        edges=edges.astype(np.int32), shared=shared.astype(np.int32), jaccard=jaccard,
    )  # fmt: skip


def judged(rng, structures, n_nodes: int, n_edges: int):
    """Return made-up stability: what has many rows is found again, what has few is not."""
    found = np.clip(structures.rows / 500 + rng.normal(0.3, 0.2, len(structures.rows)), 0, 1)
    near = np.clip(found + rng.normal(0, 0.1, len(found)), 0, 1)
    stability = Stability(
        threshold=0.5, n_family=14, n_bootstrap=30, node_family=rng.beta(5, 2, n_nodes),
        node_bootstrap=rng.beta(5, 2, n_nodes),
        edge_bootstrap=rng.beta(4, 2, n_edges), structure_family=near, structure_bootstrap=found,
    )  # fmt: skip
    null = NullStability(
        model="shuffled", copies=4, kind=("largest_component", "loop", "loop", "loop", "flare"),
        rows=np.array([900, 30, 20, 25, 40]), structure_family=np.array([1, 0.3, 0.2, 0.1, 0.4]),
        structure_bootstrap=np.array([1, 0.23, 0.4, 0.2, 0.3]),
        node_family=np.full(4, 0.31), node_bootstrap=np.full(4, 0.27),
    )  # fmt: skip
    largest = np.array([kind == "largest_component" for kind in structures.kind], dtype=bool)
    return stability, null, (np.fmin(found, near) >= 0.8) & ~largest


def make_layer(folder: Path, rng, name: str, depth: float, n_rows: int) -> Layer:
    rows = make_rows(rng, n_rows, depth)
    members, interval, cluster = make_nodes(rng, rows[0], rows[1], 16, int(3 + depth * 9))
    edges, shared, jaccard = make_edges(members, interval)
    start = np.c_[interval * 1.0, rng.normal(0, 3, len(members)) + cluster * 1.2]
    position = force_layout(rng, len(members), edges, start)
    arrays = graph_arrays(rng, rows, (members, interval, cluster, edges, shared, jaccard), position)
    shapes = np.random.default_rng(len(members))
    found = find_structures(
        mapper_graph(rows, (members, interval, cluster, edges, shared, jaccard))
    )
    stability, null, stable = judged(shapes, found, len(members), len(edges))
    for share in ("edge_bootstrap", "node_bootstrap", "node_family"):
        arrays[share] = getattr(stability, share)
    ids = [f"i{i}c{c}" for i, c in zip(interval, cluster, strict=True)]
    judgement = LayerShape(found, stability, null, stable)
    shape = structure_documents(judgement, ids), stability_summary(judgement)
    arms = contrasts(judgement)
    arrays |= made_inversions(arrays)
    with_picture = arrays["exemplar_row"][arrays["exemplar_kind"] == 0]
    pictures = [tile_picture(rng, rows[0][r] / 12, rows[1][r], False) for r in with_picture]
    visuals = [
        tile_picture(rng, arrays["majority"][k] / 12, 0.5, True) for k in range(len(members))
    ]
    # The draws of the optimised pictures are their own, so that the graphs stay as they are.
    alone = [tile_picture(shapes, rows[0][r] / 12, 0.7, True) for r in arrays["inversion_row"]]
    of_arms = [tile_picture(shapes, k / 9, 0.6, True) for k in range(drawn_arms(arms))]
    kinds = {"exemplar": pictures, "visual": visuals, "inversion": alone, "contrast": of_arms}
    made = {f"{kind}_sheets": sheets(folder, f"{name}-{kind}s", kinds[kind]) for kind in kinds}
    summary = picture_summary(len(members), drawn_arms(arms), len(arrays["inversion_row"]))
    header = documents.ImagesHeader(
        kind="images", layer=name, visuals=summary, contrasts=arms, **made
    )
    return write_layer(folder, rows, arrays, header, shape)


def make_stress(
    folder: Path, rng, n_nodes: int, n_rows: int = 300_000, name: str = "stress"
) -> Layer:
    rows = make_rows(rng, n_rows, 0.8)
    order = np.argsort(rows[1], kind="stable")
    members = [np.sort(part) for part in np.array_split(order, n_nodes)]
    n_edges = 37 * n_nodes // 20
    side = int(np.sqrt(n_nodes))
    source = np.sort(rng.integers(0, n_nodes - side - 1, n_edges))
    target = source + rng.choice([1, side, side + 1], n_edges)
    edges = np.unique(np.c_[source, target], axis=0)
    interval, cluster = np.arange(n_nodes) // side, np.arange(n_nodes) % side
    turn, radius = cluster / side * 2 * np.pi, 12 + interval * 0.75
    position = np.c_[np.cos(turn), np.sin(turn)] * radius[:, None]
    position += rng.normal(0, 0.35, position.shape)
    jaccard = rng.beta(1.2, 8, len(edges))
    graph = (members, interval, cluster, edges, np.ones(len(edges)), jaccard)
    arrays = graph_arrays(rng, rows, graph, position, with_visuals=False)
    arrays["exemplar_sprite"] = np.arange(len(arrays["exemplar_row"])) % 1024
    arrays["edge_bootstrap"] = rng.beta(2, 2, len(edges))
    arrays["node_bootstrap"] = arrays["node_family"] = rng.beta(5, 2, n_nodes)
    pictures = [tile_picture(rng, k % 12 / 12, k / 1024, False) for k in range(1024)]
    found = sheets(folder, f"{name}-exemplars", pictures)
    # One sheet stands for all: the viewer only looks at the counts.
    made = {**{key: [] for key in SHEETS}, "exemplar_sheets": found}
    header = documents.ImagesHeader(kind="images", layer=name, visuals=None, contrasts=[], **made)
    arrays |= {name: np.empty(0) for name in IMAGES if name.startswith("inversion")}
    return write_layer(folder, rows, arrays, header)


def write_layer(folder: Path, rows, arrays, images, shape=([], None)) -> Layer:
    label, lens, points = rows
    name = images.layer
    x, y = scaled(points)
    header = GraphHeader(
        kind="graph", layer=name, structures=shape[0], classes=CLASSES, agreement=0.87
    )
    arrays |= counterparts(len(arrays["x"]), 1 if name == "stress" else 6)
    graph = chunk(folder, f"{name}-graph", header, arrays)
    row_arrays = {"x": x, "y": y, "sample": np.arange(len(label)), "lens": lens * 40 + 6,
                  "second_lens": np.empty(0), "members": arrays["members"],
                  "similarity": np.empty(0)}  # fmt: skip
    header = RowsHeader(
        kind="rows",
        layer=name,
        projection="Two principal components, 31\u00a0% of the variance. "
        "Of the 10 nearest points, 12\u00a0% are nearest vectors too",
    )
    rows_path = chunk(folder, f"{name}-rows", header, row_arrays)
    further = ProjectionHeader(
        kind="projection",
        layer=name,
        projection="t-SNE of the directions, perplexity 30. "
        "Of the 10 nearest points, 54\u00a0% are nearest vectors too",
    )
    projections = [chunk(folder, f"{name}-tsne", further, {"x": 65535 - y, "y": x})]
    n_nodes, n_edges = len(arrays["x"]), len(arrays["source"])
    return Layer(
        id=name, name=name.replace("-", "."), channels=320, map_size=[7, 7], n_rows=len(label),
        n_nodes=n_nodes, n_edges=n_edges, lens_min=float(arrays["lens"].min()),
        lens_max=float(arrays["lens"].max()), eps=0.31, metric="cosine", n_intervals=[16],
        intervals=[16], eps_quantile=0.5, notices=[], sampled=None, quality=quality_of(arrays),
        purities=[], stability=shape[1], graph=graph, rows=rows_path,
        projections=projections, family=None, look=chunk(folder, f"{name}-images", images, arrays),
    )  # fmt: skip


def quality_of(arrays) -> GraphQuality:
    n_nodes, n_edges = len(arrays["x"]), len(arrays["source"])
    degree = np.bincount(np.r_[arrays["source"], arrays["target"]].astype(int), minlength=n_nodes)
    ends = (arrays["source"], arrays["target"])
    pieces, _ = connected_components(coo_matrix((np.ones(n_edges), ends), (n_nodes, n_nodes)))
    return GraphQuality(
        coverage=0.94, purity=float(arrays["purity"].mean()), components=int(pieces),
        branching=int((degree > 2).sum()), loops=n_edges - n_nodes + int(pieces),
        largest=0.11, dominant_share=0.2,
    )  # fmt: skip


def samples_chunk(folder: Path, n_samples: int) -> str:
    label = np.arange(n_samples) % len(LABELS)
    ids = [f"{LABELS[k % 12].split()[0]}-{k // 12:04d}" for k in range(n_samples)]
    header = SamplesHeader(kind="samples", ids=ids, origins=[f"{x}.png" for x in LABELS])
    return chunk(
        folder, "samples", header, {"label": label, "columns": np.empty(0), "origin": label}
    )


NUMBERS = [
    NumberColumn(name="brightness", source="table"),
    *(NumberColumn(name=name, source="network")
      for name in ("confidence", "correctness", "uncertainty")),
]  # fmt: skip
"""Of samples: the brightness of the astronauts is unknown."""


def numbers_chunk(folder: Path, n_samples: int) -> str:
    rng = np.random.default_rng(5)
    label = np.arange(n_samples) % len(LABELS)
    brightness = np.where(label == 0, np.nan, label * 10 + rng.normal(0, 3, n_samples))
    confidence = rng.beta(2 + label / 3, 2)
    correct = rng.random(n_samples) < confidence
    numbers = np.concatenate([brightness, confidence, correct, 1 - confidence])
    return chunk(folder, "numbers", NumbersHeader(kind="numbers"), {"numbers": numbers})


def thumbnails_chunk(folder: Path, n_samples: int) -> str:
    """Write one picture for each label."""
    rng = np.random.default_rng(11)
    pictures = [tile_picture(rng, k / 12, 0.6, wild=True) for k in range(len(LABELS))]
    header = documents.ThumbnailsHeader(
        kind="thumbnails", sheets=sheets(folder, "thumbnails", pictures)
    )
    side = np.full(n_samples, 65_535)
    arrays = {
        "sample": np.arange(n_samples), "tile": np.arange(n_samples) % len(LABELS),
        "top": 0 * side, "left": 0 * side, "bottom": side, "right": side,
    }  # fmt: skip
    return chunk(folder, "thumbnails", header, arrays)


def write_fixture(root: Path, *, stress: int = 0) -> Path:
    """Write the fixture below ``root`` and return the page.

    Args:
        root: An empty folder.
        stress: Nodes of a single layer of 300,000 rows; 0 for six layers of ordinary size.
    """
    rng = np.random.default_rng(7)
    folder = root / "synthetic"
    n_samples = 300_000 if stress else 3_000
    if stress:
        layers = [make_stress(folder, rng, n_nodes=stress)]
    else:
        names = ["block1", "block3", "block6", "block10", "block13", "head"]
        layers = [make_layer(folder, rng, n, k / 5, n_samples) for k, n in enumerate(names)]
    manifest = Manifest(
        schema_version=SCHEMA_VERSION, name="synthetic", title="A synthetic exploration",
        lens="l2_norm", second_lens=None, labels=LABELS, columns=[], n_samples=n_samples,
        samples=samples_chunk(folder, n_samples), kind="images",
        samples_look=thumbnails_chunk(folder, n_samples), layers=layers,
        numbers=NUMBERS, numbers_chunk=numbers_chunk(folder, n_samples),
        projections=["pca", "tsne"], start=layers[len(layers) // 2].id,
    )  # fmt: skip
    copy_assets(root)
    (folder / "index.html").write_text(page(manifest, "viewer.js", "style.css"), encoding="utf-8")
    return folder / "index.html"


def copy_assets(root: Path) -> None:
    shutil.copytree(DIST, root / "assets", dirs_exist_ok=True)


def opened(page, exploration: Path, fragment: str = ""):
    """Open a view in a browser's page and wait for the viewer."""
    page.goto(exploration.as_uri() + fragment)
    page.wait_for_selector("html.has-viewer")
    return page


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write a synthetic exploration with its page.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stress", type=int, default=0, help="so many nodes and 300,000 rows")
    options = parser.parse_args()
    write_fixture(options.folder, stress=options.stress)
