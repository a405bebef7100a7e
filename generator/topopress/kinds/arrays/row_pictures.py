"""The pictures that a table names of rows: found, decoded once, and read again for exemplars."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import Progress
from topopress.kinds.images.channels import COLOURS
from topopress.kinds.images.decoder_process import read_checked
from topopress.kinds.images.decoding import UnreadablePicture, read_picture
from topopress.kinds.images.links import Places
from topopress.kinds.images.named_files import NamedFiles, plain_path
from topopress.samples.broken import refuse_too_many
from topopress.samples.labels import composed, shown
from topopress.samples.tables.types import Entry
from topopress.samples.types import SkippedInput

_SHOWN = 5
_LONGEST = 200
"""Characters of a path that a message shows."""


@dataclass(frozen=True, slots=True)
class CheckedPictures:
    """The SHA-256 of each row's picture, "" for none, and what an author should know."""

    digests: tuple[str, ...]
    notice: str


class RowPictures:
    """The pictures below a table's folder. Several rows may have one picture."""

    def __init__(self, table: Path, folder: Path) -> None:
        """Name the table, and the folder of the exploration."""
        root = table.resolve().parent
        self._files = NamedFiles(root, Places(root, folder, ()))

    def digest(self, paths: Sequence[str], hash_file: Callable[[Path], str]) -> str:
        """Return a SHA-256 of the contents of all pictures; nothing is decoded."""
        digest = hashlib.sha256()
        for path in dict.fromkeys(filter(None, paths)):
            try:
                content = hash_file(self._file(path))
            except (UnreadablePicture, OSError) as error:
                content = f"unreadable: {error}"
            digest.update(repr((path, content)).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()

    def check(
        self, entries: Sequence[Entry], paths: Sequence[str], max_broken: float, progress: Progress
    ) -> CheckedPictures:
        """Decode every picture once; a row whose picture cannot be used has none.

        Raises:
            DataError: There is none, or too many cannot be used.
        """
        found: dict[str, str] = {}
        reasons: dict[str, str] = {}
        progress.start("checking pictures", len(paths))
        for path in paths:
            if path and path not in found and path not in reasons:
                try:
                    found[path] = read_checked(self._file(path), COLOURS)
                except UnreadablePicture as error:
                    reasons[path] = shown(str(error))
            progress.advance()
        progress.finish()
        broken = _broken(entries, paths, reasons)
        usable = sum(path in found for path in paths)
        refuse_too_many(usable, broken, "pictures", max_broken, "data.picture")
        return CheckedPictures(tuple(found.get(path, "") for path in paths), _notice(broken))

    def read(self, path: str, digest: str) -> Uint8:
        """Return the pixels of a picture, shape (height, width, 3).

        Raises:
            DataError: It has changed since it was listed.
        """
        try:
            now, pixels = read_picture(self._file(path))
        except UnreadablePicture as error:
            raise DataError(f"{shown(path)}: {error}; run the build again") from error
        if now != digest:
            raise DataError(f"{shown(path)}: changed since this build began; run the build again")
        return pixels

    def _file(self, path: str) -> Path:
        return self._files.find(composed(plain_path(path)))


def _broken(
    entries: Sequence[Entry], paths: Sequence[str], reasons: Mapping[str, str]
) -> list[SkippedInput]:
    return [
        SkippedInput(shown(path[:_LONGEST]), f"line {entry.line}: {reasons[path]}")
        for entry, path in zip(entries, paths, strict=True)
        if path in reasons
    ]


def _notice(broken: Sequence[SkippedInput]) -> str:
    if not broken:
        return ""
    listed = "; ".join(f"{one.origin}: {one.reason}" for one in broken[:_SHOWN])
    more = f"; and {len(broken) - _SHOWN} more" if len(broken) > _SHOWN else ""
    return f"rows are shown without a picture where it cannot be read: {listed}{more}"
