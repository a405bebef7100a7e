"""The ids of rows: those of a column, or the numbers of the rows."""

from collections.abc import Sequence

from topopress.core.errors import DataError
from topopress.samples.labels import is_plain, shown
from topopress.samples.tables.types import Entry

LONGEST = 200


def row_ids(entries: Sequence[Entry], column: str | None, where: str) -> list[str]:
    """Return the id of each row, in their order; without a column its number, from 0.

    Raises:
        DataError: An id is there twice, or cannot be shown.
    """
    if column is None:
        return [str(k) for k in range(len(entries))]
    lines: dict[str, int] = {}
    for entry in entries:
        name = entry.cells.get(column, "").strip()
        here = f"{where}, line {entry.line}: the id {shown(name[:LONGEST])!r}"
        if not name or not is_plain(name) or len(name) > LONGEST:
            raise DataError(
                f"{here} cannot be shown; an id has 1 to {LONGEST} characters, none of them a "
                "control character"
            )
        if name in lines:
            raise DataError(
                f"{here} stands in line {lines[name]}, too; ids are unique. Name another column in "
                "data.id, or rename this one"
            )
        lines[name] = entry.line
    return list(lines)
