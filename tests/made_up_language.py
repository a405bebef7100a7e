"""A made-up language: each message in other letters, which show what is not translated."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from topopress.core.translations import TEMPLATE

LANGUAGE = "art"
KEPT = re.compile(r"(\{\w+\}|%\(\w+\)s|<[^>]*>|&\w+;|\[@\w+\])")
RUN = re.compile(r"\b[A-Za-z][A-Za-z ’'-]*[A-Za-z]{2}\b")
"""Words in the letters of English."""


def in_other_letters(text: str) -> str:
    """Return a message with wide letters; its values stay as they are."""

    def other(part: str) -> str:
        wide = (chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in part)
        return part if KEPT.fullmatch(part) else "".join(wide)

    return "".join(map(other, KEPT.split(text)))


def write_translations(folder: Path) -> Path:
    """Write the translations of all messages into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    catalog = Catalog()
    with TEMPLATE.open("rb") as file:
        for one in read_po(file):
            ids = (one.id,) if isinstance(one.id, str) else one.id
            texts = tuple(map(in_other_letters, ids))
            if one.id:
                catalog.add(one.id, texts[0] if isinstance(one.id, str) else texts)
    with (folder / f"{LANGUAGE}.po").open("wb") as file:
        write_po(file, catalog)
    return folder
