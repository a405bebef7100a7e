"""All inputs of an exploration: listed, checked, and read again when their pixels are needed."""

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.images.array import ArrayPictures, survey_array
from topopress.kinds.images.files import digest_files, read_sample, survey_files
from topopress.kinds.images.folder import list_folder
from topopress.kinds.images.listing import read_list
from topopress.kinds.images.photographs import (
    PHOTOGRAPHS,
    PhotographCrops,
    photograph_file,
    survey_photographs,
)
from topopress.kinds.images.settings import ImageArray, ImageData, ImageFolder, ImageList
from topopress.kinds.images.types import PictureSource
from topopress.samples.types import Sample, SampleTable
from topopress.store.canonical import sha256_of_file

# Raise it whenever the same inputs would give other samples or other pixels.
DATA_VERSION = 1


class _Files(PictureSource):
    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, sample: Sample) -> Uint8:
        return read_sample(self._root, sample)


def survey(
    settings: ImageData, *, base: Path, seed: int, progress: Progress = SILENT
) -> SampleTable:
    """List all inputs and decode each once; those that cannot be used are skipped and named.

    Args:
        settings: Which inputs.
        base: Folder of the exploration.toml, which relative paths start from.
        seed: Draws crops and limited classes.
        progress: Is told of each input.

    Raises:
        DataError: There are no inputs, too many are broken, or a list is malformed.
    """
    if isinstance(settings, ImageFolder):
        candidates = list_folder(settings, base=base, seed=seed)
        where = f"data.folder: {settings.folder!r}"
        return survey_files(
            candidates, where=where, max_broken=settings.max_broken, progress=progress
        )
    if isinstance(settings, ImageList):
        candidates = read_list(settings, base=base)
        where = f"data.file: {settings.file!r}"
        return survey_files(
            candidates, where=where, max_broken=settings.max_broken, progress=progress
        )
    if isinstance(settings, ImageArray):
        return survey_array(settings, base=base)
    return survey_photographs(settings, seed=seed, progress=progress)


def open_pictures(settings: ImageData, *, base: Path) -> PictureSource:
    """Return what reads the samples that ``survey`` found under the same settings."""
    if isinstance(settings, ImageFolder):
        return _Files((base / settings.folder).resolve())
    if isinstance(settings, ImageList):
        return _Files((base / settings.file).resolve().parent)
    if isinstance(settings, ImageArray):
        return ArrayPictures(settings, base=base)
    return PhotographCrops()


def inputs_digest(
    settings: ImageData, *, base: Path, hash_file: Callable[[Path], str] = sha256_of_file
) -> str:
    """Return a SHA-256 of all input files' names and contents; nothing is decoded.

    It covers our reader's and Pillow's versions too, but not the settings themselves.

    Args:
        settings: Which inputs.
        base: Folder of the exploration.toml.
        hash_file: Returns a file's SHA-256; the store's own remembers files that did not change.

    Raises:
        DataError: There are no inputs, or a list is malformed.
    """
    digest = hashlib.sha256(f"{DATA_VERSION} pillow {version('pillow')}".encode())
    digest.update(_digest(settings, base, hash_file).encode())
    return digest.hexdigest()


def _digest(settings: ImageData, base: Path, hash_file: Callable[[Path], str]) -> str:
    if isinstance(settings, ImageFolder):
        return digest_files(list_folder(settings, base=base, seed=None), hash_file)
    if isinstance(settings, ImageList):
        return digest_files(read_list(settings, base=base), hash_file)
    if isinstance(settings, ImageArray):
        try:
            return hash_file(base / settings.file)
        except OSError as error:
            raise DataError(
                f"data.file: cannot read {settings.file!r} ({error.strerror})"
            ) from error
    return " ".join(hash_file(photograph_file(photograph)) for photograph in PHOTOGRAPHS)
