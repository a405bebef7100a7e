"""The pictures of an exploration, from any data source."""

import hashlib
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from topopress.kinds.huggingface.pictures import HuggingFacePictures
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.images.array import ArrayPictures
from topopress.kinds.images.folder import FolderPictures
from topopress.kinds.images.listing import ListedPictures
from topopress.kinds.images.photographs import PhotographCrops
from topopress.kinds.images.settings import (
    Builtin,
    ImageArray,
    ImageData,
    ImageFolder,
    ImageList,
    Torchvision,
)
from topopress.kinds.images.torchvision_set import TorchvisionPictures
from topopress.kinds.images.types import PictureSource
from topopress.store.canonical import sha256_of_file

# Raise it whenever the same inputs would give other samples or other pixels.
DATA_VERSION = 2
_SOURCES: Mapping[type[ImageData], Callable[[Any, Path], PictureSource]] = {
    ImageFolder: FolderPictures,
    ImageList: ListedPictures,
    ImageArray: ArrayPictures,
    Builtin: PhotographCrops,
    Torchvision: TorchvisionPictures,
    HuggingFaceData: HuggingFacePictures,
}


def open_pictures(settings: ImageData, *, base: Path) -> PictureSource:
    """Return the pictures of a data source; relative paths start from ``base``."""
    return _SOURCES[type(settings)](settings, base)


def inputs_digest(
    settings: ImageData, *, base: Path, hash_file: Callable[[Path], str] = sha256_of_file
) -> str:
    """Return a SHA-256 of all input files' names and contents; nothing is decoded.

    It covers our reader's and Pillow's versions too, but not the settings themselves. ``hash_file``
    returns a file's SHA-256; the store's own remembers files that did not change.

    Raises:
        DataError: There are no inputs, or a list is malformed.
    """
    digest = hashlib.sha256(f"{DATA_VERSION} pillow {version('pillow')}".encode())
    digest.update(open_pictures(settings, base=base).digest(hash_file).encode())
    return digest.hexdigest()
