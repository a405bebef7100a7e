"""The code behind a function, on a small package that stands in for ours."""

import ast
import importlib.metadata
import importlib.util
import re
import shutil
import sys
import time
import tomllib
from pathlib import Path

import pytest

import topopress
from topopress.core.errors import StoreError
from topopress.store import code
from topopress.store.code import _DISTRIBUTIONS, _code

CHECKOUT = Path(__file__).resolve().parents[3]
SOURCES = {
    "__init__.py": '"""Root."""\n__version__ = "1"\n',
    "core/__init__.py": "",
    "core/errors.py": "class TopopressError(Exception): pass\n",
    "core/progress.py": "SILENT = 0\n",
    "core/seeds.py": "SEED = 1\nOTHER = 2\n",
    "config/__init__.py": "",
    "config/schema.py": "class Mapper:\n    eps: float = Field(1, description='Radius.')\n",
    "store/__init__.py": "",
    "store/disk.py": "CHUNK = 1\n",
    "mapper/__init__.py": "",
    "mapper/graph.py": '"""The graph."""\nfrom typing import TYPE_CHECKING\n'
    "from topopress.mapper import cover\n"
    "from topopress.mapper.nerve import nerve, unused\n"
    "from topopress.core.errors import TopopressError\n"
    "from topopress.store.disk import CHUNK\nfrom topopress.core.progress import SILENT\n"
    "from topopress.config.schema import Mapper\n"
    "if TYPE_CHECKING:\n    from topopress.mapper.unrelated import Kind\n"
    "LIMIT = 3\nSPARE = 4\n"
    "def build(rows: Mapper):\n    '''Build it.'''\n    from topopress.mapper.late import helper\n"
    "    import sklearn.cluster\n"
    "    return _inner(cover, nerve, helper, import_module('topopress.mapper.named'))\n"
    "def _inner(*parts):\n    return LIMIT, parts, TopopressError, CHUNK, SILENT\n"
    "def aside():\n    return SPARE\n",
    "mapper/cover.py": "import topopress.mapper.deep\n",
    "mapper/deep.py": "from .relative import x\n",
    "mapper/relative.py": "from ..core.seeds import SEED\nx = SEED\n",
    "mapper/nerve.py": "def nerve(): return 1\ndef unused(): return 2\n",
    "mapper/late.py": "from topopress.mapper.graph import build\ndef helper(): return 1\n",
    "mapper/named.py": "NAMED = 1\n",
    "mapper/unrelated.py": "X = 1\nKind = 1\n",
    "pages.py": "from topopress import __version__\ndef version(): return __version__\n",
}
START = ("topopress.mapper.graph", "build")


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
    for function in (code._code, code._module, code._source):
        function.cache_clear()


def digest(start=START):
    forget()
    return _code(*start).digest


def digest_after(package, file, old, new, start=START):
    text = (package / file).read_text()
    assert old in text
    (package / file).write_text(text.replace(old, new))
    return digest(start)


USED = [
    ("mapper/graph.py", "return _inner", "return 1, _inner"),
    ("mapper/graph.py", "return LIMIT", "return 2, LIMIT"),
    ("mapper/graph.py", "LIMIT = 3", "LIMIT = 4"),
    ("mapper/graph.py", "LIMIT = 3", "LIMIT = 3\nprint(LIMIT)"),
    ("mapper/cover.py", "import topopress", "X = 1\nimport topopress"),
    ("mapper/deep.py", "from", "X = 1\nfrom"),
    ("mapper/relative.py", "x = SEED", "x = SEED + 1"),
    ("mapper/nerve.py", "return 1", "return 3"),
    ("mapper/late.py", "return 1", "return 3"),
    ("mapper/named.py", "NAMED = 1", "NAMED = 2"),
    ("core/seeds.py", "SEED = 1", "SEED = 2"),
    ("config/schema.py", "Field(1", "Field(2"),
]


@pytest.mark.parametrize(("file", "old", "new"), USED)
def test_a_change_of_anything_that_is_used_is_noticed(package, file, old, new):
    before = digest()
    assert digest_after(package, file, old, new) != before


UNUSED = [
    ("__init__.py", '"1"', '"2"'),
    ("core/errors.py", "pass", "x = 1"),
    ("core/progress.py", "SILENT = 0", "SILENT = 1"),
    ("core/seeds.py", "OTHER = 2", "OTHER = 3"),
    ("store/disk.py", "CHUNK = 1", "CHUNK = 2"),
    ("config/schema.py", "Radius.", "The radius."),
    ("mapper/graph.py", "SPARE = 4", "SPARE = 5"),
    ("mapper/graph.py", "return SPARE", "return 9"),
    ("mapper/graph.py", "The graph.", "Another word."),
    ("mapper/graph.py", "'''Build it.'''", "'''Do.'''"),
    ("mapper/graph.py", "def build(rows: Mapper):", "def build(\n    rows: Mapper  # all\n):"),
    ("mapper/nerve.py", "return 2", "return 3"),
    ("mapper/unrelated.py", "Kind = 1", "Kind = 2"),
    ("pages.py", "return __version__", "return 1"),
]


@pytest.mark.parametrize(("file", "old", "new"), UNUSED)
def test_a_change_of_what_is_not_used_is_not_noticed(package, file, old, new):
    before = digest()
    assert digest_after(package, file, old, new) == before


def test_a_string_that_is_no_docstring_counts(package):
    before = digest_after(package, "mapper/nerve.py", "return 1", "return 'a'")
    assert digest_after(package, "mapper/nerve.py", "'a'", "'b'") != before


