"""Names of explorations and layers as addresses use them: ASCII letters, digits and hyphens."""

import hashlib
import re
import unicodedata

from topopress.core.file_names import is_portable

RESERVED = frozenset({"assets", "case-studies", "index", "404", "cname"})
"""Names of the site's own files and folders, and of a file that its host reads."""
LONGEST_LAYER = 120
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


def _latin(name: str) -> str:
    # The table has small letters only, and signs such as U+2121 fall apart into capitals.
    apart = unicodedata.normalize("NFKD", name.lower().translate(_LATIN)).lower()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
