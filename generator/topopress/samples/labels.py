"""Names and labels that come from outside: made printable before anything else sees them."""

import unicodedata

_CONTROL = ("Cc", "Cs", "Co", "Cn")
# Marks that reverse the reading direction can make a label read as another one.
_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MAX_LENGTH = 200


def clean_text(text: str) -> str:
    """Return the text composed (NFC), on one line, without control characters, and cut to 200."""
    spaced = " ".join(text.split())
    kept = [c for c in spaced if c not in _DIRECTION and unicodedata.category(c) not in _CONTROL]
    return unicodedata.normalize("NFC", "".join(kept)).strip()[:_MAX_LENGTH]


def clean_label(text: str | None) -> str | None:
    """Return a class name, or None where there is none."""
    return (clean_text(text) or None) if text is not None else None


def is_plain(name: str) -> bool:
    """Return whether a path below the data folder holds only characters that can be shown."""
    return all(c not in _DIRECTION and unicodedata.category(c) not in _CONTROL for c in name)


def shown(name: str) -> str:
    """Return a name for messages: odd characters escaped, so that no terminal obeys them."""
    if is_plain(name):
        return name
    return "".join(c if is_plain(c) else c.encode("unicode_escape").decode() for c in name)


def clash_key(name: str) -> str:
    """Return a key that is equal for paths that some file system takes for the same."""
    return unicodedata.normalize("NFC", name).casefold()
