"""The published family: what it weighs, and how long a step of the eps slider takes in Chromium.

The page is opened from file://, the chunk is loaded as the viewer loads it, and the trees are cut
at every published level in turn. What comes out is compared with Python's cut, array by array.
"""

import hashlib
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import numpy as np
from chromium import chromium
from playwright.sync_api import Page
from rows import make_rows
from tables import table

from graphs import cut_graph
from topopress.bundle.family import family_chunk
from topopress.bundle.packing import chunk_script, pack
from topopress.config.schema import UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.family import Family, build_family
from topopress.mapper.lens import l2_norm
from topopress.mapper.published_sample import published_sample
from topopress.mapper.types import MapperGraph

ASSETS = Path(__file__).resolve().parents[2] / "site_assets"
SIZES = (3_000, 20_000)
N_CHANNELS = 512
COVERS = ((30, 0.3), (30, 0.5), (70, 0.3))
RUNS = 10
FRAME_MS = 16
ENTRY = "export * from './src/data/cut'; export * from './src/data/decode';"
PAGE = """<!doctype html><meta charset="utf-8"><title>cut</title>
<script>window.TOPO = { chunk: (path, base64) => (window.packed = base64) };</script>
<script src="cut.js"></script><script src="family.js"></script>"""
OPEN = """async () => {
  const buffer = await Cut.gunzip(Cut.fromBase64(packed));
  const began = performance.now();
  const chunk = Cut.parseChunk(buffer, 'family');
  window.covers = chunk.header.covers.map((_, cover) => {
    const trees = Cut.treesOf(chunk, cover);
    return { trees, room: Cut.roomFor(trees) };
  });
  return performance.now() - began;
}"""
STEPS = """([cover, levels, runs]) => {
  const { trees, room } = covers[cover], times = [];
  for (let run = 0; run < runs; run++)
    for (let k = 0; k < levels; k++) {
      const began = performance.now();
      Cut.cutAt(trees, run % 2 ? levels - 1 - k : k, room);
      times.push(performance.now() - began);
    }
  return times;
}"""
DIGESTS = """async ([cover, levels]) => {
  const { trees, room } = covers[cover], found = [];
  for (let level = 0; level < levels; level++) {
    const cut = Cut.cutAt(trees, level, room), { nNodes, nEdges } = cut;
    const parts = [cut.offsets.subarray(0, nNodes + 1)];
    parts.push(cut.members.subarray(0, cut.offsets[nNodes]));
    for (const name of ['source', 'target', 'shared', 'jaccard'])
      parts.push(cut[name].subarray(0, nEdges));
    for (const name of ['interval', 'cluster']) parts.push(cut[name].subarray(0, nNodes));
    const bytes = await new Blob(parts).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    found.push([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  }
  return found;
}"""


def family_of(vectors: np.ndarray, covers: Sequence[tuple[int, float]]) -> Family:
    """Return the family of the bench's rows."""
    lens = l2_norm(vectors)
    named = [UniformCover(n_intervals=n, overlap=p) for n, p in covers]
    rows = published_sample(lens, 20_000, 0)
    return build_family(vectors, lens, rows, named, Dbscan(metric="cosine", min_samples=5))


def digest(graph: MapperGraph) -> str:
    """Return what the page computes of its own cut."""
    arrays = [graph.member_offsets, graph.members, *graph.edges.T, graph.shared]
    parts = [each.astype("<u4").tobytes() for each in arrays]
    parts.append(graph.jaccard.astype("<f8").tobytes())
    parts += [each.astype("<u2").tobytes() for each in (graph.node_interval, graph.node_cluster)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def write_page(folder: Path, stream: bytes) -> Path:
    """Write a page that has the cut and one chunk."""
    command = [ASSETS / "node_modules/.bin/esbuild", "--bundle", "--minify", "--format=iife"]
    options = ["--global-name=Cut", "--target=es2020", "--loader=ts"]
    script = subprocess.run(
        [*command, *options], input=ENTRY.encode(), cwd=ASSETS, check=True, capture_output=True
    ).stdout
    (folder / "cut.js").write_bytes(script)
    (folder / "family.js").write_bytes(chunk_script("family.js", stream))
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder / "index.html"


def measure(page: Page, family: Family) -> list[list[str]]:
    """Return a row of the table for each cover of a family."""
    rows, levels = [], len(family.levels)
    for k, cover in enumerate(family.covers):
        times = page.evaluate(STEPS, [k, levels, RUNS])
        by_level = np.array(times).reshape(-1, levels)
        by_level[1::2] = by_level[1::2, ::-1]
        found = page.evaluate(DIGESTS, [k, levels])
        same = sum(
            digest(cut_graph(cover.trees, eps)) == mine
            for eps, mine in zip(family.levels, found, strict=True)
        )
        began = process_time()
        alone = pack(*family_chunk("layer", _only(family, k), len(family.rows)))
        packing = process_time() - began
        rows.append(
            [
                f"{len(family.rows):,} rows, {cover.n_intervals} x {cover.overlap:.0%}",
                f"{len(cover.trees.rows):,}",
                f"{len(alone) / 1e3:.0f}",
                f"{packing:.2f}",
                f"{np.median(times):.1f}",
                f"{np.median(by_level, axis=0).max():.1f}",
                f"{times[0]:.1f}",
                f"{max(times[1:]):.1f}",
                f"{sum(time > FRAME_MS for time in times)} of {len(times):,}",
                f"{same} of {levels}",
            ]
        )
    return rows


def _only(family: Family, cover: int) -> Family:
    kept = (family.covers[cover],)
    return Family(family.rows, family.lens, family.min_samples, family.own_eps, family.levels, kept)


def report() -> str:
    """Measure the cut of families of all sizes."""
    rows, notes = [], []
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        for n_rows in SIZES:
            vectors = make_rows(n_rows, N_CHANNELS)
            began = process_time()
            family = family_of(vectors, COVERS)
            seconds = process_time() - began
            stream = pack(*family_chunk("layer", family, n_rows))
            page = browser.new_page()
            page.goto(write_page(Path(name), stream).as_uri())
            opened = page.evaluate(OPEN)
            rows += measure(page, family)
            page.close()
            weight = len(stream) / 1e3
            notes.append(
                f"{n_rows:,} rows: all covers built in {seconds:.1f} CPU s, {weight:.0f} KB "
                f"gzipped together, unpacked in {opened:.0f} ms."
            )
        version = browser.version
    head = [
        "family",
        "memberships",
        "KB gzipped",
        "packing CPU s",
        "step ms, median",
        "slowest level",
        "first",
    ]
    return (
        f"Chromium {version}, headless, from file://; {N_CHANNELS} channels, cosine, "
        f"min_samples 5; every published level of eps in turn, {RUNS} runs up and down by turns. "
        "The slowest level is the slowest by its median over the runs; single steps above that "
        "come and go with the other work of the machine. Nodes, "
        "members, edges and Jaccard indices equal to Python's, bit by bit, at so many levels.\n\n"
        + table([*head, "longest after", f"over {FRAME_MS} ms", "equal"], rows)
        + "\n\n"
        + " ".join(notes)
    )
