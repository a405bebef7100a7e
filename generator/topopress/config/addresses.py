"""Names of explorations and layers as addresses use them: ASCII letters, digits and hyphens."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from topopress.core.file_names import is_portable

RESERVED = frozenset({"assets", "case-studies", "index", "404", "cname"})
"""Names of the site's own files and folders, and of a file that its host reads."""
LONGEST_LAYER = 120
LONGEST_CLASS = 30
# Latin letters that Unicode does not take apart into a letter and a mark.
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def slug(name: str) -> str:
    """Return a name as addresses use it: lower-case letters, digits and hyphens.

    Latin letters lose their marks; letters of other scripts are left out.
    """
    return re.sub(r"[^a-z0-9]+", "-", _latin(name)).strip("-")


def is_latin(name: str) -> bool:
    """Return whether ``slug`` leaves out no letter and no digit of a name."""
    return all(letter.isascii() for letter in _latin(name) if letter.isalnum())


def layer_address(name: str) -> str:
    """Return the name of a layer as addresses use it.

    A name that has no such form gets one from its hash, such as ``layer-1f0c93aa``.
    """
    address = slug(name)
    if is_latin(name) and is_portable(address) and len(address) <= LONGEST_LAYER:
        return address
    return f"layer-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def class_addresses(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of classes as the addresses of their pages use them, each its own.

    A name that is long, without such a form, or has the form of another one, ends in its hash.
    """
    forms = [slug(name) for name in names]
    counts = Counter(forms)
    return tuple(
        form if counts[form] == 1 and _is_class_address(name, form) else _with_hash(name, form)
        for name, form in zip(names, forms, strict=True)
    )


def _is_class_address(name: str, form: str) -> bool:
    plain = is_latin(name) and is_portable(form) and len(form) <= LONGEST_CLASS
    return plain and form != "index"


def _with_hash(name: str, form: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()[:8]
    start = form[: LONGEST_CLASS - len(digits) - 1].strip("-") or "class"
    return f"{start}-{digits}"


def _latin(name: str) -> str:
    # The table has small letters only, and signs such as U+2121 fall apart into capitals.
    apart = unicodedata.normalize("NFKD", name.lower().translate(_LATIN)).lower()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
