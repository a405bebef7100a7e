"""A whole build, killed outright in the middle of its work, three times over."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tiny_project import change

pytestmark = pytest.mark.slow
# Other builds may run at the same time: the environment of ours is marked.
MARK = ("TOPOPRESS_TEST", f"killed builds of {os.getpid()}")


def start(root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "topopress", "build", "--root", str(root), "--explain"]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def tree(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def finish(root: Path) -> str:
    build = start(root)
    output, _ = build.communicate()
    assert build.returncode == 0, output
    return output


def kill_when(build: subprocess.Popen[str], said: str) -> None:
    assert build.stdout
    for line in build.stdout:
        if said in line:
            break
    build.send_signal(signal.SIGKILL)
    assert build.wait() == -signal.SIGKILL
    build.stdout.close()


def renderers() -> set[str]:
    """Return the render processes of the builds of this test."""
    processes = (p.name for p in Path("/proc").iterdir() if p.name.isdigit())
    return {
        pid
        for pid in processes
        if b"multiprocessing.spawn" in told(pid, "cmdline")
        and "=".join(MARK).encode() in told(pid, "environ")
    }


def told(pid: str, file: str) -> bytes:
    try:
        return Path("/proc", pid, file).read_bytes()
    except OSError:
        return b""


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads /proc")
def test_three_kills_leave_the_old_site_whole_and_lose_no_finished_work(
    built, tmp_path, monkeypatch
):
    monkeypatch.setenv(*MARK)
    clean, killed = (shutil.copytree(built, tmp_path / name) for name in ("clean", "killed"))
    old = tree(killed / "public")
    for root in (clean, killed):
        change(root, "steps = 2", "steps = 3")
        change(root, "overlap = 0.3", "overlap = 0.4")
    for said in ("runs    mapper", "runs    visual ", "runs    bundle"):
        kill_when(start(killed), said)
        assert tree(killed / "public") == old
    assert "runs    mapper tiny/1:" not in finish(killed)
    finish(clean)
    assert tree(killed / "public") == tree(clean / "public")
    deadline = time.monotonic() + 10
    while renderers() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert renderers() == set()
