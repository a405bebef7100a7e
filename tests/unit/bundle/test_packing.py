"""A chunk's bytes are what the module says they are, and the same every time."""

import base64
import gzip
import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topopress.bundle.assemble import bundle_samples
from topopress.bundle.packing import chunk_script, delta_code, pack
from topopress.bundle.schema import CHUNK_ARRAYS, RowsHeader
from topopress.samples.types import Sample, SampleTable

HEADER = RowsHeader(kind="rows", layer="block5", projection="PCA")
ROWS = {
    "x": np.array([0, 65535, 7]),
    "y": np.array([1, 2, 3]),
    "sample": np.array([0, 1, 70_000]),
    "lens": np.array([0.5, 1.5, 2.5]),
    "second_lens": np.array([]),
    "members": np.array([0, 2, 1]),
    "similarity": np.array([]),
}


def unpack(stream: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    data = gzip.decompress(stream)
    length = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + length])
    start = -(-(4 + length) // 8) * 8
    arrays = {a["name"]: numbers(data[start + a["offset"] :], a) for a in head["arrays"]}
    return head["header"], arrays


def numbers(data: bytes, entry: dict) -> np.ndarray:
    """Return an array whose bytes stand apart, the lowest of all numbers first."""
    width, length = np.dtype(entry["dtype"]).itemsize, entry["length"]
    written = [bytes(data[plane * length + k] for plane in range(width)) for k in range(length)]
    return np.frombuffer(b"".join(written), entry["dtype"])


def test_what_is_packed_comes_back():
    header, arrays = unpack(pack(HEADER, ROWS))
    assert header == HEADER.model_dump()
    for name, dtype in CHUNK_ARRAYS["rows"].items():
        assert arrays[name].dtype == dtype
        np.testing.assert_array_equal(arrays[name], ROWS[name])


def test_the_same_input_gives_the_same_bytes():
    assert pack(HEADER, ROWS) == pack(HEADER, dict(reversed(ROWS.items())))


def test_a_script_hands_over_its_own_path():
    script = chunk_script("data/a.js", b"stream").decode()
    assert script == f'TOPO.chunk("data/a.js","{base64.b64encode(b"stream").decode()}")\n'


@pytest.mark.parametrize(
    "change",
    [
        {"x": np.array([0, 65536, 0])},
        {"x": np.array([-1, 0, 0])},
        {"lens": np.array([0.0, np.nan, 1.0])},
        {"lens": np.zeros((3, 1))},
        {"z": np.zeros(3)},
    ],
)
def test_what_does_not_fit_is_refused(change):
    with pytest.raises(ValueError, match=r"chunk|fit|NaN|one-dimensional"):
        pack(HEADER, ROWS | change)


@given(st.lists(st.sets(st.integers(0, 1000)), max_size=8))
def test_delta_coding_is_undone_by_a_running_sum(lists):
    offsets = np.cumsum([0, *map(len, lists)])
    values = np.array([v for one in lists for v in sorted(one)], np.int32)
    steps = delta_code(offsets, values)
    assert (steps >= 0).all()
    for a, b in itertools.pairwise(offsets):
        np.testing.assert_array_equal(np.cumsum(steps[a:b]), values[a:b])


def test_more_origins_than_two_bytes_can_number():
    n = 70_000
    samples = tuple(Sample(f"{k:05d}", f"line {k:05d}", None, "") for k in range(n))
    path, files = bundle_samples(SampleTable((), np.full(n, -1, np.int32), samples), [])
    _, arrays = unpack(base64.b64decode(files[path].split(b'"')[3]))
    np.testing.assert_array_equal(arrays["origin"], np.arange(n))
