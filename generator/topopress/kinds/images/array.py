"""Pictures in one .npz or .npy file."""

import hashlib
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.images.array_form import ArrayForm, form_of
from topopress.kinds.images.array_labels import labels_of
from topopress.kinds.images.channels import READ_AS, require_channels
from topopress.kinds.images.files import sample_id
from topopress.kinds.images.settings import ImageArray
from topopress.kinds.images.types import PictureSource
from topopress.samples.labels import clean_label, label_notices, shown
from topopress.samples.types import Found, Sample, Survey

_MAX_BYTES = 8 << 30
_KEYS = ("images", "labels", "names")
_Header = tuple[tuple[int, ...], np.dtype[Any]]


class ArrayPictures(PictureSource):
    """The pictures of a file, which is held in memory; their origins are ``images[i]``."""

    def __init__(self, settings: ImageArray, base: Path) -> None:
        self._path, self._name = base / settings.file, shown(settings.file)
        self._where = f"data.file: {self._name!r}"
        self._channels = settings.channels

    @cached_property
    def _loaded(self) -> tuple[dict[str, NDArray[Any]], ArrayForm, list[str]]:
        return _load(self._path, self._where, self._channels)

    def require_channels(self, takes: int) -> None:
        """Refuse a network that takes other channels."""
        own = self._loaded[1].channels
        require_channels(READ_AS.get(own, (own,)), takes, self._where, files=False)

    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """Return one sample per picture."""
        arrays, form, unread = self._loaded
        written, notices = labels_of(arrays, unread, self._where)
        n_pictures = len(arrays["images"])
        samples = [
            Sample(sample_id(origin), origin, clean_label(label), _digest(self._picture(index)))
            for index, label in enumerate(written)
            for origin in (f"images[{index}]",)
        ]
        return Survey.of(
            samples,
            found=Found(f"pictures in {self._name!r}", n_pictures),
            notices=[*form.notices, *notices, *label_notices(written)],
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
        picture = self._picture(index)
        return _digest(picture), picture

    def _picture(self, index: int) -> Uint8:
        arrays, form, _ = self._loaded
        return form.pixels(arrays["images"][index])


def _digest(picture: Uint8) -> str:
    return hashlib.sha256(picture.tobytes()).hexdigest()


def _load(
    path: Path, where: str, channels: int | None
) -> tuple[dict[str, NDArray[Any]], ArrayForm, list[str]]:
    """Return the arrays, how the pictures are read, and the names of the other arrays."""
    if not path.is_file():
        raise DataError(f"{where}: no such file; the path is relative to the exploration.toml")
    alone = path.suffix == ".npy"
    try:
        headers, present = _header(path, where) if alone else _headers(path, where)
        form = _form(headers, present, where, channels)
        arrays = _arrays(path, alone=alone)
        form.require_range(arrays["images"], where)
    except DataError:
        raise
    # numpy, zipfile and zlib raise nearly anything on a damaged archive.
    except Exception as error:
        detail = shown(f"{type(error).__name__}: {error}"[:160])
        kind = path.suffix if alone else ".npz"
        raise DataError(f"{where}: not a readable {kind} file ({detail})") from error
    return arrays, form, [name for name in present if name not in _KEYS]


def _arrays(path: Path, *, alone: bool) -> dict[str, NDArray[Any]]:
    if alone:
        return {"images": np.load(path, allow_pickle=False)}
    with np.load(path, allow_pickle=False) as archive:
        return {key: archive[key] for key in _KEYS if key in archive.files}


def _form(
    headers: dict[str, _Header], present: list[str], where: str, channels: int | None
) -> ArrayForm:
    if "images" not in headers:
        listed = ", ".join(map(shown, present)) or "none"
        raise DataError(f"{where} has no array 'images'; it has {listed:.200}")
    return form_of(*headers["images"], where, channels)


def _header(path: Path, where: str) -> tuple[dict[str, _Header], list[str]]:
    """Return shape and type of the only array of a .npy file; see ``_headers``."""
    with path.open("rb") as file:
        found = _read_header(file)
    _require_plain("images", *found, where)
    return {"images": found}, ["images"]


def _read_header(file: IO[bytes]) -> _Header:
    version = npy.read_magic(file)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(file)
    return shape, dtype


def _headers(path: Path, where: str) -> tuple[dict[str, _Header], list[str]]:
    """Return shape and type of each array that is read, and the names of all arrays.

    Raises:
        DataError: An array claims more memory than is allowed, or holds Python objects.
    """
    found: dict[str, _Header] = {}
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        for key in _KEYS:
            if f"{key}.npy" not in names:
                continue
            with archive.open(f"{key}.npy") as member:
                found[key] = _read_header(member)
            _require_plain(key, *found[key], where)
    return found, [name.removesuffix(".npy") for name in names]


def _require_plain(key: str, shape: tuple[int, ...], dtype: np.dtype[Any], where: str) -> None:
    if dtype.hasobject:
        raise DataError(
            f"{where}: {key!r} holds Python objects, which are not read because they can run code; "
            "save numbers or texts, such as np.array(values, dtype=str)"
        )
    size = dtype.itemsize
    for length in shape:
        size *= length
    if size > _MAX_BYTES:
        raise DataError(f"{where}: {key!r} has {size:,} bytes, limit {_MAX_BYTES:,}")
