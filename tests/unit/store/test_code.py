"""The digest of code, on a small package that stands in for ours."""

import ast
import shutil
import time
from pathlib import Path

import pytest

import topopress
from topopress.core.errors import StoreError
from topopress.store import code
from topopress.store.code import code_digest

SOURCES = {
    "__init__.py": '"""Root."""\n__version__ = "1"\n',
    "core/__init__.py": "",
    "core/errors.py": "class TopopressError(Exception): pass\n",
    "core/progress.py": "SILENT = 0\n",
    "store/__init__.py": "",
    "store/disk.py": "CHUNK = 1\n",
    "core/seeds.py": "SEED = 1\n",
    "mapper/__init__.py": "",
    "mapper/graph.py": '"""The graph."""\nfrom topopress.mapper import cover\n'
    "from topopress.mapper.nerve import nerve\nfrom topopress.core.errors import TopopressError\n"
    "from topopress.store.disk import CHUNK\nfrom topopress.core.progress import SILENT\n"
    "def build(rows):\n    '''Build it.'''\n    from topopress.mapper.late import helper\n"
    "    return cover, nerve, helper, import_module('topopress.mapper.named')\n",
    "mapper/cover.py": "import topopress.mapper.deep\n",
    "mapper/deep.py": "from .relative import x\n",
    "mapper/relative.py": "from ..core.seeds import SEED\nx = SEED\n",
    "mapper/nerve.py": "def nerve(): return 1\n",
    "mapper/late.py": "from topopress.mapper.graph import build\ndef helper(): return 1\n",
    "mapper/named.py": "NAMED = 1\n",
    "mapper/unrelated.py": "X = 1\n",
    "pages.py": "from topopress import __version__\n",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "topopress"
    for name, text in SOURCES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setattr(topopress, "__path__", [str(folder)])
    forget()
    yield folder
    forget()


def forget():
    for function in (code.code_digest, code._module, code._source):
        function.cache_clear()


def digest_after(package, name, text, module="topopress.mapper.graph"):
    (package / name).write_text(text)
    forget()
    return code_digest(module)


@pytest.mark.parametrize(
    "name",
    ["graph", "cover", "deep", "relative", "nerve", "late", "named", "__init__", "../core/seeds"],
)
def test_a_change_anywhere_below_is_noticed(package, name):
    before = code_digest("topopress.mapper.graph")
    path = f"mapper/{name}.py"
    text = (package / path).read_text()
    assert digest_after(package, path, text + "\nCHANGED = 1\n") != before


@pytest.mark.parametrize(
    "name",
    [
        "__init__",
        "core/errors",
        "core/progress",
        "store/disk",
        "store/__init__",
        "mapper/unrelated",
        "pages",
    ],
)
def test_what_does_not_shape_the_result_is_not_looked_at(package, name):
    before = code_digest("topopress.mapper.graph")
    assert digest_after(package, f"{name}.py", "CHANGED = 1\n") == before


def test_comments_docstrings_and_layout_do_not_count(package):
    before = code_digest("topopress.mapper.graph")
    text = SOURCES["mapper/graph.py"]
    text = text.replace("The graph.", "Another word.").replace("'''Build it.'''", "'''Do.'''")
    text = "# A comment\n" + text.replace("def build(rows):", "def build(\n    rows  # all\n):")
    assert digest_after(package, "mapper/graph.py", text) == before


def test_a_string_that_is_no_docstring_counts(package):
    before = digest_after(package, "mapper/nerve.py", "def nerve(): return 'a'\n")
    assert digest_after(package, "mapper/nerve.py", "def nerve(): return 'b'\n") != before


CHANGES = [
    ("x = 1", "x = 1.0"),
    ("x = 'a'", "x = b'a'"),
    ("x = a + b * c", "x = (a + b) * c"),
    ("f(a, *b)", "f(*a, b)"),
    ("def f(a, /): pass", "def f(a): pass"),
    ("x = [a, [b]]", "x = [[a], b]"),
    ("x = {**a}", "x = {None: a}"),
    ("if a: pass\nelse: b()", "if a: b()"),
    ("a < b", "a <= b"),
    ("def f():\n 'doc'\n return 1", "def f():\n return 2"),
]


@pytest.mark.parametrize(("one", "other"), CHANGES)
def test_programs_that_differ_have_different_digests(package, one, other):
    assert digest_after(package, "mapper/nerve.py", one) != digest_after(
        package, "mapper/nerve.py", other
    )


def test_the_version_counts_where_it_is_imported_by_name(package):
    before = code_digest("topopress.pages")
    changed = SOURCES["__init__.py"].replace('"1"', '"2"')
    assert digest_after(package, "__init__.py", changed, "topopress.pages") != before


def test_the_place_of_installation_does_not_matter(package, tmp_path, monkeypatch):
    before = code_digest("topopress.mapper.graph")
    elsewhere = tmp_path / "site-packages" / "topopress"
    shutil.copytree(package, elsewhere)
    monkeypatch.setattr(topopress, "__path__", [str(elsewhere)])
    forget()
    assert code_digest("topopress.mapper.graph") == before


def test_several_modules_have_one_digest(package):
    both = code_digest("topopress.mapper.nerve", "topopress.core.seeds")
    assert both == code_digest("topopress.core.seeds", "topopress.mapper.nerve")
    assert both != code_digest("topopress.core.seeds")


def test_a_module_that_does_not_exist(package):
    with pytest.raises(StoreError, match=r"no source of module .*grahp"):
        code_digest("topopress.mapper.grahp")


def test_our_whole_package_is_hashed_quickly():
    forget()
    folder = Path(topopress.__path__[0])
    parts = [path.relative_to(folder).with_suffix("").parts for path in folder.rglob("*.py")]
    modules = [".".join(["topopress", *names]) for names in parts if names[-1][:2] != "__"]
    started = time.process_time()
    digests = {code_digest(module) for module in modules}
    assert time.process_time() - started < 1.5  # 0.1 s on a quiet machine
    assert len(digests) > 1


def test_our_stages_contain_no_import_that_cannot_be_followed():
    """``import_module`` with a computed name would hide a dependency."""
    folder = Path(topopress.__path__[0])
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
