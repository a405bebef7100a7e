"""The JSON document of a file; what is none is named, with what to export instead."""

import codecs
import json
import re

from topopress.core.errors import DataError
from topopress.exchange.raw import shown

MOST_BYTES = 64 << 20
"""Bytes of a file at most: as objects of Python they take some 30 times as much."""
READ = (
    "Topopress reads KeplerMapper's dictionary as JSON, node-link data of networkx with the rows "
    "of each node, and the JSON of Mapper Interactive, TopoAct and Topopress"
)
"""What a message about another format ends with."""
_NODE_LINK = "export node-link JSON instead: json.dump(networkx.node_link_data(graph), file)"
_DUMP = "export JSON instead: json.dump(graph, file)"
_ROWS = "name the JSON file of the graph here, and the vectors of its rows with --vectors"
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (rb"\x80[\x02-\x05]", "a pickle, which is not read because it can run any code", _DUMP),
    (rb"PK\x03\x04", "a zip archive or an .npz file", "give the JSON file within, or " + _DUMP),
    (rb"\x1f\x8b", "compressed by gzip", "decompress it first, with gunzip"),
    (rb"\x93NUMPY", "an array of numpy", _ROWS),
    (rb"\x89HDF", "an HDF5 file", _DUMP),
    (rb"PAR1", "a Parquet file", _ROWS),
    (rb"SQLite format 3", "an SQLite database", _DUMP),
    (rb"version https://git-lfs", "a pointer of git LFS", "fetch the file itself: git lfs pull"),
    (rb"(?s)\s*(<\?xml.{0,500})?<graphml", "GraphML", _NODE_LINK),
    (rb"(?s)\s*(<\?xml.{0,500})?<gexf", "GEXF", _NODE_LINK),
    (rb"(?i)\s*(<!--.{0,500}-->\s*)?<(!doctype html|html)", "an HTML page", _DUMP),
    (rb"\s*<", "XML", _NODE_LINK),
    (rb"(?i)\s*(Creator .*\s+)?graph\s*\[", "GML", _NODE_LINK),
    (rb"(?i)\s*\*(vertices|network)", "a file of Pajek", _NODE_LINK),
    (rb"(?i)\s*(strict\s+)?(di)?graph\b[^\[{]{0,200}\{", "DOT of Graphviz", _NODE_LINK),
    (rb"\s*(defaultdict\(|[{\[(]\s*')", "a dictionary as Python prints it", _DUMP),
)
_STARTS = tuple((re.compile(start), what, instead) for start, what, instead in _BEGINNINGS)
_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _TwiceError(Exception):
    """A key stands twice in an object."""


def document_of(content: bytes, file: str) -> object:
    """Return the JSON document of a file's content.

    Raises:
        DataError: it is of another format, no JSON, too large, or has a key twice in an object.
    """
    if len(content) > MOST_BYTES:
        raise DataError(f"{file}: is larger than {MOST_BYTES:,} bytes, the most that is read")
    text = _text(content, file)
    try:
        return json.loads(text, object_pairs_hook=_once)
    except _TwiceError as error:
        raise DataError(
            f"{file}: has the key {error} twice in one object, so that one of them would be lost; "
            "give each node and each value a name of its own"
        ) from error
    except RecursionError as error:
        raise DataError(
            f"{file}: its lists and objects are nested too deeply; a graph needs five levels"
        ) from error
    except json.JSONDecodeError as error:
        raise _no_json(error, file) from error
    except ValueError as error:  # an integer of thousands of digits
        raise DataError(
            f"{file}: has a whole number of thousands of digits; no number of a graph has so many"
        ) from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set[str]()
        for key, _ in pairs:
            if key in seen:
                raise _TwiceError(shown(key))
            seen.add(key)
    return found


def _text(content: bytes, file: str) -> str:
    for start, what, instead in _STARTS:
        if start.match(content):
            raise DataError(f"{file}: is {what}; {instead}")
    if content.startswith(_MARKS) or b"\0" in content[:4]:
        raise DataError(f"{file}: is UTF-16 or UTF-32; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{file}, line {line}: is not UTF-8 text ({error.reason}); {_DUMP}"
        ) from error
    if not text.strip():
        raise DataError(f"{file}: is empty. {READ}")
    return text


def _no_json(error: json.JSONDecodeError, file: str) -> DataError:
    reason = error.msg.removesuffix(" at").removesuffix(" starting")
    place = f"line {error.lineno}, column {error.colno}"
    return DataError(f"{file}, {place}: is not JSON ({reason}). {READ}")
