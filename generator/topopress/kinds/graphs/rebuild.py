"""Makes the graph of a file again of its vectors, as the file says, and compares the two."""

from dataclasses import dataclass, replace

import numpy as np

from topopress.activations.types import Rows
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64
from topopress.core.errors import TopopressError
from topopress.core.progress import SILENT, Progress
from topopress.exchange.types import GivenGraph
from topopress.kinds.graphs.said_settings import OWN_LENS, settings_of
from topopress.mapper.types import Interval, MapperGraph

_Members = frozenset[bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Rebuilt:
    """What came of making the graph of a file again.

    Attributes:
        mapper: Settings that give the same graph; None if there are none.
        reason: Why there are none, to follow "because"; empty where there are some.
        lens: Value of the lens of each row, shape (n_rows,); shape (0,) without settings.
        bounds: Smallest and largest lens of each interval, shape (n_intervals, 2).
        eps: Radius in each interval, shape (n_intervals,).
    """

    mapper: Mapper | None
    reason: str
    lens: Float64
    bounds: Float64
    eps: Float64

    def covered(self, graph: MapperGraph) -> MapperGraph:
        """Return the published graph with the lens, the cover and the radii of these settings."""
        intervals = tuple(Interval(k, ((low, high),)) for k, (low, high) in enumerate(self.bounds))
        return replace(graph, lens=self.lens, intervals=intervals, eps=self.eps)


def rebuild(graph: GivenGraph, rows: Rows, *, seed: int, progress: Progress = SILENT) -> Rebuilt:
    """Make a graph again of vectors, if its file says how, and compare it with the file's.

    The graphs are the same if they have the same sets of rows as nodes, and the same pairs of them
    as edges. The file's lens may have fewer values than there are vectors: then it is not used.
    """
    n_rows = len(rows.sample)
    has_lens = len(graph.lens) == n_rows and bool(np.isfinite(graph.lens).all())
    settings = settings_of(graph.said, has_lens=has_lens)
    if isinstance(settings, str):
        return _none(settings)
    columns = {OWN_LENS: graph.lens} if has_lens else {}
    try:
        made = build(rows.vectors, settings, columns, seed=seed, progress=progress)
    except TopopressError as error:
        return _none(f"the settings in its file give no graph of the vectors ({error})")
    if (different := _difference(graph, made)) is not None:
        return _none(different)
    bounds = np.array([interval.bounds[0] for interval in made.intervals]).reshape(-1, 2)
    return Rebuilt(settings, "", made.lens, bounds, made.eps)


def build(
    vectors: Float32,
    settings: Mapper,
    columns: dict[str, Float64],
    *,
    seed: int,
    progress: Progress = SILENT,
) -> MapperGraph:
    """Return the graph of vectors; ``columns`` has the lens of the file, if that is used."""
    from topopress.mapper.graph import build_graph

    return build_graph(vectors, settings, seed=seed, columns=columns, progress=progress)


def _difference(graph: GivenGraph, made: MapperGraph) -> str | None:
    """Return how the graph of a file differs from one that was made again; None if it does not."""
    theirs, ours = _nodes(graph), _nodes(made)
    common = len(set(theirs) & set(ours))
    if sorted(theirs) != sorted(ours):
        return (
            "the settings in its file, applied to the vectors, give another graph: "
            f"{common:,} of its {graph.n_nodes:,} nodes are among {made.n_nodes:,}"
        )
    if _pairs(graph, theirs) != _pairs(made, ours):
        return "the settings in its file, applied to the vectors, give its nodes with other edges"
    return None


def _nodes(graph: GivenGraph | MapperGraph) -> list[bytes]:
    """Return the rows of each node as bytes that can be compared."""
    return [graph.members_of(node).astype("<i4").tobytes() for node in range(graph.n_nodes)]


def _pairs(graph: GivenGraph | MapperGraph, nodes: list[bytes]) -> set[_Members]:
    return {frozenset((nodes[one], nodes[other])) for one, other in graph.edges.tolist()}


def _none(reason: str) -> Rebuilt:
    return Rebuilt(None, reason, np.empty(0), np.empty((0, 2)), np.empty(0))
