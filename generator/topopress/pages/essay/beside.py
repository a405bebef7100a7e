"""The files beside an essay: only those that the essay names are read and published."""

import io
import os
import posixpath
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from topopress.core.file_names import LONGEST_PATH, UNSTORABLE, folded, is_storable
from topopress.pages.essay.context import EssayContext, Mistake, Reference
from topopress.pages.tables.text import count, or_near

MOST_BYTES = 50_000_000
"""Size at most of a file that an essay links to; GitHub refuses files of more than 100 MB."""
PAGES = frozenset(
    {
        "anomalies.html",
        "embed.html",
        "index.html",
        "method.html",
        "overlay.html",
        "report.html",
        "training.html",
    }
)
FOLDERS = frozenset(
    {"anomaly-sheets", "classes", "data", "figures", "images", "layers", "overlay-sheets"}
)
"""What the site itself writes into the folder of an exploration or a case study."""
_COMPARISON = re.compile(r"compare-.+\.html")
_CHECKED_AS_PAGES = frozenset({".css", ".htm", ".html", ".xhtml"})

ReadFile = Callable[[str], bytes]
"""Returns a file by its path below the article's folder; else LookupError says why not."""


def read_files(context: EssayContext, read: ReadFile) -> dict[str, bytes]:
    """Read the files that an essay names; what is wrong is added to its mistakes."""
    files: dict[str, bytes] = {}
    for one in context.references:
        try:
            if is_of_site(one):
                _refuse_clash(one, read)
            elif one.path not in files:
                content = _read(one, read)
                if not one.is_picture:
                    _refuse_unstorable(one.path, context.article.path)
                _refuse_twin(one.path, files)
                files[one.path] = content
        except LookupError as error:
            context.mistakes.append(Mistake(one.line, str(error.args[0])))
    return files


def is_of_site(one: Reference) -> bool:
    """Return whether a link leads to what the site itself writes."""
    first, _, rest = one.path.casefold().partition("/")
    if one.is_picture:
        return False  # pictures are published under names of our own
    if first in {"", ".."} or (rest and first in FOLDERS):
        return True
    return not rest and (first in PAGES or _COMPARISON.fullmatch(first) is not None)


def files_in(attachments: Mapping[str, bytes]) -> ReadFile:
    """Return a function that reads from files that were read before."""

    def read(path: str) -> bytes:
        if path not in attachments:
            raise _no_file(path, attachments)
        return attachments[path]

    return read


def files_below(folder: Path) -> ReadFile:
    """Return a function that reads from the article's folder, and follows no link out of it."""

    def read(path: str) -> bytes:
        file = folder
        for part in path.split("/"):
            file = file / _spelling(part, file, path)
            if file.is_symlink():
                raise LookupError(
                    f"{path!r} is a symbolic link; put the file itself beside the essay"
                )
        state = file.stat()
        if not stat.S_ISREG(state.st_mode):
            raise LookupError(f"{path!r} is a folder or no ordinary file; link to a file")
        if state.st_size > MOST_BYTES:
            raise LookupError(
                f"{path!r} has {count(state.st_size)} bytes; {count(MOST_BYTES)} are allowed; "
                "publish it elsewhere and link to its https address"
            )
        return file.read_bytes()

    def read_or_say(path: str) -> bytes:
        try:
            return read(path)
        except (OSError, ValueError) as error:
            raise LookupError(f"{path!r} cannot be read: {error.args[-1]}") from error

    return read_or_say


def size_of_picture(ending: str, content: bytes) -> tuple[int, int] | None:
    """Return width and height of a picture in pixels; None where it is drawn at any size.

    Raises:
        LookupError: if it cannot be read.
    """
    if ending == ".svg":
        return None
    try:
        with Image.open(io.BytesIO(content), formats=("WEBP", "PNG", "JPEG", "GIF")) as image:
            return image.size
    except UnidentifiedImageError as error:
        raise LookupError("cannot be read: it is no WebP, PNG, JPEG or GIF file") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise LookupError(f"cannot be read: {error}") from error


def _read(one: Reference, read: ReadFile) -> bytes:
    ending = posixpath.splitext(one.path)[1].lower()
    if ending == ".html" and not one.written.partition("#")[0].lower().endswith(ending):
        raise LookupError(f"a link to {one.written!r}: it leads to a folder; link to a file in it")
    if ending in _CHECKED_AS_PAGES:
        raise LookupError(
            f"a link to {one.written!r}: pages and styles of your own cannot be published beside "
            f"an essay; pack {one.path!r} into a .zip file"
        )
    content = read(one.path)
    if one.is_picture:
        try:
            size_of_picture(ending, content)
        except LookupError as error:
            raise LookupError(f"picture {one.path} {error.args[0]}") from error
    return content


def _refuse_clash(one: Reference, read: ReadFile) -> None:
    if one.path.casefold() not in PAGES:
        return  # what lies in a folder of the site's is told where its pages are known
    try:
        read(one.path)
    except LookupError:
        return
    raise LookupError(
        f"a link to {one.written!r}: the site itself has a page of this name; rename the file "
        "beside the essay"
    )


def _refuse_unstorable(path: str, folder: str) -> None:
    """Refuse a name that not every system can store; pictures get names of our own."""
    if part := next((part for part in path.split("/") if not is_storable(part)), ""):
        raise LookupError(
            f"{path!r} cannot be published: not every system can store {part!r}. Names have none "
            f"of {UNSTORABLE}, no space or dot at their ends, and are not like 'con'; rename it"
        )
    most = LONGEST_PATH - len(folder) - len("/")
    if (size := len(path.encode())) > most:
        raise LookupError(
            f"{path:.60}... has {size} bytes; {most} are allowed for a published name; shorten it"
        )


def _refuse_twin(path: str, files: Iterable[str]) -> None:
    twin = next((each for each in files if folded(each) == folded(path)), None)
    if twin is not None:
        raise LookupError(
            f"{path!r} differs from {twin!r} by upper and lower case alone, or by how its "
            "letters are composed, which is one file on many computers; rename one"
        )


def _spelling(part: str, folder: Path, path: str) -> str:
    """Return the name of a file as its folder lists it: systems compose accents differently."""
    if os.path.lexists(folder / part):
        return part
    names = [each.name for each in folder.iterdir()] if folder.is_dir() else []
    same = unicodedata.normalize("NFC", part)
    for name in names:
        if unicodedata.normalize("NFC", name) == same:
            return name
    raise _no_file(path, names, part)


def _no_file(path: str, names: Iterable[str], part: str = "") -> LookupError:
    if path.lower().startswith("www."):
        return LookupError(f"there is no file {path!r}; for a page of the web write https://{path}")
    listed = sorted(name for name in names if not name.startswith("."))
    beside = f" Beside the essay: {', '.join(listed[:8])}" if 0 < len(listed) <= 8 else ""  # noqa: PLR2004
    return LookupError(f"there is no file {path!r}{or_near(part or path, listed)}{beside}")
