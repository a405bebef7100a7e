"""Balls that cover all rows, around some of them (Dlotko 2019, "Ball mapper").

``docs/mapper.md`` has the definition. Memory is bounded but for the balls' rows themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from topopress.config.limits import MOST_ELEMENTS
from topopress.core.arrays import Float32, Int64
from topopress.core.errors import ConfigError
from topopress.core.seeds import rng_for
from topopress.mapper.exact.closeness import Block, Bools, Closeness

ROWS_AT_ONCE = 1024
LANDMARKS_AT_ONCE = 4096
MOST_MEMBERSHIPS = 50_000_000
"""Rows in balls at most, a row in two balls counted twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Balls:
    """Balls of one radius.

    Attributes:
        landmark: The row in the middle of each, in the order in which they became landmarks.
        rows: The rows of each, ascending.
    """

    landmark: Int64
    rows: list[Int64]


def drawn_order(n_rows: int, seed: int, *names: str | int) -> Int64:
    """Return the order in which rows are asked whether they become landmarks."""
    return rng_for(seed, "balls", *names).permutation(n_rows)


def cover_by_balls(vectors: Float32, metric: str, radius: float, order: Int64) -> Balls:
    """Cover rows by closed balls of a radius.

    The rows are asked in an order; a row that is not within the radius of an earlier landmark
    becomes one. The ball of a landmark is all rows within the radius, the bound included.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        metric: Their distance.
        radius: In units of the metric, above 0.
        order: All rows, each once.

    Raises:
        ConfigError: there would be more than 65,535 balls, or 50 million rows in them.
    """
    search = _Search(Closeness.of(vectors, metric, radius), radius)
    known = [search.settle(order[k : k + ROWS_AT_ONCE]) for k in range(0, len(order), ROWS_AT_ONCE)]
    for k, landmarks in enumerate(known):
        search.look_again(order[k * ROWS_AT_ONCE :][:ROWS_AT_ONCE], landmarks)
    return search.balls()


@dataclass(slots=True, eq=False)
class _Search:
    """Finds landmarks and the rows of their balls, a block of rows after the other."""

    near: Closeness
    radius: float
    chunks: list[Block] = field(default_factory=list)
    found: list[tuple[Int64, Int64]] = field(default_factory=list)
    n_landmarks: int = 0
    n_found: int = 0

    def settle(self, rows: Int64) -> int:
        """Find the landmarks among some rows, and the balls so far that these are in.

        Returns:
            The number of landmarks that the rows have been compared with.
        """
        block = self.near.block(rows)
        left = np.ones(len(rows), np.bool_)
        for first, landmarks in self._since(0):
            left &= ~self._compare(block, first, landmarks)
        new = self._new_landmarks(block[left])
        if len(new.rows):
            self._compare(block, self.n_landmarks, new)
            self._add(new)
        return self.n_landmarks

    def look_again(self, rows: Int64, landmarks: int) -> None:
        """Find the balls that some rows are in, of the landmarks found after them."""
        if landmarks < self.n_landmarks:
            block = self.near.block(rows)
            for first, chunk in self._since(landmarks):
                self._compare(block, first, chunk)

    def balls(self) -> Balls:
        """Return all balls."""
        row = np.concatenate([rows for rows, _ in self.found])
        ball = np.concatenate([balls for _, balls in self.found])
        order = np.lexsort((row, ball))
        bounds = np.searchsorted(ball[order], np.arange(1, self.n_landmarks))
        landmark = np.concatenate([chunk.rows for chunk in self.chunks])
        return Balls(landmark, np.split(row[order], bounds))

    def _new_landmarks(self, left: Block) -> Block:
        within = self.near.within(left, left)
        open_rows, kept = np.ones(len(left.rows), np.bool_), []
        for k in range(len(left.rows)):
            if open_rows[k]:
                kept.append(k)
                open_rows &= ~within[k]
        return left[np.array(kept, np.int64)]

    def _compare(self, block: Block, first: int, landmarks: Block) -> Bools:
        """Note the balls that rows are in, and return which rows are in any."""
        within = self.near.within(block, landmarks)
        row, ball = np.nonzero(within)
        self.found.append((block.rows[row], first + ball))
        self.n_found += len(row)
        if self.n_found > MOST_MEMBERSHIPS:
            raise ConfigError(
                f"mapper.cover.radius: balls of radius {self.radius:g} hold more than "
                f"{MOST_MEMBERSHIPS:,} rows, each counted once per ball; a smaller or a much "
                "larger radius makes fewer"
            )
        return np.asarray(within.any(axis=1))

    def _add(self, new: Block) -> None:
        self.n_landmarks += len(new.rows)
        if self.n_landmarks > MOST_ELEMENTS:
            raise ConfigError(
                f"mapper.cover.radius: more than {MOST_ELEMENTS:,} balls of radius "
                f"{self.radius:g} are needed to cover the rows; a larger radius needs fewer"
            )
        if self.chunks and len(self.chunks[-1].rows) < LANDMARKS_AT_ONCE:
            new = self.chunks.pop().joined(new)
        self.chunks.append(new)

    def _since(self, landmark: int) -> Iterator[tuple[int, Block]]:
        """Yield the landmarks from a number on in chunks, with the number of each chunk's first."""
        first = 0
        for chunk in self.chunks:
            skipped = max(landmark - first, 0)
            if skipped < len(chunk.rows):
                yield first + skipped, chunk[skipped:]
            first += len(chunk.rows)
