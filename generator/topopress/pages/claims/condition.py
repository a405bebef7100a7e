"""What the condition of a claim consists of, once it is read; ``parse.py`` reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

Scalar = Fraction | str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, or a text in quotes."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class FactUse:
    """A fact by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Two values joined by ``+``, ``-`` or ``*``."""

    sign: str
    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values with a sign of comparison between them."""

    sign: str
    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions of which all hold (``and``) or one at least (``or``)."""

    word: str
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A condition that does not hold."""

    inside: "Condition"


Value = Constant | FactUse | Sum
Condition = Comparison | Joined | Not


def facts_in(condition: Condition) -> list[str]:
    """Return the names of the facts in a condition, each once, in its order."""
    return list(dict.fromkeys(_names(condition)))


def _names(one: Condition | Value) -> Iterator[str]:
    match one:
        case FactUse(name=name):
            yield name
        case Sum() | Comparison():
            yield from _names(one.left)
            yield from _names(one.right)
        case Joined():
            for part in one.parts:
                yield from _names(part)
        case Not():
            yield from _names(one.inside)
