"""One zip whose bytes depend on nothing but its files.

Entries are sorted, with one time (the earliest that a zip can hold), one mode and one level of
compression. Paths are short enough for Windows, which allows 260 characters with the folder before.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from topopress.core.errors import PublishError
from topopress.core.file_names import folded, is_storable

LONGEST = 160
"""Characters of a path at most: beside it, Windows has 100 for the folder of the zip's content."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_LEVEL = 9
_PICTURES = frozenset([".webp", ".png", ".jpg", ".jpeg", ".gif", ".svg"])
_LOOK = frozenset([".css", ".woff2"])


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the zip of files by path; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[path], compresslevel=_LEVEL)
    return made.getvalue()


def check_names(paths: Mapping[str, bytes]) -> None:
    """Refuse names that some system cannot unzip, each with what is wrong.

    Raises:
        PublishError: a path is too long, not ASCII, reserved, or like another but for its case.
    """
    wrong, seen = [], dict[str, str]()
    for path in sorted(paths):
        other = seen.setdefault(folded(path), path)
        if other != path:
            wrong.append(f"{path}: differs from {other} by upper and lower case alone")
        if not path.isascii():
            wrong.append(f"{path}: has letters other than ASCII; rename the file beside the essay")
        elif not all(map(is_storable, path.split("/"))):
            wrong.append(f"{path}: has a name that Windows cannot store; rename the file")
        if len(path) > LONGEST:
            wrong.append(
                f"{path}: has {len(path)} characters, and {LONGEST} are allowed, so that Windows "
                "can unzip it; shorten the name of the file or of the exploration's folder"
            )
    if wrong:
        raise PublishError("\n  ".join(["the supplement cannot have these names:", *wrong]))


def kind_of(path: str) -> str:
    """Return the kind of a file, by which sizes are told."""
    ending = PurePosixPath(path).suffix.lower()
    if ending == ".html":
        return "pages"
    if ending in _PICTURES:
        return "pictures"
    if ending == ".js" and "/data/" in path:
        return "data"
    if path.startswith("assets/") and (ending in _LOOK or ending == ".js"):
        return "scripts, styles and fonts"
    return "other files"


def sizes_by_kind(files: Mapping[str, bytes]) -> dict[str, int]:
    """Return the bytes of the files of each kind, the largest kind first."""
    sizes: dict[str, int] = {}
    for path, content in files.items():
        sizes[kind_of(path)] = sizes.get(kind_of(path), 0) + len(content)
    return dict(sorted(sizes.items(), key=lambda item: (-item[1], item[0])))


def heaviest(files: Mapping[str, bytes], most: int = 10) -> list[tuple[str, int]]:
    """Return the largest files with their sizes, the largest first."""
    sizes = ((path, len(content)) for path, content in files.items())
    return sorted(sizes, key=lambda item: (-item[1], item[0]))[:most]
