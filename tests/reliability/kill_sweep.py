"""Kills a build with SIGKILL at its n-th change of the disk, for every n; then resumes it.

A program, so that forking starts from a process without threads:
``kill_sweep.py FOLDER STEP MODE`` with MODE fresh, or what is kept beside the old site (worktree or
repository), with ``-two-renames`` where names cannot be exchanged; prints a summary.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from reliability.disks import CountingDisk, KillingDisk
from reliability.tiny_build import TinyBuild, keep, litter, lost, site_digest, start


def in_child(work) -> int:
    """Do something in a forked process and return its raw exit status."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    return os.waitpid(child, 0)[1]


def references(folder: Path) -> dict[int, str]:
    found = {}
    for version in (1, 2):
        project = start(folder / f"reference{version}")
        TinyBuild(project, version=version, disk=CountingDisk()).run()
        found[version] = site_digest(project / "public")
    return found


def lost_for_good(case: Path, kind: str) -> bool:
    """Whether something that is kept is in no folder of the killed build.

    What is copied is in the site, if there is one; a repository is moved, by the next
    build at last.
    """
    sites = [folder for folder in case.iterdir() if folder.name.startswith(("public", ".public."))]
    if kind == "worktree" and (case / "public").exists():
        sites = [case / "public"]
    return bool(set.intersection(*(set(lost(folder, kind)) for folder in sites)))


def sweep(folder: Path, step: int, mode: str) -> dict[str, int]:
    kind, exchange = mode.partition("-")[0], not mode.endswith("-two-renames")
    sites = references(folder)
    base = start(folder / "base")
    if mode != "fresh":
        TinyBuild(base, version=1, disk=CountingDisk()).run()
        keep(base / "public", kind)
    before = site_digest(base / "public")
    probe = shutil.copytree(base, folder / "probe")
    disk = CountingDisk(can_exchange=exchange)
    TinyBuild(probe, version=2, disk=disk).run()
    summary = {"changes": disk.changes, "kills": 0, "absent": 0, "found": 0}
    for at in range(1, disk.changes + 1, step):
        case = shutil.copytree(base, folder / "case")
        killed = TinyBuild(case, version=2, disk=KillingDisk(at, can_exchange=exchange))
        assert in_child(killed.run) == signal.SIGKILL, f"not killed at {at}"
        state = site_digest(case / "public")
        assert state in {before, sites[2], "absent"}, f"at {at}"
        if mode != "fresh":
            assert not lost_for_good(case, kind), f"at {at}"
        resumed = TinyBuild(case, version=2, disk=CountingDisk(can_exchange=exchange))
        resumed.run()
        assert site_digest(case / "public") == sites[2], f"resumed after {at}"
        assert mode == "fresh" or not lost(case / "public", kind), f"resumed after {at}"
        assert not litter(case), f"{litter(case)} after {at}"
        summary["kills"] += 1
        summary["absent"] += state == "absent" and before != "absent"
        summary["found"] += resumed.found
        shutil.rmtree(case)
    return summary


if __name__ == "__main__":
    print(json.dumps(sweep(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
