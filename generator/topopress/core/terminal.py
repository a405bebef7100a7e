"""Texts on their way to a terminal."""

import re

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def escaped(text: str) -> str:
    """Return a text with control characters, which a terminal obeys, written as escapes.

    So are marks of the reading direction, and halves of characters. Line feeds and tabs stay.
    Messages quote names and errors that come from files.
    """
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
