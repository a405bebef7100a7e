"""Cuts the condition of a claim into names, numbers, texts and signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "text", "name", "sign", "end"]

_NUMBER = r"\d+(?:\.\d+)?(?:\s*%)?(?![\w.@])"
# Parts between full stops, with hyphens as in loop-i3c0; a sample is a part that begins with @.
_NAME = r"""\w[\w-]*(?:\.(?:\w[\w-]*|@[^\s.()<>=!*'"]+))*"""
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>{_NUMBER})|(?P<name>{_NAME})|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign>==|<>|=>|=<|<=|>=|!=|&&|\|\||\*\*|\S)|(?P<end>$))"
)
SIGNS = frozenset({"<", "<=", "=", "!=", ">=", ">", "+", "-", "*", "(", ")"})
LONGEST = 500
"""Characters of a condition at most."""
_OTHER_SIGNS = {
    "==": "write = for equal",
    "<>": "write != for not equal",
    "=>": "write >= for at least",
    "=<": "write <= for at most",
    "≠": "write != for not equal",
    "≥": "write >= for at least",
    "≤": "write <= for at most",
    "&&": "write and",
    "||": "write or",
    "!": "write not, or != for not equal",
    "−": "write - for minus",
    "×": "write * for times",
    "/": "there is no division; multiply the other side",
    "**": "there are no powers",
    "^": "there are no powers",
    "{": "a fact stands without braces here",
    "'": "a text has no end",
    '"': "a text has no end",
    "%": "a share is a number and %, such as 70 %",
    ",": "a number has no comma; write 12000 or 0.5",
}


class ConditionError(LookupError):
    """A condition that cannot be understood, with the place where it fails."""

    def __init__(self, condition: str, at: int, why: str) -> None:
        rest = condition[at:].strip()
        place = f"at {_short(rest)!r} (character {at + 1})" if rest else "at its end"
        super().__init__(f"the condition {_short(condition, 120)!r} fails {place}: {why}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a condition, and where it begins, from 0."""

    kind: Kind
    text: str
    at: int


def pieces(condition: str) -> Iterator[Piece]:
    """Yield the pieces of a condition; the last is its end.

    Raises:
        ConditionError: if a sign is none of the language.
    """
    if len(condition) > LONGEST:
        raise ConditionError(condition, LONGEST, f"at most {LONGEST} characters are allowed")
    place = 0
    while match := _TOKEN.match(condition, place):
        kind = match.lastgroup or "end"
        one = Piece(kind, match[kind], match.start(kind))  # type: ignore[arg-type]
        if one.kind == "sign" and one.text not in SIGNS:
            why = _OTHER_SIGNS.get(one.text, "this sign has no meaning here")
            raise ConditionError(condition, one.at, why)
        yield one
        if one.kind == "end":
            return
        place = match.end()


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]}..."
