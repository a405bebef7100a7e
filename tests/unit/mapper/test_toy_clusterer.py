"""A clusterer is one class and one entry: graph, stability, words and reference follow."""

import subprocess
import sys

TOY = """
from typing import Literal
import numpy as np
import orjson
from pydantic import Field
from topopress.mapper import clusterers
from topopress.mapper.clusterers.base import Clusterer

class Grid(Clusterer):
    "Clusters are the cells of a grid."

    kind: Literal["grid"]
    side: float = Field(1.0, description="Side of a cell.")

    def in_words(self, metric, radius):
        return f"grid of {self.side} cells"

    def labels(self, vectors, interval_rows, radii, progress=None):
        found = []
        for rows in interval_rows:
            cells = np.floor(vectors[rows, :2] / self.side)
            _, first, cell = np.unique(cells, axis=0, return_index=True, return_inverse=True)
            found.append(np.argsort(np.argsort(first))[cell].astype(np.int32))
        return tuple(found)

clusterers.CLUSTERERS += (Grid,)

from topopress.analysis.settings.candidates import CandidateGrid
from topopress.analysis.settings.choice import choose_among
from topopress.analysis.settings.verdict import resolved
from topopress.analysis.shape.assessment import assess
from topopress.config.reference import documents
from topopress.config.schema import Mapper
from topopress.mapper.graph import build_graph
from topopress.pages.tables.recipe import mapper_recipe

def build(vectors, settings, rows):
    return build_graph(vectors, settings, seed=0)

written = {
    "cover": {"n_intervals": 5}, "clusterer": {"kind": "grid", "side": 2.0},
    "stability": {"resamples": 3},
}
settings = Mapper.model_validate_json(orjson.dumps(written))
rng = np.random.default_rng(0)
vectors = (rng.choice([1.0, 5.0], size=(200, 1)) + rng.random((200, 2))).astype(np.float32)
settings = resolved(settings, choose_among(vectors, CandidateGrid.of(settings), seed=0))
graph = build_graph(vectors, settings, seed=0)
assert graph.n_nodes >= 4 and graph.eps.shape == (0,)
found = assess(vectors, graph, settings, build, seed=0)
assert found.stability.n_family == 4 and found.stability.n_bootstrap == 3
assert (found.stability.node_bootstrap > 0).any()
assert mapper_recipe(settings)[2].value == "grid of 2.0 cells"
page = documents()["settings.md"]
assert '[mapper.clusterer] with kind = "grid"' in page and "Side of a cell." in page
"""


def test_a_clusterer_is_one_class_and_one_entry():
    done = subprocess.run(
        [sys.executable, "-c", TOY], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
