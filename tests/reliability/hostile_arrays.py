"""Files of vectors that are damaged, mistaken or hostile: none may be read as something else.

All are made from one matrix (40, 5), so whoever reads one must return just this matrix, or say in
one error what is wrong.
"""

import io
import json
import random
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from safetensors.numpy import save

GIVEN = np.arange(200, dtype=np.float32).reshape(40, 5)


@dataclass(frozen=True)
class HostileArray:
    """A file of vectors, and whether a reader may find the matrix in it."""

    name: str
    suffix: str
    content: bytes
    may_be_read: bool = False


def npy(array=GIVEN, **options) -> bytes:
    """Return a .npy file."""
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def npz(*, packed: bool = False, **arrays) -> bytes:
    """Return a .npz file."""
    file = io.BytesIO()
    (np.savez_compressed if packed else np.savez)(file, **(arrays or {"a": GIVEN}))
    return file.getvalue()


def parquet(columns=None) -> bytes:
    """Return a Parquet file with checksums of its pages."""
    file = io.BytesIO()
    pq.write_table(pa.table(columns or {"a": GIVEN.tolist()}), file, write_page_checksum=True)
    return file.getvalue()


def safetensors(header: object, body: bytes = GIVEN.tobytes(), length: int | None = None) -> bytes:
    """Return a .safetensors file with a header of one's own."""
    written = header if isinstance(header, bytes) else json.dumps(header).encode()
    size = len(written) if length is None else length
    return struct.pack("<Q", size & (1 << 64) - 1) + written + body


def header(descr: object = "<f4", order: object = False, shape: object = (40, 5)) -> bytes:
    """Return a .npy file with a header of one's own before the numbers."""
    return raw_header(repr({"descr": descr, "fortran_order": order, "shape": shape}).encode())


def raw_header(written: bytes, version: bytes = b"\x01\x00", length: int | None = None) -> bytes:
    """Return a .npy file whose header is any text."""
    wide = version != b"\x01\x00"
    size = len(written) if length is None else length
    return (
        b"\x93NUMPY"
        + version
        + struct.pack("<I" if wide else "<H", size)
        + written
        + (GIVEN.tobytes())
    )


GOOD = {
    "npy": npy(),
    "npz": npz(),
    "packed.npz": npz(packed=True),
    "safetensors": save({"a": GIVEN}),
    "parquet": parquet(),
}


def named_arrays() -> list[HostileArray]:
    """Return the files whose fault is known, each with its name."""
    found = [("npy", _npy()), ("npz", _npz()), ("safetensors", _safetensors())]
    listed = [(suffix, *each) for suffix, files in found for each in files]
    listed += [("parquet", *each) for each in _parquet()]
    return [HostileArray(f"{suffix}, {name}", suffix, content) for suffix, name, content in listed]


