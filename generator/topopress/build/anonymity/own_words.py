"""What an essay says of its author: names, and sentences such as “in our earlier work”."""

import re
from collections.abc import Iterable, Iterator

from topopress.build.anonymity.search import Finding, Search

_OWN = re.compile(
    r"\b(?:in |of |from |see )?(?:our|my)\s+(?:own\s+)?(?:earlier|previous|prior|past|recent|"
    r"former|first|last|published|accompanying)\s+(?:work|works|paper|papers|study|studies|article|"
    r"articles|results|findings|publication|publications|thesis|report)\b"
    r"|\b(?:we|i)\s+(?:have\s+)?(?:previously|earlier|already)\s+(?:shown?|showed|found|reported|"
    r"published|proposed|introduced|described|demonstrated|argued)\b"
    r"|\bas\s+we\s+(?:showed|reported|argued|described)\s+(?:in|earlier|before)\b"
    r"|\b(?:our|my)\s+(?:lab|laboratory|group|institute|university|department|repository|supervisor|"
    r"grant|funding)\b"
    r"|\b(?:we|i)\s+thank\b|\backnowledge?ments?\b|\b(?:supported|funded)\s+by\b"
    r"|\b(?:in\s+)?(?:unserer|unsere|meiner|unseren)\s+(?:früheren|vorigen|letzten|eigenen)\s+\w+",
    re.IGNORECASE,
)
ORIGIN = "a sentence about the authors"


def own_mentions(texts: Iterable[tuple[str, str]], search: Search) -> list[Finding]:
    """Return where texts name their author, or speak of the author's other work."""
    found = []
    for path, text in texts:
        found += [*search.in_text(path, text), *_sentences(path, text)]
    return found


def _sentences(path: str, text: str) -> Iterator[Finding]:
    for found in _OWN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        words = " ".join(found[0].split())
        around = " ".join(text[max(found.start() - 40, 0) : found.end() + 40].split())
        yield Finding(path, f"line {line}", words, ORIGIN, around)