CHANGES = [
    ("x = 1", "x = 1.0"),
    ("x = 'a'", "x = b'a'"),
    ("x = a + b * c", "x = (a + b) * c"),
    ("f(a, *b)", "f(*a, b)"),
    ("def f(a, /): pass", "def f(a): pass"),
    ("x = [a, [b]]", "x = [[a], b]"),
    ("x = {**a}", "x = {None: a}"),
    ("if a: pass\n    else: b()", "if a: b()"),
    ("a < b", "a <= b"),
    ("def f():\n     'doc'\n     return 1", "def f():\n     return 2"),
]


@pytest.mark.parametrize(("one", "other"), CHANGES)
def test_programs_that_differ_have_different_digests(package, one, other):
    first = digest_after(package, "mapper/nerve.py", "return 1", f"\n    {one}")
    assert digest_after(package, "mapper/nerve.py", one, other) != first


def test_the_version_counts_where_it_is_imported_by_name(package):
    start = ("topopress.pages", "version")
    before = digest(start)
    assert digest_after(package, "__init__.py", '"1"', '"2"', start) != before


def test_the_place_of_installation_does_not_matter(package, tmp_path, monkeypatch):
    before = digest()
    elsewhere = tmp_path / "site-packages" / "topopress"
    shutil.copytree(package, elsewhere)
    monkeypatch.setattr(topopress, "__path__", [str(elsewhere)])
    assert digest() == before


def test_libraries_are_those_that_are_imported(package):
    forget()
    assert _code(*START).libraries == ("scikit-learn",)


def test_a_module_or_a_name_that_does_not_exist(package):
    with pytest.raises(StoreError, match=r"no source of module .*grahp"):
        _code("topopress.mapper.grahp", "build")
    with pytest.raises(StoreError, match=r"'topopress.mapper.graph' defines no 'biuld'"):
        _code("topopress.mapper.graph", "biuld")


def our_modules() -> dict[str, ast.Module]:
    folder = Path(topopress.__path__[0])
    return {str(path): ast.parse(path.read_bytes()) for path in sorted(folder.rglob("*.py"))}


def test_our_whole_package_is_read_quickly():
    forget()
    folder = Path(topopress.__path__[0])
    parts = [path.relative_to(folder).with_suffix("").parts for path in folder.rglob("*.py")]
    modules = [".".join(["topopress", *names]) for names in parts if names[-1][:2] != "__"]
    started = time.process_time()
    assert all(code._module(module) or module for module in modules)
    assert time.process_time() - started < 3  # 0.4 s on a quiet machine


def test_no_stage_reaches_an_import_that_cannot_be_followed():
    """``import_module`` with a computed name would hide a dependency."""
    forget()
    trees, folder = our_modules(), Path(topopress.__path__[0]).parent
    modules = {".".join(Path(p).relative_to(folder).with_suffix("").parts): p for p in trees}
    hidden = {
        (module.removesuffix(".__init__"), name)
        for module, path in modules.items()
        for statement in code._statements(trees[path])
        if any(map(imports_by_computed_name, ast.walk(statement)))
        for name in code._bound_by(statement)
    }
    assert ("topopress.kinds.table", "kind_of") in hidden
    stages = [
        (module, statement.name)
        for module, path in modules.items()
        if module.endswith("stages")
        for statement in trees[path].body
        if isinstance(statement, ast.FunctionDef)
    ]
    assert len(stages) > 20
    for stage in stages:
        assert not hidden & set(_code(*stage).definitions), stage


def imports_by_computed_name(node: ast.AST) -> bool:
    """Return whether a node calls ``import_module`` with anything but a literal name."""
    called = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module")
    return called and not isinstance(node.args[0], ast.Constant)


def test_an_extra_that_is_installed_or_not_changes_no_key():
    """Only the stage that needs UMAP depends on it; nothing depends on what carries values."""
    forget()
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    always = {"pydantic-core", "python"} | {
        re.split("[<>=]", each)[0].strip() for each in project["dependencies"]
    }
    folder, found = Path(topopress.__path__[0]).parent, {}
    for path, tree in our_modules().items():
        module = ".".join(Path(path).relative_to(folder).with_suffix("").parts)
        if module.endswith("stages"):
            names = [each.name for each in tree.body if isinstance(each, ast.FunctionDef)]
            found |= {name: set(_code(module, name).libraries) for name in names}
    assert len(found) > 60
    extra = {name: libraries - always for name, libraries in found.items()}
    assert {name: each for name, each in extra.items() if each} == {"umap_scatter": {"umap-learn"}}


def test_every_library_that_is_imported_has_a_version():
    paths = set()
    for path, tree in our_modules().items():
        for node in ast.walk(tree):
            if any(f"/{package}/" in path for package in ("pages", "cli", "preview")):
                continue  # no stage reaches these
            if isinstance(node, ast.Import | ast.ImportFrom):
                paths |= {found for path in code._imported(node, "topopress")
                          for found in code._library(path)}  # fmt: skip
    # An extra that the tests do without; its stage asks for it before anything runs.
    for distribution in paths - {"python", "umap-learn"}:
        importlib.metadata.version(distribution)
    assert {name for name in _DISTRIBUTIONS if name not in sys.stdlib_module_names} <= {
        name for name in _DISTRIBUTIONS if importlib.util.find_spec(name)
    } | {"zlib", "umap"}
