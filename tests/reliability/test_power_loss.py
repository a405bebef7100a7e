"""After a power loss at any moment the site is the old or the new one, and the build goes on."""

import os
import random
import shutil
from collections import Counter

import pytest

from reliability.disks import QuickDisk, RecordingDisk
from reliability.power_loss import Model
from reliability.tiny_build import TinyBuild, keep, litter, lost, site_digest, start

STEP = 1 if os.environ.get("TOPOPRESS_ALL_FAULTS") else 4


@pytest.fixture
def sites(tmp_path):
    found = {"absent": "absent"}
    for version in (1, 2):
        project = start(tmp_path / f"reference{version}")
        TinyBuild(project, version=version, disk=QuickDisk()).run()
        found[version] = site_digest(project / "public")
    return found


def crashes(tmp_path, mode, *, syncing=True, seeds=1):
    """Yield the project as each simulated power loss leaves it."""
    base = start(tmp_path / "base")
    if mode != "fresh":
        TinyBuild(base, version=1, disk=QuickDisk()).run()
        keep(base / "public", "worktree")
    project = shutil.copytree(base, tmp_path / "project")
    disk = RecordingDisk(can_exchange=mode != "two-renames")
    TinyBuild(project, version=2, disk=disk).run()
    assert len(disk.events) > 60
    project.rename(tmp_path / "recorded")
    base.rename(project)
    for seed in range(seeds):
        for end in range(seed % STEP, len(disk.events) + 1, STEP):
            model = Model(project, syncing=syncing)
            for event in disk.events[:end]:
                model.replay(event)
            folder = tmp_path / f"after-{seed}-{end}"
            model.lose_power(folder, random.Random(f"{seed} {end}"))
            yield folder
            shutil.rmtree(folder)


def state_of(folder, sites):
    try:
        digest = site_digest(folder / "public")
    except Exception:
        return "torn"
    return next((name for name, known in sites.items() if known == digest), "torn")


@pytest.mark.parametrize("mode", ["fresh", "rebuild", "two-renames"])
def test_power_loss(tmp_path, sites, mode):
    before = "absent" if mode == "fresh" else 1
    states = Counter()
    for folder in crashes(tmp_path, mode, seeds=2):
        states[state_of(folder, sites)] += 1
        TinyBuild(folder, version=2, disk=QuickDisk()).run()
        assert state_of(folder, sites) == 2
        assert mode == "fresh" or not lost(folder / "public", "worktree")
        assert not litter(folder)
    assert states["torn"] == 0
    assert states[before] > 10
    assert states[2] > 0
    assert mode == "rebuild" or states["absent"] <= states.total()
    if mode == "rebuild":
        assert states["absent"] == 0


def test_the_model_finds_a_build_that_does_not_sync(tmp_path, sites):
    """A test that cannot fail is none: without fsync the same sweep finds broken sites."""
    states = Counter(
        state_of(folder, sites) for folder in crashes(tmp_path, "rebuild", syncing=False, seeds=2)
    )
    assert states["torn"] > 0
