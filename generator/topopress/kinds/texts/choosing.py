"""Chooses from the texts or words of a file, one by one, so that only those chosen are held."""

import re
from dataclasses import dataclass, field
from heapq import heappush, heappushpop

from topopress.core.errors import DataError
from topopress.core.seeds import seed_for
from topopress.kinds.texts.types import Candidate
from topopress.samples.labels import clean_label

_SHOWN = 8

Labelled = tuple[Candidate, str | None]
"""A candidate and its label."""


@dataclass(slots=True)
class Choice:
    """Takes candidates in the order of the file; keeps those with some labels, and at most a limit.

    Attributes:
        keep: Regular expression that the label of a candidate must match; None for any.
        limit: How many are chosen at most: those whose hashes with the seed are smallest, so that a
            candidate that is added displaces at most one other.
        seed: The seed.
        listed: Number of the candidates.
        kept: Number of those whose label is kept.
        written: Labels of those that are kept, as the file has them.
    """

    keep: str | None
    limit: int | None
    seed: int
    listed: int = 0
    kept: int = 0
    written: set[str] = field(default_factory=set)
    _labels: dict[str, tuple[str | None, bool]] = field(default_factory=dict)
    _all: list[Labelled] = field(default_factory=list)
    _drawn: list[tuple[int, int, Labelled]] = field(default_factory=list)

    def take(self, candidate: Candidate, written: str) -> None:
        """Take a candidate with its label as the file has it, "" for none."""
        self.listed += 1
        label, is_kept = self._label(written)
        if not is_kept:
            return
        self.kept += 1
        if written:
            self.written.add(written)
        if self.limit is None:
            self._all.append((candidate, label))
            return
        # The largest hash is the smallest entry of the heap, the later one of two equal hashes.
        hashed = -seed_for(self.seed, "limit", candidate.id)
        entry = (hashed, -self.listed, (candidate, label))
        if len(self._drawn) < self.limit:
            heappush(self._drawn, entry)
        else:
            heappushpop(self._drawn, entry)

    def chosen(self, file: str) -> list[Labelled]:
        """Return the candidates that are chosen, in the order of the file, named for messages.

        Raises:
            DataError: ``keep`` matches no label.
        """
        if self.keep is not None and not self.kept:
            raise self._none_kept(file)
        drawn = sorted(self._drawn, key=lambda entry: -entry[1])
        return [*self._all, *(labelled for _, _, labelled in drawn)]

    def _label(self, written: str) -> tuple[str | None, bool]:
        """Return a label as pages show it, and whether it is kept."""
        if written not in self._labels:
            label = clean_label(written or None)
            matched = label is not None and re.fullmatch(self.keep or "", label) is not None
            self._labels[written] = label, self.keep is None or matched
        return self._labels[written]

    def _none_kept(self, file: str) -> DataError:
        known = sorted({label for label, _ in self._labels.values() if label is not None})
        listed = ", ".join(map(repr, known[:_SHOWN])) or "none"
        more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
        return DataError(
            f"data.keep: {self.keep!r} matches no label of {file!r} (labels: {listed}{more})"
        )
