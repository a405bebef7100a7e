"""A CSV or JSONL file that lists picture files, their labels and further columns."""

from pathlib import Path

from topopress.core.errors import DataError
from topopress.kinds.images.decoding import UnreadablePicture
from topopress.kinds.images.files import Candidate, Candidates, PictureFiles
from topopress.kinds.images.named_files import NamedFiles, plain_path
from topopress.kinds.images.settings import ImageList
from topopress.samples.labels import clash_key, composed, shown
from topopress.samples.tables.entries import (
    LABEL,
    near_label_notices,
    read_entries,
    unnamed_notices,
)
from topopress.samples.tables.metadata import metadata_of
from topopress.samples.tables.types import Required
from topopress.samples.types import SkippedInput

PATH = "path"
REQUIRED = Required((PATH,), texts=(PATH,))

_LONGEST = 200
"""Characters of a path that a message shows."""


class ListedPictures(PictureFiles):
    """The picture files that a list names; paths are relative to it."""

    def __init__(self, settings: ImageList, base: Path) -> None:
        self._file, self._name = (base / settings.file).resolve(), shown(settings.file)
        where = f"data.file: {self._name!r}"
        super().__init__(settings, base, self._file.parent, where, f"entries of {self._name!r}")
        self._numbers = settings.numbers
        self._files = NamedFiles(self.root, self._places)

    def candidates(self, seed: int | None) -> Candidates:
        """Return the listed pictures in order of path.

        Absolute paths, paths that leave the list's folder, files that are not there, and second
        mentions are refused.

        Raises:
            DataError: The list is missing, empty, malformed, or has no column ``path``.
        """
        entries = read_entries(self._file, self._name, REQUIRED)
        if not entries:
            raise DataError(f"{self._where} lists no picture")
        mentions = _Mentions()
        found: list[Candidate] = []
        refused: list[SkippedInput] = []
        further = metadata_of(entries, self._numbers, self._where, texts=(PATH, LABEL))
        for entry, metadata in zip(entries, further, strict=True):
            origin = entry.cells.get(PATH, "")
            try:
                mentions.add(plain_path(origin), entry.line)
                file = self._files.find(origin)
                found.append(Candidate(origin, file, entry.cells.get(LABEL), metadata))
            except UnreadablePicture as error:
                reason = f"line {entry.line}: {shown(str(error))}"
                refused.append(SkippedInput(shown(origin[:_LONGEST]), reason))
        found.sort(key=lambda candidate: candidate.origin)
        near = near_label_notices(entries, f"rename it to {LABEL!r}")
        return Candidates(found, refused, notices=(*near, *unnamed_notices(entries)))

    def file_of(self, origin: str) -> Path:
        """Return the file of a picture."""
        return self._files.find(origin)


class _Mentions:
    """The paths that a list has named, and the line of each."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, int]] = {}

    def add(self, path: str, line: int) -> None:
        path = composed(path)
        first, its_line = self._seen.setdefault(clash_key(path), (path, line))
        if its_line == line:
            return
        if first == path:
            raise UnreadablePicture(f"listed twice, first in line {its_line}")
        raise UnreadablePicture(f"its path differs only in case from that in line {its_line}")
