"""The engine where its compiled code cannot be kept, and under Ctrl-C."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import topopress

LABELS = """
import numpy as np
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers import dbscan
dbscan.ENGINE_SECONDS = 0.0
vectors = np.maximum(np.random.default_rng(0).normal(size=(400, 6)), 0).astype(np.float32)
rows, eps, settings = [np.arange(400)], np.array([0.8]), Dbscan(metric="euclidean")
(found,) = settings.labels(vectors, rows, eps)
dbscan.ENGINE_SECONDS = 1e9
(plain,) = settings.labels(vectors, rows, eps)
assert np.array_equal(found, plain) and found.max() >= 0
from topopress.mapper.exact import kernels
print(kernels.__file__, type(kernels.scan._cache).__name__)
"""

ENDLESS = """
import click
import numpy as np
from topopress.cli.commands import Commands
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers import dbscan
rng = np.random.default_rng(0)
vectors = np.maximum(rng.normal(size=(30_000, 64)), 0).astype(np.float32)
def cluster(n):
    rows, eps = [np.arange(n), np.arange(n // 3, n)], np.full(2, 5.2)
    Dbscan(metric="euclidean").labels(vectors, rows, eps)
def command():
    Commands("topopress", commands=[click.Command("endless", callback=endless)])(["endless"])
def endless():
    dbscan.ENGINE_SECONDS = 0.0
    cluster(6000)  # compiles
    print("ready", flush=True)
    while True:
        cluster(30_000)
"""


def run(environment):
    command = [sys.executable, "-c", LABELS]
    done = subprocess.run(
        command, env=environment, timeout=300, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def homeless(tmp_path):
    """An environment whose home cannot be written, not even by root: it lies under a file."""
    file = tmp_path / "file"
    file.touch()
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"), str(file / "home"))
    kept = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    return {**kept, **homes}


def test_an_impossible_cache_folder(homeless, tmp_path):
    run({**homeless, "NUMBA_CACHE_DIR": str(tmp_path / "file" / "cache")})


def test_an_installation_that_cannot_be_written(homeless, tmp_path):
    package = Path(topopress.__file__).parent
    copy = shutil.copytree(
        package, tmp_path / "site" / "topopress", ignore=shutil.ignore_patterns("__pycache__")
    )
    for folder in (copy, copy / "mapper", copy / "mapper" / "exact"):
        (folder / "__pycache__").touch()
    file, cache = run({**homeless, "PYTHONPATH": str(tmp_path / "site")})
    assert Path(file).is_relative_to(copy)
    assert cache == "NullCache"


def test_compiled_code_that_cannot_be_read(homeless, tmp_path):
    environment = {**homeless, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    run(environment)
    indices = list((tmp_path / "cache").rglob("*.nbi"))
    assert indices
    for index in indices:
        index.write_bytes(b"c\nno_such_module\n.")
    run(environment)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize(("call", "status"), [("endless()", -signal.SIGINT), ("command()", 130)])
def test_ctrl_c_ends_the_engine(call, status):
    command = [sys.executable, "-c", ENDLESS + call]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout.readline() == "ready\n"
            time.sleep(0.7)  # two threads are in the midst of their intervals
            sent = time.monotonic()
            child.send_signal(signal.SIGINT)
            said = child.communicate(timeout=30)[1]
        finally:
            child.kill()
    # A tile takes milliseconds; the rest is the machine's.
    assert time.monotonic() - sent < 5
    assert child.returncode == status
    if status == 130:
        assert said.strip().startswith("interrupted;")
        assert len(said.strip().splitlines()) == 1
    else:
        assert said.strip().endswith("KeyboardInterrupt")
        assert "GivenUpError" not in said
        assert "Exception in thread" not in said
