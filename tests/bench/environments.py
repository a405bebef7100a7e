"""Processes and packages that the benchmarks measure with, kept in their cache.

tda-mapper needs numpy below 2, hence an environment of its own.
"""

import json
import os
import subprocess
import sys
import venv
from dataclasses import asdict
from functools import cache
from pathlib import Path

from peer_pages import NPM
from peers import Job
from rows import cache_folder

TDA_MAPPER = ("tda-mapper==0.12.0", "scikit-learn==1.7.2")
PAGES = ("kmapper==2.1.0", "datamapplot==0.7.3")
NODE_PACKAGES = (*NPM, "lighthouse@12.8.2")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA")}
PEERS = Path(__file__).with_name("peers.py")


def tda_python() -> Path | None:
    """Return the Python of an environment with tda-mapper, made once; None if it cannot be."""
    return python_with(TDA_MAPPER)


@cache
def python_with(packages: tuple[str, ...]) -> Path | None:
    """Return the Python of an environment with some packages, made once; None if it cannot be."""
    folder = cache_folder() / "-".join(packages)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "complete").exists():
        venv.create(folder, clear=True, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *packages]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
        (folder / "complete").touch()
    return python


@cache
def node_packages() -> Path | None:
    """Return a folder with the packages of npm, made once; None if it cannot be."""
    folder = cache_folder() / "node"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", "."]
        command = ["npm", "install", *options, *NODE_PACKAGES]
        if subprocess.run(command, check=False, cwd=folder, capture_output=True).returncode:
            return None
        (folder / "complete").touch()
    return folder


def compiled_code() -> Path:
    """Return the folder in which the measured processes keep what numba compiled."""
    return cache_folder() / "numba"


def run(job: Job) -> dict[str, float | str]:
    """Measure a job in a new process with one thread."""
    python = tda_python() if job.engine == "tda-mapper" else sys.executable
    paths = "" if job.engine == "tda-mapper" else os.environ.get("PYTHONPATH", "")
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": paths}
    environment["NUMBA_CACHE_DIR"] = str(compiled_code())
    command = [str(python), str(PEERS), json.dumps(asdict(job))]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{job.engine} failed on {job}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)