def truncated_arrays() -> list[HostileArray]:
    """Return good files that were cut short, at every kind of place."""
    rng, found = random.Random(0), []
    for name, content in GOOD.items():
        places = {0, 1, 5, 6, 8, 9, 10, 11, 60, 127, 128, 129, len(content) - 1, len(content) // 2}
        places |= {len(content) - 4, len(content) - 8, len(content) - 22}
        places |= {rng.randrange(len(content)) for _ in range(8)}
        suffix = name.rpartition(".")[2]
        found += [
            HostileArray(f"{name} cut at {place}", suffix, content[:place])
            for place in sorted(places)
        ]
    return found


def mutated_arrays(n: int) -> list[HostileArray]:
    """Return good files of which some bytes were changed, removed or put in."""
    rng, found, kinds = random.Random(1), [], list(GOOD.items())
    for k in range(n):
        name, good = kinds[k % len(kinds)]
        content = bytearray(good)
        for _ in range(rng.choice((1, 1, 3, 20))):
            # Most of a file is numbers; what is around them decides how it is read.
            end = len(content) if rng.random() < 0.3 else min(len(content), 160)
            place = (
                rng.randrange(end)
                if rng.random() < 0.7
                else len(content) - 1 - rng.randrange(min(160, len(content)))
            )
            content[place : place + rng.randrange(4)] = rng.randbytes(rng.randrange(4))
        found.append(HostileArray(f"{name} mutation {k}", name.rpartition(".")[2], bytes(content),
                                  may_be_read=True))  # fmt: skip
    return found


def _npy() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "wrong magic", b"NUMPY\x93" + GOOD["npy"][6:]
    yield "a zip", GOOD["npz"]
    yield "a pickle", b"\x80\x05\x95\x1a\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x8c\x06system"
    yield "text", b"1,2,3\n4,5,6\n"
    yield "version 9", raw_header(b"{}", b"\x09\x00")
    yield "objects", npy(np.array([[1, "x"], [None, {}]], object), allow_pickle=True)
    for kind in ("<i4", "|b1", "<c8", "<U4", "|S4", "|O", "<M8[s]", "<m8[ns]", "<f16", "<f3", "f"):
        yield f"type {kind}", header(kind)
    yield "records", header([("x", "<f4"), ("y", "<f4")])
    for kind in ("", "f4,f4", "float32; import os", "<f44444444", 4, None, ("<f4",), {"a": 1}):
        yield f"type {kind!r}", header(kind)
    for shape in (
        (), (200,), (40, 5, 1), (0, 5), (40, 0), (40, 6), (41, 5), (-40, -5), (40.0, 5), [40, 5],
        (True, 200), (10**30, 5), (2**62, 4), (2**31, 10**6), ("40", 5), None, 200,
    ):  # fmt: skip
        yield f"shape {shape!r}", header(shape=shape)
    for order in (None, 0, "F", [True]):
        yield f"order {order!r}", header(order=order)
    yield "huge header", raw_header(b"{" + b" " * 60_000 + b"}", b"\x02\x00")
    yield "header of 4 GB", raw_header(b"{}", b"\x02\x00", (1 << 32) - 1)
    yield "header longer than the file", raw_header(b"{}", length=9000)
    yield "header of nothing", raw_header(b"")
    yield "header that is a call", raw_header(b"__import__('os').system('true')")
    yield "header of brackets", raw_header(b"[" * 9000)
    yield "header of digits", raw_header(b"{'descr': '<f4', 'fortran_order': False, 'shape': ("
                                         + b"9" * 6000 + b", 5)}")  # fmt: skip
    yield "header that is a list", raw_header(b"['descr', 'fortran_order', 'shape']")
    yield (
        "header with another key",
        raw_header(b"{'descr': '<f4', 'fortran_order': False, 'shape': (40, 5), 'x': 1}"),
    )
    yield "header in Latin-1", raw_header(b"{'descr': '\xe9'}")
    yield "zero bytes", bytes(900)
    yield "longer than the header says", GOOD["npy"] + b"\0" * 7
    for value in (np.nan, np.inf, -np.inf):
        array = GIVEN.copy()
        array[33, 2] = value
        yield f"{value}", npy(array)
        yield f"{value}, Fortran", npy(np.asfortranarray(array))
    yield "too large for single precision", npy(GIVEN.astype("f8") * 1e300)


def _npz() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "a .npy file", GOOD["npy"]
    yield "no arrays", zipped({})
    yield "two arrays", npz(a=GIVEN, b=GIVEN)
    yield "a text", zipped({"a.txt": b"hello"})
    yield "objects", zipped({"a.npy": npy(np.array([[1, "x"]], object), allow_pickle=True)})
    yield "integers", npz(a=GIVEN.astype(int))
    yield "cut array", zipped({"a.npy": GOOD["npy"][:-9]})
    yield "long array", zipped({"a.npy": GOOD["npy"] + b"0"})
    yield "header of 4 GB", zipped({"a.npy": raw_header(b"{}", b"\x02\x00", (1 << 32) - 1)})
    yield "bomb", zipped({"a.npy": bytes(1 << 20)}, zipfile.ZIP_DEFLATED)
    yield "wrong claim", zipped({"a.npy": header(shape=(10**12, 5))}, zipfile.ZIP_DEFLATED)
    yield "bzip2 of nothing", zipped({"a.npy": b""}, zipfile.ZIP_BZIP2)
    local = bytearray(GOOD["npz"])
    local[0:4] = b"XXXX"
    yield "no local header", bytes(local)
    moved = bytearray(GOOD["npz"])
    moved[28:30] = b"\xff\xff"
    yield "extra field beyond the end", bytes(moved)
    locked = bytearray(GOOD["packed.npz"])
    at = locked.rindex(b"PK\x01\x02")
    locked[6] |= 1
    locked[at + 8] |= 1
    yield "encrypted", bytes(locked)
    spoilt = bytearray(GOOD["packed.npz"])
    spoilt[120:160] = bytes(40)
    yield "spoilt contents", bytes(spoilt)
    unknown = bytearray(GOOD["packed.npz"])
    unknown[8] = unknown[at + 10] = 99
    yield "unknown compression", bytes(unknown)


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def tensor(**changes) -> dict:
    """Return the header of the tensor, changed."""
    return {"a": {"dtype": "F32", "shape": [40, 5], "data_offsets": [0, 800], **changes}}


def _safetensors() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "a .npy file", GOOD["npy"]
    yield "header of 2^64 - 1", safetensors(tensor(), length=(1 << 64) - 1)
    yield "header of 10^12", safetensors(tensor(), length=10**12)
    yield "header longer than the file", safetensors(tensor(), length=5000)
    yield "header of nothing", safetensors(b"")
    yield "long header", safetensors(b" " * (17 << 20))
    yield "no JSON", safetensors(b"{'a': 1}")
    yield "deep JSON", safetensors(b"[" * 100_000)
    yield "a list", safetensors([1, 2])
    yield "no tensors", safetensors({})
    yield "metadata alone", safetensors({"__metadata__": {"a": "b"}})
    yield "two tensors", save({"a": GIVEN, "b": GIVEN})
    for kind in ("I64", "U8", "BOOL", "F8_E4M3", "C64", "F4", "", "x" * 5000, 4, None, ["F32"]):
        yield f"type {str(kind)[:9]}", safetensors(tensor(dtype=kind))
    for shape in (
        [], [200], [40, 5, 1], [0, 5], [40, 0], [40, 6], [-40, -5], [40.0, 5.0], [True, 200],
        [10**30, 5], "40", None, {"0": 40}, [[40], 5], [2**62, 4],
    ):  # fmt: skip
        yield f"shape {shape}", safetensors(tensor(shape=shape))
    for places in (
        [0, 799], [1, 800], [0, 801], [800, 0], [0], [0, 400, 800], [-1, 799], [1, 801],
        [10**30, 10**30 + 800], ["0", "800"], None, 800, [0.0, 800.0],
    ):  # fmt: skip
        yield f"places {places}", safetensors(tensor(data_offsets=places))
    yield "a tensor that is a text", safetensors({"a": "F32"})
    yield "no body", safetensors(tensor(), b"")
    array = GIVEN.copy()
    array[33, 2] = np.nan
    yield "NaN", save({"a": array})
    yield "integers", save({"a": GIVEN.astype(np.int32)})
    upper = np.full((40, 5), 0x7F80, "<u2").tobytes()
    yield "infinite bfloat16", safetensors(tensor(dtype="BF16", data_offsets=[0, 400]), upper)


def _parquet() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "a .npy file", GOOD["npy"]
    yield "magic alone", b"PAR1PAR1"
    yield "footer of 4 GB", b"PAR1" + b"\0" * 90 + struct.pack("<I", (1 << 32) - 1) + b"PAR1"
    yield "footer beyond the start", b"PAR1" + b"\0" * 90 + struct.pack("<I", 500) + b"PAR1"
    yield "encrypted footer", b"PARE" + GOOD["parquet"][4:-4] + b"PARE"
    yield "no rows", parquet({"a": pa.array([], pa.list_(pa.float32()))})
    yield "no columns", parquet_of(pa.table({}))
    yield "integers", parquet({"a": GIVEN.astype(int).tolist()})
    yield "texts", parquet({"a": ["x"] * 40})
    yield "two columns of lists", parquet({"a": GIVEN.tolist(), "b": GIVEN.tolist()})
    yield "lists of other lengths", parquet({"a": [[0.0] * (k % 3) for k in range(40)]})
    yield "lists of lists", parquet({"a": [[[0.0]]] * 40})
    yield "nothing", parquet({"a": [None, *GIVEN.tolist()]})
    yield "nothing within", parquet({"a": [[None, 1.0]] * 40})
    yield "NaN", parquet({"a": [[np.nan, 1.0]] * 40})
    yield "infinite", parquet({"a": [[1.0, -np.inf]] * 40})
    yield "too large", parquet({"a": [[1.0, 1e300]] * 40})
    spoilt = bytearray(GOOD["parquet"])
    spoilt[40:80] = bytes(40)
    yield "spoilt page", bytes(spoilt)


def parquet_of(table: pa.Table) -> bytes:
    """Return a Parquet file of a table."""
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()
