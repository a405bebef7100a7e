"""Translates texts that stages have stored in English, with their values.

A stored text was made of a message and values: ``no structure above chance: ... 1.4 times ...``.
The message is found again by what stands between the values.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from topopress.core.language import ENGLISH, Language, language

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?")
_LEAST_LITERAL = 8
"""Characters of a message outside its values, so that it cannot be mistaken for another one."""


def translated(text: str) -> str:
    """Return a stored text in the language of the page; unchanged where it is not ours.

    Of several sentences, each is a message of its own or several are one.
    """
    spoken = language()
    if spoken is ENGLISH or not text:
        return text
    return _found(text, spoken) or _found_small(text, spoken) or text


def _found_small(text: str, spoken: Language) -> str:
    """Translate a sentence whose message begins with a small letter."""
    found = _found(text[0].lower() + text[1:], spoken)
    return found[:1].upper() + found[1:]


def _found(text: str, spoken: Language) -> str:
    if text in spoken.messages:
        return spoken.messages[text][0]
    for message, pattern in _patterns(tuple(spoken.messages)):
        if match := pattern.fullmatch(text):
            values = match.groupdict()
            more = values.pop("_more")
            written = _filled(spoken.messages[message][0], values, spoken)
            return f"{written} {translated(more)}" if more else written
    return ""


def _filled(text: str, values: Mapping[str, str], spoken: Language) -> str:
    return _PLACEHOLDER.sub(
        lambda one: _value(values[one[1]], spoken) if one[1] in values else one[0], text
    )


def _value(value: str, spoken: Language) -> str:
    if _NUMBER.fullmatch(value):
        signs = {",": spoken.group, ".": spoken.decimal}
        return "".join(signs.get(sign, sign) for sign in value)
    return translated(value)


@cache
def _patterns(messages: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """Return the messages with values, and those that sentences can follow; the longest first."""
    listed = [(message, len(_PLACEHOLDER.sub("", message))) for message in messages]
    chosen = sorted(
        (
            (message, size)
            for message, size in listed
            if size >= _LEAST_LITERAL and (len(message) > size or message.endswith("."))
        ),
        key=lambda one: (-one[1], one[0]),
    )
    return [(message, re.compile("".join(_pattern(message)), re.DOTALL)) for message, _ in chosen]


def _pattern(message: str) -> Iterator[str]:
    seen = set[str]()
    for k, piece in enumerate(_PLACEHOLDER.split(message)):
        if k % 2 == 0:
            yield re.escape(piece)
        else:
            yield f"(?P={piece})" if piece in seen else f"(?P<{piece}>.+?)"
            seen.add(piece)
    yield r"(?: (?P<_more>.+))?" if message.endswith(".") else "(?P<_more>(?!))?"
