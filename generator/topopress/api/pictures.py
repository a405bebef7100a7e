"""The pictures that ``topopress.publish`` is given: an array, PIL's images, or paths."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from topopress.api.errors import ParameterError
from topopress.api.layers import without_gradient
from topopress.api.values import is_missing, listed
from topopress.core.counted import counted

if TYPE_CHECKING:
    from PIL.Image import Image

WHITE = 255
_CHANNELS = (1, 3, 4)
_AXES = (3, 4)
_PUBLISHED = (".jpg", ".jpeg", ".png", ".webp")
Place = Callable[[Path, Path], None]
"""Puts a file that is there already at a second path."""
Write = Callable[[Path, Place], None]


@dataclass(frozen=True, slots=True)
class GivenPictures:
    """One writer for each row, and the ending of its file's name; None for a row without."""

    writers: tuple[tuple[str, Write] | None, ...]

    def names(self) -> list[str | None]:
        """Return the name of each row's file."""
        digits = max(4, len(str(len(self.writers))))
        return [
            None if one is None else f"{row:0{digits}d}{one[0]}"
            for row, one in enumerate(self.writers)
        ]

    def write(self, folder: Path, place: Place) -> None:
        """Write all files into a folder; ``place`` puts those that are files already."""
        for name, one in zip(self.names(), self.writers, strict=True):
            if name is not None and one is not None:
                one[1](folder / name, place)


def given_pictures(pictures: object, n_rows: int) -> GivenPictures:
    """Return how each picture is written.

    Args:
        pictures: An array, shape (n_rows, height, width) or with 1, 3 or 4 channels last, of
            integers from 0 to 255 or of floats from 0 to 1; or a sequence of paths, of PIL's
            images, of single arrays, and of None for a row without a picture.
        n_rows: Number of rows.

    Raises:
        ParameterError: they are something else, or a file is not there.
    """
    if hasattr(pictures, "ndim") and getattr(pictures, "ndim") in _AXES:  # noqa: B009 - of any library
        images = _as_bytes(np.asarray(without_gradient(pictures)), "pictures", axes=_AXES)
        if len(images) != n_rows:
            raise ParameterError(
                f"pictures has {counted(len(images), 'picture')}, and vectors has "
                f"{counted(n_rows, 'row')}; one for each row is wanted"
            )
        return GivenPictures(tuple((".png", _array_writer(image)) for image in images))
    if isinstance(pictures, np.ndarray) and pictures.ndim > 1:
        _check_shape(pictures, "pictures", _AXES)
    given = listed(pictures, "pictures", n_rows)
    return GivenPictures(tuple(_one(each, row) for row, each in enumerate(given)))


def _one(given: Any, row: int) -> tuple[str, Write] | None:  # noqa: ANN401 - whatever a user gives
    where = f"pictures[{row}]"
    if is_missing(given):
        return None
    if isinstance(given, str | os.PathLike):
        return _file(Path(given), where)
    if hasattr(given, "save") and hasattr(given, "mode"):
        return ".png", _image_writer(given)
    if hasattr(given, "ndim"):
        image = _as_bytes(np.asarray(without_gradient(given)), where, axes=(2, 3))
        return ".png", _array_writer(image)
    raise ParameterError(
        f"{where}: a path, an image of PIL, an array or None is wanted; got {type(given).__name__}"
    )


def _file(path: Path, where: str) -> tuple[str, Write]:
    """Return how a file is taken over; of a format that sites do not have, a copy in another."""
    path = path.absolute()
    if not path.is_file():
        raise ParameterError(f"{where}: there is no file {path}")
    if path.suffix.lower() in _PUBLISHED:
        return path.suffix.lower(), lambda target, place: place(path, target)
    from PIL import Image

    try:
        with Image.open(path):
            pass
    except OSError as error:
        raise ParameterError(f"{where}: {path} is no picture that PIL reads ({error})") from error

    def write(target: Path, place: Place) -> None:
        with Image.open(path) as image:
            _image_writer(image)(target, place)

    return ".png", write


def _as_bytes(values: NDArray[Any], where: str, axes: tuple[int, int]) -> NDArray[np.uint8]:
    """Return pictures as numbers from 0 to 255, one channel as none."""
    _check_shape(values, where, axes)
    if values.ndim == axes[1] and values.shape[-1] == 1:
        values = values[..., 0]
    kind = values.dtype.kind
    if kind == "b":
        return values.astype(np.uint8) * np.uint8(WHITE)
    if kind not in "iuf":
        raise ParameterError(f"{where}: holds values of type {values.dtype}; numbers are wanted")
    low, high = values.min(), values.max()
    most = WHITE if kind in "iu" else 1
    if np.isnan(low):
        raise ParameterError(f"{where}: holds NaN; replace it by a number, such as 0")
    if not (low >= 0 and high <= most):
        kinds = "integers lie between 0 and 255" if kind in "iu" else "floats between 0 and 1"
        raise ParameterError(
            f"{where}: holds values from {low:g} to {high:g}, and {kinds}; scale them, such as "
            "(pictures - pictures.min()) / (pictures.max() - pictures.min())"
        )
    scaled = values if kind in "iu" else np.rint(values.astype(np.float32) * WHITE)
    return scaled.astype(np.uint8)


def _check_shape(values: NDArray[Any], where: str, axes: tuple[int, int]) -> None:
    shape = values.shape
    in_colour = len(shape) == axes[1] and shape[-1] in _CHANNELS
    if values.size and (len(shape) == axes[0] or in_colour):
        return
    advice = ""
    if len(shape) == axes[1] and shape[-3] in _CHANNELS:
        advice = f"; its channels come first: write numpy.moveaxis({where}, -3, -1)"
    elif len(shape) == axes[0] - 1:
        advice = f"; of pictures as rows write {where}.reshape(-1, HEIGHT, WIDTH)"
    raise ParameterError(
        f"{where} has the shape {shape}; height and width are wanted, and 1, 3 or 4 channels after "
        f"them{advice}"
    )


def _array_writer(image: NDArray[np.uint8]) -> Write:
    def write(target: Path, place: Place) -> None:
        from PIL import Image

        _save(Image.fromarray(image), target)

    return write


def _image_writer(image: "Image") -> Write:
    def write(target: Path, place: Place) -> None:
        plain = image if image.mode in ("L", "RGB", "RGBA") else image.convert("RGB")
        _save(plain, target)

    return write


def _save(image: "Image", target: Path) -> None:
    image.save(target, format="PNG", compress_level=1)
