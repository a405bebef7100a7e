"""Plurals of the noun that says what a row is."""

import re

_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$", re.IGNORECASE)
_CONSONANT_Y = re.compile(r"(?<=[^aeiou\W])y$", re.IGNORECASE)
_IRREGULAR = {
    "vertex": "vertices",
    "matrix": "matrices",
    "index": "indices",
    "datum": "data",
    "axis": "axes",
    "basis": "bases",
    "analysis": "analyses",
    "hypothesis": "hypotheses",
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "mouse": "mice",
    "leaf": "leaves",
    "life": "lives",
    "species": "species",
    "series": "series",
    "fish": "fish",
}


def plural_of(noun: str) -> str:
    """Return the plural of an English noun; of several words, the last one changes."""
    before, space, last = noun.rpartition(" ")
    if last.lower() in _IRREGULAR:
        many = _IRREGULAR[last.lower()]
        return f"{before}{space}{many.capitalize() if last[0].isupper() else many}"
    if _SIBILANT.search(noun):
        return f"{noun}es"
    return _CONSONANT_Y.sub("ie", noun) + "s"
