"""Further scatters are chunks of their own; the first one is where it was."""

from dataclasses import replace

import numpy as np

from topopress.analysis.stages import KeptNeighbours, Scatter
from topopress.bundle.assemble import bundle_layer
from topopress.bundle.packing import read_header
from topopress.bundle.parts import LayerParts
from topopress.config.projection import Projection
from unit.bundle import small_layer

POINTS = np.array([[0, 0], [2, 1], [1, 0.5]] + 5 * [[1, 1]], np.float32)


def settled() -> LayerParts:
    """Return the small layer without settings, which are open in it."""
    return replace(small_layer.parts(), chosen=None)


def test_one_scatter_is_in_the_rows_chunk_alone():
    bundle = bundle_layer(settled())
    assert bundle.view.layer.projections == []
    header = read_header(bundle.files[bundle.view.layer.rows])
    assert header["projection"] == (
        "Two principal components, 50\u00a0% of the variance. "
        "Of the 10 nearest points, 25\u00a0% are nearest vectors too"
    )


def test_further_scatters_have_files_of_their_own_and_leave_the_others_as_they_are():
    parts = settled()
    more = replace(
        parts,
        projection=Projection(others=("umap", "tsne")),
        scatters=(*parts.scatters, Scatter(POINTS), Scatter(POINTS[::-1])),
        neighbours=(*parts.neighbours, *2 * [KeptNeighbours("cosine", None, None)]),
    )
    before, after = bundle_layer(parts), bundle_layer(more)
    umap, tsne = after.view.layer.projections
    assert {**before.files, umap: after.files[umap], tsne: after.files[tsne]} == after.files
    assert read_header(after.files[umap]) == {
        "kind": "projection",
        "layer": "block1",
        "projection": "UMAP of the directions, 15 neighbours, min_dist 0.1",
    }
    assert read_header(after.files[tsne])["projection"] == "t-SNE of the directions, perplexity 30"


def test_rows_without_vectors_have_no_scatter():
    bundle = bundle_layer(replace(settled(), scatters=(), neighbours=()))
    assert read_header(bundle.files[bundle.view.layer.rows])["projection"] == ""
    assert bundle.view.layer.projections == []
