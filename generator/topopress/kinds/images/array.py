"""Pictures in one .npz file."""

import hashlib
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.images.files import sample_id
from topopress.kinds.images.settings import ImageArray
from topopress.kinds.images.types import PictureSource
from topopress.samples.labels import clean_label
from topopress.samples.types import Sample, SampleTable

_MAX_BYTES = 8 << 30
_CHANNELS = 3
_KEYS = ("images", "labels", "names")


class ArrayPictures(PictureSource):
    """The pictures of a .npz file, which is held in memory; their origins are ``images[i]``."""

    def __init__(self, settings: ImageArray, base: Path) -> None:
        self._path, self._name = base / settings.file, settings.file
        self._where = f"data.file: {self._name!r}"

    @cached_property
    def _arrays(self) -> dict[str, NDArray[Any]]:
        return _load(self._path, self._where)

    def survey(self, *, seed: int, progress: Progress = SILENT) -> SampleTable:
        """Return one sample per picture."""
        labels = _labels(self._arrays, self._where)
        origins = [f"images[{index}]" for index in range(len(labels))]
        return SampleTable.of(
            [
                Sample(sample_id(origin), origin, label, _digest(picture))
                for origin, label, picture in zip(
                    origins, labels, self._arrays["images"], strict=True
                )
            ]
        )

    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return the SHA-256 of the file."""
        try:
            return hash_file(self._path)
        except OSError as error:
            raise DataError(f"data.file: cannot read {self._name!r} ({error.strerror})") from error

    def load(self, sample: Sample) -> tuple[str, Uint8]:
        """Return the digest and the pixels of a picture."""
        index = int(sample.origin.removeprefix("images[").removesuffix("]"))
        picture: Uint8 = self._arrays["images"][index]
        return _digest(picture), picture


def _digest(picture: Uint8) -> str:
    return hashlib.sha256(picture.tobytes()).hexdigest()


def _load(path: Path, where: str) -> dict[str, NDArray[Any]]:
    if not path.is_file():
        raise DataError(f"{where}: no such file; the path is relative to the exploration.toml")
    try:
        _refuse_bomb(path, where)
        with np.load(path, allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in _KEYS if key in archive.files}
            present = archive.files
    except DataError:
        raise
    # numpy, zipfile and zlib raise nearly anything on a damaged archive.
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:160]
        raise DataError(f"{where}: not a readable .npz file ({detail})") from error
    _check(arrays, present, where)
    return arrays


def _refuse_bomb(path: Path, where: str) -> None:
    """Raise a DataError if an array claims more memory than is allowed, before it is read."""
    with zipfile.ZipFile(path) as archive:
        for key in _KEYS:
            if f"{key}.npy" not in archive.namelist():
                continue
            with archive.open(f"{key}.npy") as member:
                version = npy.read_magic(member)
                read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
                shape, _, dtype = read(member)
            size = dtype.itemsize
            for length in shape:
                size *= length
            if size > _MAX_BYTES:
                raise DataError(f"{where}: {key!r} has {size:,} bytes, limit {_MAX_BYTES:,}")


def _check(arrays: dict[str, NDArray[Any]], present: list[str], where: str) -> None:
    images = arrays.get("images")
    if images is None:
        raise DataError(f"{where} has no array 'images'; it has {', '.join(present) or 'none'}")
    right = images.ndim == _CHANNELS + 1 and images.shape[-1] == _CHANNELS
    if not right or images.dtype != np.uint8 or 0 in images.shape:
        raise DataError(
            f"{where}: 'images' is {images.dtype} {images.shape}; expected uint8 "
            "(n, height, width, 3) with n at least 1"
        )


def _labels(arrays: dict[str, NDArray[Any]], where: str) -> list[str | None]:
    n_samples = len(arrays["images"])
    labels, names = arrays.get("labels"), arrays.get("names")
    if labels is None:
        return [None] * n_samples
    if labels.shape != (n_samples,):
        raise DataError(f"{where}: 'labels' is {labels.shape}; expected ({n_samples},)")
    if labels.dtype.kind == "U":
        return [clean_label(str(label)) for label in labels]
    if labels.dtype.kind not in "iu":
        raise DataError(f"{where}: 'labels' is {labels.dtype}; expected integers or texts")
    if names is None:
        return [str(label) for label in labels]
    if names.dtype.kind != "U" or labels.min() < 0 or labels.max() >= len(names):
        raise DataError(
            f"{where}: 'names' must be texts, one for each of the labels "
            f"{labels.min()} to {labels.max()}; it has {len(names)}"
        )
    return [clean_label(str(names[label])) for label in labels]
