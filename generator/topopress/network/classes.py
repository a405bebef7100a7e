"""Reads the names of a network's outputs from the author's file."""

import csv
from pathlib import Path

from topopress.core.errors import NetworkError

_MAX_BYTES = 4 << 20
_COLUMNS = ("name", "label", "class")


def read_classes(path: Path) -> tuple[str, ...]:
    """Return one name per output, in output order.

    The names are the column ``name``, ``label`` or ``class`` of a .csv file, or the lines of any
    other file.

    Raises:
        NetworkError: The file is missing, empty, too large or not UTF-8.
    """
    text = _read(path)
    lines = text.splitlines()
    names = _column(lines) if path.suffix.lower() == ".csv" else lines
    names = ["".join(c for c in name if c.isprintable()).strip() for name in names]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise NetworkError(f"network.classes: {path} holds no names")
    return tuple(names)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise NetworkError(f"network.classes: {path} is larger than {_MAX_BYTES:,} bytes")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise NetworkError(f"network.classes: cannot read {path} ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise NetworkError(f"network.classes: {path} is not UTF-8 text ({error.reason})") from error


def _column(lines: list[str]) -> list[str]:
    rows = [row for row in csv.reader(lines) if row]
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    wanted = next((header.index(name) for name in _COLUMNS if name in header), None)
    if wanted is None:
        return [row[0] for row in rows]
    return [row[wanted] if wanted < len(row) else "" for row in rows[1:]]


def fit_classes(
    classes: tuple[str, ...], outputs: int | None, *, given: bool, may_be_fewer: bool
) -> tuple[str, ...]:
    """Return the names for exactly ``outputs`` outputs.

    ``outputs`` is None if the network's result is not a vector. ``given`` names are the author's,
    others those of the network's library. Trailing outputs can be unused if there ``may_be_fewer``
    names.

    Raises:
        NetworkError: The author's names are too many or too few.
    """
    if outputs is None or len(classes) == outputs or not classes:
        return classes
    if may_be_fewer and len(classes) < outputs:
        return classes + ("unused",) * (outputs - len(classes))
    if given:
        raise NetworkError(
            f"network.classes: {len(classes)} names for a network with {outputs} outputs; "
            "give one name per output, in output order"
        )
    return ()
