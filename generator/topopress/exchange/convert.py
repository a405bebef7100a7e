"""A graph that Topopress has made, in the form in which it is handed to other tools."""

from collections.abc import Mapping, Sequence

import numpy as np

from topopress.analysis.nodes.statistics import mean_over_members
from topopress.core.arrays import Float64
from topopress.exchange.names import CUBE
from topopress.exchange.types import GivenGraph
from topopress.mapper.cover import cover_rows
from topopress.mapper.types import MapperGraph


def given_graph(
    graph: MapperGraph,
    row_names: Sequence[str] = (),
    said: Mapping[str, str | float] | None = None,
    node_values: Mapping[str, Float64] | None = None,
    edge_values: Mapping[str, Float64] | None = None,
) -> GivenGraph:
    """Return a Mapper graph with its nodes named as pages name them, such as ``i12c0``.

    Values of the nodes: ``cube``, KeplerMapper's number of the cover element, and with two lenses
    ``second_lens``, the mean of the second.

    Args:
        graph: The graph.
        row_names: Name of each row; empty if they have none.
        said: How the graph was made, such as ``{"lens": "l2_norm"}``.
        node_values: Further numbers of each node, shape (n_nodes,), by their names.
        edge_values: Numbers of each edge, shape (n_edges,), by their names.

    Raises:
        ValueError: there are names, but not one for each row.
    """
    if row_names and len(row_names) != len(graph.lens):
        raise ValueError(f"{len(row_names)} names for {len(graph.lens)} rows")
    values: dict[str, Float64] = {}
    if graph.intervals and all(interval.bounds for interval in graph.intervals):
        values[CUBE] = _cubes(graph)
    if len(graph.second_lens):
        values["second_lens"] = mean_over_members(graph.second_lens, graph)
    return GivenGraph(
        nodes=tuple(graph.node_id(node) for node in range(graph.n_nodes)),
        member_offsets=graph.member_offsets,
        members=graph.members,
        edges=graph.edges,
        n_rows=len(graph.lens),
        row_names=tuple(row_names),
        interval=graph.node_interval if graph.intervals else np.empty(0, np.int32),
        lens=np.empty(0) if np.isnan(graph.lens).any() else graph.lens,
        node_values=values | dict(node_values or {}),
        said=dict(said or {}),
        edge_values=dict(edge_values or {}),
    )


def _cubes(graph: MapperGraph) -> Float64:
    """Return the number of each node's cover element among those that hold a row."""
    rows = cover_rows(graph.lenses, graph.intervals)
    occupied = [index for index, held in enumerate(rows) if len(held)]
    numbers = np.union1d(occupied, graph.node_interval)
    return np.searchsorted(numbers, graph.node_interval).astype(np.float64)
