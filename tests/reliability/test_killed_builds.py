"""A build killed anywhere leaves the old site or the new one, and the next build goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Every third change by default, each of them where TOPOPRESS_ALL_FAULTS is set.
STEP = 1 if os.environ.get("TOPOPRESS_ALL_FAULTS") else 3
MODES = ("fresh", "worktree", "worktree-two-renames", "repository", "repository-two-renames")
SWEEP = Path(__file__).with_name("kill_sweep.py")


@pytest.mark.parametrize("mode", MODES)
def test_killed_at_every_change_of_the_disk(mode, tmp_path):
    paths = [str(SWEEP.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, SWEEP, tmp_path, str(STEP), mode],
        env={**environment, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["kills"] == len(range(0, summary["changes"], STEP)) > 10
    assert summary["found"] > 0
    # Only between the two renames of the makeshift is there a moment without a site.
    assert summary["absent"] <= mode.endswith("-two-renames")
