"""The columns of texts: the label, and the metadata. ``feats.KEY`` is a column, too."""

from collections.abc import Sequence

from topopress.core.errors import DataError, suggestion
from topopress.samples.tables.entries import near_label_notices, unnamed_notices
from topopress.samples.tables.metadata import Metadata, metadata_of
from topopress.samples.tables.types import Entry, no_column

NONE = "_"
"""What a table of words has in a cell that says nothing."""


class Cut:
    """Leaves of each entry the columns that are wanted, and remembers which there were.

    A large table has many more cells than a graph needs.
    """

    def __init__(self, columns: Sequence[str] = (), label: str | None = None) -> None:
        """Name the columns; for ``feats.KEY`` the column ``feats`` is left, too.

        Args:
            columns: The columns that are wanted.
            label: The column of labels, if the author names one.
        """
        self._label = label
        wanted = (*columns, label or "")
        names = [name for column in wanted for name in (column, column.partition(".")[0])]
        self._wanted = tuple(dict.fromkeys([*names, "form"]))
        self._shapes: dict[tuple[str, ...], Entry] = {}

    def __call__(self, entry: Entry) -> Entry:
        """Return an entry with the wanted columns alone."""
        cells = entry.cells
        self._shapes.setdefault(tuple(cells), entry)
        return Entry(entry.line, {name: cells[name] for name in self._wanted if name in cells})

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns of the entries that were cut, in their order."""
        return tuple(dict.fromkeys(name for shape in self._shapes for name in shape if name))

    def notices(self) -> tuple[str, ...]:
        """Return what an author should know of columns that look like labels, or have no name."""
        shapes = self._shapes.values()
        near = near_label_notices(shapes, "name it in data.label") if self._label is None else ()
        return (*near, *unnamed_notices(shapes))


class Features:
    """Looks whether any entry has a feature such as ``feats.Number``; other columns have none."""

    def __init__(self, column: str, setting: str) -> None:
        """Name the column, and the setting that names it."""
        self._column, self._setting = column, setting
        self._base, dot, self._key = column.partition(".")
        self._known: set[str] = set()
        self._wanted = bool(dot)

    def look(self, entry: Entry) -> None:
        """Look at the next entry."""
        if not self._wanted:
            return
        found = _features(entry.cells.get(self._base, ""))
        self._wanted = self._column not in entry.cells and self._key not in found
        self._known.update(found)

    def require(self) -> None:
        """Refuse a feature that no entry has.

        Raises:
            DataError: With the features that there are.
        """
        if not self._wanted:
            return
        listed = ", ".join(map(repr, sorted(self._known))) or "none"
        raise DataError(
            f"{self._setting}: no word has {self._key!r} in {self._base!r}"
            f"{suggestion(self._key, self._known)} (there are: {listed:.200})"
        )


def require_column(name: str, columns: Sequence[str], setting: str, file: str) -> None:
    """Refuse a column that is not there; ``feats.KEY`` needs the column ``feats``.

    Raises:
        DataError: With the setting that names it.
    """
    base, dot, _ = name.partition(".")
    if name not in columns and not (dot and base in columns):
        raise DataError(f"{setting}: {file!r} {no_column(name, columns)}")


def cell(entry: Entry, column: str, *, none: str | None) -> str:
    """Return what an entry says in a column, or in a feature such as ``feats.Number``.

    An empty text stands for nothing. ``none`` is a text that stands for nothing, too.
    """
    written = entry.cells.get(column)
    if written is None:
        base, _, key = column.partition(".")
        written = _features(entry.cells.get(base, "")).get(key, "")
    if written == none and not _is_the_sign_itself(entry, column, written):
        return ""
    return written


def further_columns(
    entries: Sequence[Entry],
    columns: Sequence[str],
    numbers: Sequence[str],
    *,
    where: str,
    none: str | None,
) -> list[Metadata]:
    """Return the metadata of each entry, in all of these columns; ``where`` is the file.

    Raises:
        DataError: A column of ``numbers`` is none of these, or has a value that is no number.
    """
    for name in numbers:
        if name not in columns:
            raise DataError(
                f"data.numbers: {name!r} is not in data.columns{suggestion(name, columns)}"
            )
    chosen = [
        Entry(entry.line, {column: cell(entry, column, none=none) for column in columns})
        for entry in entries
    ]
    return metadata_of(chosen, numbers, where, texts=())


def _is_the_sign_itself(entry: Entry, column: str, written: str) -> bool:
    """Return whether an underscore is the word that is written, as in Universal Dependencies."""
    return column in ("form", "lemma") and entry.cells.get("form") == written


def _features(written: str) -> dict[str, str]:
    parts = (part.partition("=") for part in written.split("|"))
    return {key.strip(): value.strip() for key, equals, value in parts if equals}
