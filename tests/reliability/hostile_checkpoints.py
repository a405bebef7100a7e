"""Checkpoints that are damaged, mistaken or hostile, made by a seed: none may run code."""

import io
import json
import os
import pickle
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save
from torch import nn

SEED = 20_261_130
ALL = 9_000
"""Number of the damaged files of the study: one in six is torch's, the others are safetensors."""


@dataclass(frozen=True)
class HostileCheckpoint:
    """A file; ``may_load`` is whether damaged bytes may still be tensors."""

    name: str
    content: bytes
    may_load: bool = False


class Planted:
    """A pickle that would make a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = str(marker)

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self.marker}",)


def good() -> dict[str, torch.Tensor]:
    """Return the tensors of the checkpoint that is damaged."""
    generator = torch.Generator().manual_seed(SEED)
    return {"a": torch.randn(4, 4, generator=generator), "b": torch.arange(3)}


def saved(content: object, *, legacy: bool = False) -> bytes:
    """Return what torch writes."""
    file = io.BytesIO()
    torch.save(content, file, _use_new_zipfile_serialization=not legacy)
    return file.getvalue()


def safetensors(header: object, body: bytes = bytes(64), length: int | None = None) -> bytes:
    """Return a safetensors file with a header of one's own."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    size = len(text) if length is None else length
    return struct.pack("<Q", size & (1 << 64) - 1) + text + body


def named(marker: Path) -> Iterator[HostileCheckpoint]:
    """Yield files that must be refused; ``marker`` is a file that their code would make."""
    for name, content in (_torchs(marker) | _safetensors()).items():
        yield HostileCheckpoint(name, content)


def _torchs(marker: Path) -> dict[str, bytes]:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(100_000_000))
    program = io.BytesIO()
    with zipfile.ZipFile(program, "w") as archive:
        archive.writestr("archive/constants.pkl", b"\x80\x02].")
    rows, columns = torch.tensor([0, 1 << 20]), torch.tensor([0])
    with warnings.catch_warnings(action="ignore"):  # these tensors are "in beta state"
        sparse = torch.sparse_csr_tensor(
            rows, columns, torch.tensor([1.0]), size=(1, 4), check_invariants=False
        )
    return {
        "empty.pt": b"",
        "text.pth": b"hello",
        "planted.pt": saved({"a": Planted(marker)}),
        "planted, legacy.pt": saved({"a": Planted(marker)}, legacy=True),
        "planted, bare.pth": pickle.dumps(Planted(marker)),
        "planted key.pt": saved({"x": [Planted(marker)]}),
        "module.pt": saved(nn.Linear(2, 2)),
        "list.pt": saved([1, 2]),
        "number.pt": saved({"a": 3}),
        "expanded.pt": saved({"a": torch.zeros(1).expand(100_000, 100_000)}),
        "sparse without order.pt": saved({"a": sparse}),
        "complex.pt": saved({"a": torch.zeros(2, dtype=torch.complex64)}),
        "meta.pt": saved({"a": torch.empty(1 << 40, device="meta")}),
        "nan.pt": saved({"a": torch.tensor([float("nan")])}),
        "half.pt": saved(good())[:600],
        "deflated.pt": bomb.getvalue(),
        "program.pt": program.getvalue(),
        "deep.pkl.pt": b"\x80\x02" + b"]" * 200_000 + b".",
    }


def _safetensors() -> dict[str, bytes]:
    tensor = {"dtype": "F32", "shape": [4, 4], "data_offsets": [0, 64]}
    headers: dict[str, tuple[object, int | None]] = {
        "header of 2^64 - 1": (b"{}", (1 << 64) - 1),
        "header of 100 MB": (b"{}", 100_000_000),
        "header beyond the end": ({"a": tensor}, 9_000),
        "no JSON": (b"{'a'", None),
        "deep JSON": (b"[" * 200_000, None),
        "a list": ([], None),
        "overlapping": ({"a": tensor, "b": tensor}, None),
        "a hole": ({"a": tensor | {"data_offsets": [8, 72]}}, None),
        "too large": ({"a": tensor | {"shape": [1 << 62, 4]}}, None),
        "negative": ({"a": tensor | {"shape": [-1, 4]}}, None),
        "unknown type": ({"a": tensor | {"dtype": "PICKLE"}}, None),
    }
    return {
        f"{name}.safetensors": safetensors(header, length=length)
        for name, (header, length) in headers.items()
    }


def damaged(n: int = ALL) -> Iterator[HostileCheckpoint]:
    """Yield ``n`` good files with some bytes changed."""
    rng, archive, safe = random.Random(SEED), saved(good()), save(good())
    for k in range(n):
        of_torch = k % 6 == 0
        change, content = (_of_torch, archive) if of_torch else (_of_safetensors, safe)
        suffix = "pt" if of_torch else "safetensors"
        yield HostileCheckpoint(f"{k:04d}.{suffix}", change(rng, content), may_load=True)


def _of_torch(rng: random.Random, archive: bytes) -> bytes:
    content, start = bytearray(archive), archive.find(b"data.pkl")
    kind = rng.choice(("bits", "bits", "cut", "number", "anywhere"))
    if kind == "cut":
        return archive[: rng.randrange(1, len(archive))]
    if kind == "number":
        place = rng.randrange(start, min(len(content), start + 600))
        value = rng.choice((0xFFFFFFFF, 0x7FFFFFFF, 1 << 30, 0))
        content[place : place + 4] = struct.pack("<I", value)
        return bytes(content)
    first, last = (0, len(content)) if kind == "anywhere" else (start, start + 600)
    for _ in range(rng.choice((1, 2, 8))):
        content[rng.randrange(first, min(len(content), last))] ^= 1 << rng.randrange(8)
    return bytes(content)


_VALUES = ([1 << 62, 4], [0, 0], [-1, 5], [0, 10**18], "F64", [], [64, 0], "PICKLE", None, [2.5, 1])


def _of_safetensors(rng: random.Random, safe: bytes) -> bytes:
    content, (size,) = bytearray(safe), struct.unpack("<Q", safe[:8])
    kind = rng.choice(("bits", "bits", "length", "cut", "value"))
    if kind == "bits":
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    elif kind == "length":
        other = rng.choice((0, 1, size + 1, 1 << 40, 2**64 - 1, size - 1))
        content[:8] = struct.pack("<Q", other)
    elif kind == "cut":
        return safe[: rng.randrange(1, len(safe))]
    else:
        header = json.loads(safe[8 : 8 + size])
        key = rng.choice(("shape", "data_offsets", "dtype"))
        header[rng.choice("ab")][key] = rng.choice(_VALUES)
        return safetensors(header, safe[8 + size :])
    return bytes(content)
