"""Empties drawings (SVG): metadata, comments, and what editors write into elements of their own."""

import base64
import binascii
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_OURS = (_SVG, _XLINK, _XML, _MATHML)
_DATA = re.compile(r"(data:image/[\w.+-]+;base64,)([A-Za-z0-9+/=\s]+)")


def is_drawing(path: str, content: bytes) -> bool:
    """Return whether a file is an SVG."""
    return path.lower().endswith(".svg") or b"<svg" in content[:1000]


def emptied_drawing(content: bytes, empty: Callable[[str, bytes], bytes]) -> bytes | None:
    """Return a drawing without what editors say in it; None if it cannot be read.

    ``empty`` empties a picture within it, given a name and the content.
    """
    try:
        root = ET.parse(BytesIO(content)).getroot()
    except (ET.ParseError, ValueError, LookupError):
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    _clean(root, empty)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _clean(element: ET.Element, empty: Callable[[str, bytes], bytes]) -> None:
    for name, value in list(element.attrib.items()):
        if not _is_ours(name):
            del element.attrib[name]
        else:
            element.set(name, _emptied_data(value, empty))
    for child in list(element):
        if not _is_ours(str(child.tag)) or child.tag == f"{{{_SVG}}}metadata":
            element.remove(child)
        else:
            _clean(child, empty)


def _is_ours(name: str) -> bool:
    return not name.startswith("{") or name[1:].partition("}")[0] in _OURS


def _emptied_data(value: str, empty: Callable[[str, bytes], bytes]) -> str:
    """Return the value of an attribute with the pictures in it emptied."""

    def emptied(found: re.Match[str]) -> str:
        try:
            picture = base64.b64decode("".join(found[2].split()))
        except binascii.Error:
            return found[0]
        return found[1] + base64.b64encode(empty("picture", picture)).decode("ascii")

    return _DATA.sub(emptied, value) if "data:" in value else value
