"""How pages write numbers, names and dates."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from topopress.core.counted import counted
from topopress.core.errors import suggestion

NONE = "–"
"""Stands for a figure that there is not."""
SMALLEST = 0.005
"""Shares below this would round to nothing."""
# C0 and C1 controls (not tab and newline), lone surrogates and non-characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text with what HTML cannot hold shown as U+FFFD, in Unicode's NFC."""
    return unicodedata.normalize("NFC", UNPRINTABLE.sub("\ufffd", text))


def count(value: int) -> str:
    """Return ``12,345``."""
    return f"{value:,}"


def percent(share: float | None) -> str:
    """Return a share as ``63 %``, as the viewer writes it; an en dash for none."""
    if share is None or math.isnan(share):
        return NONE
    if 0 < share < SMALLEST:
        return "<\u00a01\u00a0%"
    if 1 > share > 1 - SMALLEST:
        return ">\u00a099\u00a0%"
    return f"{math.floor(100 * share + 0.5)}\u00a0%".replace("-", "−")


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with so many significant digits; an en dash for none."""
    if value is None or math.isnan(value):
        return NONE
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{decimals}f}".replace("-", "−")


def times(ratio: float) -> str:
    """Return ``2.6 times``, also where nothing is compared with something."""
    return "more than any number of times" if math.isinf(ratio) else f"{number(ratio, 2)} times"


def plural(value: int, one: str, many: str | None = None) -> str:
    """Return ``1 node`` or ``12 nodes``."""
    return counted(value, one, many)


def capital(text: str) -> str:
    """Return a text that starts with a capital letter."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """Return ``A, B and C``."""
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


def or_near(wrong: str, allowed: Iterable[str]) -> str:
    """End a sentence about a wrong word: with the nearest right one, if there is one."""
    return suggestion(wrong, allowed) or "."


def missing(what: str, name: str, known: Iterable[str], more: str) -> LookupError:
    """Return the error for a name that is not there: with the nearest that is, and what to do."""
    return LookupError(f"{what} {name!r}{or_near(name, known)} {more}")


def in_words(date: dt.date | None) -> str:
    """Return ``22 November 2026``, or nothing for no date."""
    return f"{date.day} {date:%B} {date.year}" if date else ""
