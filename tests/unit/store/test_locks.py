import errno
import os

import pytest

from topopress.core.errors import BusyError, PublishError
from topopress.store import locks
from topopress.store.disk import Disk
from topopress.store.locks import FileLock, output_lock


def test_the_lock_is_removed_at_the_end(tmp_path):
    with output_lock(tmp_path / "deep" / "public"):
        assert [p.name for p in (tmp_path / "deep").iterdir()] == [".public.lock"]
    assert list((tmp_path / "deep").iterdir()) == []


def test_a_second_one_fails_and_leaves_the_first_alone(tmp_path):
    out = tmp_path / "public"
    with output_lock(out):
        for _ in range(2):
            with pytest.raises(BusyError, match=f"process {os.getpid()} on"), output_lock(out):
                pass
    with output_lock(out):
        pass


def test_other_folders_are_free(tmp_path):
    with output_lock(tmp_path / "a"), output_lock(tmp_path / "b"):
        assert sorted(path.name for path in tmp_path.iterdir()) == [".a.lock", ".b.lock"]


def test_a_stale_file_is_no_lock(tmp_path):
    lock = tmp_path / ".public.lock"
    lock.write_text("process 1 on nowhere since 1970-01-01 00:00:00\n")
    with output_lock(tmp_path / "public"):
        assert lock.read_text().startswith(f"process {os.getpid()} on ")


def test_a_lock_file_removed_meanwhile_is_not_enough(tmp_path):
    """Two builds would each hold a lock of that name: one of them on a file without a name."""
    orphan = FileLock(tmp_path / "lock", Disk())
    (tmp_path / "lock").unlink()
    FileLock(tmp_path / "lock", Disk()).close()
    assert orphan.try_exclusive()
    assert not orphan.is_current
    orphan.close()


def test_a_forked_worker_does_not_keep_the_lock(tmp_path):
    lock = FileLock(tmp_path / "lock", Disk())
    assert lock.try_exclusive()
    reading, writing = os.pipe()
    started, start = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writing)
        os.write(start, b"x")
        os.read(reading, 1)  # outlives the lock's holder
        os._exit(0 if not lock.is_open else 1)
    os.read(started, 1)
    lock.close()
    with FileLock(tmp_path / "lock", Disk()) as other:
        assert other.try_exclusive()
    os.close(writing)
    assert os.waitpid(child, 0)[1] == 0
    for descriptor in (reading, started, start):
        os.close(descriptor)


def test_a_disk_without_locks_is_told_and_used(tmp_path, monkeypatch, caplog):
    def no_lock_service(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locks.fcntl, "flock", no_lock_service)
    with output_lock(tmp_path / "public"):
        assert "this disk has no locks; clean only while nothing runs" in caplog.text


def test_a_lock_that_cannot_be_made_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(PublishError, match=r"file.*: (Not a directory|File exists).*run again"),
        output_lock(tmp_path / "file" / "public"),
    ):
        pass
