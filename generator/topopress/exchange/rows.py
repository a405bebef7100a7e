"""Rows of nodes: numbers, or names that are numbered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from topopress.core.arrays import Int32, Int64
from topopress.exchange.raw import (
    MOST_ROWS,
    RawGraph,
    RawNode,
    list_at,
    require_few,
    shown,
    wrong,
)

MOST_CHARACTERS = 2000
"""Characters of a name at most."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")


@dataclass(frozen=True, slots=True, eq=False)
class MemberRows:
    """The rows of all nodes, as ``GivenGraph`` has them."""

    offsets: Int64
    members: Int32
    n_rows: int
    names: tuple[str, ...]


def member_rows(raw: RawGraph) -> MemberRows:
    """Return the rows of all nodes.

    Rows are numbers, or texts. Texts that are all whole numbers are numbers, because numbers of
    numpy are often written so; other texts are names, numbered in the order in which they are first
    met, or in that of ``row_names``.

    Raises:
        DataError: a node has no rows, has one twice, or one that is neither.
    """
    lists = [_listed(raw.file, node) for node in raw.nodes]
    names = _row_names(raw)
    numbers, names = _numbered(raw, lists, names)
    sizes = [len(each) for each in numbers]
    members = np.concatenate([np.empty(0, np.int32), *numbers])
    n_rows = _n_rows(raw, int(members.max(initial=-1)), names)
    return MemberRows(np.cumsum([0, *sizes], dtype=np.int64), members, n_rows, names)


def name_at(file: str, place: str, value: object) -> str:
    """Return the name of a node or a row: a text, or a whole number as text.

    Raises:
        DataError: it is something else, is empty or too long, or has control characters.
    """
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not text:
        raise wrong(file, place, f"must be a name or a whole number, and is {shown(value)}")
    if len(text) > MOST_CHARACTERS:
        raise wrong(file, place, f"is longer than {MOST_CHARACTERS:,} characters; shorten the name")
    if _UNPRINTABLE.search(text):
        raise wrong(
            file, place, f"has a character that cannot be shown, in {shown(text)}; rename it"
        )
    return text


def _listed(file: str, node: RawNode) -> list[object]:
    """Return the rows of a node as a list; GraphML holds a text of numbers instead."""
    value = node.members
    rows = value.split() if isinstance(value, str) else value
    rows = list_at(file, node.members_place, rows, MOST_ROWS, "rows in a node")
    if not rows:
        raise wrong(
            file, node.members_place, "is empty; leave a node without rows out, with its edges"
        )
    return rows


def _row_names(raw: RawGraph) -> tuple[str, ...]:
    if raw.row_names is None:
        return ()
    place = f"{raw.place}['row_names']" if raw.place else "row_names"
    listed = list_at(raw.file, place, raw.row_names, MOST_ROWS, "rows")
    names = tuple(name_at(raw.file, f"{place}[{k}]", name) for k, name in enumerate(listed))
    if len(set(names)) < len(names):
        seen = set[str]()
        for k, name in enumerate(names):
            if name in seen:
                raise wrong(
                    raw.file,
                    f"{place}[{k}]",
                    f"is {shown(name)}, as an earlier row is; name each row differently",
                )
            seen.add(name)
    return names


def _numbered(
    raw: RawGraph, lists: Sequence[list[object]], names: tuple[str, ...]
) -> tuple[list[Int32], tuple[str, ...]]:
    kinds = [set(map(type, rows)) for rows in lists]
    found = set[type]().union(*kinds)
    if str not in found or not found <= {str, int} or _are_numbers(lists):
        return [
            _ascending(raw.file, node, _ints(raw.file, node, rows, each))
            for node, rows, each in zip(raw.nodes, lists, kinds, strict=True)
        ], names
    known = {name: row for row, name in enumerate(names)}
    numbers = [
        _ascending(raw.file, node, _named(raw, node, rows, known))
        for node, rows in zip(raw.nodes, lists, strict=True)
    ]
    require_few(raw.file, len(known), MOST_ROWS, "rows")
    return numbers, tuple(known)


def _are_numbers(lists: Sequence[list[object]]) -> bool:
    texts = (row for rows in lists for row in rows if isinstance(row, str))
    return all(_NUMBER.fullmatch(text) for text in texts)


def _ints(file: str, node: RawNode, rows: list[object], kinds: set[type]) -> Int64:
    """Return row numbers; of a node whose rows are ints at the speed of the list."""
    if kinds == {int}:
        found = cast("list[int]", rows)
        if min(found) >= 0 and max(found) < MOST_ROWS:
            return np.array(found, np.int64)
    return np.array([_int(file, f"{node.members_place}[{k}]", r) for k, r in enumerate(rows)])


def _int(file: str, place: str, row: object) -> int:
    number = int(row) if isinstance(row, str) and _NUMBER.fullmatch(row) else row
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < MOST_ROWS:
        return number
    raise wrong(
        file,
        place,
        f"must be a row number from 0 to {MOST_ROWS - 1:,}, or in the whole file the name of a "
        f"row, and is {shown(row)}",
    )


def _named(raw: RawGraph, node: RawNode, rows: list[object], known: dict[str, int]) -> Int64:
    numbers = []
    for k, row in enumerate(rows):
        place = f"{node.members_place}[{k}]"
        if not isinstance(row, str):
            raise wrong(
                raw.file,
                place,
                f"is {shown(row)}, and others of the file are names; "
                "rows are all numbers or all names",
            )
        if row not in known:
            if raw.row_names is not None:
                raise wrong(
                    raw.file, place, f"is {shown(row)}, which row_names does not list; add it there"
                )
            known[name_at(raw.file, place, row)] = len(known)
        numbers.append(known[row])
    return np.array(numbers, np.int64)


def _ascending(file: str, node: RawNode, rows: Int64) -> Int32:
    ordered = np.sort(rows)
    if (again := np.flatnonzero(ordered[1:] == ordered[:-1])).size:
        row = ordered[again[0]]
        second = int(np.flatnonzero(rows == row)[1])
        raise wrong(
            file, f"{node.members_place}[{second}]", "is a row that the node lists before; list "
            "each row once"
        )  # fmt: skip
    return ordered.astype(np.int32)


def _n_rows(raw: RawGraph, largest: int, names: tuple[str, ...]) -> int:
    if names:
        if largest >= len(names):
            raise wrong(
                raw.file, "row_names",
                f"has {len(names):,} names, and a node has the row {largest:,}, counted from 0",
            )  # fmt: skip
        return len(names)
    stated = raw.n_rows
    if stated is None:
        return largest + 1
    if isinstance(stated, bool) or not isinstance(stated, int) or not largest < stated <= MOST_ROWS:
        raise wrong(
            raw.file, "n_rows",
            f"must be a whole number from {largest + 1:,}, larger than each row, to "
            f"{MOST_ROWS:,}, and is {shown(stated)}",
        )  # fmt: skip
    return stated
