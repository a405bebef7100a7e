"""Empties files of what they say of their author besides their content.

Pictures lose Exif, XMP, colour profiles, comments and times; drawings what editors write; PDFs the
entries of their information and XMP; archives the times, owners and comments of their entries.
Texts stay as they are: what they say is for the author to decide.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from topopress.build.anonymity.drawings import emptied_drawing, is_drawing
from topopress.build.anonymity.pictures import emptied, read_picture

DEEPEST = 4
"""Archives within archives that are written anew."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
_PDF_ENTRY = re.compile(
    rb"/(?:Author|Creator|Producer|Title|Subject|Keywords|Company|Manager|SourceModified"
    rb"|CreationDate|ModDate|PTEX\.Fullbanner|PTEX\.FileName)\s*"
    rb"(\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[0-9A-Fa-f\s]*>)",
    re.DOTALL,
)
_PDF_XMP = re.compile(rb"(<\?xpacket begin.*?\?>)(.*?)(<\?xpacket end)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Emptied:
    """Files without what they said of their author.

    Attributes:
        files: All files by path.
        changed: Paths of those that said something.
        unread: Paths of files that may say something that cannot be removed, with the reason.
    """

    files: dict[str, bytes]
    changed: tuple[str, ...]
    unread: dict[str, str]


def emptied_files(files: Mapping[str, bytes]) -> Emptied:
    """Return files without what they say besides their content."""
    made, unread = dict[str, bytes](), dict[str, str]()
    for path, content in files.items():
        made[path] = emptied_file(path, content, unread)
    changed = tuple(path for path in files if made[path] != files[path])
    return Emptied(made, changed, unread)


def emptied_file(path: str, content: bytes, unread: dict[str, str], depth: int = 0) -> bytes:
    """Return one file so; what cannot be emptied is added to ``unread``."""
    if (picture := read_picture(content)) is not None:
        return emptied(content, picture)
    if content.startswith(b"%PDF-"):
        return _pdf(path, content, unread)
    if is_drawing(path, content) and not path.endswith((".html", ".js", ".md")):
        drawn = emptied_drawing(content, lambda name, one: emptied_file(name, one, unread))
        if drawn is None:
            unread[path] = "it is no SVG that can be read"
        return content if drawn is None else drawn
    if path.lower().endswith(".zip") and content.startswith(b"PK"):
        return _archive(path, content, unread, depth)
    return content


def _pdf(path: str, content: bytes, unread: dict[str, str]) -> bytes:
    """Overwrite what a PDF says with spaces: its places in the file stay as they are."""

    def blank(found: re.Match[bytes]) -> bytes:
        value = found[1]
        inside = b" " * (len(value) - 2)
        if value.startswith(b"<"):
            return found[0][: -len(value)] + b"<" + inside + b">"
        return found[0][: -len(value)] + b"(" + inside + b")"

    made = _PDF_ENTRY.sub(blank, content)
    made = _PDF_XMP.sub(lambda found: found[1] + b" " * len(found[2]) + found[3], made)
    if b"/ObjStm" in content or b"/Encrypt" in content:
        unread[path] = (
            "a PDF whose entries are compressed or encrypted; write it anew without author, for "
            "instance with `qpdf --empty --pages FILE 1-z -- NEW`"
        )
    return made


def _archive(path: str, content: bytes, unread: dict[str, str], depth: int) -> bytes:
    if depth >= DEEPEST:
        unread[path] = "archives within archives"
        return content
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.infolist():
                inner = f"{path}: {entry.filename}"
                body = emptied_file(entry.filename, old.read(entry), unread, depth + 1)
                kept = zipfile.ZipInfo(entry.filename, EARLIEST)
                kept.compress_type, kept.create_system = zipfile.ZIP_DEFLATED, 3
                kept.external_attr = (0o40755 << 16 | 0x10) if entry.is_dir() else 0o100644 << 16
                new.writestr(kept, body, compresslevel=9)
                if entry.filename in unread:
                    unread[inner] = unread.pop(entry.filename)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
        unread[path] = f"the archive cannot be written anew: {error}"
        return content
    return made.getvalue()
