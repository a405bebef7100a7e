"""Reads the names of a network's outputs from the author's file."""

import csv
import io
import json
from pathlib import Path

from topopress.core.errors import NetworkError
from topopress.samples.labels import shown

_MAX_BYTES = 4 << 20
_COLUMNS = ("name", "label", "class")
_INDEX = "index"
_FORMS = (
    'a list of names, or an object {"0": "cat"}, {"cat": 0} or {"0": ["n02121808", "cat"]} that '
    "numbers all outputs from 0"
)


def read_classes(path: Path) -> tuple[str, ...]:
    """Return one name per output, in output order.

    The names are the column ``name``, ``label`` or ``class`` of a .csv file; the list, or the
    object by numbers of outputs, of a .json file; or the lines of any other file.

    Raises:
        NetworkError: The file is missing, empty, too large, not UTF-8 or malformed.
    """
    names = [_printable(name) for name in _READERS.get(path.suffix.lower(), _lines)(path)]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise NetworkError(f"network.classes: {path} holds no names")
    return tuple(names)


def _printable(name: str) -> str:
    return "".join(c for c in name if c.isprintable()).strip()


def _lines(path: Path) -> list[str]:
    # Not splitlines(), which also splits at characters that a name may hold.
    return io.StringIO(_read(path), newline=None).read().split("\n")


def _json_names(path: Path) -> list[str]:
    try:
        found = json.loads(_read(path), object_pairs_hook=tuple)
    except (ValueError, RecursionError) as error:
        raise NetworkError(f"network.classes: {path} is not JSON ({error})") from error
    # An object is a tuple of pairs here, so that a key which stands there twice is noticed.
    names = found if isinstance(found, list) else _by_number(found)
    if names is None or not all(isinstance(name, str) for name in names):
        raise NetworkError(f"network.classes: {path} must hold {_FORMS}")
    return names


def _by_number(pairs: object) -> list[str] | None:
    """Return the names in the order of their numbers, which must be 0, 1, 2 ..."""
    if not isinstance(pairs, tuple):
        return None
    names: dict[int, str] = {}
    for key, value in pairs:
        number, name = (value, key) if type(value) is int else (_whole(key), _last(value))
        if number is None or name is None or number in names:
            return None
        names[number] = name
    in_order = sorted(names.items())
    complete = [number for number, _ in in_order] == list(range(len(in_order)))
    return [name for _, name in in_order] if complete else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004


def _last(value: object) -> str | None:
    """Return a name, or the last text of a list such as ``["n02121808", "cat"]``."""
    if isinstance(value, list) and value and all(isinstance(text, str) for text in value):
        value = value[-1]
    return value if isinstance(value, str) else None


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise NetworkError(f"network.classes: {path} is larger than {_MAX_BYTES:,} bytes")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise NetworkError(f"network.classes: cannot read {path} ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise NetworkError(f"network.classes: {path} is not UTF-8 text ({error.reason})") from error


def _column(path: Path) -> list[str]:
    try:
        rows = [row for row in csv.reader(io.StringIO(_read(path), newline=""), strict=True) if row]
    except csv.Error as error:
        raise NetworkError(f"network.classes: {path} is not CSV ({shown(str(error))})") from error
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    wanted = next((header.index(name) for name in _COLUMNS if name in header), None)
    if wanted is None:
        return [row[0] for row in rows]
    if _INDEX in header:
        _require_order([_cell(row, header.index(_INDEX)) for row in rows[1:]], path)
    return [_cell(row, wanted) for row in rows[1:]]


def _cell(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _require_order(numbers: list[str], path: Path) -> None:
    start = 1 if numbers[:1] == ["1"] else 0
    for expected, number in enumerate(numbers, start):
        if number != str(expected):
            raise NetworkError(
                f"network.classes: the column {_INDEX!r} of {path} says {number!r} where "
                f"{expected} is expected; sort the rows by output"
            )


_READERS = {".csv": _column, ".json": _json_names}


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
