"""Two explorations of the same samples, and the members of their nodes as Python reads them."""

import base64
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from topopress.bundle.packing import ALIGNMENT
from topopress.bundle.schema import SCHEMA_VERSION, Manifest, ManifestHeader, OtherExploration
from viewer_fixture import (
    LABELS,
    chunk,
    copy_assets,
    make_layer,
    make_stress,
    samples_chunk,
    thumbnails_chunk,
)
from viewer_page import page

_MANIFEST = re.compile(r'(id="topo-manifest">)(.*?)(</script>)', re.DOTALL)


@dataclass(frozen=True)
class Nodes:
    """The nodes of a layer: their names and their rows."""

    ids: list[str]
    members: list[np.ndarray]

    def common(self, node: str, other: "Nodes", other_node: str) -> int:
        """Return how many rows two nodes have in common."""
        one = self.members[self.ids.index(node)]
        return len(np.intersect1d(one, other.members[other.ids.index(other_node)]))


def manifest_of(page: Path) -> Manifest:
    """Return the manifest inside a page."""
    found = _MANIFEST.search(page.read_text("utf-8"))
    assert found
    return Manifest.model_validate(json.loads(found[2]))


def nodes_of(page: Path, layer: str) -> Nodes:
    """Read the nodes of a layer from the chunks beside a page."""
    entry = next(one for one in manifest_of(page).layers if one.id == layer)
    graph, rows = (arrays_of(page.parent / path) for path in (entry.graph, entry.rows))
    ids = [f"i{i}c{c}" for i, c in zip(graph["interval"], graph["cluster"], strict=True)]
    steps = np.split(rows["members"].astype(np.int64), graph["member_offsets"][1:-1].astype(int))
    return Nodes(ids, [np.cumsum(part) for part in steps])


def arrays_of(path: Path) -> dict[str, np.ndarray]:
    """Read the arrays of a chunk."""
    script = path.read_bytes()
    data = zlib.decompress(base64.b64decode(script.rpartition(b',"')[2].removesuffix(b'")\n')), 31)
    size = int.from_bytes(data[:4], "little")
    start = -(-(4 + size) // ALIGNMENT) * ALIGNMENT
    arrays = {}
    for entry in json.loads(data[4 : 4 + size])["arrays"]:
        dtype = np.dtype(entry["dtype"]).newbyteorder("<")
        begin, length = start + entry["offset"], entry["length"]
        planes = np.frombuffer(data[begin : begin + length * dtype.itemsize], np.uint8)
        arrays[entry["name"]] = planes.reshape(dtype.itemsize, length).T.copy().view(dtype).ravel()
    return arrays


def write_second(first: Path) -> Path:
    """Write an exploration of half the samples beside a page; return the page that names it."""
    rng, folder = np.random.default_rng(3), first.parents[1] / "second"
    layers = [make_layer(folder, rng, name, 0.4, 1_500) for name in ("conv1", "conv2")]
    second = Manifest(
        schema_version=SCHEMA_VERSION, name="second", title="A second network", lens="l2_norm",
        second_lens=None, labels=LABELS, columns=[], n_samples=1_500, kind="images",
        samples=samples_chunk(folder, 1_500), samples_look=thumbnails_chunk(folder, 1_500),
        layers=layers, start="conv1",
    )  # fmt: skip
    path = chunk(folder, "manifest", ManifestHeader(kind="manifest", manifest=second), {})
    other = OtherExploration(
        name="second", title=second.title, manifest=path, layers=["conv1", "conv2"], shared=1_500
    )
    write_manifest(folder / "index.html", second.model_dump_json())
    both = first.with_name("both.html")
    both.write_text(first.read_text("utf-8"), encoding="utf-8")
    write_manifest(
        both, manifest_of(first).model_copy(update={"others": [other]}).model_dump_json()
    )
    return both


def write_manifest(page: Path, document: str) -> None:
    """Put a manifest into a page, in the place of the one that it has."""
    text = page.read_text("utf-8") if page.exists() else '<script id="topo-manifest"></script>'
    escaped = document.replace("<", "\\u003c")
    page.write_text(_MANIFEST.sub(lambda found: found[1] + escaped + found[3], text), "utf-8")


def write_three(root: Path, *, n_rows: int = 30_000, n_nodes: int = 2_000) -> Path:
    """Write an exploration of three layers of many nodes and return its page."""
    rng, folder = np.random.default_rng(5), root / "three"
    names = ["first", "second", "third"]
    layers = [make_stress(folder, rng, n_nodes, n_rows, name) for name in names]
    three = Manifest(
        schema_version=SCHEMA_VERSION, name="three", title="Three layers", lens="l2_norm",
        second_lens=None, labels=LABELS, columns=[], n_samples=n_rows, kind="images",
        samples=samples_chunk(folder, n_rows), samples_look=thumbnails_chunk(folder, n_rows),
        layers=layers, start="second",
    )  # fmt: skip
    copy_assets(root)
    (folder / "index.html").write_text(page(three, "viewer.js", "style.css"), encoding="utf-8")
    return folder / "index.html"
