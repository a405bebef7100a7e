"""Whether the condition of a claim holds, given the facts at full precision.

Numbers are the decimal numbers that `topopress figures` writes, without rounding: 0.3 is three
tenths, and a share of 0.6961 is not at least 70 %.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

from topopress.pages.claims.condition import (
    Comparison,
    Condition,
    Constant,
    FactUse,
    Joined,
    Not,
    Scalar,
    Value,
)
from topopress.pages.tables.layer_figures import Value as FactValue

_COMPARED: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lt, "<=": le, "=": eq, "!=": ne, ">=": ge, ">": gt,
}  # fmt: skip
_COMPUTED: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {"+": add, "-": sub, "*": mul}


def scalar_of(name: str, value: FactValue) -> Scalar:
    """Return the value of a fact as a number or a text that can be compared.

    Raises:
        LookupError: if it is unknown, or several numbers.
    """
    match value:
        case str():
            return value
        case int():
            return Fraction(value)
        case float() if math.isfinite(value):
            return Fraction(repr(float(value)))
        case list():
            raise LookupError(f"{name!r} is several numbers here, which cannot be compared")
        case _:
            raise LookupError(
                f"{name!r} is unknown here, which pages show as an en dash, so nothing can be "
                "claimed of it"
            )


def holds(condition: Condition, facts: Mapping[str, Scalar]) -> bool:
    """Return whether a condition holds.

    Raises:
        LookupError: if a text is computed with, or compared with a number or by its size.
    """
    match condition:
        case Joined(word="and"):
            return all(_each(condition.parts, facts))
        case Joined():
            return any(_each(condition.parts, facts))
        case Not():
            return not holds(condition.inside, facts)
        case Comparison():
            left, right = _value(condition.left, facts), _value(condition.right, facts)
            return _compare(condition.sign, left, right)


def _each(parts: tuple[Condition, ...], facts: Mapping[str, Scalar]) -> list[bool]:
    """Look at all parts, so that a mistake in the last is told whatever the first says."""
    return [holds(part, facts) for part in parts]


def _compare(sign: str, left: Scalar, right: Scalar) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return _COMPARED[sign](left, right)
    if sign in {"=", "!="} and isinstance(left, str) and isinstance(right, str):
        return (left == right) == (sign == "=")
    text = left if isinstance(left, str) else right
    raise LookupError(f"{text!r} is a text, which is compared with a text by = or !=")


def _value(one: Value, facts: Mapping[str, Scalar]) -> Scalar:
    match one:
        case Constant():
            return one.value
        case FactUse():
            return facts[one.name]
        case _:
            left, right = (_number(part, facts) for part in (one.left, one.right))
            return _COMPUTED[one.sign](left, right)


def _number(one: Value, facts: Mapping[str, Scalar]) -> Fraction:
    match _value(one, facts):
        case Fraction() as number:
            return number
        case text:
            raise LookupError(f"{text!r} is a text, which cannot be computed with")
