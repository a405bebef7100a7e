"""A disk that is full, broken or forbidden gives one clear error, and nothing that was is lost.

As SQLite's tests do it: the n-th operation fails, for every n; once alone, and once with all
that follow.
"""

import errno
import os

import pytest

from reliability.disks import CountingDisk, FailingDisk, QuickDisk
from reliability.tiny_build import TinyBuild, keep, litter, lost, site_digest, start
from topopress.core.errors import PublishError, StoreError

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
STEP = 1 if os.environ.get("TOPOPRESS_ALL_FAULTS") else 4
OUTCOMES = ("run again to resume", "run again to make it durable")


@pytest.fixture(params=[True, False], ids=["exchange", "two-renames"])
def exchange(request):
    return request.param


@pytest.fixture
def sites(tmp_path):
    found = {}
    for version in (1, 2):
        project = start(tmp_path / f"reference{version}")
        TinyBuild(project, version=version, disk=QuickDisk()).run()
        found[version] = site_digest(project / "public")
    return found


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for-good"])
def test_failing_at_every_operation(tmp_path, sites, exchange, for_good):
    probe = CountingDisk(can_exchange=exchange)
    project(tmp_path / "probe", version=2, disk=probe)
    assert probe.operations > 100
    refused = 0
    for case, at in enumerate(range(1 + for_good, probe.operations + 1, STEP)):
        folder = tmp_path / f"case{at}"
        error = ERRORS[case % 3]
        message = ""
        try:
            disk = FailingDisk(at, error, for_good=for_good, can_exchange=exchange)
            project(folder, version=2, disk=disk)
        except (StoreError, PublishError) as raised:
            message = str(raised)
        if message:
            refused += 1
            assert str(folder) in message
            assert os.strerror(error) in message
            assert message.endswith(OUTCOMES)
            assert "\n" not in message
        state = site_digest(folder / "public")
        in_place = not message or message.endswith(OUTCOMES[1])
        assert state == sites[2] if in_place else state in {sites[1], "absent"}, (at, message)
        TinyBuild(folder, version=2, disk=QuickDisk()).run()
        assert site_digest(folder / "public") == sites[2]
        assert not lost(folder / "public", "repository")
        assert not litter(folder)
    assert refused > 0.8 * probe.operations / STEP


def project(folder, *, version, disk):
    """Publish version 1 on a good disk, then build another on the given one."""
    start(folder)
    TinyBuild(folder, version=1, disk=QuickDisk()).run()
    keep(folder / "public", "repository")
    TinyBuild(folder, version=version, disk=disk).run()
