"""What folders and lists of picture files have in common: candidates, ids, survey, reading."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import Progress
from topopress.kinds.images.decoding import UnreadablePicture, content_digest, decode, read_file
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


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates below one folder in order of origin, and what was refused unseen."""

    root: Path
    found: tuple[Candidate, ...]
    refused: tuple[SkippedInput, ...] = ()


def sample_id(origin: str) -> str:
    """Return 16 hexadecimal digits that depend on the origin alone."""
    return hashlib.sha256(origin.encode()).hexdigest()[:16]


def survey_files(
    candidates: Candidates, *, where: str, max_broken: float, progress: Progress
) -> SampleTable:
    """Decode every candidate once, and return those that can be used.

    Raises:
        DataError: None can be used, or a larger share than ``max_broken`` cannot.
    """
    samples: list[Sample] = []
    skipped = list(candidates.refused)
    progress.start("checking pictures", len(candidates.found))
    for candidate in candidates.found:
        checked = _check(candidates.root, candidate)
        (samples if isinstance(checked, Sample) else skipped).append(checked)  # type: ignore[arg-type]
        progress.advance()
    progress.finish()
    skipped.sort(key=lambda skip: (skip.origin, skip.reason))
    refuse_too_many_broken(len(samples), skipped, where=where, max_broken=max_broken)
    return SampleTable.of(samples, skipped)


def _check(root: Path, candidate: Candidate) -> Sample | SkippedInput:
    try:
        content = read_file(root / candidate.origin)
        decode(content)
    except UnreadablePicture as error:
        return SkippedInput(shown(candidate.origin), shown(str(error)))
    return Sample(
        id=sample_id(candidate.origin),
        origin=candidate.origin,
        label=candidate.label,
        digest=content_digest(content),
        metadata=candidate.metadata,
    )


def refuse_too_many_broken(
    usable: int, skipped: Iterable[SkippedInput], *, where: str, max_broken: float
) -> None:
    """Raise a DataError if nothing is usable, or more than the share that is tolerated is not."""
    skipped = list(skipped)
    total = usable + len(skipped)
    if usable and len(skipped) <= max_broken * total:
        return
    first = "; ".join(f"{skip.origin}: {skip.reason}" for skip in skipped[:_SHOWN])
    more = f"; and {len(skipped) - _SHOWN} more" if len(skipped) > _SHOWN else ""
    raise DataError(
        f"{where}: {len(skipped)} of {total} pictures cannot be used, more than "
        f"data.max_broken = {max_broken:g} tolerates: {first}{more}"
    )


def read_sample(root: Path, sample: Sample) -> Uint8:
    """Return the pixels of a sample whose origin is a path below ``root``.

    Raises:
        DataError: The file is gone, or is not what it was when the inputs were surveyed.
    """
    try:
        content = read_file(root / sample.origin)
        pixels = decode(content)
    except UnreadablePicture as error:
        raise DataError(f"{sample.origin}: {error}; run the build again") from error
    if content_digest(content) != sample.digest:
        raise DataError(f"{sample.origin}: changed since this build began; run the build again")
    return pixels


def digest_files(candidates: Candidates, hash_file: Callable[[Path], str]) -> str:
    """Return a SHA-256 of names, labels and contents, without decoding anything."""
    digest = hashlib.sha256()
    for candidate in candidates.found:
        try:
            content = hash_file(candidates.root / candidate.origin)
        except OSError as error:
            content = f"unreadable: {error.errno}"
        columns = sorted((key, str(value)) for key, value in candidate.metadata.items())
        digest.update(repr((candidate.origin, candidate.label, columns, content)).encode())
    for refused in candidates.refused:
        digest.update(repr((refused.origin, refused.reason)).encode())
    return digest.hexdigest()
