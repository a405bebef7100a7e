"""What a reader waits for before the graph can be used: little, whatever the number of rows."""

import gzip

import numpy as np
import pytest

from exemplar_fixture import counterparts
from topopress.bundle.schema import CHUNK_ARRAYS, GraphHeader
from viewer_fixture import DIST, chunk, graph_arrays, make_edges, make_nodes, make_rows

FIRST_VIEW = 300_000
VIEWER, TOOLS = 65_000, 85_000
"""Gzipped bytes of the script that explorations wait for, and of the one on request."""
PAGE = 60_000
"""Bytes that are left for the page itself, with its still graph and its table of nodes."""


def graph_chunk(folder, n_rows: int) -> int:
    """Return the gzipped bytes of the graph chunk of a synthetic layer of 16 intervals."""
    rng = np.random.default_rng(3)
    rows = make_rows(rng, n_rows, 0.8)
    members, interval, cluster = make_nodes(rng, rows[0], rows[1], 16, 12)
    edges, shared, jaccard = make_edges(members, interval)
    graph = (members, interval, cluster, edges, shared, jaccard)
    position = rng.normal(size=(len(members), 2))
    arrays = graph_arrays(rng, rows, graph, position, with_visuals=False)
    arrays |= counterparts(len(members), 6)
    header = GraphHeader(kind="graph", layer="a", structures=[], classes=["a"] * 12, agreement=None)
    return len(gzip.compress((folder / chunk(folder, "a-graph", header, arrays)).read_bytes()))


def test_ten_times_the_rows_are_about_the_same_chunk(tmp_path):
    few, many = (graph_chunk(tmp_path, n_rows) for n_rows in (2_000, 20_000))
    # Larger nodes have more exemplars and labels; the members alone would make it three times.
    assert many <= 1.5 * few
    assets = [
        path
        for path in DIST.rglob("*")
        # The second script is loaded when a reader asks for one of its tools.
        if path.suffix in (".js", ".css", ".woff2") and path.name != "tools.js"
    ]
    fixed = sum(len(gzip.compress(path.read_bytes())) for path in assets)
    assert fixed + PAGE + many <= FIRST_VIEW


@pytest.mark.parametrize(("script", "most"), [("viewer.js", VIEWER), ("tools.js", TOOLS)])
def test_scripts_keep_their_budgets(script, most):
    assert len(gzip.compress((DIST / script).read_bytes(), 9)) <= most


@pytest.mark.parametrize("array", ["members", "similarity", "sample", "lens"])
def test_what_rows_and_memberships_have_is_in_the_chunk_that_comes_later(array):
    assert array in CHUNK_ARRAYS["rows"]
    assert array == "lens" or array not in CHUNK_ARRAYS["graph"]
