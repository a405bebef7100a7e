"""``import topopress`` costs nothing; its functions are found when they are first used."""

import subprocess
import sys

import topopress

BARE = """
import sys, time
start = time.perf_counter()
import topopress
print(time.perf_counter() - start)
print([name for name in sys.modules if name.startswith("topopress")])
"""
USED = """
import sys
import topopress
topopress.mapper_graph
print([name for name in ("torch", "numba", "sklearn") if name in sys.modules])
"""


def lines(code):
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return found.stdout.splitlines()


def test_the_import_is_bare():
    seconds, modules = min((lines(BARE) for _ in range(3)), key=lambda found: float(found[0]))
    assert float(seconds) < 0.15
    assert modules == "['topopress']"


def test_the_first_use_of_mapper_graph_loads_neither_torch_nor_scikit_learn():
    assert lines(USED) == ["[]"]


def test_what_is_offered():
    assert {"mapper_graph", "publish", "__version__"} <= set(dir(topopress))
    assert "no_such_name" not in dir(topopress)
    assert not hasattr(topopress, "no_such_name")
    assert topopress.mapper_graph is topopress.mapper_graph
