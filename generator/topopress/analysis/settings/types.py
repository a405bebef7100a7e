"""Settings chosen from the data, and the candidates of the choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from topopress.analysis.nodes.types import GraphQuality
from topopress.core.arrays import Int32, Int64
from topopress.mapper.types import MapperGraph, VerdictRule


@dataclass(frozen=True, slots=True)
class Candidate:
    """Settings that could be chosen, with the figures of the graph of the sample.

    Attributes:
        metric: Distance between rows.
        n_intervals: Number of intervals of each lens that leaves it open; number of balls.
        eps_quantile: Quantile from which the radius is read off; None where it is not.
        n_nodes: Number of nodes.
        quality: Figures of the graph, without the purity.
        separation: Probability that two rows of an interval are in different nodes, none of them
            noise.
        stability: Mean agreement with the adjacent candidates on which pairs of rows are in
            different nodes; 1 without adjacent candidates.
        score: Coverage times separation times stability; the largest is chosen.
        radius_quantile: Share of the pairs of rows within the radius of the balls; None for other
            covers and for balls of a given radius.
        radius: Radius of the balls; None for other covers.
    """

    metric: str
    n_intervals: int
    eps_quantile: float | None
    n_nodes: int
    quality: GraphQuality
    separation: float
    stability: float
    score: float
    radius_quantile: float | None = None
    radius: float | None = None

    @property
    def key(self) -> tuple[str, int, float | None, float | None]:
        """What tells it from other candidates."""
        return self.metric, self.n_intervals, self.eps_quantile, self.radius_quantile


@dataclass(frozen=True, slots=True, eq=False)
class CandidateGraph:
    """The graph of one candidate.

    Attributes:
        metric: Its metric.
        count: Its number of intervals.
        quantile: Its quantile, if a radius is read off.
        share: The share of the pairs of rows within the radius of its balls, if it has any.
        rows: Rows of each element of the cover.
        labels: Cluster of each of those rows, -1 for noise.
        graph: The graph.
    """

    metric: str
    count: int
    quantile: float | None
    share: float | None
    rows: Sequence[Int64]
    labels: Sequence[Int32]
    graph: MapperGraph


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of settings from the data.

    Attributes:
        candidates: By metric, number of intervals and quantile, ascending.
        chosen: Index of the chosen one in ``candidates``.
        n_rows: Number of rows on which the candidates were evaluated.
        null_scores: Best score of a candidate on each copy (``analysis.null_model``).
        group_scores: The same on copies in which groups of rows stay apart; empty where the groups
            are too small to tell anything, None without groups.
        total: Number of rows of the layer.
        distinct: Number of distinct ones.
        distinct_score: Best score of a candidate on the distinct rows, with which that of the
            copies is compared; None where all rows are distinct, and it is that of the chosen one.
        rule: What the comparison requires, and of which copies.
        centred: Whether the rows are without the mean of their group.
    """

    candidates: tuple[Candidate, ...]
    chosen: int
    n_rows: int
    null_scores: tuple[float, ...]
    group_scores: tuple[float, ...] | None = None
    total: int = 0
    distinct: int = 0
    distinct_score: float | None = None
    rule: VerdictRule = VerdictRule()  # noqa: RUF009 - frozen
    centred: bool = False

    @property
    def best(self) -> Candidate:
        """The chosen candidate."""
        return self.candidates[self.chosen]

    @property
    def score(self) -> float:
        """The score that is compared with those of copies."""
        return self.best.score if self.distinct_score is None else self.distinct_score

    @property
    def repeats(self) -> bool:
        """Whether so many rows repeat others that nothing can be said of structure."""
        return 2 * self.distinct < self.total


@dataclass(frozen=True, slots=True)
class SweptGraph:
    """The settings and the figures of one graph; the overlap is that of the first lens.

    The radius is None if the clusterer has none, or one in each interval. Balls have a number, in
    ``n_intervals``, and a radius, and no overlap.
    """

    n_intervals: int
    overlap: float | None
    radius: float | None
    n_nodes: int
    n_edges: int
    quality: GraphQuality
    ball_radius: float | None = None


@dataclass(frozen=True, slots=True)
class SweepAxes:
    """The values that are combined; an empty axis has values around a layer's own.

    Numbers of intervals and overlaps are those of each lens; radii, those of the clusterer and
    those of balls, are in units of the metric.
    """

    n_intervals: tuple[int, ...] = ()
    overlaps: tuple[float, ...] = ()
    radii: tuple[float, ...] = ()
    ball_radii: tuple[float, ...] = ()
