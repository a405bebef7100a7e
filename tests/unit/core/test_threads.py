"""Inside the block the libraries have one thread, whenever they were loaded; after it as before."""

import json
import os
import subprocess
import sys

import numpy as np
import torch
from threadpoolctl import threadpool_info, threadpool_limits

from topopress.core.threads import one_thread

LATER = """
import json, sys
from topopress.core.threads import one_thread
from threadpoolctl import threadpool_info

def found():
    torch = sys.modules.get("torch")
    numbers = {each["num_threads"] for each in threadpool_info()}
    return [sorted(numbers), torch and torch.get_num_threads()]

with one_thread():
    import scipy.linalg, torch
    inside = found()
print(json.dumps([inside, found()]))
"""


def numbers() -> set[int]:
    return {each["num_threads"] for each in threadpool_info()}


def test_libraries_that_are_loaded():
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        with threadpool_limits(2):
            torch.set_num_threads(3)
            known = numbers()
            with one_thread():
                with one_thread():
                    assert (numbers(), torch.get_num_threads()) == ({1}, 1)
                assert (numbers(), torch.get_num_threads()) == ({1}, 1)
            assert (numbers(), torch.get_num_threads()) == (known, 3)
    finally:
        torch.set_num_threads(before)


def test_libraries_that_are_loaded_inside():
    environment = {**os.environ, "OMP_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "3"}
    done = subprocess.run(
        [sys.executable, "-c", LATER], env=environment, capture_output=True, check=True
    )
    inside, after = json.loads(done.stdout)
    assert inside == [[1], 1]
    assert after == [[3], 3]


def test_the_environment_is_as_before(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    with one_thread():
        assert os.environ["OMP_NUM_THREADS"] == os.environ["MKL_NUM_THREADS"] == "1"
    assert os.environ["OMP_NUM_THREADS"] == "5"
    assert "MKL_NUM_THREADS" not in os.environ


def test_a_product_is_the_same_with_any_number_of_threads():
    rng = np.random.default_rng(0)
    left = rng.normal(size=(3000, 1000)).astype(np.float32)
    right = rng.normal(size=(1000, 64)).astype(np.float32)

    def product(threads: int) -> bytes:
        with threadpool_limits(threads), one_thread():
            return (left @ right).tobytes()

    assert product(1) == product(2) == product(3)
