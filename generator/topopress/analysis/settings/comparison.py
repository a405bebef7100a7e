"""The best scores of settings on rows, and on shuffled copies of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from topopress.analysis.settings.candidates import CandidateGrid, Cloud, evaluate
from topopress.analysis.settings.lenses import lenses_by_metric
from topopress.analysis.shuffling import shuffled, shuffled_within
from topopress.core.arrays import Float32, Int32
from topopress.core.progress import Progress
from topopress.core.seeds import rng_for

SHUFFLES = 3
"""Shuffled copies with which the data is compared."""
FEW = 7
SHUFFLES_OF_FEW = 19
"""The same for fewer candidates, whose best score varies more."""
SMALL = 200
SHUFFLES_OF_SMALL = 12
"""The same, at least, for fewer rows that have groups or were prepared."""
GROUP_ROWS = 5
"""Rows of the smallest group within which shuffling tells something."""

Shuffle = Callable[[Float32, np.random.Generator], Float32]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Scores rows and shuffled copies of them by the same candidates.

    Attributes:
        cloud: The rows.
        grid: The candidates.
        group: Number of each row's group, -1 for none, shape (n_rows,); None without groups.
        least: Smallest number of shuffled copies.
        seed: Seed of the pairs and the shuffles.
        progress: Advances by a candidate at a time.
    """

    cloud: Cloud
    grid: CandidateGrid
    group: Int32 | None
    least: int
    seed: int
    progress: Progress

    @property
    def copies(self) -> int:
        """Number of shuffled copies."""
        return max(SHUFFLES if len(self.grid) >= FEW else SHUFFLES_OF_FEW, self.least)

    @property
    def rounds(self) -> int:
        """Number of copies that are scored, of both kinds."""
        told = self.group is not None and tells(self.group)
        return self.copies * (1 + told)

    def score(self, cloud: Cloud) -> float:
        """Return the best score of any candidate."""
        found = evaluate(cloud, self.grid, seed=self.seed, progress=self.progress)
        return max(candidate.score for candidate in found)

    def null_scores(self) -> tuple[float, ...]:
        """Return the best score on each copy with every channel shuffled on its own."""
        return self._scores(shuffled, "shuffle")

    def group_scores(self) -> tuple[float, ...] | None:
        """Return the same with every channel shuffled within groups, None without groups.

        Nothing is told by groups that are too small, see ``tells``.
        """
        group = self.group
        if group is None:
            return None
        if not tells(group):
            return ()
        return self._scores(
            lambda vectors, rng: shuffled_within(vectors, group, rng), "shuffle within groups"
        )

    def _scores(self, shuffle: Shuffle, name: str) -> tuple[float, ...]:
        """Lenses of the vectors are computed anew; columns stay as they are."""
        scores = []
        for copy in range(self.copies):
            vectors = shuffle(self.cloud.vectors, rng_for(self.seed, "choice", name, copy))
            lenses = lenses_by_metric(vectors, self.grid, self.seed, self.cloud.columns)
            cloud = replace(self.cloud, vectors=vectors, lenses=lenses, ranges=lenses)
            scores.append(self.score(cloud))
        return tuple(scores)


def tells(group: Int32) -> bool:
    """Return whether shuffling within groups tells something: half of the rows are in large ones.

    There have to be two of them: shuffling within a single group is shuffling.
    """
    sizes = np.bincount(group[group >= 0], minlength=1)
    large = sizes[sizes >= GROUP_ROWS]
    return len(large) > 1 and 2 * int(large.sum()) >= len(group)
