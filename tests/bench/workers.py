"""One process and two on a small real exploration: wall time, CPU time, the same bytes.

Activations, graphs and pictures of EfficientNet-Lite0 over a dozen photographs. CPU seconds are
those of the build and of all its processes; on a loaded machine they say more than wall time.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tables import table

from reliability.test_killed_workers import start
from reliability.worker_program import stages_of
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.stage.together import Planned, Worker
from topopress.store.store import Store

SETTINGS = """
title = "Photographs"
seed = 0
report = false
[data]
kind = "builtin"
name = "photographs"
crops = 24
[network]
name = "efficientnet-lite0"
layers = ["block4", "block10"]
predictions = false
[mapper.cover]
n_intervals = 8
overlap = 0.5
[mapper.clusterer]
kind = "dbscan"
metric = "cosine"
eps_quantile = 0.5
[visuals.budget]
pictures = {pictures}
[visuals.feature_visualisation]
steps = {steps}
"""
PICTURES, STEPS = int(os.environ.get("TOPOPRESS_PICTURES", "16")), 24
CHAINS = 60
WAITING_CHAINS, WAITING_SECONDS = 40, 0.5


def project(root: Path) -> Path:
    folder = root / "content/photographs"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A"]\n')
    text = SETTINGS.format(pictures=PICTURES, steps=STEPS)
    (folder / "exploration.toml").write_text(text)
    (folder / "index.md").write_text("{{ samples }} crops.\n\n::: explorer\n")
    return root


def topopress(root: Path, *arguments: str) -> tuple[float, float, str]:
    """Return wall and CPU seconds of a command, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    command = [sys.executable, "-m", "topopress", *arguments, "--root", str(root)]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, used, done.stdout


def results(root: Path) -> tuple[dict[str, object], dict[str, bytes]]:
    """Return the outputs of every action, and the files of the site."""
    with Store(root / ".topopress") as store:
        outputs = {record.key: dict(record.outputs) for record in store.records()}
    files = (path for path in (root / "public").rglob("*") if path.is_file())
    return outputs, {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def overhead(folder: Path) -> tuple[float, float, int]:
    """Return milliseconds for each action of a process alone and of a worker, and their number."""
    stages = stages_of(CHAINS)
    taken = []
    for name in ("alone", "worker"):
        with Store(folder / name) as store, Executor(store, Recorder()) as executor:
            store.records()
            began = time.monotonic()
            if name == "alone":
                executor.run(stages)
            else:
                with store.claims() as claims:
                    Worker(claims).work([Planned(executor, stages)])
            taken.append(time.monotonic() - began)
            count = executor.n_computed
    return (*(1000 * seconds / count for seconds in taken), count)


def report() -> str:
    """Build with one process and with two; say how long, and what differs."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        rows, first = [], None
        for workers in (1, 2):
            root = project(folder / f"{workers}")
            wall, used, _ = topopress(root, "build", "--workers", str(workers))
            made = results(root)
            first = first or made
            differing = sum(made[0][key] != first[0].get(key) for key in made[0])
            differing += sum(made[1][path] != first[1].get(path) for path in made[1])
            rows.append([str(workers), f"{wall:.0f}", f"{used:.0f}", str(differing)])
        shown = table(["workers", "wall s", "CPU s", "results and files that differ"], rows)
        parts = [shown, estimated(folder / "1"), overheads(folder), waiting(folder)]
        return "\n\n".join(parts)


def estimated(root: Path) -> str:
    """Change the graphs of a built project; return what the plan says and what the build took."""
    path = root / "content/photographs/exploration.toml"
    path.write_text(path.read_text().replace("overlap = 0.5", "overlap = 0.4"))
    planned = json.loads(topopress(root, "plan", "--json")[2])
    wall, used, _ = topopress(root, "build")
    return f"Planned: {planned['summary']}. It took {wall:.0f} s ({used:.0f} CPU s)."


def waiting(folder: Path) -> str:
    """Say how long several workers take for actions that only wait, and so need no processor."""
    rows, first = [], 0.0
    for count in (1, 2, 4):
        began = time.monotonic()
        store = folder / f"waiting{count}"
        workers = [start(store, WAITING_CHAINS, WAITING_SECONDS) for _ in range(count)]
        if any(each.wait() for each in workers):
            raise RuntimeError("a worker failed")
        seconds = time.monotonic() - began
        first = first or seconds
        rows.append([str(count), f"{seconds:.1f}", f"{first / seconds:.2f}"])
    return table(["workers, actions that wait half a second", "wall s", "times one"], rows)


def overheads(folder: Path) -> str:
    """Say how long an action takes that does nothing."""
    pairs = [overhead(folder / f"overhead{k}") for k in range(3)]
    alone, worker = (statistics.median(pair[k] for pair in pairs) for k in (0, 1))
    return f"{pairs[0][2]} empty actions: {alone:.1f} ms each alone, {worker:.1f} as a worker."
