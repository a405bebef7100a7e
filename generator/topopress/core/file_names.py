"""File names that every system can store, and that addresses use as they are."""

import re
import unicodedata

LONGEST_PATH = 200
"""Bytes of a published path at most, so that no system refuses it below some folder."""
UNSTORABLE = '" * : < > ? \\ |'
"""Characters that Windows, and the hosts of sites, refuse in names; and the slash."""

_SEGMENT = re.compile(r"\.?[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
# On Windows these names open devices, with any extension; readers may unzip a site there.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def is_portable(name: str) -> bool:
    """Return whether every system can store a file or a folder of this name."""
    return bool(_SEGMENT.fullmatch(name)) and not _DEVICES.fullmatch(name)


def is_storable(name: str) -> bool:
    """Return whether every system can store a file of this name, whatever its letters.

    Addresses need to quote it.
    """
    if name != name.strip() or name.endswith(".") or not name or _DEVICES.fullmatch(name):
        return False
    # Unassigned characters and lone halves of a pair are no text that systems agree on.
    kinds = {unicodedata.category(letter) for letter in name}
    return name.isprintable() and not kinds & {"Cn", "Cs"} and not set(name) & set(UNSTORABLE[::2])


def folded(path: str) -> str:
    """Return what is the same for paths that some systems cannot tell apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
