"""Numbers and texts that a file says beside nodes and edges."""

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from topopress.core.arrays import Float64
from topopress.exchange.raw import MOST_ROWS, RawEdge, RawGraph, RawNode, list_at, shown, wrong

MOST_NAMES, MOST_VALUES = 2000, 20_000_000
"""Different numbers of nodes or edges at most, and these times the nodes or edges."""
MOST_SAID, MOST_CHARACTERS = 100, 500
_NESTED = ("values", "avgs")
"""Keys whose object holds further numbers; the second is Mapper Interactive's."""
_DERIVED = {"size", "shared", "jaccard", "key", "interval", "pullback_set_label", "_igraph_index"}
"""Keys that say nothing beside members and edges, or that are read elsewhere."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def numbers_of(
    raw: RawGraph, ones: Sequence[RawNode | RawEdge], what: str
) -> tuple[dict[str, Float64], set[str]]:
    """Return the numbers of nodes or edges by their names, NaN if unknown, and what is no number.

    Raises:
        DataError: there are too many different ones.
    """
    found, left_out = dict[str, Float64](), set[str]()
    for index, one in enumerate(ones):
        for name, value in _flat(one.others):
            number = _number(value)
            if number is None:
                left_out.add(name)
                continue
            if name not in found:
                _require_few(raw.file, len(found) + 1, len(ones), what)
                found[name] = np.full(len(ones), np.nan)
            found[name][index] = number
    known = {name: each for name, each in sorted(found.items()) if not np.isnan(each).all()}
    return known, left_out - set(found)


def said_of(raw: RawGraph, left_out: set[str]) -> dict[str, str | float]:
    """Return what the file says of how the graph was made, and what of it was not read."""
    said = dict[str, str | float]()
    given = raw.said if isinstance(raw.said, dict) else {}
    for key, value in list(given.items())[:MOST_SAID]:
        text = _said(value)
        if text is not None:
            said[plain(key)] = text
    if raw.format:
        said.setdefault("format", raw.format)
    if left_out:
        said.setdefault("left out", plain(", ".join(sorted(left_out))))
    return said


def lens_of(raw: RawGraph, n_rows: int) -> Float64:
    """Return the lens value of each row, NaN for null; empty if the file has none.

    Raises:
        DataError: there is not a number for each row.
    """
    if raw.lens is None or raw.lens == []:
        return np.empty(0)
    place = f"{raw.place}['lens']" if raw.place else "lens"
    listed = list_at(raw.file, place, raw.lens, MOST_ROWS, "lens values")
    if len(listed) != n_rows:
        raise wrong(
            raw.file, place, f"has {len(listed):,} values for {n_rows:,} rows; give one each"
        )
    values = [_number(value) for value in listed]
    if None in values:
        k = values.index(None)
        raise wrong(raw.file, f"{place}[{k}]", f"must be a number, and is {shown(listed[k])}")
    return np.array(values, np.float64)


def plain(text: str) -> str:
    """Return a text on one line, without characters that cannot be shown, and not too long."""
    found = _UNPRINTABLE.sub("\ufffd", " ".join(text.split()))
    return found if len(found) <= MOST_CHARACTERS else found[: MOST_CHARACTERS - 1] + "…"


def _flat(others: Mapping[str, object]) -> list[tuple[str, object]]:
    found = []
    for key, value in others.items():
        if key in _NESTED and isinstance(value, dict):
            found += [(plain(name), each) for name, each in value.items()]
        elif key not in _DERIVED:
            found.append((plain(key), value))
    return found


def _number(value: object) -> float | None:
    """Return a number, NaN for null and for what is not finite; None for all else."""
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def _said(value: object) -> str | float | None:
    if isinstance(value, str):
        return plain(value)
    number = None if value is None else _number(value)
    if number is not None:
        return None if math.isnan(number) else value if isinstance(value, int) else number
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return plain(", ".join(map(str, value[:MOST_SAID])))
    return None


def _require_few(file: str, names: int, ones: int, what: str) -> None:
    if names > MOST_NAMES or names * ones > MOST_VALUES:
        raise wrong(
            file, "",
            f"has more than {names - 1:,} different numbers of {what}; keep those that are to be "
            f"shown, {min(MOST_NAMES, MOST_VALUES // max(ones, 1)):,} at most",
        )  # fmt: skip
