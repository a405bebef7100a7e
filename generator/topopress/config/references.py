"""The file of the works that a site cites: ``content/references.bib`` or ``references.json``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from topopress.config.contents import REFERENCES, has_file
from topopress.config.text_file import read_text
from topopress.core.errors import ConfigError

CitationStyle = Literal["numeric", "author-year"]


@dataclass(frozen=True, slots=True)
class ReferencesFile:
    """The file, and how its works are cited.

    Attributes:
        path: Where it is, for messages.
        style: How citations are written: numbered, or by author and year.
    """

    path: str
    text: str
    style: CitationStyle = "numeric"


def read_references_file(content: Path, style: CitationStyle) -> ReferencesFile | None:
    """Return the file; None where there is none.

    Raises:
        ConfigError: if both are there, or the file is no text.
    """
    found = [name for name in REFERENCES if has_file(content, name)]
    if len(found) > 1:
        raise ConfigError(f"content: both {' and '.join(found)} are there; keep one")
    if not found:
        return None
    path = f"content/{found[0]}"
    return ReferencesFile(path, read_text(content / found[0], path), style)
