"""Everything below a folder of pictures, met once: candidates, what is refused, what is counted."""

import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from topopress.kinds.images.decoding import SUFFIXES, UnreadablePicture, begins_as_picture
from topopress.kinds.images.links import Places
from topopress.kinds.images.other_files import (
    NO_FORMAT,
    OTHER_ENDING,
    ending,
    folder_kind,
    needs_look,
    other_kind,
)
from topopress.samples.labels import is_plain, shown


@dataclass(slots=True)
class Contents:
    """What lies below a folder; paths are below it, with forward slashes.

    Attributes:
        files: The file of each picture that may be used, by its path; no link is left in it.
        refused: Path and reason of what cannot be used.
        others: How many there are of each kind that is never a picture.
        classes: The topmost folders.
        unseen: The folders that are never looked into.
    """

    files: dict[str, Path] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    classes: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def contents_of(root: Path, places: Places) -> Contents:
    """Return what lies below a folder, which has no link in its path.

    Links to folders are followed after all others, to folders that were not met before.
    """
    walk = _Walk(root, places)
    walk.run()
    return walk.contents


class _Walk:
    def __init__(self, root: Path, places: Places) -> None:
        self.contents = Contents()
        self._root, self._places = root, places
        self._folders: list[tuple[str, Path]] = [("", root)]
        self._linked: list[tuple[str, Path]] = []
        self._met: dict[Path, str] = {}

    def run(self) -> None:
        while self._folders or self._linked:
            if not self._folders:
                self._linked.sort(reverse=True)
            prefix, folder = (self._folders or self._linked).pop()
            if reason := self._not_again(folder):
                self.contents.refused.append((prefix.rstrip("/"), reason))
            else:
                self._met[folder] = prefix.rstrip("/") or "."
                self._list(prefix, folder)

    def _not_again(self, folder: Path) -> str:
        if folder in self._met:
            return f"a link to {shown(self._met[folder])!r}, whose files are used already"
        if folder != self._root and self._root.is_relative_to(folder):
            return "a link to a folder that the data folder lies in"
        return ""

    def _list(self, prefix: str, folder: Path) -> None:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._meet(entry, prefix, folder)
        except OSError as error:
            reason = f"cannot be listed ({error.strerror})"
            self.contents.refused.append((prefix.rstrip("/") or ".", reason))

    def _meet(self, entry: os.DirEntry[str], prefix: str, folder: Path) -> None:
        name, origin = entry.name, prefix + entry.name
        is_link = entry.is_symlink()
        if _is_folder(entry):
            self._meet_folder(name, origin, folder, is_link=is_link)
        elif kind := other_kind(name):
            self.contents.others[kind] += 1
        else:
            try:
                file = self._places.resolve(folder / name) if is_link else folder / name
                reason = _reason(origin, file, entry)
            except UnreadablePicture as error:
                reason = shown(str(error))
            except OSError as error:  # it was removed meanwhile
                reason = error.strerror or str(error)
            if reason:
                self.contents.refused.append((origin, reason))
            else:
                self.contents.files[origin] = file

    def _meet_folder(self, name: str, origin: str, folder: Path, *, is_link: bool) -> None:
        if kind := folder_kind(name):
            self.contents.others[kind] += 1
            self.contents.unseen.append(origin)
            return
        if folder == self._root:
            self.contents.classes.append(name)
        if not is_link:
            self._folders.append((f"{origin}/", folder / name))
            return
        try:
            self._linked.append((f"{origin}/", self._places.resolve(folder / name)))
        except UnreadablePicture as error:
            self.contents.refused.append((origin, str(error)))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a folder or a link to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def _reason(origin: str, file: Path, entry: os.DirEntry[str]) -> str:
    """Return why a file is refused, or an empty text."""
    if not is_plain(origin):
        try:
            origin.encode()
        except UnicodeEncodeError:
            return "its path is not UTF-8; rename the file or its folder"
        return "its path has characters that cannot be shown; rename the file or its folder"
    if not stat.S_ISREG(entry.stat().st_mode):
        return "not a regular file"
    if ending(entry.name) in SUFFIXES:
        return ""
    if not needs_look(entry.name):
        return OTHER_ENDING
    return "" if begins_as_picture(file) else NO_FORMAT
