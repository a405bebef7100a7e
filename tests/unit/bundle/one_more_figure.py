"""Adds one entry to the table of node figures before anything reads it; prints what follows."""

import json
import sys

import numpy as np

from topopress.bundle import node_figures

TWO = node_figures.NodeFigure(
    "two", "two", "Two", "two", "Twice one", "The number two.", "decimal", "values",
    lambda parts: np.full(parts.graph.n_nodes, 2.0),
)  # fmt: skip
node_figures.NODE_FIGURES = (*node_figures.NODE_FIGURES, TWO)

from topopress.bundle.schema import CHUNK_ARRAYS  # noqa: E402
from topopress.bundle.typescript import typescript  # noqa: E402
from topopress.pages.essay.fact_tables import NODE_FACTS  # noqa: E402
from topopress.pages.essay.facts import Facts  # noqa: E402
from topopress.pages.essay.views import fragment, parse_view  # noqa: E402
from topopress.pages.tables.nodes import node_table  # noqa: E402
from unit.bundle.small_layer import parts  # noqa: E402
from unit.pages.synthetic import bundle, layer_view, source, with_figures  # noqa: E402

figures = node_figures.read_figures(parts())
view = with_figures(layer_view("block3", 40, 28, np.random.default_rng(0)), two=2.0)
manifest = bundle([view], name="n", title="t").manifest
table = node_table(view, manifest, explorer="")
sys.stdout.write(
    json.dumps(
        {
            "dtype": CHUNK_ARRAYS["graph"]["two"],
            "array": node_figures.figure_arrays(figures)["two"].tolist(),
            "heads": [column.title for column in table.columns],
            "cells": table.rows[0].figures,
            "fact": NODE_FACTS["two"].text(view, 0, manifest),
            "fragment": fragment(parse_view("layer=block10&colour=two", Facts(source()))),
            "typescript": typescript(),
        }
    )
)
