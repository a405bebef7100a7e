"""The parts of a view's address, such as ``#layer=block10&node=i12c0``, and their words.

The viewer keeps its whole state in the fragment of the page's address. Essays link to views, so
the pages know the same parts; the viewer's copy is generated from this file.
"""

import re
from typing import get_args

from topopress.bundle.node_figures import NODE_FIGURES
from topopress.config.projection import ProjectionKind

VIEW_KEYS = (
    "layer", "node", "edge", "path", "component", "near", "nodes", "rows",
    "colour", "weight", "edges", "pictures", "label", "origin", "sample",
    "value", "form", "word", "classes", "range", "structure", "second", "compare", "kept",
    "points", "projection", "column", "pies", "palette", "order", "only", "filter",
    "cover", "level",
    "layout", "pinned", "size", "names", "minimap", "callouts", "at", "beside",
)  # fmt: skip
"""All parts, in the order in which addresses state them."""

VIEW_CHOICES = {
    "colour": tuple(
        figure.id
        for figure in sorted(NODE_FIGURES, key=lambda figure: figure.without_lens)
        if figure.label
    ),
    "weight": ("jaccard", "stability"),
    "pictures": ("0", "1"),
    "pies": ("0", "1"),
    "points": ("graph", "label"),
    "projection": get_args(ProjectionKind),
    "layout": ("stress", "projection"),
    "size": ("members", "constant", "stability"),
    "names": ("on", "off"),
    "minimap": ("auto", "on", "off"),
}
"""The words of the parts that have a fixed list of them; the first is the default,
and of colours and projections the first that the exploration has."""

ALL_LAYERS = "all layers"
"""The word of ``beside`` for small graphs of all layers."""

MOST_BESIDE = 2
"""Further graphs that can stand beside the first."""

COLOUR_FORMS = ("share", "number")
"""Colours that name something.

``share:LABEL`` or ``share:COLUMN:VALUE`` is the share of the members that have a label or a value
of a further column; ``number:COLUMN`` is the mean of a column of numbers.
"""

PART_KINDS = ("label", "value", "origin", "sample", "form", "word")
"""What can be part of ``classes``; a label stands there without a word before it."""

FORMER_WORDS = {"tightness": "cohesion"}
"""Words of earlier versions that addresses may hold, with the word of today."""


def parts_of_classes(text: str) -> list[tuple[str, str]]:
    """Read ``cat,dog,origin:a.png``; a backslash makes a comma part of a name."""
    parts = []
    for item in re.findall(r"(?:\\.|[^,\\])+", text, re.DOTALL):
        name = re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL)
        kind = next((kind for kind in PART_KINDS if name.startswith(f"{kind}:")), None)
        parts.append((kind, name[len(kind) + 1 :]) if kind else ("label", name))
    return parts
