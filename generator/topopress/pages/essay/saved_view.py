"""Views that the explorer has saved as files, beside an essay."""

import json
import posixpath
from collections.abc import Mapping
from typing import Any

from topopress.bundle.view_state import VIEW_KEYS

FORMAT = "topopress-view"
_HINT = "save the view again: 'Save figure' in the explorer, then 'Save the view'"


def parts_of_file(path: str, content: bytes) -> Mapping[str, str]:
    """Return the parts of a saved view, and its exploration.

    Raises:
        LookupError: if the file is none of a view.
    """
    document = _document(path, content)
    view = document.get("view")
    parts = dict(view) if isinstance(view, dict) else {}
    parts["exploration"] = document.get("exploration")
    if not isinstance(view, dict) or not all(isinstance(one, str) for one in parts.values()):
        raise LookupError(f"{path!r} lacks the exploration or the parts of its view; {_HINT}")
    unknown = sorted(set(view) - set(VIEW_KEYS))
    if unknown:
        raise LookupError(f"{path!r}: a view has no part {unknown[0]!r}; {_HINT}")
    return parts


def file_path(written: str) -> str:
    """Return the path of a file below the article's folder, as an essay writes it.

    Raises:
        LookupError: if it leads out of the folder.
    """
    path = posixpath.normpath(written)
    if path.startswith(("/", "..")) or "\\" in path or not path.isprintable():
        raise LookupError(f"file={written}: write the name of a file beside the essay")
    return path


def _document(path: str, content: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(content)
    except ValueError as error:
        raise LookupError(f"{path!r} is no JSON file: {error}; {_HINT}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise LookupError(f"{path!r} is no saved view; {_HINT}")
    if document.get("version") != 1:
        raise LookupError(f"{path!r} is of another version of the explorer; {_HINT}")
    return document
