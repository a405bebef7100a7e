"""An entry of a table, and what its columns must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from topopress.core.errors import DataError, suggestion
from topopress.samples.labels import clean_text


class Number(str):
    """The text of a number in JSON."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a table: the line where it begins, and the text of each column that it has."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Required:
    """What every entry of a table must have.

    Attributes:
        columns: The columns that are required; in JSONL each entry must have a value for them.
        texts: Those of them whose values JSON must give as texts, not as numbers.
        advice: What to do if one is not there, after a semicolon; empty for nothing.
    """

    columns: tuple[str, ...]
    texts: tuple[str, ...] = ()
    advice: str = ""

    def check(self, columns: Sequence[str], where: str) -> None:
        """Refuse columns that lack a required one.

        Raises:
            DataError: With the columns that are there.
        """
        for wanted in self.columns:
            if wanted not in columns:
                raise DataError(f"{where} {no_column(wanted, columns)}{self.advice}")


def no_column(wanted: str, columns: Sequence[str]) -> str:
    """Return the end of a message that a column is not there."""
    listed = ", ".join(map(repr, columns)) or "none"
    other_case = next((c for c in columns if c.casefold() == wanted.casefold()), None)
    hint = f"; rename {other_case!r}" if other_case else suggestion(wanted, columns)
    return f"has no column {wanted!r}{hint} (columns: {listed:.200})"


def require_once(columns: Sequence[str], where: str) -> None:
    """Refuse two columns of one name.

    Raises:
        DataError: With the name.
    """
    seen: set[str] = set()
    for column in filter(None, columns):
        if column in seen:
            raise DataError(f"{where}: the column {column!r} stands there twice; keep one of them")
        seen.add(column)


@lru_cache(maxsize=1024)
def column_name(written: str) -> str:
    """Return the name of a column."""
    return clean_text(written)
