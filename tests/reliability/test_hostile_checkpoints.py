"""A hostile checkpoint runs no code: its tensors are sound, or one error names it.

`python tests/reliability/run.py checkpoints` reads 9,000.
"""

import time
import warnings
from collections import Counter
from pathlib import Path

import torch

from reliability.hostile_checkpoints import HostileCheckpoint, damaged, named
from topopress.core.errors import NetworkError
from topopress.network.checkpoints import read_checkpoint

MOST_SECONDS = 20


def look_at(folder: Path, hostile: HostileCheckpoint, counts: Counter[str]) -> float:
    """Read a file; return how many seconds it takes."""
    file = folder / hostile.name
    file.write_bytes(hostile.content)
    begun = time.monotonic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tensors = read_checkpoint(file)
    except NetworkError as error:
        counts["refused"] += 1
        said = str(error)
        assert said.startswith(f"network.weights: {file}: "), hostile.name
        assert said.isprintable(), hostile.name
        assert len(said) < 500 + len(str(file)), hostile.name
    else:
        counts["read"] += 1
        assert hostile.may_load, hostile.name
        size = sum(each.numel() * each.element_size() for each in tensors.values())
        assert size <= 2 * len(hostile.content), hostile.name
        assert all(bool(torch.isfinite(each).all()) for each in tensors.values()), hostile.name
    file.unlink()
    return time.monotonic() - begun


def test_what_must_be_refused_is_refused_and_runs_nothing(tmp_path):
    marker, counts = tmp_path / "executed", Counter()
    for hostile in named(marker):
        assert look_at(tmp_path, hostile, counts) < MOST_SECONDS, hostile.name
    assert counts == {"refused": 29}
    assert not marker.exists()


def test_damaged_files_are_sound_or_refused(tmp_path):
    counts: Counter[str] = Counter()
    for hostile in damaged(300):
        assert look_at(tmp_path, hostile, counts) < MOST_SECONDS, hostile.name
    assert min(counts["read"], counts["refused"]) > 30
