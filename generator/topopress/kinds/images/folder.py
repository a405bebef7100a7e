"""A folder of pictures with one sub-folder per class."""

import os
import stat
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from topopress.core.errors import DataError
from topopress.core.seeds import seed_for
from topopress.kinds.images.decoding import FORMATS, SUFFIXES
from topopress.kinds.images.files import Candidate, Candidates, PictureFiles
from topopress.kinds.images.settings import ImageFolder
from topopress.samples.labels import clash_key, clean_label, is_plain, shown
from topopress.samples.types import SkippedInput

# Named when met, because the author surely meant them as inputs; other files are none.
_OTHER_PICTURES = (".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif", ".jp2", ".ppm", ".ico")


class FolderPictures(PictureFiles):
    """The picture files below a folder; the label is the topmost sub-folder's name."""

    def __init__(self, settings: ImageFolder, base: Path) -> None:
        """Resolve the folder: it may be a link, what is in it may not."""
        where = f"data.folder: {settings.folder!r}"
        super().__init__((base / settings.folder).resolve(), where, settings.max_broken)
        self._settings, self._base = settings, base

    def candidates(self, seed: int | None) -> Candidates:
        """Return the picture files; the seed draws ``limit_per_class`` of each class.

        Hidden files and files that are no pictures by their ending are passed over. Links, devices,
        pipes, names that cannot be shown, and names that differ only in case or composition from an
        earlier one are refused.

        Raises:
            DataError: There is no such folder, or no picture in it.
        """
        folder, limit = self._settings.folder, self._settings.limit_per_class
        if not self.root.is_dir():
            raise DataError(
                f"data.folder: there is no folder {shown(folder)!r} in {self._base}; "
                "the path is relative to the exploration.toml"
            )
        found, refused = _sort_out(self.root)
        if not found and not refused:
            raise DataError(
                f"data.folder: {folder!r} holds no picture; pictures end in "
                f"{', '.join(SUFFIXES)} and lie in one sub-folder per class"
            )
        return found if limit is None or seed is None else _limit(found, limit, seed), refused


def _sort_out(root: Path) -> Candidates:
    found: list[Candidate] = []
    refused: list[SkippedInput] = []
    seen: dict[str, str] = {}
    for origin, refusal in sorted(_walk(root, "")):
        first = seen.setdefault(clash_key(origin), origin) if not refusal else origin
        clash = "" if first == origin else f"its name differs from {first!r} only in case"
        reason = refusal or clash
        if reason:
            refused.append(SkippedInput(shown(origin), reason))
        else:
            label = origin.split("/", 1)[0] if "/" in origin else None
            found.append(Candidate(origin, clean_label(label)))
    return found, refused


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield each picture's path below the root and, where it must be refused, why."""
    try:
        with os.scandir(folder) as entries:
            listed = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        yield prefix.rstrip("/") or ".", f"cannot be listed ({error.strerror})"
        return
    for entry in listed:
        origin = prefix + entry.name
        if entry.is_dir(follow_symlinks=False) and is_plain(entry.name):
            yield from _walk(folder / entry.name, f"{origin}/")
        elif (reason := _reason(entry)) is not None:
            yield origin, reason


def _reason(entry: os.DirEntry[str]) -> str | None:
    """Return why an entry is refused, "" if it is a candidate, None if it is no input at all."""
    suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122
    linked_folder = entry.is_symlink() and entry.is_dir()
    if linked_folder or (suffix in SUFFIXES and entry.is_symlink()):
        return "a symbolic link"
    if suffix in _OTHER_PICTURES:
        return f"its format is none of {', '.join(FORMATS)}"
    if suffix not in SUFFIXES:
        return None
    if not is_plain(entry.name):
        return "its name has characters that cannot be shown"
    if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
        return "not a regular file"
    return ""


def _limit(found: list[Candidate], limit: int, seed: int) -> list[Candidate]:
    """Keep the ``limit`` pictures of each class whose hashes are smallest.

    So a picture that is added displaces at most one other.
    """
    classes: dict[str | None, list[Candidate]] = defaultdict(list)
    for candidate in sorted(found, key=lambda c: seed_for(seed, "limit", c.origin)):
        classes[candidate.label].append(candidate)
    kept = [candidate for members in classes.values() for candidate in members[:limit]]
    return sorted(kept, key=lambda c: c.origin)
