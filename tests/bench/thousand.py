"""Pictures of a thousand nodes of InceptionV1 over nine layers, killed three times on the way.

The graphs have 1,198 nodes; the budget takes the largest thousand, shared out among the layers.
The whole ``topopress build`` in a folder of its own: time and memory of all its processes, how
many pictures each run rendered, and whether any was rendered twice; and for each layer the share
of pictures that are of their own node. Needs the development models and photographs beside the
checkout.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from tables import table

from topopress.bundle.packing import read_header

SHARED = Path(__file__).resolve().parents[3] / "shared"
PICTURES = 1000
KILLED_AT = (150, 400, 700)
SETTINGS = f"""
title = "InceptionV1, nine layers"
[data]
kind = "images"
folder = "{SHARED}/data/imagenette-train-subset"
[network]
name = "lucent:inceptionv1"
weights = "{SHARED}/models/inceptionv1-lucent.safetensors"
layers = ["mixed3a", "mixed3b", "mixed4a", "mixed4b", "mixed4c", "mixed4d", "mixed4e", "mixed5a",
          "mixed5b"]
[activations]
per_sample = 3
[mapper.cover]
n_intervals = 100
overlap = 0.5
[mapper.clusterer]
metric = "cosine"
eps_quantile = 0.4
[mapper.stability]
resamples = 0
[visuals]
attribution = false
[visuals.feature_visualisation]
contrasts = 0
[visuals.budget]
pictures = {PICTURES}
"""
RENDERED = re.compile(r"^\s*runs\s+visual (\S+?):?\s", re.MULTILINE)


@dataclass
class Run:
    """One start of the build, to its end or its death.

    Attributes:
        seconds: Wall time.
        peak: Largest sum of the resident memory of all its processes, in MB.
        rendered: Names of the pictures it rendered.
    """

    seconds: float = 0.0
    peak: float = 0.0
    rendered: list[str] = field(default_factory=list)


def write_site(root: Path) -> None:
    """Write the exploration into a folder."""
    folder = root / "content/inception"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "A thousand pictures"\n')
    (folder / "exploration.toml").write_text(SETTINGS)
    (folder / "index.md").write_text("::: explorer\n")


def build(root: Path, log: Path, killed_at: int | None) -> Run:
    """Run the build; kill all its processes once so many pictures are rendered."""
    run, begun = Run(), monotonic()
    with log.open("w") as out:
        command = [sys.executable, "-m", "topopress", "build", "--explain"]
        process = subprocess.Popen(
            command, cwd=root, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        while process.poll() is None:
            sleep(0.5)
            run.peak = max(run.peak, resident_mb(process.pid))
            if killed_at is not None and len(RENDERED.findall(log.read_text())) >= killed_at:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    run.seconds, run.rendered = monotonic() - begun, RENDERED.findall(log.read_text())
    # Said at once: half an hour of work must not be lost with what fails later.
    print(f"{run.seconds:,.0f} s, {run.peak:,.0f} MB, {len(run.rendered)} pictures", flush=True)
    if killed_at is None and process.returncode:
        raise SystemExit(log.read_text()[-2000:])
    return run


def resident_mb(session: int) -> float:
    """Return the resident memory of all processes of a session."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue  # it has ended meanwhile
    return total / 1e6


def top1_shares(root: Path) -> list[list[str]]:
    """Return for each layer its nodes, pictures, share of own pictures, and mean cosine."""
    page = (root / "public/inception/index.html").read_text()
    found = re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)
    assert found
    rows = []
    for layer in json.loads(found.group(1))["layers"]:
        made = read_header((root / "public/inception" / layer["look"]).read_bytes())["visuals"]
        figures = (made[name] for name in ("top1_share", "cosine"))
        said = ("–" if value is None else f"{value:.2f}" for value in figures)
        rows.append([layer["name"], str(layer["n_nodes"]), str(made["nodes"]["drawn"]), *said])
    return rows


def report() -> str:
    """Return a table of the runs and one of the layers."""
    if not SHARED.is_dir():
        return "Needs the development models and photographs beside the checkout."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_site(root)
        done, runs = 0, []
        for killed_at in (*KILLED_AT, None):
            left = None if killed_at is None else killed_at - done
            runs.append(build(root, root / "log", left))
            done += len(runs[-1].rendered)
        layers = top1_shares(root)
        again = build(root, root / "log", None)
    names = [name for run in runs for name in run.rendered]
    rows = [
        [str(k + 1), f"{run.seconds:,.0f}", f"{run.peak:,.0f}", str(len(run.rendered))]
        for k, run in enumerate([*runs, again])
    ]
    summary = f"{len(names)} renderings of {len(set(names))} pictures."
    first = table(("run", "seconds", "MB, all processes", "pictures rendered"), rows)
    second = table(("layer", "nodes", "pictures", "own share", "cosine"), layers)
    return f"{first}\n\n{summary}\n\n{second}"
