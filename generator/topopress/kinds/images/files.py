"""What folders and lists of picture files have in common: candidates, ids, survey, reading."""

import hashlib
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.images.decoding import UnreadablePicture, read_picture
from topopress.kinds.images.types import PictureSource
from topopress.samples.labels import shown
from topopress.samples.types import Sample, SampleTable, SkippedInput

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture file that may turn out unusable.

    Attributes:
        origin: Path below the folder of all candidates, with forward slashes.
        label: Class name, or None.
        metadata: Further columns of a list.
    """

    origin: str
    label: str | None
    metadata: Mapping[str, str | float] = field(default_factory=dict)


Candidates = tuple[list[Candidate], list[SkippedInput]]
"""Candidates in order of origin, and what was refused unseen."""


def sample_id(origin: str) -> str:
    """Return 16 hexadecimal digits that depend on the origin alone."""
    return hashlib.sha256(origin.encode()).hexdigest()[:16]


class PictureFiles(PictureSource):
    """The picture files below a folder."""

    def __init__(self, root: Path, where: str, max_broken: float) -> None:
        """Name the folder, where the settings name it, and the share of broken pictures allowed."""
        self.root, self._where, self._max_broken = root, where, max_broken

    @abstractmethod
    def candidates(self, seed: int | None) -> Candidates:
        """Return the pictures; the seed draws limited classes, None keeps all pictures."""

    def survey(self, *, seed: int, progress: Progress = SILENT) -> SampleTable:
        """Decode every candidate once, and return those that can be used."""
        candidates, refused = self.candidates(seed)
        samples: list[Sample] = []
        skipped = list(refused)
        progress.start("checking pictures", len(candidates))
        for candidate in candidates:
            try:
                samples.append(self._sample(candidate))
            except UnreadablePicture as error:
                skipped.append(SkippedInput(shown(candidate.origin), shown(str(error))))
            progress.advance()
        progress.finish()
        skipped.sort(key=lambda skip: (skip.origin, skip.reason))
        self._refuse_too_many_broken(len(samples), skipped)
        return SampleTable.of(samples, skipped)

    def _sample(self, candidate: Candidate) -> Sample:
        digest, _ = read_picture(self.root / candidate.origin)
        return Sample(
            id=sample_id(candidate.origin),
            origin=candidate.origin,
            label=candidate.label,
            digest=digest,
            metadata=candidate.metadata,
        )

    def _refuse_too_many_broken(self, usable: int, skipped: Sequence[SkippedInput]) -> None:
        total = usable + len(skipped)
        if usable and len(skipped) <= self._max_broken * total:
            return
        first = "; ".join(f"{skip.origin}: {skip.reason}" for skip in skipped[:_SHOWN])
        more = f"; and {len(skipped) - _SHOWN} more" if len(skipped) > _SHOWN else ""
        raise DataError(
            f"{self._where}: {len(skipped)} of {total} pictures cannot be used, more than "
            f"data.max_broken = {self._max_broken:g} tolerates: {first}{more}"
        )

    def load(self, sample: Sample) -> tuple[str, Uint8]:
        """Return the digest and the pixels of a sample's file."""
        try:
            return read_picture(self.root / sample.origin)
        except UnreadablePicture as error:
            raise DataError(f"{sample.origin}: {error}; run the build again") from error

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a SHA-256 of names, labels and contents, without decoding anything."""
        digest = hashlib.sha256()
        candidates, refused = self.candidates(None)
        for candidate in candidates:
            try:
                content = hash_file(self.root / candidate.origin)
            except OSError as error:
                content = f"unreadable: {error.errno}"
            columns = sorted((key, str(value)) for key, value in candidate.metadata.items())
            digest.update(repr((candidate.origin, candidate.label, columns, content)).encode())
        for skip in refused:
            digest.update(repr((skip.origin, skip.reason)).encode())
        return digest.hexdigest()
