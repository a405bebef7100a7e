"""What folders and lists of picture files have in common: candidates, ids, survey, reading."""

import hashlib
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.images.channels import COLOURS, GREY, READ_AS, require_channels
from topopress.kinds.images.decoder_process import read_checked
from topopress.kinds.images.decoding import UnreadablePicture, read_picture
from topopress.kinds.images.links import Places
from topopress.kinds.images.settings import ImageFolder, ImageList
from topopress.kinds.images.types import PictureSource
from topopress.samples.broken import refuse_too_many
from topopress.samples.labels import clean_label, label_notices, shown
from topopress.samples.types import Found, Sample, SkippedInput, Survey


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture file that may turn out unusable.

    Attributes:
        origin: Path below the folder of all candidates, with forward slashes.
        file: The file itself; no link is left in it.
        label: Class name as it is written, or None.
        metadata: Further columns of a list.
    """

    origin: str
    file: Path
    label: str | None
    metadata: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a source lists, before a picture is decoded.

    Attributes:
        found: The candidates, in order of origin.
        refused: What cannot be used.
        not_drawn: How many pictures a limit of the settings left out.
        others: How many files there are of each kind that is never a picture.
        notices: What an author should know.
        classes: The names of the class folders.
    """

    found: list[Candidate]
    refused: list[SkippedInput]
    not_drawn: int = 0
    others: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


def sample_id(origin: str) -> str:
    """Return 16 hexadecimal digits that depend on the origin alone."""
    return hashlib.sha256(origin.encode()).hexdigest()[:16]


class PictureFiles(PictureSource):
    """The picture files below a folder."""

    def __init__(
        self, settings: ImageFolder | ImageList, base: Path, root: Path, where: str, what: str
    ) -> None:
        """Name the folder of the pictures.

        Args:
            settings: The data source.
            base: The folder of the exploration.
            root: Where the paths of pictures start; no link is left in it.
            where: The place in the settings, for messages.
            what: What is counted, for messages.
        """
        self.root, self._where, self._what = root, where, what
        self._channels = settings.channels
        self._max_broken = settings.max_broken
        self._places = Places(root, base, settings.links_to)

    @abstractmethod
    def candidates(self, seed: int | None) -> Candidates:
        """Return the pictures; the seed draws limited classes, None keeps all pictures.

        Raises:
            DataError: There is no picture, or a list is malformed.
        """

    @abstractmethod
    def file_of(self, origin: str) -> Path:
        """Return the file of a picture; no link is left in it.

        Raises:
            UnreadablePicture: It is gone, or lies at a place that is not allowed.
        """

    def notices(self, listed: Candidates, samples: Sequence[Sample]) -> Iterator[str]:
        """Yield what an author should know of the pictures that can be used."""
        yield from listed.notices
        yield from label_notices(candidate.label for candidate in listed.found)

    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """Decode every candidate once, and return those that can be used."""
        listed = self.candidates(seed)
        samples: list[Sample] = []
        skipped = list(listed.refused)
        progress.start("checking pictures", len(listed.found))
        for candidate in listed.found:
            try:
                samples.append(_sample(candidate, self._channels))
            except UnreadablePicture as error:
                skipped.append(SkippedInput(shown(candidate.origin), shown(str(error))))
            progress.advance()
        progress.finish()
        skipped.sort(key=lambda skip: (skip.origin, skip.reason))
        refuse_too_many(len(samples), skipped, "pictures", self._max_broken, self._where)
        found = Found(
            self._what,
            len(samples),
            len(skipped),
            not_drawn=listed.not_drawn,
            others=listed.others,
        )
        return Survey.of(samples, skipped, found, tuple(self.notices(listed, samples)))

    def load(self, sample: Sample) -> tuple[str, Uint8]:
        """Return the digest and the pixels of a sample's file."""
        try:
            return read_picture(self.file_of(sample.origin), self._channels or COLOURS)
        except UnreadablePicture as error:
            raise DataError(f"{sample.origin}: {error}; run the build again") from error

    def require_channels(self, takes: int) -> None:
        """Refuse a network that takes other channels."""
        can = (COLOURS, GREY) if self._channels is None else READ_AS[self._channels]
        require_channels(can, takes, self._where, files=True)

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a SHA-256 of names, labels and contents, without decoding anything."""
        digest = hashlib.sha256()
        listed = self.candidates(None)
        for candidate in listed.found:
            content = _content(candidate.file, hash_file)
            columns = sorted((key, str(value)) for key, value in candidate.metadata.items())
            digest.update(repr((candidate.origin, candidate.label, columns, content)).encode())
        for skip in listed.refused:
            digest.update(repr((skip.origin, skip.reason)).encode())
        rest = (sorted(listed.others.items()), listed.notices, listed.classes)
        digest.update(repr(rest).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()


def _sample(candidate: Candidate, channels: int | None) -> Sample:
    digest = read_checked(candidate.file, channels or COLOURS)
    return Sample(
        id=sample_id(candidate.origin),
        origin=candidate.origin,
        label=clean_label(candidate.label),
        digest=digest,
        metadata=candidate.metadata,
    )


def _content(file: Path, hash_file: Callable[[Path], str]) -> str:
    """Return the SHA-256 of a file; one that cannot be read is skipped when it is surveyed."""
    try:
        return hash_file(file)
    except OSError as error:
        return f"unreadable: {error.errno}"
