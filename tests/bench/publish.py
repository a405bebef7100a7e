"""How long ``topopress.publish`` takes: each run in a new process with one thread.

So its seconds say little on a busy machine, and its CPU seconds are those of the work.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from environments import ONE_THREAD
from tables import spread, table

RUNS = 3
CASES = {
    "2,000 x 64 with labels": "vectors, labels=labels",
    "1,797 digits with labels and pictures": "digits.data, labels=digits.target, "
    "pictures=digits.images / 16",
    "... again, with `project=` and nothing changed": "digits.data, labels=digits.target, "
    'pictures=digits.images / 16, project="project"',
}
SCRIPT = """
import json, sys, time
began = time.perf_counter()
import topopress
imported = time.perf_counter() - began
import numpy as np
from sklearn.datasets import load_digits
from topopress.stage.report import BuildReport
rng, digits = np.random.default_rng(0), load_digits()
labels = rng.integers(0, 10, 2000)
vectors = (rng.normal(size=(10, 64))[labels] + rng.normal(size=(2000, 64))).astype(np.float32)
stages, seen = {}, ["before the first stage", time.process_time()]
def runs(progress, action, reason):
    now = time.process_time()
    stages[seen[0]] = stages.get(seen[0], 0) + now - seen[1]
    seen[:] = [action and action.stage, now]
BuildReport.runs = runs
wall, cpu = time.perf_counter(), time.process_time()
topopress.publish(CALL, quiet=True)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
runs(None, None, "")
print(json.dumps({"import": imported, "wall": wall, "cpu": cpu, "stages": stages}))
"""


def run(call: str, folder: str) -> dict[str, float | Mapping[str, float]]:
    """Return the seconds of one call, measured in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("CALL", call)],
        cwd=folder,
        env={**os.environ, **ONE_THREAD},
        check=True,
        text=True,
        capture_output=True,
    )
    found: dict[str, float | Mapping[str, float]] = json.loads(done.stdout)
    return found


def report() -> str:
    """Return the seconds of each case, and those of the stages of the first."""
    lines, first = [], []
    for what, call in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            if "project=" in call:
                run(call, folder)
            measured = [run(call, folder) for _ in range(RUNS)]
        first = first or measured
        lines.append(
            (what, *(spread([one[key] for one in measured], ".1f") for key in ("wall", "cpu")))
        )
    lines.append(("`import topopress`", spread([one["import"] for one in first], ".2f"), ""))
    stages = max((one["stages"] for one in first), key=lambda found: sum(found.values()))
    longest = sorted(stages.items(), key=lambda stage: -stage[1])[:5]
    listed = ", ".join(f"{name} {seconds:.1f}" for name, seconds in longest)
    return (
        table(("what", "seconds", "CPU seconds"), lines)
        + f"\n\nCPU seconds of the longest stages of the first: {listed}."
    )
