import hashlib
import os
import time

import pytest

from topopress.store import stat_cache
from topopress.store.disk import Disk
from topopress.store.store import Store


class ReadingDisk(Disk):
    def __init__(self):
        self.files_read = []

    def chunks(self, path):
        self.files_read.append(path.name)
        return super().chunks(path)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(b"pixels")
    return path


@pytest.fixture
def settled(monkeypatch):
    """Take every file for one that has been left alone for long."""
    monkeypatch.setattr(stat_cache, "_SETTLED_NS", -(10**15))


def hashed(tmp_path, path):
    """Hash a file in a build of its own; return the digest and the files that were read."""
    disk = ReadingDisk()
    with Store(tmp_path / "store", disk=disk) as store:
        return store.hash_file(path), disk.files_read


def test_an_unchanged_file_is_read_once(tmp_path, photo, settled):
    digest = hashlib.sha256(b"pixels").hexdigest()
    assert hashed(tmp_path, photo) == (digest, ["photo.png"])
    assert hashed(tmp_path, photo) == (digest, [])


def test_a_fresh_file_is_read_again(tmp_path, photo):
    """It might change once more within the same tick of the clock (git: racily clean)."""
    for _ in range(2):
        assert hashed(tmp_path, photo)[1] == ["photo.png"]


def test_the_rule_is_two_seconds(tmp_path, photo, monkeypatch):
    changed = photo.stat().st_ctime_ns
    monkeypatch.setattr(stat_cache.time, "time_ns", lambda: changed + 2 * 10**9)
    hashed(tmp_path, photo)
    assert hashed(tmp_path, photo)[1] == ["photo.png"]
    monkeypatch.setattr(stat_cache.time, "time_ns", lambda: changed + 2 * 10**9 + 1)
    hashed(tmp_path, photo)
    assert hashed(tmp_path, photo)[1] == []


def same_size(path):
    path.write_bytes(b"PIXELS")


def same_size_and_time(path):
    status = path.stat()
    path.write_bytes(b"PIXELS")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def another_file_of_that_name(path):
    status = path.stat()
    other = path.with_name("other")
    other.write_bytes(b"PIXELS")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("change", [same_size, same_size_and_time, another_file_of_that_name])
def test_a_changed_file_is_read_again(tmp_path, photo, settled, change):
    hashed(tmp_path, photo)
    time.sleep(0.02)  # more than a tick
    change(photo)
    digest = hashlib.sha256(b"PIXELS").hexdigest()
    assert hashed(tmp_path, photo) == (digest, ["photo.png"])


def test_two_builds_do_not_forget_each_others_files(tmp_path, photo, settled):
    other = tmp_path / "other.png"
    other.write_bytes(b"other")
    with Store(tmp_path / "store") as one, Store(tmp_path / "store") as two:
        one.hash_file(photo)
        two.hash_file(other)
    assert hashed(tmp_path, photo)[1] == hashed(tmp_path, other)[1] == []


def test_links_are_followed(tmp_path, photo, settled):
    link = tmp_path / "link.png"
    link.symlink_to(photo)
    assert hashed(tmp_path, link)[0] == hashlib.sha256(b"pixels").hexdigest()


def test_cleaning_forgets_files_that_are_gone(tmp_path, photo, settled):
    hashed(tmp_path, photo)
    assert b"photo.png" in (tmp_path / "store" / "stat.json").read_bytes()
    photo.unlink()
    with Store(tmp_path / "store") as store:
        store.collect_garbage()
    assert b"photo.png" not in (tmp_path / "store" / "stat.json").read_bytes()


def test_a_missing_file_is_no_fault_of_the_store(tmp_path):
    with Store(tmp_path / "store") as store, pytest.raises(FileNotFoundError):
        store.hash_file(tmp_path / "gone.png")
