"""Texts and words of one file as samples: labels, metadata, and what the settings leave out."""

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import seed_for
from topopress.kinds.texts.columns import (
    Cut,
    cell,
    further_columns,
    require_column,
    require_features,
)
from topopress.kinds.texts.naming import text_digest
from topopress.kinds.texts.settings import TextData
from topopress.kinds.texts.types import Candidate, Contents, TextSource
from topopress.samples.broken import refuse_too_many
from topopress.samples.labels import clean_label, clean_text, label_notices, shown
from topopress.samples.types import Found, Sample, Survey

FORM = "form"
"""Column of the metadata that every word has."""
_SHOWN = 8


class FileTexts(TextSource):
    """What texts and words have in common."""

    what: str
    """What is counted."""
    none: str | None = None
    """What a cell has that says nothing."""

    def __init__(self, settings: TextData, base: Path) -> None:
        """Name the file; relative paths start from ``base``."""
        self.file, self.name = base / settings.file, shown(settings.file)
        self.where = f"data.file: {self.name!r}"
        self._settings = settings

    @abstractmethod
    def read(self) -> Contents:
        """Return what the file holds.

        Raises:
            DataError: It cannot be read or is malformed.
        """

    @property
    @abstractmethod
    def default_label(self) -> str:
        """Column of the label where the settings name none and there is such a column."""

    def kept(self, labels: Sequence[str | None]) -> list[int]:
        """Return the candidates with a label that the settings keep."""
        return list(range(len(labels)))

    def drawn(self, ids: Sequence[str], kept: list[int], seed: int) -> list[int]:
        """Return those of the candidates that are kept which a limit of the settings leaves."""
        return kept

    def cut(self) -> Cut:
        """Return what leaves the columns that the settings name."""
        settings = self._settings
        return Cut((self.default_label, *settings.columns), settings.label)

    def contents(self) -> Contents:
        """Return what the file holds, with the columns that the settings name.

        Raises:
            DataError: The file cannot be read, is malformed, or lacks a column.
        """
        contents = self.read()
        if not contents.candidates and not contents.skipped:
            raise DataError(f"{self.where} holds no {self.what}")
        named = [("data.label", self._settings.label)] if self._settings.label else []
        for setting, column in [*named, *(("data.columns", c) for c in self._settings.columns)]:
            require_column(column, contents.columns, setting, self.name)
            require_features((c.entry for c in contents.candidates), column, setting)
        return contents

    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """List all samples."""
        contents, settings = self.contents(), self._settings
        listed = contents.candidates
        refuse_too_many(len(listed), contents.skipped, self.what, settings.max_broken, self.where)
        written = self._labels(listed)
        clean = {label: clean_label(label) for label in set(written)}
        labels = [clean[label] for label in written]
        kept = self.kept(labels)
        drawn = self.drawn([each.id for each in listed], kept, seed)
        samples = self._samples(
            [listed[k] for k in drawn], [labels[k] for k in drawn], contents.texts
        )
        found = Found(
            f"{self.what} in {self.name!r}",
            len(drawn),
            len(contents.skipped),
            not_drawn=len(kept) - len(drawn),
            not_kept=len(listed) - len(kept),
            others=contents.others,
        )
        notices = (*contents.notices, *label_notices(written[k] for k in kept))
        return Survey.of(samples, contents.skipped, found, notices)

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return the SHA-256 of the file, which is read once to know its mistakes at once."""
        self.contents()
        try:
            return hash_file(self.file)
        except OSError as error:
            raise DataError(f"{self.where}: cannot be read ({error.strerror})") from error

    def text(self, sample: Sample) -> str:
        """Return the text of a sample."""
        text, digest = self._texts.get(sample.origin, ("", ""))
        if digest != sample.digest:
            raise DataError(
                f"{self.where}, {sample.origin}: changed since this build began; run the build "
                "again"
            )
        return text

    def refuse_columns(self) -> None:
        """Refuse settings that name columns, for a file of lines.

        Raises:
            DataError: With the setting.
        """
        for setting in ("label", "columns", "numbers", "keep"):
            if getattr(self._settings, setting, None):
                raise DataError(
                    f"data.{setting}: {self.name!r} is a file of lines, which has no columns; "
                    "leave it out, or write a .csv, .tsv or .jsonl table"
                )

    @cached_property
    def _texts(self) -> dict[str, tuple[str, str]]:
        """Text and digest by origin; of the file, nothing else is held for long."""
        return {o: (text, text_digest(text)) for o, text in self.contents().texts.items()}

    def _labels(self, listed: Sequence[Candidate]) -> list[str | None]:
        column = self._settings.label or self.default_label
        return [cell(each.entry, column, none=self.none) or None for each in listed]

    def _samples(
        self,
        chosen: Sequence[Candidate],
        labels: Sequence[str | None],
        texts: Mapping[str, str],
    ) -> list[Sample]:
        digests = {origin: text_digest(text) for origin, text in texts.items()}
        columns = tuple(dict.fromkeys(self._settings.columns))
        entries = [each.entry for each in chosen]
        metadata = further_columns(
            entries, columns, self._settings.numbers, where=self.where, none=self.none
        )
        return [
            Sample(
                c.id,
                c.origin,
                label,
                digests[c.origin],
                c.part,
                {**_form(texts[c.origin], c.part), **further},
            )
            for c, label, further in zip(chosen, labels, metadata, strict=True)
        ]


def _form(text: str, part: tuple[int, ...]) -> dict[str, str]:
    """Return the form of a word in small letters, by which rows are grouped; {} for a text."""
    return {FORM: clean_text(text[part[0] : part[1]]).lower()} if part else {}


def limited(ids: Sequence[str], kept: list[int], limit: int, seed: int) -> list[int]:
    """Return the ``limit`` of those that are kept whose hashes are smallest, in order.

    So a word that is added displaces at most one other.
    """
    drawn = sorted(kept, key=lambda k: seed_for(seed, "limit", ids[k]))
    return sorted(drawn[:limit])


def matching(labels: Sequence[str | None], keep: str, file: str) -> list[int]:
    """Return the places of the labels that a regular expression matches as a whole.

    Raises:
        DataError: It matches none.
    """
    pattern = re.compile(keep)
    known = {label for label in labels if label is not None}
    matched = {label for label in known if pattern.fullmatch(label)}
    if not matched:
        listed = ", ".join(map(repr, sorted(known)[:_SHOWN])) or "none"
        more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
        raise DataError(
            f"data.keep: {keep!r} matches no label of {file!r} (labels: {listed}{more})"
        )
    return [k for k, label in enumerate(labels) if label in matched]
