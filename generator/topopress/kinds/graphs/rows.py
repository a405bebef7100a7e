"""The rows of a graph that another tool has made: how many there are, and what they are called."""

from collections.abc import Sequence

import numpy as np

from topopress.core.arrays import Float64
from topopress.core.errors import DataError, suggestion
from topopress.exchange.types import GivenGraph
from topopress.kinds.arrays.row_table import RowCount, RowTable
from topopress.kinds.arrays.settings import DescribedRows
from topopress.samples.types import Sample, Survey


def row_survey(
    graph: GivenGraph,
    where: str,
    settings: DescribedRows,
    table: RowTable,
    vectors: RowCount | None,
) -> Survey:
    """Return the rows as samples, in the order in which the graph counts them.

    Args:
        graph: The graph; a file may not say how many rows there are beside its members.
        where: What messages call the file.
        settings: Whether there is a table.
        table: What it says of each row.
        vectors: How many vectors there are; None without any.

    Raises:
        DataError: the graph has members beyond the table's entries or beyond the vectors, or these
            two have different numbers, or another order than the names of the rows in the graph.
    """
    if settings.metadata is None:
        n_rows = graph.n_rows if vectors is None else vectors.n_rows
        _require_members(graph, where, RowCount(n_rows, vectors.of if vectors else where))
        return Survey.in_order(_named(graph.row_names, n_rows))
    count = vectors or RowCount(max(graph.n_rows, len(table.entries)), where)
    _require_members(graph, where, RowCount(len(table.entries), table.where))
    survey = table.survey(count)
    _require_order(graph.row_names, [sample.id for sample in survey.samples], where, table.where)
    return survey


def lens_of(samples: Sequence[Sample], column: str) -> Float64:
    """Return the lens values that a column of the table has, shape (n_rows,).

    Raises:
        DataError: there is no such column, or a row has no number in it.
    """
    known = sorted({key for sample in samples for key in sample.metadata})
    if column not in known:
        raise DataError(
            f"data.lens: the table has no further column {column!r}{suggestion(column, known)} "
            f"(further columns: {', '.join(map(repr, known)) or 'none'})"
        )
    values = [sample.metadata.get(column, "") for sample in samples]
    for sample, value in zip(samples, values, strict=True):
        if isinstance(value, str):
            raise DataError(
                f"data.lens: the column {column!r} has {value!r:.60} in the entry {sample.id!r}; "
                "each row needs a number, and data.numbers says that a column is of numbers"
            )
    return np.array(values, np.float64)


def _require_members(graph: GivenGraph, where: str, count: RowCount) -> None:
    largest = int(graph.members.max(initial=-1))
    if largest >= count.n_rows:
        node = graph.nodes[int((graph.member_offsets > graph.members.argmax()).argmax()) - 1]
        raise DataError(
            f"{where}: the node {node!r} has row {largest:,}, counted from 0, and {count.of} has "
            f"{count.n_rows:,} rows; they must be those that the graph was made of, in their order"
        )


def _require_order(names: Sequence[str], ids: Sequence[str], where: str, table: str) -> None:
    """Refuse a table whose ids are the names of the graph's rows in another order."""
    if not names or set(names) != set(ids):
        return
    for row, (name, other) in enumerate(zip(names, ids, strict=True)):
        if name != other:
            raise DataError(
                f"{table}: entry {row}, counted from 0, has the id {other!r}, and row {row} of "
                f"{where} is {name!r}; write the entries in the order of the graph's rows"
            )


def _named(names: Sequence[str], n_rows: int) -> list[Sample]:
    """Return rows with the names that the graph's file has, else with their numbers."""
    unique = len(names) == n_rows == len(set(names))
    ids = names if unique else list(map(str, range(n_rows)))
    return [Sample(id=name, origin=name, label=None, digest="") for name in ids]
