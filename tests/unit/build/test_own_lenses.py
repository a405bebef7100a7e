"""A lens that is a function in an author's file: its values, when it runs again, its mistakes."""

import numpy as np
import pytest

from tiny_project import change, write_project
from topopress.build.plan import plan_exploration
from topopress.config.load import load_project
from topopress.core.errors import ConfigError
from topopress.mapper.own_lens import LensFile, own_lens_of
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.store import Store

CODE = """
import numpy as np
from beside import SCALE

def spread(vectors):
    return SCALE * vectors.std(axis=1)
"""
VECTORS = np.random.default_rng(0).normal(size=(20, 4)).astype(np.float32)


def project(root, lens='"file:my_lens.py:spread"'):
    write_project(root)
    (root / "content/tiny/my_lens.py").write_text(CODE)
    (root / "content/tiny/beside.py").write_text("SCALE = 2.0\n")
    change(root, "[mapper.cover]\n", f"[mapper]\nlens = {lens}\n[mapper.cover]\n")
    change(root, "min_samples = 3", 'min_samples = 3\nmetric = "cosine"\neps = 0.1')
    return root


def built(root, layer="1"):
    """Return the rows and the graph of a layer, and the stages that ran."""
    (source,) = load_project(root).explorations
    recorder = Recorder()
    with Executor(Store(root / ".topopress"), recorder) as executor:
        plan = plan_exploration(source, executor.store.hash_file)
        executor.run([plan.layers[layer].graph])
        rows = executor.record(plan.layers[layer].compared)
        graph = executor.record(plan.layers[layer].graph)
    return rows.vectors, graph, [line for line in recorder.ran if "own-lens" in line]


def test_the_values_are_those_of_the_function_and_follow_its_code(tmp_path):
    root = project(tmp_path, '["file:my_lens.py:spread", "raw:l2_norm"]')
    vectors, graph, ran = built(root)
    assert np.allclose(graph.lens, 2 * vectors.std(axis=1))
    assert np.allclose(graph.second_lens, np.linalg.norm(vectors, axis=1))
    assert len(ran) == 1
    assert built(root)[2] == []
    # A module beside the file is part of it.
    change(root, "2.0", "3.0", "beside.py")
    vectors, graph, ran = built(root)
    assert np.allclose(graph.lens, 3 * vectors.std(axis=1))
    assert len(ran) == 1
    change(root, "std", "mean", "my_lens.py")
    vectors, graph, ran = built(root)
    assert np.allclose(graph.lens, 3 * vectors.mean(axis=1))
    assert len(ran) == 1


def mistake(tmp_path, code, name="lens"):
    (tmp_path / "my_lens.py").write_text(code)
    with pytest.raises(ConfigError) as error:
        own_lens_of(LensFile(f"file:my_lens.py:{name}", tmp_path, seed=0), VECTORS)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('no')", "fails: my_lens.py, line 2, in lens: ValueError: no"),
        ("vectors[0] = 0", "fails: my_lens.py, line 2, in lens: ValueError: assignment"),
        ("return vectors", "returned float32 of shape (20, 4); expected a number for each row"),
        ("return vectors[:3, 0]", "of shape (3,); expected a number for each row, shape (20,)"),
        ("return None", "returned object of shape ()"),
        ("return ['a'] * 20", "expected a number for each row, shape (20,)"),
        ("return vectors[:, 0] * float('inf')", "is not finite in 20 of 20 rows, first in"),
        (
            "import numpy; return numpy.random.default_rng().random(20)",
            "gives other numbers when it is called again",
        ),
        ("raise SystemExit(1)", "The file must not end the program"),
    ],
)
def test_a_function_that_gives_no_lens(tmp_path, body, said):
    message = mistake(tmp_path, f"def lens(vectors):\n    {body}\n")
    assert message.startswith("mapper.lens: file:my_lens.py:lens ")
    assert said in message


def test_draws_of_the_global_generators_are_repeatable(tmp_path):
    (tmp_path / "my_lens.py").write_text(
        "import numpy, torch\ndef lens(vectors):\n"
        "    return numpy.random.random(20) + torch.rand(20).numpy()\n"
    )
    lens = LensFile("file:my_lens.py:lens", tmp_path, seed=1)
    assert np.array_equal(own_lens_of(lens, VECTORS).values, own_lens_of(lens, VECTORS).values)


def test_a_name_that_is_no_function(tmp_path):
    assert "defines no function 'lens'" in mistake(tmp_path, "lens = 3\n")


def planned(root):
    (source,) = load_project(root).explorations
    with Executor(Store(root / ".topopress"), Recorder()) as executor:
        plan_exploration(source, executor.store.hash_file)


@pytest.mark.parametrize(
    ("lens", "code", "said"),
    [
        ("file:no.py:spread", CODE, "there is no file 'no.py', which 'file:no.py:spread' names"),
        (
            "file:my_lens.py:sprad",
            CODE,
            "my_lens.py defines no function 'sprad'; did you mean 'spread'? (it defines: spread)",
        ),
        ("file:my_lens.py:spread", "def spread(:\n", "my_lens.py, line 1: invalid syntax"),
        ("file:my_lens.py:spread", "\0", "mapper.lens: my_lens.py: source code"),
    ],
)
def test_a_file_that_cannot_be_used_is_found_before_any_work(tmp_path, lens, code, said):
    root = project(tmp_path, f'"{lens}"')
    (root / "content/tiny/my_lens.py").write_text(code)
    with pytest.raises(ConfigError) as error:
        planned(root)
    assert said in str(error.value)


@pytest.mark.parametrize(
    "code", ["from beside import *\n", "spread = len\n", "from a import spread"]
)
def test_a_function_may_come_from_elsewhere(tmp_path, code):
    root = project(tmp_path)
    (root / "content/tiny/my_lens.py").write_text(code)
    planned(root)
