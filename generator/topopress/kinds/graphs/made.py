"""From the graph of a file to the graph that is published, and what the file says beside it."""

from collections.abc import Iterator

import numpy as np

from topopress.bundle.parts import GivenFacts
from topopress.core.arrays import Int32
from topopress.core.errors import DataError, suggestion
from topopress.core.language import gettext, gettext_noop, whole
from topopress.exchange.overlap import jaccard_of, shared_rows
from topopress.exchange.types import GivenGraph
from topopress.kinds.graphs.rebuild import Rebuilt
from topopress.mapper.types import Interval, MapperGraph

MOST = 1 << 16
"""Most nodes of one cover element, and most elements: the width of their numbers in the data."""
NO_VECTORS = gettext_noop(
    "Stability was not judged: another tool made the graph, and there are no vectors of which it "
    "could be made again."
)
NOT_REPEATED = gettext_noop(
    "Stability was not judged: another tool made the graph, and it could not be made again here, "
    "because {reason}."
)
REPEATED = gettext_noop("the settings in the file, applied to the vectors, give the same graph")


def require_usable(graph: GivenGraph, where: str, value: str | None) -> None:
    """Refuse a graph that cannot be published.

    Raises:
        DataError: it has no node, a node has no member, it has too many nodes, or no number of each
            node of the name ``value``.
    """
    if value is not None and value not in graph.node_values:
        known = ", ".join(map(repr, graph.node_values)) or "none"
        hint = suggestion(value, graph.node_values)
        raise DataError(
            f"data.value: the nodes of the graph have no number {value!r}{hint} (there are: "
            f"{known})"
        )
    if not graph.n_nodes:
        raise DataError(f"{where}: the graph has no node; there is nothing to publish")
    empty = np.flatnonzero(np.diff(graph.member_offsets) == 0)
    if len(empty):
        raise DataError(
            f"{where}: {len(empty):,} of {graph.n_nodes:,} nodes have no member, the first of them "
            f"{graph.nodes[empty[0]]!r}; leave them out"
        )
    if (most := int(np.bincount(_intervals(graph)).max())) > MOST:
        raise DataError(f"{where}: {most:,} nodes of one cover element; {MOST:,} are allowed")


def mapper_graph(graph: GivenGraph, n_rows: int, rebuilt: Rebuilt | None) -> MapperGraph:
    """Return the graph as all other stages read it.

    A lens that is not in the file can come from the graph that was made again. Nodes keep the order
    of the file. They are numbered by their cover element; where the file names none, all are in
    element 0, and there are no intervals.
    """
    interval, shared = _intervals(graph), shared_rows(graph)
    known = _numbered(graph)
    lens = graph.lens if _has_lens(graph, n_rows) else np.full(n_rows, np.nan)
    return MapperGraph(
        lens=rebuilt.lens if rebuilt and rebuilt.mapper else lens,
        intervals=tuple(Interval(k, ()) for k in range(int(interval.max()) + 1)) if known else (),
        eps=np.empty(0),
        node_interval=interval,
        node_cluster=_within(interval),
        member_offsets=graph.member_offsets,
        members=graph.members,
        edges=graph.edges,
        shared=shared,
        jaccard=jaccard_of(graph, shared),
    )


def given_facts(
    graph: GivenGraph,
    made: MapperGraph,
    *,
    value: str | None,
    lens: str | None,
    rebuilt: Rebuilt | None,
) -> GivenFacts:
    """Return what the file of a graph says beside nodes, members and edges.

    Args:
        graph: The file's.
        made: The same as it is published.
        value: Name of a number of each node; None for the first.
        lens: Column of the table that has the lens, if one does.
        rebuilt: None for rows without vectors.
    """
    name = value or next(iter(graph.node_values), "")
    values = graph.node_values.get(name, np.empty(0))
    return GivenFacts(
        names=graph.nodes,
        lens=lens or _lens_name(graph, made, rebuilt),
        value_name=name,
        value=np.where(np.isfinite(values), values, np.nan),
        said=tuple(_said(graph, made, rebuilt)),
        unjudged=_unjudged(rebuilt),
    )


def _lens_name(graph: GivenGraph, made: MapperGraph, rebuilt: Rebuilt | None) -> str:
    if np.isnan(made.lens).any():
        return ""
    if rebuilt and rebuilt.mapper and not _has_lens(graph, len(made.lens)):
        return rebuilt.mapper.lenses[0]
    return str(graph.said.get("lens", "lens"))


def _unjudged(rebuilt: Rebuilt | None) -> str | None:
    if rebuilt is None:
        return NO_VECTORS
    return None if rebuilt.mapper else NOT_REPEATED.format(reason=rebuilt.reason)


def _said(
    graph: GivenGraph, made: MapperGraph, rebuilt: Rebuilt | None
) -> Iterator[tuple[str, str]]:
    says = "; ".join(f"{key}: {_text(value)}" for key, value in graph.said.items())
    yield gettext("Graph"), gettext("made by another tool")
    yield gettext("The file says"), says or gettext("nothing of how the graph was made")
    if rebuilt and rebuilt.mapper:
        yield gettext("Made again"), REPEATED
    if len(graph.lens) and not _has_lens(graph, len(made.lens)):
        yield (
            gettext("Lens"),
            gettext("not shown, because it does not have a number for each row"),
        )
    if apart := int((made.shared == 0).sum()):
        yield (
            gettext("Edges without shared rows"),
            gettext(
                "{number} of {edges}; their Jaccard index is 0",
                number=whole(apart),
                edges=whole(len(made.edges)),
            ),
        )


def _has_lens(graph: GivenGraph, n_rows: int) -> bool:
    return len(graph.lens) == n_rows and bool(np.isfinite(graph.lens).all())


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _numbered(graph: GivenGraph) -> bool:
    """Return whether the file names the cover element of each node."""
    return len(graph.interval) == graph.n_nodes and int(graph.interval.max(initial=0)) < MOST


def _intervals(graph: GivenGraph) -> Int32:
    """Return the cover element of each node; 0 where the file names none that can be published."""
    return graph.interval if _numbered(graph) else np.zeros(graph.n_nodes, np.int32)


def _within(interval: Int32) -> Int32:
    """Number the nodes of each cover element in the order of the file."""
    order = np.argsort(interval, kind="stable")
    first = np.searchsorted(interval[order], interval[order])
    within = np.empty(len(interval), np.int32)
    within[order] = np.arange(len(interval)) - first
    return within
