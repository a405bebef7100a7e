"""Reads matrices from .npz files: one .npy file each in a zip archive."""

import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from topopress.core.errors import DataError
from topopress.samples.arrays.choice import chosen_array
from topopress.samples.arrays.npy import MappedMatrix, NpyHeader, read_header, require_length
from topopress.samples.arrays.types import Floats, Matrix
from topopress.samples.labels import shown

_LOCAL = struct.Struct("<4s22xHH")
"""Signature, and lengths of name and extra field, of an entry's own header."""
_LONGEST = 160
"""Characters of a reason at most."""
_SIGNATURE = b"PK\x03\x04"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class CompressedMatrix(Matrix):
    """A matrix in a compressed entry of an archive; it is unpacked to a temporary file."""

    file: Path
    entry: str
    header: NpyHeader

    def blocks(self) -> Iterator[Floats]:
        """Yield all rows in their order."""
        self._require_room()
        with tempfile.TemporaryDirectory() as folder:
            unpacked = Path(folder, "array.npy")
            try:
                with (
                    zipfile.ZipFile(self.file) as archive,
                    archive.open(self.entry) as opened,
                    unpacked.open("wb") as target,
                ):
                    shutil.copyfileobj(opened, target)
            except _DAMAGE as error:
                raise DataError(f"{self.where}: cannot be unpacked ({_reason(error)})") from error
            shape = self.header.shape
            yield from MappedMatrix(
                self.where, *shape, unpacked, self.header.length, self.header
            ).blocks()

    def _require_room(self) -> None:
        """Refuse what does not fit into the folder of temporary files."""
        free = shutil.disk_usage(tempfile.gettempdir()).free
        if self.header.n_bytes > free:
            raise DataError(
                f"{self.where} is compressed, and to unpack it takes {self.header.n_bytes:,} bytes "
                "in the folder of temporary files, which has not as many; write it with "
                "numpy.savez, or set TMPDIR to another folder"
            )


def open_npz(file: Path, array: str | None, where: str) -> Matrix:
    """Return a matrix of a .npz file: the named one, or the only one.

    Raises:
        DataError: There is no such array, it is no matrix of floating-point numbers, or the
            archive is damaged.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.removesuffix(".npy"): name for name in archive.namelist()}
            name = chosen_array(array, list(names), where)
            entry = archive.getinfo(names[name])
            here = f"{where}, array {name!r}"
            with archive.open(entry) as opened:
                header = read_header(opened, here)
    except _DAMAGE as error:
        raise DataError(f"{where} is no .npz archive, or is damaged ({_reason(error)})") from error
    require_length(header, entry.file_size - header.length, here)
    if entry.compress_type != zipfile.ZIP_STORED:
        return CompressedMatrix(here, *header.shape, file, entry.filename, header)
    with file.open("rb") as stored:
        start = _start_of(stored, entry, here)
    return MappedMatrix(here, *header.shape, file, start + header.length, header)


def _reason(error: Exception) -> str:
    return shown(str(error)[:_LONGEST])


def _start_of(stored: IO[bytes], entry: zipfile.ZipInfo, where: str) -> int:
    """Return where the content of an uncompressed entry begins in the archive."""
    size = os.fstat(stored.fileno()).st_size
    stored.seek(entry.header_offset)
    local = stored.read(_LOCAL.size)
    signature, n_name, n_extra = _LOCAL.unpack(local) if len(local) == _LOCAL.size else (b"", 0, 0)
    start: int = entry.header_offset + _LOCAL.size + n_name + n_extra
    if signature != _SIGNATURE or start + entry.file_size > size:
        raise DataError(f"{where} is damaged: its entry in the archive leads to nothing")
    return start
