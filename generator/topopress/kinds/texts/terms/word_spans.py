"""Cuts a text into words, for counting. Nothing here depends on a network or its tokenizer."""

import re
import unicodedata
from functools import lru_cache

_SPANS = re.compile("s|a+(?:ja+)*")
"""A sign of its own, or letters, which an apostrophe may join."""
_APOSTROPHES = "'’ʼ"
_JOINERS = "\u200c\u200d"
"""Signs without width that stand within words, as in Persian and in Hindi."""
_SINGLE = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
"""Chinese characters: no spaces are between words, and most of them mean something alone."""


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the first and the one-after-last character of each word of a text.

    A word is a run of letters, marks and digits, with apostrophes inside of it. A Chinese character
    and an emoji are words of their own. In scripts that have neither spaces nor such characters,
    such as Thai, a word is what stands between two spaces or signs.
    """
    shape = "".join(map(_kind, text))
    return [found.span() for found in _SPANS.finditer(shape)]


def folded(word: str) -> str:
    """Return a word as it is counted: without case, composed (NFC)."""
    return unicodedata.normalize("NFC", word.casefold().replace("’", "'"))


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """Return "a" for a character of a word, "s" for a word alone, "j" for a joint, else "."."""
    if character in _APOSTROPHES:
        return "j"
    category, code = unicodedata.category(character), ord(character)
    if category == "So" or any(low <= code <= high for low, high in _SINGLE):
        return "s"
    return "a" if category[0] in "LMN" or character in _JOINERS else "."
