"""Builds at the same time: one per output folder, any number per store, and no cleaning."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from reliability.tiny_build import TinyBuild, site_digest, start
from topopress.core.errors import BusyError
from topopress.store.disk import Disk
from topopress.store.locks import FileLock
from topopress.store.store import Store

PROGRAM = Path(__file__).with_name("tiny_build.py")


@contextmanager
def other_build(folder, *options, site="public", version=1):
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, PROGRAM, folder, site, str(version), *options],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path):
    return start(tmp_path / "project")


def test_the_second_build_of_a_folder_fails_at_once(folder):
    with other_build(folder, "--hold") as first:
        assert first.stdout.readline() == "holding\n"
        with pytest.raises(BusyError, match=rf"process {first.pid} on \S+ since \d{{4}}-"):
            TinyBuild(folder, version=1).run()
        assert site_digest(folder / "public") == "absent"
        first.communicate()
    assert first.returncode == 0
    assert site_digest(folder / "public") != "absent"
    TinyBuild(folder, version=2).run()


def test_a_killed_build_leaves_no_lock(folder):
    with other_build(folder, "--hold") as first:
        assert first.stdout.readline() == "holding\n"
        first.send_signal(signal.SIGKILL)
        assert first.wait() == -signal.SIGKILL
    build = TinyBuild(folder, version=1)
    build.run()
    assert (build.found, build.made) == (2, 1)


def test_several_sites_share_one_store(folder):
    sites = [f"site{number}" for number in range(3)]
    builds = [other_build(folder, site=site) for site in sites]
    with builds[0] as a, builds[1] as b, builds[2] as c:
        for process in (a, b, c):
            _, errors = process.communicate()
            assert process.returncode == 0, errors
    digests = {site_digest(folder / site) for site in sites}
    assert len(digests) == 1
    assert digests != {"absent"}


def test_cleaning_is_refused_while_a_build_runs(folder):
    TinyBuild(folder, version=1).run()
    with other_build(folder, "--hold", version=2) as build:
        assert build.stdout.readline() == "holding\n"
        with Store(folder / "store") as store, pytest.raises(BusyError, match="a build is using"):
            store.collect_garbage(keep=())
        build.communicate()
    assert build.returncode == 0
    with Store(folder / "store") as store:
        assert store.collect_garbage(keep=()).actions == 6


def test_a_build_is_refused_while_somebody_cleans(folder, monkeypatch):
    monkeypatch.setattr("topopress.store.store._WAIT_SECONDS", 0.05)
    TinyBuild(folder, version=1).run()
    with FileLock(folder / "store" / "lock", Disk()) as cleaner:
        assert cleaner.try_exclusive()
        holder = rf"another process cleans this store \(process {os.getpid()} on "
        with pytest.raises(BusyError, match=holder):
            TinyBuild(folder, version=1).run()
    TinyBuild(folder, version=1).run()


def test_the_temporary_files_of_a_running_build_are_left_alone(folder):
    with Store(folder / "store") as running:
        running.hash_file(folder / "input.txt")
        precious = folder / "store" / "tmp" / "of-a-running-build"
        precious.write_bytes(b"x")
        with Store(folder / "store") as other:
            other.hash_file(folder / "input.txt")
        assert precious.exists()
    with Store(folder / "store") as later:
        later.hash_file(folder / "input.txt")
    assert not precious.exists()
