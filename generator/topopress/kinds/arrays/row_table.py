"""The table that describes rows: ids, labels, how each looks, and further columns.

It stands beside vectors or a graph, has one entry for each row, and is in the order of the rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from topopress.core.arrays import Uint8
from topopress.core.counted import counted
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.arrays.row_ids import row_ids
from topopress.kinds.arrays.row_pictures import CheckedPictures, RowPictures
from topopress.kinds.arrays.row_texts import RowTexts, read_links, read_texts
from topopress.kinds.arrays.settings import DescribedRows
from topopress.kinds.row_groups import FORM
from topopress.kinds.texts.naming import text_digest
from topopress.samples.arrays.reading import unreadable
from topopress.samples.labels import clean_label, clean_text, label_notices, shown
from topopress.samples.tables.entries import (
    LABEL,
    near_label_notices,
    read_entries,
    require_suffix,
    unnamed_notices,
)
from topopress.samples.tables.metadata import Metadata, metadata_of
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry, Required, no_column
from topopress.samples.types import Sample, Survey

ID, PARQUET = "id", ".parquet"
TABLES = (".csv", ".tsv", ".jsonl", PARQUET)
_KEYS = ("id", "label", "picture", "text", "link")
"""Settings that name a column."""


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
        self._pictures = RowPictures(self._file, folder) if settings.picture else None
        self.where = f"data.metadata: {self._name!r}"

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a text that changes with the table and its pictures; empty where there is none.

        Raises:
            DataError: The table cannot be read.
        """
        if self._settings.metadata is None:
            return ""
        require_suffix(self._file, self.where, TABLES)
        if self._file.suffix.lower() != PARQUET:
            Utf8File(self._file, self.where).require()
        try:
            own = hash_file(self._file)
        except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
            raise unreadable(self.where, error) from error
        if self._pictures is None:
            return own
        return f"{own} {self._pictures.digest(self._paths, hash_file)}"

    def survey(self, count: RowCount, progress: Progress = SILENT) -> Survey:
        """Return the rows as samples, in their order. Every picture is decoded once.

        Raises:
            DataError: The table cannot be read or is malformed, has another number of entries,
                lacks a column that the settings name, or has a value that cannot be used.
        """
        if self._settings.metadata is None:
            return Survey.in_order([_numbered(k) for k in range(count.n_rows)])
        entries = self.entries
        if len(entries) != count.n_rows:
            raise DataError(
                f"{self.where} has {counted(len(entries), 'entry', 'entries')}, and {count.of} has "
                f"{counted(count.n_rows, 'row')}; write one entry for each row, in the order of "
                "the rows"
            )
        self._require_columns()
        further = metadata_of(entries, self._settings.numbers, self.where, texts=self._named)
        labels, pictures = self._cells(self._column("label", LABEL)), self._checked(progress)
        _ = self.links  # so that a mistake is known
        samples = [
            self._sample(k, label, pictures.digests, metadata)
            for k, (label, metadata) in enumerate(zip(labels, further, strict=True))
        ]
        notices = (*self._notices(labels), pictures.notice, self.texts.notice)
        return Survey.in_order(samples, notices=tuple(filter(None, notices)))

    def text(self, sample: Sample) -> str:
        """Return the text of a row, "" for none.

        Raises:
            DataError: The table has changed since the rows were listed.
        """
        text = self.texts.texts[self.place(sample)]
        if text and text_digest(text) != sample.digest and self._pictures is None:
            raise self._changed()
        return text

    def picture(self, sample: Sample) -> Uint8 | None:
        """Return the pixels of a row's picture, shape (height, width, 3); None for none.

        Raises:
            DataError: The picture has changed since the rows were listed.
        """
        if self._pictures is None or not sample.digest:
            return None
        return self._pictures.read(self._paths[self.place(sample)], sample.digest)

    def link_of(self, sample: Sample) -> str:
        """Return the address of a row, "" for none."""
        return self.links[self.place(sample)] if self.links else ""

    @property
    def caption_columns(self) -> tuple[str, ...]:
        """The column of texts where rows look like their pictures, which have texts beside them."""
        column = self._settings.text
        return (column,) if column and self._pictures else ()

    def caption(self, sample: Sample) -> tuple[str, ...]:
        """Return the text of a row that looks like its picture, if the settings name texts."""
        return (self.text(sample),) if self.caption_columns else ()

    def place(self, sample: Sample) -> int:
        """Return the number of a row in the table.

        Raises:
            DataError: The table has changed since the rows were listed.
        """
        place = self._places.get(sample.id)
        if place is None:
            raise self._changed()
        return place

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The entries, read once."""
        wanted = Required(tuple(filter(None, [self._settings.id])))
        return read_entries(self._file, self._name, wanted, TABLES, "data.metadata")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, in their order."""
        return tuple(dict.fromkeys(name for entry in self.entries for name in entry.cells))

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The address of each row, "" for none; empty where the settings name no column."""
        column = self._settings.link
        return read_links(self.entries, column, self.where) if column else ()

    @cached_property
    def texts(self) -> RowTexts:
        """The text of each row; without texts where the settings name no column."""
        column = self._settings.text
        return read_texts(self.entries, column, self.where) if column else RowTexts((), ())

    @cached_property
    def _places(self) -> dict[str, int]:
        column = self._column("id", ID)
        return {name: k for k, name in enumerate(row_ids(self.entries, column, self.where))}

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(self._places)

    @cached_property
    def _paths(self) -> Sequence[str]:
        return [path.strip() for path in self._cells(self._settings.picture)]

    @property
    def _named(self) -> tuple[str, ...]:
        """The columns that say what each row is and how it looks; the others are metadata."""
        settings = self._settings
        found = (self._column("id", ID), self._column("label", LABEL))
        return tuple(filter(None, (*found, settings.picture, settings.text, settings.link)))

    def _sample(self, k: int, label: str, pictures: Sequence[str], metadata: Metadata) -> Sample:
        text, part = ("", ()) if not self.texts.texts else self._text(k)
        digest = pictures[k] if pictures else text and text_digest(text)
        form = {FORM: clean_text(text[part[0] : part[1]]).lower()} if part else {}
        described = {**form, **metadata}
        return Sample(self._ids[k], self._ids[k], clean_label(label), digest, part, described)

    def _text(self, k: int) -> tuple[str, tuple[int, ...]]:
        return self.texts.texts[k], self.texts.parts[k]

    def _checked(self, progress: Progress) -> CheckedPictures:
        if self._pictures is None:
            return CheckedPictures((), "")
        broken = self._settings.max_broken
        return self._pictures.check(self.entries, self._paths, broken, progress)

    def _column(self, key: str, default: str) -> str | None:
        """Return the column that a setting names, or the default if there is such a column."""
        named: str | None = getattr(self._settings, key)
        return named or (default if default in self.columns else None)

    def _require_columns(self) -> None:
        for key in _KEYS:
            column = getattr(self._settings, key)
            if column is not None and column not in self.columns:
                raise DataError(f"data.{key}: {self._name!r} {no_column(column, self.columns)}")

    def _cells(self, column: str | None) -> list[str]:
        return [entry.cells.get(column, "") if column else "" for entry in self.entries]

    def _notices(self, labels: Sequence[str]) -> Iterator[str]:
        if self._settings.label is None:
            yield from near_label_notices(self.entries, "name it in data.label")
        yield from unnamed_notices(self.entries)
        yield from label_notices(labels)

    def _changed(self) -> DataError:
        return DataError(f"{self.where}: changed since this build began; run the build again")


def _numbered(number: int) -> Sample:
    return Sample(id=str(number), origin=str(number), label=None, digest="")
