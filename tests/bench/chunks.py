"""Arrays of a built site, read from the scripts that its pages load."""

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import numpy as np


def manifest_of(page: Path) -> dict[str, Any]:
    """Return the manifest that a page of an exploration holds."""
    found = re.search(r'id="topo-manifest">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found, f"{page} holds no manifest"
    manifest: dict[str, Any] = json.loads(found[1])
    return manifest


def chunk_arrays(script: Path) -> dict[str, np.ndarray]:
    """Return the arrays of a chunk: ``topopress.bundle.packing`` says how they are written."""
    stream = base64.b64decode(script.read_bytes().rpartition(b',"')[2].removesuffix(b'")\n'))
    data = gzip.decompress(stream)
    length = int.from_bytes(data[:4], "little")
    start = -(-(4 + length) // 8) * 8
    return {
        entry["name"]: _numbers(data, start + entry["offset"], entry)
        for entry in json.loads(data[4 : 4 + length])["arrays"]
    }


def _numbers(data: bytes, start: int, entry: dict[str, Any]) -> np.ndarray:
    """Return an array whose bytes stand apart, the lowest of all numbers first."""
    dtype, n = np.dtype(entry["dtype"]), entry["length"]
    planes = np.frombuffer(data, np.uint8, n * dtype.itemsize, start).reshape(dtype.itemsize, n)
    return np.ascontiguousarray(planes.T).view(dtype).reshape(n)
