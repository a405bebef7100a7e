"""Names and labels that come from outside: made printable before anything else sees them."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

_CONTROL = ("Cc", "Cs", "Co", "Cn")
# Marks that reverse the reading direction can make a label read as another one.
_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MAX_LENGTH = 200


def clean_text(text: str) -> str:
    """Return the text composed (NFC), on one line, without control characters, and cut to 200."""
    spaced = " ".join(text.split())
    kept = [c for c in spaced if c not in _DIRECTION and unicodedata.category(c) not in _CONTROL]
    return composed("".join(kept)).strip()[:_MAX_LENGTH]


def clean_label(text: str | None) -> str | None:
    """Return a class name, or None where there is none."""
    return (clean_text(text) or None) if text is not None else None


def is_plain(name: str) -> bool:
    """Return whether a path below the data folder holds only characters that can be shown."""
    if name.isascii():
        return name.isprintable()
    return all(c not in _DIRECTION and unicodedata.category(c) not in _CONTROL for c in name)


def shown(name: str) -> str:
    """Return a name for messages: odd characters escaped, so that no terminal obeys them."""
    if is_plain(name):
        return name
    return "".join(c if is_plain(c) else c.encode("unicode_escape").decode() for c in name)


def composed(name: str) -> str:
    """Return a name whose letters and accents are one character where there is one (NFC)."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def clash_key(name: str) -> str:
    """Return a key that is equal for paths that some file system takes for the same."""
    return composed(name).casefold()


def label_notices(written: Iterable[str | None]) -> Iterator[str]:
    """Yield what an author should know of labels that are alike; ``written`` are those given.

    Labels that become one are said, those that differ only in case are said and stay apart.
    """
    spellings: dict[str, set[str]] = defaultdict(set)
    for text in {text for text in written if text}:
        spellings[clean_text(text)].add(text)
    for label, texts in sorted(spellings.items()):
        if not label and any(text.strip() for text in texts):
            yield f"labels without a character that can be shown count as none: {_listed(texts)}"
        elif label and len(texts) > 1:
            yield (
                f"{len(texts)} labels become one, {label!r}, when spaces, composition and marks "
                f"are made uniform: {_listed(texts)}"
            )
    alike: dict[str, set[str]] = defaultdict(set)
    for label in spellings:
        alike[clash_key(label)].add(label)
    for labels in (alike[key] for key in sorted(alike) if len(alike[key]) > 1):
        listed = ", ".join(sorted(labels))
        yield f"labels that differ only in case stay {len(labels)} labels: {listed}"


def _listed(texts: Iterable[str]) -> str:
    # In ASCII, because the difference between some of them cannot be seen.
    return ", ".join(ascii(text[:60]) for text in sorted(texts))
