"""Finds the reader of a file of vectors by its suffix."""

import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from topopress.core.errors import DataError
from topopress.samples.arrays.npy import open_npy
from topopress.samples.arrays.npz import open_npz
from topopress.samples.arrays.parquet import open_parquet
from topopress.samples.arrays.safetensors import open_safetensors
from topopress.samples.arrays.types import Matrix
from topopress.samples.labels import shown

_READERS: Mapping[str, Callable[[Path, str | None, str], Matrix]] = {
    ".npz": open_npz,
    ".safetensors": open_safetensors,
    ".parquet": open_parquet,
}
NPY = ".npy"
SUFFIXES = (NPY, *_READERS)
_TORCH = "torch.load(path).float().numpy()"
_CONVERSIONS = {
    ".pt": _TORCH,
    ".pth": _TORCH,
    ".ckpt": _TORCH,
    ".bin": _TORCH,
    ".h5": "h5py.File(path)[NAME][:]",
    ".hdf5": "h5py.File(path)[NAME][:]",
    ".mat": "scipy.io.loadmat(path)[NAME]",
    ".csv": "numpy.loadtxt(path, delimiter=',', skiprows=1)",
    ".tsv": "numpy.loadtxt(path, delimiter='\\t', skiprows=1)",
    ".txt": "numpy.loadtxt(path)",
    ".pkl": "numpy.asarray(pickle.load(open(path, 'rb')))",
    ".pickle": "numpy.asarray(pickle.load(open(path, 'rb')))",
}
"""Python that reads files of other kinds, for messages."""


@dataclass(frozen=True, slots=True)
class ArrayPlace:
    """Where a matrix is: a file, and the name of an array in it, or None for the only one."""

    file: str
    array: str | None

    @classmethod
    def of(cls, written: str) -> "ArrayPlace":
        """Return the place that a setting names: ``FILE`` or ``FILE#NAME``."""
        file, mark, array = written.partition("#")
        return cls(file, array if mark else None)


def open_matrix(place: ArrayPlace, base: Path, setting: str) -> Matrix:
    """Return a matrix; only its header is read. Relative paths start from ``base``.

    Raises:
        DataError: The file cannot be read, is of another kind, or holds no such matrix.
    """
    name, file = shown(place.file), base / place.file
    where, suffix = f"{setting}: {name!r}", file.suffix.lower()
    if suffix not in SUFFIXES:
        raise DataError(f"{where} {_not_read(suffix)}")
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise DataError(f"{where} is not a regular file")
        if suffix != NPY:
            return _READERS[suffix](file, place.array, where)
        if place.array is not None:
            raise DataError(
                f"{where} is a .npy file, which has one array; leave out what follows #"
            )
        return open_npy(file, where)
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        raise unreadable(where, error) from error


def unreadable(where: str, error: OSError | ValueError) -> DataError:
    """Return the error of a file that cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return DataError(
        f"{where}: cannot be read ({reason}); the path is relative to the exploration.toml"
    )


def _not_read(suffix: str) -> str:
    allowed = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]}"
    if suffix in _CONVERSIONS:
        return (
            f"is not read: vectors are read from {allowed} files. Convert it with one line of "
            f"Python: numpy.save('vectors.npy', {_CONVERSIONS[suffix]})"
        )
    return (
        f"ends in {suffix!r}; vectors are read from {allowed} files"
        if suffix
        else (f"has no suffix; vectors are read from {allowed} files")
    )
