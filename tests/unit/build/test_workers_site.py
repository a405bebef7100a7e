"""A build of several processes, one of which is killed, gives the bytes of a serial build."""

import multiprocessing
import os
import signal
from dataclasses import dataclass, field

import pytest

from tiny_project import write_project
from topopress.build.site import build_site
from topopress.stage.listener import Recorder
from topopress.store.store import Store

pytestmark = pytest.mark.slow


def site_of(root):
    folder = root / "public"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def results_of(root):
    with Store(root / ".topopress") as store:
        # The code of an own network lists the files that it read by their whole paths.
        records = [each for each in store.records() if each.place[0] != "own-network"]
        return {record.key: record.outputs for record in records}


@dataclass
class Killer(Recorder):
    """Kills a helping process when it has said that a stage runs."""

    ours: set[int] = field(default_factory=set)
    killed: bool = False

    def runs(self, action, reason):
        super().runs(action, reason)
        helpers = [each for each in multiprocessing.active_children() if not each.daemon]
        if helpers and not self.killed:
            os.kill(helpers[0].pid, signal.SIGKILL)
            self.killed = True


def test_several_processes_one_of_them_killed_make_the_same_site(built, tmp_path):
    root = write_project(tmp_path)
    listener = Killer()
    build_site(root, listener=listener, workers=3)
    assert listener.killed
    (said,) = (each for each in listener.notices if "worker process" in each)
    assert said.startswith("a worker process ended with exit code -9; 2 processes do its work")
    assert results_of(root) == results_of(built)
    assert site_of(root) == site_of(built)
    assert list((root / ".topopress/claims").iterdir()) == []
    left = [each for each in multiprocessing.active_children() if not each.daemon]
    assert left == []
