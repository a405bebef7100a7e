"""Plurals of the noun that says what a row is."""

import re

_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$", re.IGNORECASE)
_CONSONANT_Y = re.compile(r"(?<=[^aeiou\W])y$", re.IGNORECASE)
_FOREIGN = {"vertex": "vertices", "matrix": "matrices", "index": "indices", "datum": "data"}


def plural_of(noun: str) -> str:
    """Return the plural of an English noun; of several words, the last one changes."""
    before, space, last = noun.rpartition(" ")
    if last.lower() in _FOREIGN:
        return f"{before}{space}{_FOREIGN[last.lower()]}"
    if _SIBILANT.search(noun):
        return f"{noun}es"
    return _CONSONANT_Y.sub("ie", noun) + "s"
