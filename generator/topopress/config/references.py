"""The file of the works that a site cites: ``content/references.bib`` or ``references.json``.

Beside it can be a style in CSL, the Citation Style Language, which says how works are cited.
"""

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from xml.etree import ElementTree as ET

from pydantic import AfterValidator, WithJsonSchema

from topopress.config.contents import REFERENCES, has_file
from topopress.config.text_file import read_text
from topopress.core.errors import ConfigError, suggestion

OWN_STYLES = ("numeric", "author-year")
_FILE = re.compile(r"file:(?!/)(?!(?:.*/)?\.\.?/)(?!.*\\)(.+\.csl)")
_PARENT = "independent-parent"
_CSL = "{http://purl.org/net/xbiblio/csl}"


def _style(text: str) -> str:
    if text in OWN_STYLES or _FILE.fullmatch(text):
        return text
    raise ValueError(
        f"must be {', '.join(OWN_STYLES)} or file:NAME.csl, with the path of a CSL style below "
        f"content/, got {text!r}{suggestion(text, OWN_STYLES)}"
    )


CitationStyle = Annotated[
    str,
    AfterValidator(_style),
    WithJsonSchema(
        {"anyOf": [{"enum": list(OWN_STYLES)}, {"type": "string", "pattern": r"^file:.+\.csl$"}]}
    ),
]


@dataclass(frozen=True, slots=True)
class ReferencesFile:
    """The file, and how its works are cited.

    Attributes:
        path: Where it is, for messages.
        style: How citations are written: ``numeric``, ``author-year``, or the file of a style.
        csl: The text of that style; empty for our two.
        language: Of the site, as a tag of BCP 47.
    """

    path: str
    text: str
    style: str = "numeric"
    csl: str = ""
    language: str = "en"


def read_references_file(
    content: Path, style: str = "numeric", language: str = "en"
) -> ReferencesFile | None:
    """Return the file; None where there is none.

    Raises:
        ConfigError: if both are there, a file is no text, or the style cannot be used.
    """
    csl = _csl(content, style) if style not in OWN_STYLES else ""
    found = [name for name in REFERENCES if has_file(content, name)]
    if len(found) > 1:
        raise ConfigError(f"content: both {' and '.join(found)} are there; keep one")
    if not found:
        return None
    path = f"content/{found[0]}"
    return ReferencesFile(path, read_text(content / found[0], path), style, csl, language)


def _csl(content: Path, style: str) -> str:
    """Return the text of a style in CSL that can be used."""
    name = style.removeprefix("file:")
    path = f"content/{name}"
    where = f"content/site.toml, citation_style = {style!r}"
    if find_spec("citeproc") is None:
        raise ConfigError(f"{where}: needs the extra csl: pip install 'topopress[csl]'")
    if not (content / name).is_file():
        raise ConfigError(
            f"{where}: there is no file {path}; https://github.com/citation-style-language/styles "
            "has thousands"
        )
    text = read_text(content / name, path)
    if fault := _fault(text):
        raise ConfigError(f"{path}: {fault}")
    return text


def _fault(text: str) -> str:
    """Return why a text is no style that can be used; empty if it is one."""
    if "<!DOCTYPE" in text:
        return "has a DOCTYPE, which no style needs; remove it"
    try:
        return _fault_of_style(ET.fromstring(text))  # without a DOCTYPE no entities of its own
    except ET.ParseError as error:
        return f"is no XML: {error}"


def _fault_of_style(root: ET.Element) -> str:
    if root.tag != f"{_CSL}style":
        return "is no CSL style: its first element is not <style> of CSL 1.0"
    for link in root.iter(f"{_CSL}link"):
        if link.get("rel") == _PARENT:
            return f"is only the name of another style; take {link.get('href')} instead"
    if root.get("class") == "note":
        return "is a style of footnotes, which pages do not have; take one that cites in the text"
    parts = ("citation", "bibliography")
    lacks = [part for part in parts if root.find(f"{_CSL}{part}/{_CSL}layout") is None]
    return f"has no {lacks[0]}" if lacks else ""
