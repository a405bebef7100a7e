"""The builtin photographs: a dozen that scikit-image and scikit-learn install, and their crops.

Nothing is downloaded. Each photograph is cut into squares of many scales, so that the network
sees whole things, parts of things, and bare texture.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.kinds.images.channels import COLOURS, GREY, require_channels
from topopress.kinds.images.decoding import UnreadablePicture, read_picture
from topopress.kinds.images.settings import Builtin
from topopress.kinds.images.types import Box, PictureSource
from topopress.network.names import installed_file
from topopress.samples.types import Sample, Survey

SMALLEST_CROP = 64


@dataclass(frozen=True, slots=True)
class Photograph:
    """One builtin photograph, a line of ``photographs.csv``.

    ``name`` is that of its package, ``file`` a path inside the package. ``licence`` is what the
    package's documentation says of its use, ``source`` where the package got it.
    """

    name: str
    label: str
    package: str
    file: str
    credit: str
    licence: str
    source: str


PHOTOGRAPHS = tuple(
    Photograph(**row)
    for row in csv.DictReader(
        Path(__file__).with_suffix(".csv").read_text("utf-8").splitlines(), strict=True
    )
)


def photograph_file(photograph: Photograph) -> Path:
    """Return where a photograph is installed, without importing its package.

    Raises:
        DataError: The package does not hold it.
    """
    path = installed_file(photograph.package, photograph.file)
    if path is not None:
        return path
    raise DataError(
        f"data.name: the photograph {photograph.name!r} is not in the installed package "
        f"{photograph.package}; reinstall topopress"
    )


def _crop(height: int, width: int, rng: np.random.Generator) -> Box:
    """Draw a square: its side log-uniform, so that each octave of scale is as likely."""
    largest = min(height, width)
    side = round(float(np.exp(rng.uniform(np.log(SMALLEST_CROP), np.log(largest)))))
    top = int(rng.integers(0, height - side + 1))
    left = int(rng.integers(0, width - side + 1))
    return Box(top, left, top + side, left + side)


class PhotographCrops(PictureSource):
    """Crops of the photographs, each of which is decoded once and kept."""

    def __init__(self, settings: Builtin, base: Path) -> None:
        self._crops = settings.crops
        self._known: Mapping[str, Photograph] = {p.name: p for p in PHOTOGRAPHS}
        self._decoded: dict[str, tuple[str, Uint8]] = {}

    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """Return ``crops`` crops of every photograph; ids are like ``chelsea-00017``."""
        samples: list[Sample] = []
        progress.start("cutting photographs", len(PHOTOGRAPHS))
        for photograph in PHOTOGRAPHS:
            digest, pixels = self._photograph(photograph.name)
            height, width = pixels.shape[:2]
            samples += [
                Sample(
                    id=f"{photograph.name}-{index:05d}",
                    origin=photograph.name,
                    label=photograph.label,
                    digest=digest,
                    part=_crop(height, width, rng_for(seed, "crop", photograph.name, index)),
                )
                for index in range(self._crops)
            ]
            progress.advance()
        progress.finish()
        return Survey.of(samples)

    def require_channels(self, takes: int) -> None:
        """Refuse a network that is shown neither colours nor grey."""
        require_channels((COLOURS, GREY), takes, "data.kind: 'builtin'", files=False)

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return the digests of the photographs, and what the table says of them."""
        files = (hash_file(photograph_file(photograph)) for photograph in PHOTOGRAPHS)
        return f"{' '.join(files)} {PHOTOGRAPHS}"

    def load(self, sample: Sample) -> tuple[str, Uint8]:
        """Return the digest of a photograph, and the pixels of a crop, shape (side, side, 3)."""
        digest, pixels = self._photograph(sample.origin)
        box = Box(*sample.part) if sample.part else Box(0, 0, *pixels.shape[:2])
        return digest, pixels[box.top : box.bottom, box.left : box.right].copy()

    def _photograph(self, name: str) -> tuple[str, Uint8]:
        if name not in self._decoded:
            try:
                # Resolved: some installers link packages from a shared cache.
                path = photograph_file(self._known[name]).resolve()
                self._decoded[name] = read_picture(path)
            except UnreadablePicture as error:
                raise DataError(f"data.name: {name}: {error}; reinstall topopress") from error
        return self._decoded[name]
