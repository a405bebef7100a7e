"""Names of texts: an origin for readers and an id, each unique within a file."""

import hashlib

from topopress.samples.labels import is_plain

LONGEST_ORIGIN = 200
MOST_WORDS = 1 << 16
"""Words of a sentence at most, because four digits of an id number them."""


class Names:
    """Gives out the origins and keys of a file's texts, in the order of the file.

    A key depends on the id of a sentence, or on its text where it has no id, so lines that are
    added change no other id. Only equal keys are numbered.
    """

    def __init__(self) -> None:
        self._origins: set[str] = set()
        self._keys: set[int] = set()
        self._again: dict[int, int] = {}
        """How often a key was wanted again."""

    def origin(self, name: str | None, line: int) -> str:
        """Return the name of a text if it can be shown, else its line."""
        usable = name and name.strip() and is_plain(name) and len(name) <= LONGEST_ORIGIN
        origin = name if usable and name else f"line {line}"
        while origin in self._origins:
            origin = f"{origin} (line {line})"
        self._origins.add(origin)
        return origin

    def key(self, content: str) -> str:
        """Return 12 hexadecimal digits."""
        first, salt = _digits(content, 0), 0
        key, known = first, int(first, 16)
        if known in self._keys:
            salt = self._again[known] = self._again.get(known, 0) + 1
            key = _digits(content, salt)
        while int(key, 16) in self._keys:
            salt += 1 << 32
            key = _digits(content, salt)
        self._keys.add(int(key, 16))
        return key


def _digits(content: str, salt: int) -> str:
    salted = f"{content}\x1f{salt}" if salt else content
    return hashlib.sha256(salted.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def word_id(key: str, number: int) -> str:
    """Return the id of a word: the key of its sentence, and four hexadecimal digits."""
    return f"{key}{number:04x}"


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def fault_of(text: str) -> str:
    """Return why a text cannot be used, or nothing."""
    if not text.strip():
        return "there is no text"
    if any("\ud800" <= c <= "\udfff" for c in text):
        return "it has half of a character (a surrogate without its other half)"
    return ""
