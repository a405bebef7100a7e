"""How pages write numbers, names and dates."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from babel import Locale
from babel.dates import format_date

from topopress.core.errors import suggestion
from topopress.core.language import ENGLISH, gettext, language, ngettext, whole
from topopress.core.language import decimals as with_decimals

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
    return whole(value)


def percent(share: float | None) -> str:
    """Return a share as ``63 %``, as the viewer writes it; an en dash for none."""
    if share is None or math.isnan(share):
        return NONE
    if 0 < share < SMALLEST:
        return f"<\u00a0{_in_percent(1)}"
    if 1 > share > 1 - SMALLEST:
        return f">\u00a0{_in_percent(99)}"
    return _in_percent(math.floor(100 * share + 0.5))


def _in_percent(value: int) -> str:
    return gettext("{value}\u00a0%", value=str(value).replace("-", "−"))


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with so many significant digits; an en dash for none."""
    if value is None or math.isnan(value):
        return NONE
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return with_decimals(value, decimals).replace("-", "−")


def short(value: float) -> str:
    """Return a setting as an author can have written it, such as ``0.55``."""
    return f"{value:g}".replace(".", language().decimal)


def three_digits(value: float) -> str:
    """Return a number with at most three digits and no needless ones, such as ``0.2``."""
    return f"{value:.3g}".replace(".", language().decimal)


def times(ratio: float) -> str:
    """Return ``2.6 times``, also where nothing is compared with something."""
    if math.isinf(ratio):
        return gettext("more than any number of times")
    return gettext("{ratio} times", ratio=number(ratio, 2))


def nodes(value: int) -> str:
    """Return ``1 node`` or ``12 nodes``."""
    return ngettext("{n} node", "{n} nodes", value)


def edges(value: int) -> str:
    """Return ``1 edge`` or ``12 edges``."""
    return ngettext("{n} edge", "{n} edges", value)


def rows(value: int) -> str:
    """Return ``1 row`` or ``12 rows``."""
    return ngettext("{n} row", "{n} rows", value)


def capital(text: str) -> str:
    """Return a text that starts with a capital letter."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """Return ``A, B and C``."""
    *most, last = names or [""]
    return gettext("{most} and {last}", most=", ".join(most), last=last) if most else last


def or_near(wrong: str, allowed: Iterable[str]) -> str:
    """End a sentence about a wrong word: with the nearest right one, if there is one."""
    return suggestion(wrong, allowed) or "."


def missing(what: str, name: str, known: Iterable[str], more: str) -> LookupError:
    """Return the error for a name that is not there: with the nearest that is, and what to do."""
    return LookupError(f"{what} {name!r}{or_near(name, known)} {more}")


def in_words(date: dt.date | None) -> str:
    """Return ``22 November 2026``, or nothing for no date."""
    if date is None:
        return ""
    tag = language().tag
    if tag == ENGLISH.tag:
        return f"{date.day} {date:%B} {date.year}"
    return format_date(date, "long", locale=Locale.parse(tag, sep="-"))
