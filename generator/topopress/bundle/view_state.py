"""The parts of a view's address, such as ``#layer=block10&node=i12c0``, and their words.

The viewer keeps its whole state in the fragment of the page's address. Essays link to views, so
the pages know the same parts; the viewer's copy is generated from this file.
"""

import re
from typing import get_args

from topopress.bundle.node_figures import NODE_FIGURES
from topopress.config.projection import ProjectionKind
from topopress.core.language import gettext_viewer

VIEW_KEYS = (
    gettext_viewer("layer"), gettext_viewer("node"), gettext_viewer("edge"), gettext_viewer("path"),
    gettext_viewer("component"), gettext_viewer("near"), gettext_viewer("nodes"),
    gettext_viewer("rows"), gettext_viewer("colour"), gettext_viewer("weight"),
    gettext_viewer("edges"), gettext_viewer("pictures"), gettext_viewer("label"),
    gettext_viewer("origin"), gettext_viewer("sample"), gettext_viewer("value"),
    gettext_viewer("form"), gettext_viewer("word"), gettext_viewer("classes"),
    gettext_viewer("range"), gettext_viewer("structure"), gettext_viewer("second"),
    gettext_viewer("compare"), gettext_viewer("kept"), gettext_viewer("points"),
    gettext_viewer("projection"), gettext_viewer("column"), gettext_viewer("pies"),
    gettext_viewer("palette"), gettext_viewer("order"), gettext_viewer("only"),
    gettext_viewer("filter"), gettext_viewer("cover"), gettext_viewer("level"),
    gettext_viewer("layout"), gettext_viewer("pinned"), gettext_viewer("size"),
    gettext_viewer("names"), gettext_viewer("minimap"), gettext_viewer("callouts"),
    gettext_viewer("at"), gettext_viewer("beside"),
)  # fmt: skip
"""All parts, in the order in which addresses state them; the viewer names them to readers."""

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
