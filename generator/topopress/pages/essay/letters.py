"""Letters in the styles of formulas, such as bold or double-struck.

MathML Core has no ``mathvariant`` but ``normal``: each styled letter is a character of its own.
"""

import re
import unicodedata
from functools import cache
from xml.etree.ElementTree import Element

_BLOCK = range(0x1D400, 0x1D800)
_NAME = re.compile(r"MATHEMATICAL ([A-Z -]+?) (?:CAPITAL|SMALL|DIGIT|NABLA|PARTIAL)\b")
_STYLES = {"SANS-SERIF BOLD": "bold-sans-serif", "SANS-SERIF ITALIC": "sans-serif-italic"}


def styled(text: str, variant: str, element: Element) -> str:
    """Return the text of an element in a style; letters on their own are marked by it."""
    is_plain = len(text) == 1 and unicodedata.normalize("NFKC", text) == text
    if element.tag == "mi" and is_plain and text.isalpha() and variant in {"", "normal"}:
        # The class is for fonts without the italic letters of mathematics.
        name, value = ("mathvariant", variant) if variant else ("class", "variable")
        element.set(name, value)
    return "".join(_letters().get((variant, character), character) for character in text)


@cache
def _letters() -> dict[tuple[str, str], str]:
    """Return each styled letter by its style and the plain letter."""
    found = {}
    for code in _BLOCK:
        match = _NAME.match(unicodedata.name(chr(code), ""))
        if match:
            style = _STYLES.get(match[1], match[1].lower().replace(" ", "-"))
            found[style, unicodedata.normalize("NFKC", chr(code))] = chr(code)
    return found
