"""The table that describes rows: ids, labels, how each looks, and further columns.

It stands beside vectors or a graph, has one entry for each row, and is in the order of the rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from topopress.core.errors import DataError
from topopress.kinds.arrays.settings import DescribedRows
from topopress.samples.labels import clean_label, is_plain, label_notices, shown
from topopress.samples.tables.entries import (
    LABEL,
    near_label_notices,
    read_entries,
    unnamed_notices,
)
from topopress.samples.tables.metadata import metadata_of
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry, Required, no_column
from topopress.samples.types import Sample, Survey

ID = "id"
LONGEST_ID = 200
_SETTING = "data.metadata"
TABLES = (".csv", ".tsv", ".jsonl")


@dataclass(frozen=True, slots=True)
class RowCount:
    """How many rows there are, and what says so, such as a layer's file."""

    n_rows: int
    of: str


class RowTable:
    """The table of an exploration's rows; without one, rows have a number and nothing else."""

    def __init__(self, settings: DescribedRows, folder: Path) -> None:
        """Name the table; relative paths start from the folder."""
        self._settings = settings
        self._file = folder / (settings.metadata or "")
        self._name = shown(settings.metadata or "")
        self.where = f"{_SETTING}: {self._name!r}"

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return the SHA-256 of the table; empty where there is none.

        Raises:
            DataError: It cannot be read.
        """
        if self._settings.metadata is None:
            return ""
        Utf8File(self._file, self.where).require()
        return hash_file(self._file)

    def survey(self, count: RowCount) -> Survey:
        """Return the rows as samples, in their order.

        Raises:
            DataError: The table cannot be read or is malformed, has another number of entries, or
                lacks a column that the settings name.
        """
        if self._settings.metadata is None:
            return Survey.in_order([_numbered(k) for k in range(count.n_rows)])
        entries = self.entries
        if len(entries) != count.n_rows:
            raise DataError(
                f"{self.where} has {len(entries):,} entries, and {count.of} has {count.n_rows:,} "
                "rows; write one entry for each row, in the order of the rows"
            )
        self._require_columns()
        ids, labels = self._ids(), self._cells(self._column("label", LABEL))
        further = metadata_of(entries, self._settings.numbers, self.where, texts=self._named)
        samples = [
            Sample(id=name, origin=name, label=clean_label(label), digest="", metadata=metadata)
            for name, label, metadata in zip(ids, labels, further, strict=True)
        ]
        return Survey.in_order(samples, notices=tuple(self._notices(labels)))

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The entries, read once."""
        settings = self._settings
        given = [getattr(settings, key) for key in ("id", "label", "picture", "text", "link")]
        required = Required(tuple(filter(None, given[:1])))
        return read_entries(self._file, self._name, required, TABLES, _SETTING)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, in their order."""
        return tuple(dict.fromkeys(name for entry in self.entries for name in entry.cells))

    @property
    def _named(self) -> tuple[str, ...]:
        """The columns that say what each row is and how it looks; the others are metadata."""
        settings = self._settings
        named = (
            self._column("id", ID),
            self._column("label", LABEL),
            settings.picture,
            settings.text,
            settings.link,
        )
        return tuple(filter(None, named))

    def _column(self, key: str, default: str) -> str | None:
        """Return the column that a setting names, or the default if there is such a column."""
        named: str | None = getattr(self._settings, key)
        return named or (default if default in self.columns else None)

    def _require_columns(self) -> None:
        for key in ("id", "label", "picture", "text", "link"):
            column = getattr(self._settings, key)
            if column is not None and column not in self.columns:
                raise DataError(f"data.{key}: {self._name!r} {no_column(column, self.columns)}")

    def _cells(self, column: str | None) -> list[str]:
        return [entry.cells.get(column, "") if column else "" for entry in self.entries]

    def _ids(self) -> list[str]:
        column = self._column("id", ID)
        if column is None:
            return [str(k) for k in range(len(self.entries))]
        seen: dict[str, int] = {}
        for entry in self.entries:
            name = entry.cells.get(column, "").strip()
            here = f"{self.where}, line {entry.line}: the id {shown(name[:LONGEST_ID])!r}"
            if not name or not is_plain(name) or len(name) > LONGEST_ID:
                raise DataError(
                    f"{here} cannot be shown: an id has 1 to {LONGEST_ID} characters, none of them "
                    "a control character"
                )
            if name in seen:
                raise DataError(
                    f"{here} stands in line {seen[name]}, too; ids are unique. Name another column "
                    "in data.id, or rename this one"
                )
            seen[name] = entry.line
        return list(seen)

    def _notices(self, labels: Sequence[str]) -> Iterator[str]:
        if self._settings.label is None:
            yield from near_label_notices(self.entries, "name it in data.label")
        yield from unnamed_notices(self.entries)
        yield from label_notices(labels)


def _numbered(number: int) -> Sample:
    return Sample(id=str(number), origin=str(number), label=None, digest="")
