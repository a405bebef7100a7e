"""In which direction a language is written, for the attribute ``dir`` of a page."""

import re
from typing import Literal

_SCRIPTS = frozenset(
    ["adlm", "aran", "arab", "hebr", "mand", "mani", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"]
)
"""Scripts from right to left that are in use, ISO 15924."""
_LANGUAGES = frozenset(
    [
        "ar",
        "arb",
        "arc",
        "ary",
        "arz",
        "azb",
        "ckb",
        "dv",
        "fa",
        "he",
        "iw",
        "ji",
        "lrc",
        "mzn",
        "nqo",
        "pes",
        "pnb",
        "prd",
        "prs",
        "ps",
        "rhg",
        "sam",
        "sd",
        "skr",
        "syr",
        "ug",
        "ur",
        "ydd",
        "yi",
    ]
)
"""Languages that are written from right to left where the tag names no script."""


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a BCP 47 language tag: that of its script, else of its language."""
    first, *more = language.lower().split("-")
    script = next((part for part in more if re.fullmatch("[a-z]{4}", part)), None)
    # What stands behind a single letter or digit is an extension, no script.
    singletons = [place for place, part in enumerate(more) if len(part) == 1]
    if script is not None and more.index(script) < min(singletons, default=len(more)):
        return "rtl" if script in _SCRIPTS else "ltr"
    return "rtl" if first in _LANGUAGES else "ltr"
