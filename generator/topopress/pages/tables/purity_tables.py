"""The purity of nodes in each column of labels, beside chance, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from topopress.analysis.nodes.types import LabelPurity
from topopress.bundle.schema import Layer
from topopress.pages.contexts import Link
from topopress.pages.tables.text import percent

WIDTH, MARGIN = 132, 6


@dataclass(frozen=True, slots=True)
class PurityMark:
    """A purity and its chance value, as text and as places on a line."""

    purity: Annotated[str, "The purity."]
    chance: Annotated[str, "Its chance value."]
    at: Annotated[str, "Place of the purity, in units of the drawing."]
    chance_at: Annotated[str, "Place of the chance value."]


@dataclass(frozen=True, slots=True)
class PurityRow:
    """The purity of one layer's nodes in one column of labels."""

    link: Annotated[Link, "Link to the layer's page."]
    nodes: Annotated[PurityMark, "In nodes; chance exchanges labels between all samples."]
    groups: Annotated[PurityMark | None, "In the groups of nodes; None where rows have none."]
    excess: Annotated[str, "How far above chance, by the stricter comparison."]


@dataclass(frozen=True, slots=True)
class PurityTable:
    """The purity of all layers in one column of labels."""

    column: Annotated[str, "Name of the column; empty for the labels themselves."]
    rows: Annotated[tuple[PurityRow, ...], "A row for each layer."]
    grouped: Annotated[bool, "Whether rows have groups."]
    width: Annotated[int, "Width of a drawing."] = WIDTH


def purity_tables(layers: Sequence[Layer]) -> tuple[PurityTable, ...]:
    """Return a table for the labels, then for each further column of labels."""
    columns = dict.fromkeys(one.column for layer in layers for one in layer.purities)
    return tuple(_table(column, layers) for column in columns)


def _table(column: str | None, layers: Sequence[Layer]) -> PurityTable:
    found = [(layer, one) for layer in layers for one in layer.purities if one.column == column]
    grouped = any(one.within is not None for _, one in found)
    return PurityTable(column or "", tuple(_row(layer, one) for layer, one in found), grouped)


def _row(layer: Layer, one: LabelPurity) -> PurityRow:
    groups = None
    if one.within is not None and one.chance_within is not None:
        groups = purity_mark(one.within, one.chance_within)
    link = Link(layer.name, f"layers/{layer.id}.html")
    return PurityRow(link, purity_mark(one.purity, one.chance), groups, percent(one.excess))


def purity_mark(purity: float, chance: float) -> PurityMark:
    """Return a purity and its chance value as a page shows them."""
    return PurityMark(percent(purity), percent(chance), _place(purity), _place(chance))


def _place(share: float) -> str:
    return f"{MARGIN + (WIDTH - 2 * MARGIN) * share:.1f}"
