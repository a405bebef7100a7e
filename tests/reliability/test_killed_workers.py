"""Workers over one store, killed at random moments: the same results, and nothing is lost.

``TOPOPRESS_ALL_FAULTS=1`` kills a hundred of them.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from reliability.worker_program import alone
from topopress.store.store import Store

TESTS = Path(__file__).resolve().parents[1]
ALL = os.environ.get("TOPOPRESS_ALL_FAULTS") == "1"
KILLS, COUNT, SECONDS = (100, 80, 0.5) if ALL else (4, 16, 0.05)
LONGEST_LIFE = 2.5 if ALL else 1.2
WORKERS = 3


def start(store: Path, count: int, seconds: float, *options: str) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": path}
    # Imported, since a key has the name of a function's module.
    program = "from reliability.worker_program import main; main()"
    command = [sys.executable, "-c", program, store, f"{count}", f"{seconds}", *options]
    return subprocess.Popen(command, env=environment)


def outputs_of(root: Path) -> dict[str, object]:
    with Store(root) as store:
        return {record.key: record.outputs for record in store.records()}


@pytest.mark.parametrize(
    "options",
    [((), (), ()), (("--no-locks", "--skew", "10"), ("--no-locks", "--skew", "-10"),
                    ("--no-locks",))],
    ids=["locks", "no locks, other clocks"],
)  # fmt: skip
def test_killed_workers_lose_nothing(tmp_path, options):
    rng = random.Random(0)
    alone(tmp_path / "alone", COUNT)
    shared = tmp_path / "shared"
    workers = [start(shared, COUNT, SECONDS, *given) for given in options]
    for kill in range(KILLS):
        time.sleep(rng.uniform(0.2, LONGEST_LIFE))
        place = kill % WORKERS
        workers[place].kill()
        workers[place].wait()
        workers[place] = start(shared, COUNT, SECONDS, *options[place])
    assert [each.wait() for each in workers] == [0] * WORKERS
    assert outputs_of(shared) == outputs_of(tmp_path / "alone")
    computed = Counter(shared.with_suffix(".log").read_text().splitlines())
    again = sum(computed.values()) - len(computed)
    print(f"{KILLS} kills, {len(computed)} actions, {again} computed again")
    assert again <= KILLS
    assert list((shared / "claims").iterdir()) == []
