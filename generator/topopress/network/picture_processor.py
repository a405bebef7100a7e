"""Reads how a folder of transformers prepares pictures for its network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from topopress.core.errors import NetworkError
from topopress.network.model_folder import PROCESSORS, read_json
from topopress.network.preprocessing import Interpolation, Preprocessing

WHITE = 255
USUAL_SIDE = 224
"""Side of inputs of a network with random weights that takes any size."""
_USUAL = (0.5, 0.5, 0.5)
_FILTERS: Mapping[int, Interpolation] = {0: "nearest", 1: "lanczos", 2: "bilinear", 3: "bicubic"}
"""Pillow's numbers of filters for resizing."""
_CROPS_FROM = 384
"""Side from which on ConvNeXt's processor does not crop."""


def picture_preprocessing(
    folder: Path, config: Mapping[str, Any], *, random: bool
) -> Preprocessing:
    """Return the preprocessing of a network of pictures.

    A processor that stretches pictures to a square resizes their short side here, and crops the
    centre: pictures keep their shape.

    Args:
        folder: Folder of the network.
        config: Content of the network's config.json.
        random: Whether the network has random weights; then the folder may hold its config alone.

    Raises:
        NetworkError: The folder does not say how, or in a way that is not supported.
    """
    path = next((folder / name for name in PROCESSORS if (folder / name).is_file()), None)
    if path is None:
        if random:
            said = config.get("image_size", USUAL_SIDE)
            side = _side(said, f"image_size of {folder / 'config.json'}")
            return Preprocessing(resize=side, crop=side, mean=_USUAL, std=_USUAL)
        raise NetworkError(
            f"network.name: {folder} has no {PROCESSORS[0]}, which says how pictures are prepared; "
            "save it there: AutoImageProcessor.from_pretrained(NAME).save_pretrained(FOLDER)"
        )
    content = read_json(path)
    return _preprocessing(content.get("image_processor", content), path)


def _preprocessing(said: Mapping[str, Any], path: Path) -> Preprocessing:
    if said.get("offset") or said.get("rescale_offset"):
        raise NetworkError(
            f"network.name: {path} shifts pixels (rescale_offset); not supported yet"
        )
    resize, crop = _sizes(said, path)
    normalises, rescales = said.get("do_normalize", True), said.get("do_rescale", True)
    return Preprocessing(
        resize=max(resize, crop),
        crop=crop,
        interpolation=_interpolation(said.get("resample", 2), path),
        mean=_three(said, "image_mean", path) if normalises else (0.0, 0.0, 0.0),
        std=_three(said, "image_std", path) if normalises else (1.0, 1.0, 1.0),
        value_range=_white(said.get("rescale_factor", 1 / WHITE), path) if rescales else WHITE,
    )


def _sizes(said: Mapping[str, Any], path: Path) -> tuple[int, int]:
    """Return the short side after resizing, and the side of the network's input."""
    if said.get("do_center_crop") or ("do_center_crop" not in said and "crop_size" in said):
        crop = _side(said.get("crop_size"), f"crop_size of {path}")
        return _side(said.get("size", crop), f"size of {path}"), crop
    side = _side(said.get("size"), f"size of {path}")
    share = said.get("crop_pct")
    if isinstance(share, float) and 0 < share <= 1 and side < _CROPS_FROM:
        return int(side / share), side
    return side, side


def _side(size: object, what: str) -> int:
    """Return the side of a square: a number, height and width, or the shortest edge."""
    if isinstance(size, Mapping):
        sides = {size[key] for key in ("height", "width", "shortest_edge") if key in size}
    else:
        sides = set(size) if isinstance(size, list) else {size}
    side = sides.pop() if len(sides) == 1 else None
    if not isinstance(side, int) or side < 1:
        raise NetworkError(
            f"network.name: the {what} is {size!r}, which is not the side of a square"
        )
    return side


def _interpolation(number: object, path: Path) -> Interpolation:
    if not isinstance(number, int) or number not in _FILTERS:
        raise NetworkError(
            f"network.name: resample of {path} is {number!r}; allowed are the numbers of "
            + ", ".join(f"{key} ({name})" for key, name in _FILTERS.items())
        )
    return _FILTERS[number]


def _three(said: Mapping[str, Any], name: str, path: Path) -> tuple[float, float, float]:
    values = said.get(name)
    numbers = values if isinstance(values, list) else [values] * 3
    if len(numbers) != 3 or not all(isinstance(number, int | float) for number in numbers):  # noqa: PLR2004
        raise NetworkError(f"network.name: {name} of {path} is {values!r}, not three numbers")
    red, green, blue = map(float, numbers)
    return red, green, blue


def _white(factor: object, path: Path) -> float:
    """Return the value of white before the subtraction of the mean."""
    if not isinstance(factor, int | float) or factor <= 0:
        raise NetworkError(f"network.name: rescale_factor of {path} is {factor!r}")
    return round(WHITE * factor, 9)
