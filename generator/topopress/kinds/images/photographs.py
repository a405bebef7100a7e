"""The builtin photographs: a dozen that scikit-image and scikit-learn install, and their crops.

Nothing is downloaded. Each photograph is cut into squares of many scales, so that the network
sees whole things, parts of things, and bare texture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import Progress
from topopress.core.seeds import rng_for
from topopress.kinds.images.decoding import UnreadablePicture, content_digest, decode, read_file
from topopress.kinds.images.settings import Builtin
from topopress.kinds.images.types import Box, PictureSource
from topopress.samples.types import Sample, SampleTable

SMALLEST_CROP = 64


@dataclass(frozen=True, slots=True)
class Photograph:
    """One builtin photograph.

    Attributes:
        name: As its package calls it.
        label: What it shows, in a word or two.
        package: Import name of the package that installs it.
        file: Path inside the package.
        credit: Who made it.
        licence: What the package's documentation says of its use.
        source: Where the package got it.
    """

    name: str
    label: str
    package: str
    file: str
    credit: str
    licence: str
    source: str


_FREE = "no known copyright restrictions"
PHOTOGRAPHS = (
    Photograph(
        "astronaut",
        "astronaut",
        "skimage",
        "data/astronaut.png",
        "NASA (Eileen Collins)",
        "public domain",
        "https://flic.kr/p/r9qvLn",
    ),
    Photograph(
        "brick",
        "brick wall",
        "skimage",
        "data/brick.png",
        "CC0Textures",
        "CC0",
        "https://cc0textures.com/view.php?tex=Bricks25",
    ),
    Photograph(
        "camera",
        "photographer",
        "skimage",
        "data/camera.png",
        "Lav Varshney",
        "CC0",
        "https://github.com/scikit-image/scikit-image/issues/3927",
    ),
    Photograph(
        "chelsea",
        "cat",
        "skimage",
        "data/chelsea.png",
        "Stéfan van der Walt",
        "CC0",
        "https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.chelsea",
    ),
    Photograph(
        "china",
        "temple",
        "sklearn",
        "datasets/images/china.jpg",
        "danielbuechele",
        "CC BY 2.0",
        "https://www.flickr.com/photos/danielbuechele/6061409035/",
    ),
    Photograph(
        "coffee",
        "coffee",
        "skimage",
        "data/coffee.png",
        "Rachel Michetti, courtesy of Pikolo Espresso Bar",
        "CC0",
        "https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.coffee",
    ),
    Photograph(
        "coins",
        "coins",
        "skimage",
        "data/coins.png",
        "Greek coins from Pompeii, Brooklyn Museum",
        _FREE,
        "https://www.brooklynmuseum.org/opencollection/archives/image/51611",
    ),
    Photograph(
        "flower",
        "flower",
        "sklearn",
        "datasets/images/flower.jpg",
        "vultilion",
        "CC BY 2.0",
        "https://www.flickr.com/photos/vultilion/6056698931/",
    ),
    Photograph(
        "hubble_deep_field",
        "galaxies",
        "skimage",
        "data/hubble_deep_field.jpg",
        "NASA, Hubble Space Telescope",
        "public domain",
        "https://hubblesite.org/newscenter/archive/releases/2012/37/image/a/",
    ),
    Photograph(
        "immunohistochemistry",
        "tissue",
        "skimage",
        "data/ihc.png",
        "Center for Microscopy And Molecular Imaging",
        _FREE,
        "https://scikit-image.org/docs/stable/api/skimage.data.html"
        "#skimage.data.immunohistochemistry",
    ),
    Photograph(
        "retina",
        "retina",
        "skimage",
        "data/retina.jpg",
        "Mikael Häggström, doi:10.15347/wjm/2014.008",
        "CC0",
        "https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg",
    ),
    Photograph(
        "rocket",
        "rocket",
        "skimage",
        "data/rocket.jpg",
        "SpaceX",
        "public domain",
        "https://www.flickr.com/photos/spacexphotos/16511594820/",
    ),
)


def photograph_file(photograph: Photograph) -> Path:
    """Return where a photograph is installed, without importing its package.

    Raises:
        DataError: The package does not hold it.
    """
    spec = find_spec(photograph.package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / photograph.file
        if path.is_file():
            return path
    raise DataError(
        f"data.name: the photograph {photograph.name!r} is not in the installed package "
        f"{photograph.package}; reinstall topopress"
    )


def _load(photograph: Photograph) -> tuple[str, Uint8]:
    path = photograph_file(photograph)
    try:
        # Resolved: some installers link packages from a shared cache.
        content = read_file(path.resolve())
        return content_digest(content), decode(content)
    except UnreadablePicture as error:
        raise DataError(f"data.name: {photograph.name}: {error}; reinstall topopress") from error


def survey_photographs(settings: Builtin, *, seed: int, progress: Progress) -> SampleTable:
    """Return ``crops`` crops of every photograph; ids are like ``chelsea-00017``."""
    samples: list[Sample] = []
    progress.start("cutting photographs", len(PHOTOGRAPHS))
    for photograph in PHOTOGRAPHS:
        digest, pixels = _load(photograph)
        height, width = pixels.shape[:2]
        samples += [
            Sample(
                id=f"{photograph.name}-{index:05d}",
                origin=photograph.name,
                label=photograph.label,
                digest=digest,
                part=_crop(height, width, rng_for(seed, "crop", photograph.name, index)),
            )
            for index in range(settings.crops)
        ]
        progress.advance()
    progress.finish()
    return SampleTable.of(samples)


def _crop(height: int, width: int, rng: np.random.Generator) -> Box:
    """Draw a square: its side log-uniform, so that each octave of scale is as likely."""
    largest = min(height, width)
    side = round(float(np.exp(rng.uniform(np.log(SMALLEST_CROP), np.log(largest)))))
    top = int(rng.integers(0, height - side + 1))
    left = int(rng.integers(0, width - side + 1))
    return Box(top, left, top + side, left + side)


class PhotographCrops(PictureSource):
    """Cuts samples out of the photographs, each of which is decoded once and kept."""

    def __init__(self) -> None:
        self._known: Mapping[str, Photograph] = {p.name: p for p in PHOTOGRAPHS}
        self._decoded: dict[str, tuple[str, Uint8]] = {}

    def read(self, sample: Sample) -> Uint8:
        """Return the pixels of a crop, shape (side, side, 3)."""
        if sample.origin not in self._decoded:
            self._decoded[sample.origin] = _load(self._known[sample.origin])
        digest, pixels = self._decoded[sample.origin]
        if digest != sample.digest:
            raise DataError(f"{sample.origin}: changed since this build began; run it again")
        box = Box(*sample.part) if sample.part else Box(0, 0, *pixels.shape[:2])
        return pixels[box.top : box.bottom, box.left : box.right].copy()
