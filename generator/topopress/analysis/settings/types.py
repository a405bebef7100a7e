"""Settings chosen from the data, and what they were chosen from."""

from dataclasses import dataclass

from topopress.analysis.nodes.types import GraphQuality


@dataclass(frozen=True, slots=True)
class Candidate:
    """Settings a choice was made among, and the figures of the graph of its sample under them.

    Attributes:
        metric: Distance between rows.
        n_intervals: Number of intervals of each lens that leaves it open.
        eps_quantile: Quantile from which eps is read off; None where none is.
        n_nodes: Number of nodes.
        quality: Figures of the graph, without the purity.
        separation: Chance that two rows of an interval are in different nodes, neither noise.
        stability: Mean agreement with the neighbouring candidates on which pairs of rows are in
            different nodes; 1 where there is no neighbour.
        score: Coverage times separation times stability; the candidate with the largest is chosen.
    """

    metric: str
    n_intervals: int
    eps_quantile: float | None
    n_nodes: int
    quality: GraphQuality
    separation: float
    stability: float
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Settings chosen from the data, with what they were chosen from.

    Attributes:
        candidates: By metric, number of intervals and quantile, ascending.
        chosen: Place of the chosen one in ``candidates``.
        n_rows: Rows the candidates were judged on.
        null_scores: Best score of a candidate on the same rows with every channel shuffled on its
            own, one for each shuffle.
    """

    candidates: tuple[Candidate, ...]
    chosen: int
    n_rows: int
    null_scores: tuple[float, ...]

    @property
    def best(self) -> Candidate:
        """The chosen candidate."""
        return self.candidates[self.chosen]
