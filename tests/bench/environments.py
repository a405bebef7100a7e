"""Processes that the benchmarks measure in: ours, and tda-mapper's, which needs numpy below 2."""

import json
import os
import subprocess
import sys
import venv
from dataclasses import asdict
from functools import cache
from pathlib import Path

from peers import Job
from rows import cache_folder

TDA_MAPPER = ("tda-mapper==0.12.0", "scikit-learn==1.7.2")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA")}
PEERS = Path(__file__).with_name("peers.py")


@cache
def tda_python() -> Path | None:
    """Return the Python of an environment with tda-mapper, made once; None if it cannot be."""
    folder = cache_folder() / "-".join(TDA_MAPPER)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "complete").exists():
        venv.create(folder, clear=True, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *TDA_MAPPER]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
        (folder / "complete").touch()
    return python


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
