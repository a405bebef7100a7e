"""Checkpoints that fit load; all others are refused with a reason, and no code of theirs runs."""

import io
import os
import pickle
import random
import zipfile
from collections import OrderedDict

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from topopress.core.errors import NetworkError
from topopress.network.checkpoints import load_into, read_checkpoint


class Evil:
    def __init__(self, marker):
        self.marker = str(marker)

    def __reduce__(self):
        return (os.system, (f"touch {self.marker}",))


def good():
    return {"a": torch.ones(4, 4), "b": torch.arange(3.0)}


@pytest.mark.parametrize("suffix", [".pth", ".pt", ".th", ".safetensors"])
def test_tensors_come_back(tmp_path, suffix):
    path = tmp_path / f"w{suffix}"
    (save_file if suffix == ".safetensors" else torch.save)(good(), path)
    tensors = read_checkpoint(path)
    assert torch.equal(tensors["b"], torch.arange(3.0))


def test_wrappers_are_removed(tmp_path):
    wrapped = {"state_dict": OrderedDict((f"module.{k}", v) for k, v in good().items()), "epoch": 9}
    torch.save(wrapped, tmp_path / "w.th", _use_new_zipfile_serialization=False)
    assert sorted(read_checkpoint(tmp_path / "w.th")) == ["a", "b"]


@pytest.mark.parametrize("legacy", [True, False])
def test_no_pickle_is_executed(tmp_path, legacy):
    marker = tmp_path / "executed"
    path = tmp_path / "w.pth"
    torch.save({"a": Evil(marker)}, path, _use_new_zipfile_serialization=not legacy)
    with pytest.raises(NetworkError, match=r"needs Python code to be run .*state_dict\(\)"):
        read_checkpoint(path)
    assert not marker.exists()


def test_a_bare_pickle_is_refused(tmp_path):
    marker, path = tmp_path / "executed", tmp_path / "w.pth"
    path.write_bytes(pickle.dumps(Evil(marker)))
    with pytest.raises(NetworkError):
        read_checkpoint(path)
    assert not marker.exists()


def test_a_whole_module_is_refused(tmp_path):
    torch.save(nn.Linear(2, 2), tmp_path / "w.pth")
    with pytest.raises(NetworkError, match="needs Python code to be run"):
        read_checkpoint(tmp_path / "w.pth")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([1, 2], "holds a value of type list"),
        ({"a": 3}, "entry 'a' is of type int"),
        ({"a": torch.tensor([1.0, float("nan"), float("inf")])}, "2 values that are NaN"),
        ({"a": torch.zeros(1).expand(100_000, 100_000)}, "repeats its storage"),
        ({"a": torch.eye(3).to_sparse()}, "not "),
        ({"a": torch.zeros(2, dtype=torch.complex64)}, "not a dense real tensor"),
        ({"a": torch.empty(3, device="meta")}, "has no content"),
    ],
)
def test_what_is_no_plain_state_dict(tmp_path, content, message):
    torch.save(content, tmp_path / "w.pth")
    with pytest.raises(NetworkError, match=message):
        read_checkpoint(tmp_path / "w.pth")


def test_a_compressed_archive_is_refused_unread(tmp_path):
    path = tmp_path / "bomb.pth"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(20_000_000))
    with pytest.raises(NetworkError, match="compressed archive"):
        read_checkpoint(path)


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_files_that_are_no_checkpoints(tmp_path, suffix):
    path = tmp_path / f"w{suffix}"
    for content in (b"", b"hello", bytes(100)):
        path.write_bytes(content)
        with pytest.raises(NetworkError, match=r"not (readable|a safetensors)"):
            read_checkpoint(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NetworkError, match=r"absent\.pth: there is no such file"):
        read_checkpoint(tmp_path / "absent.pth")


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_damaged_files_give_our_error_or_load(tmp_path, suffix):
    buffer = io.BytesIO()
    torch.save(good(), buffer)
    save_file(good(), tmp_path / "good.safetensors")
    safe = suffix == ".safetensors"
    content = (tmp_path / "good.safetensors").read_bytes() if safe else buffer.getvalue()
    start = 0 if safe else content.find(b"data.pkl")
    rng, path, refused = random.Random(0), tmp_path / f"w{suffix}", 0
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 4))):
            damaged[rng.randrange(start, min(len(content), start + 400))] ^= 1 << rng.randrange(8)
        path.write_bytes(
            bytes(damaged[: rng.randrange(1, len(damaged))] if rng.random() < 0.3 else damaged)
        )
        try:
            read_checkpoint(path)
        except NetworkError:
            refused += 1
    assert refused > 50


def test_load_into_names_what_does_not_fit(tmp_path):
    module = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 4))
    tensors = dict(module.state_dict()) | {"2.weight": torch.ones(1)}
    tensors["0.weight"] = torch.ones(5, 2)
    del tensors["1.bias"]
    with pytest.raises(NetworkError) as caught:
        load_into(module, tensors, path=tmp_path / "w.pth", network="net")
    message = str(caught.value)
    assert "does not fit net" in message
    assert "1 of another shape: 0.weight is (5, 2), expected (3, 2)" in message
    assert "1 missing: 1.bias" in message
    assert "1 unexpected: 2.weight" in message


def test_batch_counters_may_be_missing(tmp_path):
    module = nn.BatchNorm2d(3)
    tensors = {k: v for k, v in module.state_dict().items() if k != "num_batches_tracked"}
    tensors["weight"] = torch.full((3,), 2.0)
    load_into(module, tensors, path=tmp_path / "w.pth", network="net")
    assert module.weight.tolist() == [2.0] * 3
