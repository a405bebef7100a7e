"""File names that every system can store, and that addresses use as they are."""

import re

LONGEST_PATH = 200
"""Characters of a published path at most, so that no system refuses it below some folder."""

_SEGMENT = re.compile(r"\.?[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
# On Windows these names open devices, with any extension; readers may unzip a site there.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def is_portable(name: str) -> bool:
    """Return whether every system can store a file or a folder of this name."""
    return bool(_SEGMENT.fullmatch(name)) and not _DEVICES.fullmatch(name)
