"""Samples that an author's code yields: what is kept of them, and every way they can be wrong."""

import io

import numpy as np
import pytest
from PIL import Image

from topopress.core.errors import DataError
from topopress.core.progress import SILENT
from topopress.kinds.own import listing, running
from topopress.kinds.own.listing import list_samples
from topopress.kinds.own.reader import examples_of
from topopress.kinds.own.settings import OwnData
from topopress.kinds.own.types import OwnSamples

HEAD = "import numpy as np, torch\nfrom PIL import Image\nONE = np.ones(3)\n"


def listed(folder, code, *, limit=None, seed=0) -> OwnSamples:
    (folder / "data.py").write_text(HEAD + code)
    data = OwnData(kind="python", samples="file:data.py:samples", limit=limit)
    return list_samples(data, folder, seed, lambda _name, size: np.zeros(size, np.uint8), SILENT)


def yielding(*values: str) -> str:
    """Return code that yields five good samples and then some values."""
    lines = "".join(f"    yield {value}\n" for value in values)
    return f"def samples():\n    for k in range(5):\n        yield {{'input': ONE * k}}\n{lines}"


FORMS = {
    "a generator": "def samples():\n    for k in range(5): yield {'input': ONE * k}\n",
    "a function with a list": "def samples():\n    return [{'input': ONE * k} for k in range(5)]\n",
    "a list": "samples = [{'input': ONE * k} for k in range(5)]\n",
    "pairs": "samples = [(ONE * k, None) for k in range(5)]\n",
    "a data set": (
        "class Set:\n    def __len__(self): return 5\n"
        "    def __getitem__(self, k): return (torch.ones(3, dtype=torch.float64) * k, None)\n"
        "samples = Set()\n"
    ),
    "a class": (
        "class samples:\n    def __iter__(self):\n"
        "        return ({'input': ONE * k} for k in range(5))\n"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_way_to_give_samples_gives_the_same(tmp_path, form):
    found = listed(tmp_path, FORMS[form])
    assert [each.id for each in found.samples] == [f"00000{k}" for k in range(5)]
    assert [found.input(k)[""].tolist() for k in range(5)] == [[k] * 3 for k in range(5)]
    assert not found.more


def test_all_that_a_sample_can_say(tmp_path):
    Image.new("RGB", (900, 90), "red").save(tmp_path / "red.png")
    code = """samples = [
        {"id": "b", "input": {"y": np.int16([1, 2]), "x": torch.eye(2, dtype=torch.bfloat16)},
         "label": np.int64(7), "metadata": {"age": torch.tensor(3), "of": "a", "nan": float("nan")},
         "picture": "red.png", "text": " said ", "link": "https://example.org/a"},
        {"id": 3, "input": {"x": np.eye(2)[:, ::-1], "y": np.int16([3, 4])}, "label": True,
         "metadata": {"of": 4, "good": True}, "picture": np.full((4, 6), 0.5)},
        {"id": "c", "input": {"x": np.zeros((1, 2)), "y": np.bool_(True)}},
        {"id": "d", "input": {"x": np.zeros((1, 2)), "y": np.bool_(True)},
         "picture": Image.new("RGBA", (5, 5))},
    ]"""
    found = listed(tmp_path, code)
    assert [each.label for each in found.samples] == ["7", "True", None, None]
    assert [dict(each.metadata) for each in found.samples][:2] == [
        {"age": 3.0, "of": "a"},
        {"of": "4", "good": "True"},
    ]
    assert found.input(0)["x"].tolist() == [[1, 0], [0, 1]]
    assert found.input(1)["x"].tolist() == [[0, 1], [1, 0]]
    assert found.input(1)["y"].dtype == np.int16
    assert [len(found.forms), found.form.tolist()] == [3, [0, 1, 2, 2]]
    assert str(found.forms[2]) == "x float64 (1, 2), y bool ()"
    assert (found.texts[0], found.links[:2]) == ("said", ("https://example.org/a", ""))
    sizes = [Image.open(io.BytesIO(found.picture(k))).size for k in (0, 1, 3)]
    assert sizes == [(512, 51), (6, 4), (5, 5)]
    assert found.picture(2) == b""
    assert "red.png" in found.read.files


def test_digests_tell_samples_apart(tmp_path):
    one = listed(tmp_path, "samples = [(ONE * k, 'a') for k in range(6)]")
    other = listed(tmp_path, "samples = [(ONE * (k + (k == 3)), 'b') for k in range(6)]")
    same = [a.digest == b.digest for a, b in zip(one.samples, other.samples, strict=True)]
    assert same == [True, True, True, False, True, True]


def test_a_limit_takes_the_first(tmp_path):
    code = (
        "import itertools\ndef samples():\n    return ((ONE * k, None) for k in itertools.count())"
    )
    found = listed(tmp_path, code, limit=7)
    assert (len(found.samples), found.more) == (7, True)


def test_code_without_end_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "MOST_SAMPLES", 50)
    code = "def samples():\n    while True: yield (ONE, None)"
    with pytest.raises(DataError, match=r"yields more than 50 samples; set data\.limit"):
        listed(tmp_path, code)
    monkeypatch.setattr(listing, "MOST_BYTES", 240)
    with pytest.raises(DataError, match=r"the inputs of 11 samples have more than 0 GiB"):
        listed(tmp_path, code)


WRONG = {
    "raises": (
        "def samples():\n    for k in range(30):\n        if k == 17: raise KeyError('x')\n"
        "        yield (ONE * k, None)\n",
        r"fails at sample 17: data\.py, line 6, in samples: KeyError: 'x'",
    ),
    "ends the program": ("def samples():\n    import sys; sys.exit(3)\n", "SystemExit: 3"),
    "needs an argument": ("def samples(x): pass\n", "fails: TypeError: samples\\(\\) missing 1"),
    "gives nothing": ("def samples(): pass\n", "gives a value of type NoneType; expected samples"),
    "gives a number": ("samples = 4\n", "gives a value of type int; expected samples"),
    "is not there": ("sample = []\n", r"data\.py defines no 'samples'"),
    "does not compile": ("def samples(:\n", r"cannot be imported: data\.py, line 4: SyntaxError"),
    "too few": ("samples = [(ONE, None)] * 3\n", "yields 3 samples; a graph needs at least 4"),
    "none": (yielding("None"), "sample 5: it is of type NoneType; a sample is a dictionary"),
    "a tensor": (yielding("torch.ones(3)"), "sample 5: it is of type Tensor"),
    "another key": (yielding("{'inputs': 3}"), "'inputs'; did you mean 'input'"),
    "no input": (yielding("{'id': 'x'}"), r"sample 5 \('x'\): it has no key 'input'"),
    "a text as input": (yielding("{'input': 'x'}"), "'input' is of type str; a tensor of torch"),
    "a list as input": (yielding("{'input': [1.0]}"), "'input' is of type list"),
    "objects": (yielding("{'input': np.array([None])}"), "'input' holds object; real"),
    "texts": (yielding("{'input': np.array(['a'])}"), "'input' holds <U1; real"),
    "complex": (yielding("{'input': ONE * 1j}"), "'input' holds complex128"),
    "complex tensor": (yielding("{'input': torch.ones(2) * 1j}"), "write a dense one"),
    "sparse": (yielding("{'input': torch.eye(3).to_sparse()}"), "write a dense one"),
    "meta": (yielding("{'input': torch.ones(3, device='meta')}"), "write a dense one"),
    "nan": (yielding("{'input': ONE * np.nan}"), "'input' has NaN or infinite values"),
    "nan tensor": (yielding("{'input': torch.tensor([np.inf])}"), "has NaN or infinite"),
    "empty": (yielding("{'input': np.ones((0, 3))}"), r"shape \(0, 3\) and 0 bytes"),
    "huge": (
        yielding("{'input': np.broadcast_to(ONE, (10**9, 3))}"),
        "24,000,000,000 bytes; 1 to 268,435,456 are allowed",
    ),
    "huge tensor": (yielding("{'input': torch.ones(1).expand(10**12)}"), "4,000,000,000,000 bytes"),
    "empty dictionary": (yielding("{'input': {}}"), "a dictionary of nothing"),
    "numbered arguments": (yielding("{'input': {0: ONE}}"), "names of the arguments"),
    "a wrong argument": (yielding("{'input': {'x': 3}}"), "'input' 'x' is of type int"),
    "id": (yielding("{'input': ONE, 'id': 2.5}"), "'id' is of type float; a text or an integer"),
    "long id": (yielding("{'input': ONE, 'id': 'x' * 201}"), "must be 1 to 200 characters"),
    "id that cannot be shown": (yielding("{'input': ONE, 'id': 'a\\x00'}"), "can be shown"),
    "equal ids": (yielding("{'input': ONE, 'id': '000002'}"), "has the id '000002' of sample 2"),
    "label": (
        yielding("{'input': ONE, 'label': [1]}"),
        "'label' is of type list; a text, an integer",
    ),
    "label of ten": (
        yielding("{'input': ONE, 'label': np.ones(10)}"),
        "'label' is of type ndarray",
    ),
    "metadata": (yielding("{'input': ONE, 'metadata': 3}"), "'metadata' is of type int"),
    "column": (yielding("{'input': ONE, 'metadata': {3: 3}}"), "has the key 3"),
    "value": (
        yielding("{'input': ONE, 'metadata': {'a': [3]}}"),
        "has a value of type list as 'a'",
    ),
    "text": (yielding("{'input': ONE, 'text': 3}"), "'text' is of type int"),
    "link": (yielding("{'input': ONE, 'link': 'javascript:x'}"), "'link' is 'javascript:x'"),
    "picture": (yielding("{'input': ONE, 'picture': 3}"), "'picture' is of type int; a picture of"),
    "no file": (yielding("{'input': ONE, 'picture': 'x.png'}"), "there is no file 'x.png'"),
    "no picture": (yielding("{'input': ONE, 'picture': 'data.py'}"), "cannot be decoded"),
    "shape of a picture": (yielding("{'input': ONE, 'picture': ONE}"), r"has shape \(3,\)"),
    "values of a picture": (
        yielding("{'input': ONE, 'picture': np.full((3, 3), 2.5)}"),
        "values from 2.5 to 2.5",
    ),
    "a long picture": (
        yielding("{'input': ONE, 'picture': Image.new('L', (3000, 2))}"),
        "longer than 20 to 1",
    ),
    "other at each run": (
        "import time\ndef samples():\n"
        "    for k in range(5): yield (ONE * k * time.perf_counter(), None)\n",
        r"sample 1 \('000001'\) is another one when the code runs again",
    ),
    "other files beside it": ("import no_such_module\n", "ModuleNotFoundError"),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_is_one_clear_error(tmp_path, name):
    code, expected = WRONG[name]
    with pytest.raises(DataError, match=expected) as caught:
        listed(tmp_path, code)
    assert str(caught.value).startswith("data.samples: ")
    assert "\n" not in str(caught.value)


def test_the_forms_of_samples_are_named(tmp_path):
    code = "samples = [(np.ones(3 if k < 9 else k, 'f4'), None) for k in range({})]"
    one, two, many = (examples_of(listed(tmp_path, code.format(n))).described for n in (9, 10, 13))
    assert (one, two) == ("float32 (3,)", "float32 (3,) and float32 (9,)")
    assert many == "float32 (3,) and float32 (9,) and float32 (10,), and 2 more"


def test_drawn_samples_follow_the_seed(tmp_path):
    code = (
        "import random\n"
        "def drawn(): return torch.rand(1).item() * np.random.rand() * random.random()\n"
        "samples = [(ONE * drawn(), k) for k in range(5)]"
    )
    draws = [listed(tmp_path, code, seed=seed).input(1)[""][0] for seed in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]


def test_a_file_that_the_code_reads_is_watched(tmp_path):
    (tmp_path / "scale.txt").write_text("2")
    (tmp_path / "helper.py").write_text("POWER = 1\n")
    code = (
        "from pathlib import Path\nimport helper\n"
        "def samples():\n    scale = int(Path(__file__).with_name('scale.txt').read_text())\n"
        "    for k in range(5): yield (ONE * k * scale ** helper.POWER, None)\n"
    )
    read = listed(tmp_path, code).read
    from topopress.store.canonical import sha256_of_file

    assert read.changed(tmp_path, sha256_of_file) == ""
    for name in ("scale.txt", "helper.py"):
        before = (tmp_path / name).read_text()
        (tmp_path / name).write_text(before.replace("2", "3").replace("1", "4"))
        assert read.changed(tmp_path, sha256_of_file) == f"{name} changed"
        (tmp_path / name).write_text(before)


def test_samples_are_consumed_one_at_a_time(tmp_path):
    code = (
        "import weakref\nclass A(np.ndarray): pass\nalive = weakref.WeakSet()\n"
        "def samples():\n    for k in range(20):\n"
        "        assert len(alive) <= 2\n        one = ONE.view(A) * k\n"
        "        yield {'input': one}\n"
    )
    assert len(listed(tmp_path, code).samples) == 20


def test_tensors_that_require_a_gradient_are_taken(tmp_path):
    code = "samples = [(torch.ones(2, requires_grad=True) * k, k) for k in range(4)]"
    found = listed(tmp_path, code)
    assert found.input(3)[""].tolist() == [3, 3]
    assert found.ends.tolist() == [8, 16, 24, 32]
