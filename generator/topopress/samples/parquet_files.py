"""Opens Parquet files with pyarrow, which is an extra: ``pip install 'topopress[parquet]'``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from topopress.core.errors import DataError
from topopress.samples.labels import shown

INSTALL = "pip install 'topopress[parquet]'"


@contextmanager
def opened_parquet(file: Path, where: str) -> Iterator[Any]:
    """Open a Parquet file: its ``pyarrow.parquet.ParquetFile``; only its footer is read.

    Errors of pyarrow within the block become one of the file.

    Raises:
        DataError: pyarrow is not installed, or the file cannot be read or is damaged.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise DataError(f"{where} needs pyarrow to be read; install it: {INSTALL}") from error
    try:
        with ParquetFile(file, memory_map=True, page_checksum_verification=True) as opened:
            yield opened
    except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError) as error:
        reason = shown((str(error).splitlines() or [""])[0])
        raise DataError(f"{where} cannot be read as Parquet ({reason:.160})") from error
