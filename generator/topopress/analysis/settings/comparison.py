"""The best scores of settings on rows, and on copies of them that show what chance gives."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from topopress.analysis.gaussian import Draw
from topopress.analysis.null_model import copies, copies_within
from topopress.analysis.preparation.means import large_groups
from topopress.analysis.settings.candidates import CandidateGrid, Cloud, evaluate
from topopress.analysis.settings.lenses import lenses_by_metric
from topopress.core.arrays import Int32
from topopress.core.progress import Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.types import NullModel

COPIES = 3
"""Copies with which the data is compared."""
FEW = 7
COPIES_OF_FEW = 19
"""The same for fewer candidates, whose best score varies more."""
SMALL = 200
COPIES_OF_SMALL = 12
"""The same, at least, for fewer rows that have groups or were prepared."""
NAMES: Mapping[NullModel, str] = {"shuffled": "shuffle", "gaussian": "gaussian"}
"""Names of the copies' random generators."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Scores rows and copies of them by the same candidates.

    Attributes:
        cloud: The rows.
        grid: The candidates.
        group: Number of each row's group, -1 for none, shape (n_rows,); None without groups.
        least: Smallest number of copies.
        seed: Seed of the pairs and the copies.
        progress: Advances by a candidate at a time.
    """

    cloud: Cloud
    grid: CandidateGrid
    group: Int32 | None
    least: int
    seed: int
    progress: Progress

    @property
    def n_copies(self) -> int:
        """Number of copies."""
        return max(COPIES if len(self.grid) >= FEW else COPIES_OF_FEW, self.least)

    @property
    def null(self) -> NullModel:
        """Which copies: those of the clusterer."""
        return clusterer_of(self.grid.settings.clusterer).verdict.null

    @property
    def rounds(self) -> int:
        """Number of copies that are scored, of both kinds."""
        told = self.group is not None and tells(self.group)
        return self.n_copies * (1 + told)

    def score(self, cloud: Cloud) -> float:
        """Return the best score of any candidate."""
        found = evaluate(cloud, self.grid, seed=self.seed, progress=self.progress)
        return max(candidate.score for candidate in found)

    def null_scores(self) -> tuple[float, ...]:
        """Return the best score on each copy."""
        return self._scores(copies(self.null, self.cloud.vectors), NAMES[self.null])

    def group_scores(self) -> tuple[float, ...] | None:
        """Return the same for copies in which groups stay apart, None without groups.

        Nothing is told by groups that are too small, see ``tells``.
        """
        group = self.group
        if group is None:
            return None
        if not tells(group):
            return ()
        draw = copies_within(self.null, self.cloud.vectors, group)
        return self._scores(draw, f"{NAMES[self.null]} within groups")

    def _scores(self, draw: Draw, name: str) -> tuple[float, ...]:
        """Lenses of the vectors are computed anew; columns stay as they are."""
        scores = []
        for copy in range(self.n_copies):
            vectors = draw(rng_for(self.seed, "choice", name, copy))
            lenses = lenses_by_metric(vectors, self.grid, self.seed, self.cloud.columns)
            cloud = replace(self.cloud, vectors=vectors, lenses=lenses, ranges=lenses)
            scores.append(self.score(cloud))
        return tuple(scores)


def tells(group: Int32) -> bool:
    """Return whether copies within groups tell something: half of the rows are in large ones.

    There have to be two of them: within a single group is over all rows.
    """
    sizes = [len(rows) for rows in large_groups(group)]
    return len(sizes) > 1 and 2 * sum(sizes) >= len(group)
