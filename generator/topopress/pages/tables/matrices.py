"""The measures of all pairs of layers of two networks, as matrices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from topopress.core.arrays import Float64
from topopress.core.language import decimals, gettext, gettext_noop
from topopress.diagnosis.comparison_types import Matrix, NetworkComparison
from topopress.pages.tables.text import SMALLEST

SHADES = 9
_NAMES = {
    "cka": gettext_noop("CKA"),
    "procrustes": gettext_noop("Procrustes"),
    "neighbours": gettext_noop("Neighbours"),
    "merge_order": gettext_noop("Merge order"),
    "nodes": gettext_noop("Matched nodes"),
}
_MEANS = {
    "cka": gettext_noop(
        "Debiased linear CKA: 1 if equal up to rotation and scale, 0 if unrelated. Few large "
        "directions can decide it."
    ),
    "procrustes": gettext_noop(
        "Orthogonal Procrustes: how much of one layer a rotation maps on the other. It is not 0 "
        "for unrelated layers, the less so the fewer the samples."
    ),
    "neighbours": gettext_noop(
        "Share of the ten nearest neighbours that are the same. It falls with the number of "
        "samples, and compares layers only within this page."
    ),
    "merge_order": gettext_noop(
        "Rank correlation of the order in which samples merge in single linkage (NTS). It depends "
        "on samples that lie apart and decides nothing."
    ),
    "nodes": gettext_noop(
        "Nodes of two Mapper graphs, matched one to one by the share of rows that are in both "
        "(Jaccard): 1 for the same nodes. 1 minus it is a distance between the graphs. It depends "
        "on their settings and decides nothing."
    ),
}
DISAGREE = 0.2
"""Difference between measures, each on its way from zero line to 1, from which they disagree."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The similarity of two layers."""

    text: Annotated[str, "The value of the measure."]
    shade: Annotated[int, "How dark the cell is: 0 at or below the zero line, 9 at 1."]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A layer against others."""

    name: Annotated[str, "Name of the layer."]
    cells: Annotated[tuple[MatrixCell, ...], "One for each of the others."]


@dataclass(frozen=True, slots=True)
class Block:
    """The layers of one network against those of another, or against its own."""

    caption: Annotated[str, "Which layers are compared."]
    columns: Annotated[tuple[str, ...], "Names of the layers of the columns."]
    rows: Annotated[tuple[MatrixRow, ...], "One for each layer of the rows."]


@dataclass(frozen=True, slots=True)
class MeasureBlocks:
    """One measure of all pairs of layers."""

    id: Annotated[str, "Name of the measure in the page."]
    name: Annotated[str, "Name for readers."]
    meaning: Annotated[str, "What it is."]
    reference: Annotated[str, "Its zero line, its interval and a pair to compare with."]
    blocks: Annotated[tuple[Block, ...], "Between the networks, within the first, the second."]


def measure_blocks(found: NetworkComparison, names: tuple[str, str]) -> tuple[MeasureBlocks, ...]:
    """Return all measures of all pairs of layers; ``names`` are those of the networks."""
    return tuple(_blocks(one, found, names) for one in found.matrices)


def _blocks(matrix: Matrix, found: NetworkComparison, names: tuple[str, str]) -> MeasureBlocks:
    n, values = len(found.first), matrix.values
    parts = (
        (names, found.first, found.second, values[:n, n:]),
        ((names[0], names[0]), found.first, found.first, values[:n, :n]),
        ((names[1], names[1]), found.second, found.second, values[n:, n:]),
    )
    return MeasureBlocks(
        id=matrix.measure,
        name=gettext(_NAMES[matrix.measure]),
        meaning=gettext(_MEANS[matrix.measure]),
        reference=_reference(matrix, n),
        blocks=tuple(_block(*part, matrix.zero) for part in parts),
    )


def _block(
    names: tuple[str, str],
    rows: Sequence[str],
    columns: Sequence[str],
    values: Float64,
    zero: float,
) -> Block:
    return Block(
        gettext("Rows: {rows}. Columns: {columns}.", rows=names[0], columns=names[1]),
        tuple(columns),
        tuple(
            MatrixRow(name, tuple(_cell(float(value), zero) for value in line))
            for name, line in zip(rows, values, strict=True)
        ),
    )


def _cell(value: float, zero: float) -> MatrixCell:
    return MatrixCell(_two(value), round(SHADES * _height(value, zero)))


def _two(value: float) -> str:
    return decimals(value if abs(value) >= SMALLEST else 0.0, 2).replace("-", "−")


def _height(value: float, zero: float) -> float:
    """Return where a value is between the zero line and 1."""
    return min(max((value - zero) / (1 - zero), 0.0), 1.0)


def _reference(matrix: Matrix, n: int) -> str:
    values = matrix.values
    said = gettext(
        "Last layers: {value}. With the rows of one exchanged at random (the zero line): {zero}.",
        value=_two(float(values[n - 1, -1])),
        zero=_two(matrix.zero),
    )
    if matrix.spread is not None:
        said += " " + gettext(
            "Two halves of the samples differ by {spread}.", spread=_two(matrix.spread)
        )
    if n > 1:
        said += " " + gettext(
            "To compare: the last two layers of the first network have {value}.",
            value=_two(float(values[n - 2, n - 1])),
        )
    return said


def disagreement(found: NetworkComparison) -> str:
    """Return which measures see the last layers farther apart than others do."""
    n = len(found.first)
    heights = {
        one.measure: _height(float(one.values[n - 1, -1]), one.zero)
        for one in found.matrices
        if one.measure not in ("neighbours", "nodes")
    }
    low, high = min(heights, key=heights.__getitem__), max(heights, key=heights.__getitem__)
    if heights[high] - heights[low] < DISAGREE:
        return ""
    return gettext(
        "The measures disagree about the last layers: on the way from its zero line to 1, {high} "
        "is at {high_value} and {low} at {low_value}.",
        high=gettext(_NAMES[high]),
        high_value=_two(heights[high]),
        low=gettext(_NAMES[low]),
        low_value=_two(heights[low]),
    )
