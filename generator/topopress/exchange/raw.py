"""A graph as a file has it: found by its keys, nothing of it checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from topopress.core.errors import DataError

MOST_NODES = 100_000
"""Nodes of a graph at most; its layout and its pages are not made for more."""
MOST_EDGES = 1_000_000
"""Edges of a graph at most, counted as the file states them."""
MOST_ROWS = 10_000_000
"""Rows of a graph at most: memory grows with the largest row number, whatever the nodes hold."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class RawNode:
    """A node: its name, its rows, and all else that the file says of it."""

    place: str
    name: object
    members: object
    members_place: str
    others: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawEdge:
    """An edge: its nodes as the file names them, and all else that the file says of it."""

    place: str
    source: object
    target: object
    others: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawGraph:
    """What a file says; ``place`` is where ``n_rows``, ``row_names``, ``lens`` and ``said`` are."""

    file: str
    nodes: list[RawNode]
    edges: list[RawEdge]
    place: str = ""
    n_rows: object = None
    row_names: object = None
    lens: object = None
    said: object = None
    format: str = ""


def wrong(file: str, place: str, sentence: str) -> DataError:
    """Return the error about a place of a file."""
    return DataError(f"{file}: {place} {sentence}" if place else f"{file}: {sentence}")


def shown(value: object) -> str:
    """Return a value for a message, in few characters and on one line."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = ascii(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def at(place: str, key: object) -> str:
    """Return the place of something within another place, such as ``nodes['a'][3]``."""
    return f"{place}[{shown(key)}]"


def object_at(file: str, place: str, value: object) -> dict[str, object]:
    """Return an object of JSON.

    Raises:
        DataError: it is something else.
    """
    if not isinstance(value, dict):
        raise wrong(file, place, f"must be an object, and is {shown(value)}")
    return value


def list_at(file: str, place: str, value: object, most: int, what: str) -> list[object]:
    """Return a list of JSON.

    Raises:
        DataError: it is something else, or longer than ``most``.
    """
    if not isinstance(value, list):
        raise wrong(file, place, f"must be a list, and is {shown(value)}")
    require_few(file, len(value), most, what)
    return value


def require_few(file: str, n: int, most: int, what: str) -> None:
    """Refuse more nodes, edges or rows than a graph can have.

    Raises:
        DataError: there are too many.
    """
    if n > most:
        raise DataError(
            f"{file}: has {n:,} {what}, and a graph can have {most:,} at most; leave some out, or "
            "make a smaller graph"
        )
