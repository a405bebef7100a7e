"""The conditions of claims: comparisons of facts and numbers, a small language of our own.

::

    condition  = some ("or" some)*
    some       = one ("and" one)*
    one        = "not" one | comparison | "(" condition ")"
    comparison = sum (("<" | "<=" | "=" | "!=" | ">=" | ">") sum)+
    sum        = product (("+" | "-") product)*
    product    = value ("*" value)*
    value      = "-" value | number | number "%" | fact | 'text' | "(" sum ")"

``0.2 <= a <= 0.4`` says both. A hyphen between letters belongs to a name, as in ``loop-i3c0``; a
minus has spaces around it.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from topopress.pages.claims.condition import (
    Comparison,
    Condition,
    Constant,
    FactUse,
    Joined,
    Not,
    Sum,
    Value,
)
from topopress.pages.claims.tokens import ConditionError, Piece, pieces

COMPARISONS = ("<", "<=", "=", "!=", ">=", ">")
DEEPEST = 30
"""Brackets, minus signs and ``not`` within each other at most."""
_WORDS = frozenset({"and", "or", "not"})
_T = TypeVar("_T")


def parse_condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: with the place where it cannot be understood.
    """
    reader = _Reader(text)
    found = reader.condition()
    if reader.now.kind != "end":
        raise reader.failure("the condition should end here, or go on with and, or")
    return found


class _Reader:
    """Reads pieces from left to right, one function for each line of the grammar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces = list(pieces(text))
        self._place = 0
        self._depth = 0

    @property
    def now(self) -> Piece:
        return self._pieces[self._place]

    def failure(self, why: str) -> ConditionError:
        return ConditionError(self._text, self.now.at, why)

    def condition(self) -> Condition:
        return self._joined("or", lambda: self._joined("and", self._one))

    def _joined(self, word: str, part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self._take("name", word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _one(self) -> Condition:
        if self._take("name", "not"):
            return Not(self._deeper(self._one))
        if self._opens_condition():
            self._take("sign", "(")
            inside = self._deeper(self.condition)
            self._close()
            return inside
        return self._comparison()

    def _opens_condition(self) -> bool:
        """Return whether a bracket holds a condition, not a sum."""
        if (self.now.kind, self.now.text) != ("sign", "("):
            return False
        depth = 0
        for one in self._pieces[self._place :]:
            depth += (one.text == "(") - (one.text == ")") if one.kind == "sign" else 0
            if one.text in _WORDS and one.kind == "name":
                return True
            if one.text in COMPARISONS and one.kind == "sign":
                return True
            if depth == 0:
                return False
        return False

    def _comparison(self) -> Condition:
        left, parts = self._sum(), list[Condition]()
        while self.now.kind == "sign" and self.now.text in COMPARISONS:
            sign = self._next().text
            right = self._sum()
            parts.append(self._compared(sign, left, right))
            left = right
        if not parts:
            raise self.failure(f"a comparison is wanted: {' '.join(COMPARISONS)}")
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def _compared(self, sign: str, left: Value, right: Value) -> Comparison:
        texts = [one for one in (left, right) if _is_text(one)]
        if texts and sign not in {"=", "!="}:
            raise self.failure("a text can only be compared by = and !=")
        return Comparison(sign, left, right)

    def _sum(self) -> Value:
        return self._chain(("+", "-"), lambda: self._chain(("*",), self._value))

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Value]) -> Value:
        found = part()
        while self.now.kind == "sign" and self.now.text in signs:
            sign = self._next().text
            right = part()
            if _is_text(found) or _is_text(right):
                raise self.failure("a text cannot be computed with")
            found = Sum(sign, found, right)
        return found

    def _value(self) -> Value:
        if self._take("sign", "-"):
            inside = self._deeper(self._value)
            if _is_text(inside):
                raise self.failure("a text cannot be computed with")
            return Sum("-", Constant(Fraction(0)), inside)
        if self._take("sign", "("):
            inside = self._deeper(self._sum)
            self._close()
            return inside
        one = self.now
        if one.kind == "number":
            self._next()
            return Constant(_number(one.text))
        if one.kind == "text":
            self._next()
            return Constant(one.text[1:-1])
        if one.kind == "name" and one.text not in _WORDS:
            self._next()
            return FactUse(one.text)
        raise self.failure("a fact or a number is wanted, such as LAYER.stable_islands or 70 %")

    def _close(self) -> None:
        if not self._take("sign", ")"):
            raise self.failure("a ) is wanted")

    def _deeper(self, read: Callable[[], _T]) -> _T:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.failure(f"more than {DEEPEST} brackets within each other")
        found = read()
        self._depth -= 1
        return found

    def _take(self, kind: str, text: str) -> bool:
        if (self.now.kind, self.now.text) != (kind, text):
            return False
        self._next()
        return True

    def _next(self) -> Piece:
        self._place += 1
        return self._pieces[self._place - 1]


def _is_text(value: Value) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, str)


def _number(text: str) -> Fraction:
    share = text.endswith("%")
    return Fraction(text.rstrip("% \t\n")) / (100 if share else 1)
