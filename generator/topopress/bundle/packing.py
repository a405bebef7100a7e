"""The bytes of a chunk.

A chunk is a classic script, because ``fetch`` and modules do not work from ``file://``::

    TOPO.chunk("PATH", "BASE64")

BASE64 decodes to a gzip stream, which holds::

    4 bytes            length of the header, unsigned, little-endian
    header             UTF-8 JSON: {"header", "arrays": [{"name", "dtype", "length", "offset"}]}
    padding            zeros up to a multiple of 8
    arrays             each at its offset (a multiple of 8, counted from the start of the arrays),
                       in the order and of the dtype that ``CHUNK_ARRAYS`` states: the lowest bytes
                       of all its numbers, then their second bytes, and so on

The bytes of a number are apart because gzip finds more among bytes of one kind: chunks are a tenth
smaller than with whole numbers, one after the other.

Forbidden: an array that is missing, further or of another dtype; a NaN anywhere but in the
figures of labels, of stability and of a graph's file, and in numbers of samples; a time stamp in
the gzip header. The same input gives the same bytes.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from topopress.bundle.node_figures import NODE_FIGURES
from topopress.bundle.schema import CHUNK_ARRAYS, Document

ALIGNMENT = 8
MAY_BE_NAN = frozenset(
    f.array for f in NODE_FIGURES if f.needs in ("labels", "stability", "node_value")
) | {"numbers"}


def pack(
    header: Document,
    arrays: Mapping[str, NDArray[np.generic]],
    dtypes: Mapping[str, Mapping[str, str]] = CHUNK_ARRAYS,
) -> bytes:
    """Return the gzip stream of a chunk.

    Args:
        header: The part of the chunk that is JSON; its ``kind`` names the kind of chunk.
        arrays: One-dimensional arrays, exactly those that ``dtypes`` lists for the kind.
        dtypes: Type of each array by kind of chunk, in file order.

    Raises:
        ValueError: if an array is missing, unknown, not one-dimensional or holds a stray NaN.
    """
    content = header.model_dump()
    kind = content["kind"]
    wanted = dtypes[kind]
    if set(arrays) != set(wanted):
        raise ValueError(f"{kind} chunk: arrays {sorted(set(arrays) ^ set(wanted))} do not fit")
    entries: list[dict[str, object]] = []
    body = bytearray()
    for name, dtype in wanted.items():
        array = _checked(name, arrays[name], np.dtype(dtype))
        entries.append({"name": name, "dtype": dtype, "length": len(array), "offset": len(body)})
        body += _planes(array)
        body += bytes(-len(body) % ALIGNMENT)
    head = orjson.dumps({"header": content, "arrays": entries}, option=orjson.OPT_SORT_KEYS)
    start = len(head).to_bytes(4, "little") + head
    return _gzip(start + bytes(-len(start) % ALIGNMENT) + bytes(body))


def chunk_script(path: str, stream: bytes) -> bytes:
    """Return the classic script that hands the stream of ``pack`` to the viewer under a path."""
    return b"TOPO.chunk(" + orjson.dumps(path) + b',"' + base64.b64encode(stream) + b'")\n'


def add_chunk(files: dict[str, bytes], stem: str, stream: bytes) -> str:
    """Add the script of a packed chunk to files by path; return its path, which holds the stem."""
    path = f"data/{stem}.{short_hash(stream)}.js"
    files[path] = chunk_script(path, stream)
    return path


def read_header(script: bytes) -> dict[str, Any]:
    """Return the header of a chunk from its script.

    Raises:
        ValueError: if the script is not that of a chunk.
    """
    header: dict[str, Any] = _unpacked(script)[0]["header"]
    return header


def read_arrays(script: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of a chunk from its script.

    Raises:
        ValueError: if the script is not that of a chunk.
    """
    document, body = _unpacked(script)
    arrays = {}
    for entry in document["arrays"]:
        dtype = np.dtype(entry["dtype"]).newbyteorder("<")
        begin, length = entry["offset"], entry["length"]
        planes = np.frombuffer(body[begin : begin + length * dtype.itemsize], np.uint8)
        arrays[entry["name"]] = planes.reshape(dtype.itemsize, length).T.copy().view(dtype).ravel()
    return arrays


def _unpacked(script: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the document of a chunk, and the bytes of its arrays."""
    stream = base64.b64decode(script.rpartition(b',"')[2].removesuffix(b'")\n'))
    data = zlib.decompress(stream, 31)
    size = 4 + int.from_bytes(data[:4], "little")
    return json.loads(data[4:size]), data[size + -size % ALIGNMENT :]


def short_hash(content: bytes) -> str:
    """Return the part of a content's SHA-256 that stands in the names of published files."""
    return hashlib.sha256(content).hexdigest()[:8]


def delta_code(offsets: NDArray[np.int64], values: NDArray[np.integer]) -> NDArray[np.int64]:
    """Replace each ascending list by its first value and the steps between the rest."""
    steps = values.astype(np.int64)
    steps[1:] -= values[:-1]
    starts = offsets[:-1][np.diff(offsets) > 0]
    steps[starts] = values[starts]
    return steps


def _checked(
    name: str, array: NDArray[np.generic], dtype: np.dtype[np.generic]
) -> NDArray[np.generic]:
    if array.ndim != 1:
        raise ValueError(f"{name}: shape {array.shape}, must be one-dimensional")
    if array.dtype.kind == "f" and name not in MAY_BE_NAN and not np.isfinite(array).all():
        raise ValueError(f"{name}: holds NaN or infinity")
    converted = array.astype(dtype.newbyteorder("<"))
    if dtype.kind in "iu" and not np.array_equal(converted, array):
        raise ValueError(f"{name}: does not fit into {dtype}")
    return converted


def _planes(array: NDArray[np.generic]) -> bytes:
    """Return the lowest bytes of all little-endian numbers, then the second bytes, and so on."""
    return array.view(np.uint8).reshape(-1, array.dtype.itemsize).T.tobytes()


def _gzip(data: bytes) -> bytes:
    # zlib's gzip wrapper writes no time and no file name, unlike gzip.compress's default.
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    return compressor.compress(data) + compressor.flush()
