"""A digest of the code behind a stage, so that a change to a helper is noticed.

``code_digest`` covers a module and, transitively, every module of this package that it imports,
wherever the import stands, or names in a string. What counts is the syntax tree without
docstrings: comments, layout and documentation change nothing, and a checkout and an installed
wheel agree. What does not count:

* ``topopress.core.errors`` and ``topopress.core.progress``: they decide what is said, not what
  comes out;
* ``topopress.config``: settings count by their values, which an action lists;
* the store itself: it has a layout version of its own;
* the root package, unless something is imported from it by name: it holds the version number.

Third-party libraries count by their versions (``actions.versions``), data files as inputs.
"""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import topopress
from topopress.core.errors import StoreError
from topopress.store.failures import disk_errors

_ROOT = "topopress"
_WITHOUT_EFFECT = (
    "topopress.config",
    "topopress.core.errors",
    "topopress.core.progress",
    "topopress.store",
)
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_IMPORTING = ast.Import | ast.ImportFrom | ast.Constant


@cache
def code_digest(*modules: str) -> str:
    """Return the SHA-256 of the code of some modules and of all code of ours they rest on.

    Raises:
        StoreError: there is no such module, or its source is not installed.
    """
    digest = hashlib.sha256()
    for name in sorted({name for module in modules for name in _reachable(module)}):
        digest.update(f"{name} {_module(name).digest}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Module:
    digest: str
    imports: frozenset[str]


@cache
def _module(name: str) -> _Module:
    source = _source(name)
    if source is None:
        raise StoreError(f"no source of module {name!r} in {_package_folder()}")
    with disk_errors(StoreError):
        tree = ast.parse(source.read_bytes())
    package = name if source.name == "__init__.py" else name.rpartition(".")[0]
    words: list[str] = []
    imports: set[str] = set()
    _walk(tree, words, imports, package)
    found = {module for path in imports for module in _modules_of(path)}
    return _Module(hashlib.sha256("\0".join(words).encode()).hexdigest(), frozenset(found))


def _walk(node: ast.AST, words: list[str], imports: set[str], package: str) -> None:
    """Append a node's text to ``words``, and the dotted paths it imports to ``imports``."""
    if isinstance(node, _IMPORTING):
        imports.update(_imported(node, package))
    words.append(f"({type(node).__name__}")
    for field in node._fields:
        value = getattr(node, field, None)
        # ctx (load or store) follows from where the node is; later Pythons add empty fields.
        if field == "ctx" or value is None or value == []:
            continue
        words.append(field)
        values = _without_docstring(node, value) if isinstance(value, list) else [value]
        for item in values:
            if isinstance(item, ast.AST):
                _walk(item, words, imports, package)
            else:
                words.append(ascii(item))
    words.append(")")


def _without_docstring(node: ast.AST, body: list[Any]) -> list[Any]:
    if not isinstance(node, _DOCUMENTED) or body is not node.body:
        return body
    return body if ast.get_docstring(node, clean=False) is None else body[1:]


def _imported(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Constant) and _names_module(node.value):  # for import_module
        yield str(node.value)


def _names_module(value: object) -> bool:
    return isinstance(value, str) and value.startswith(f"{_ROOT}.") and _source(value) is not None


def _modules_of(path: str) -> Iterator[str]:
    """Yield the modules that importing a dotted path rests on: the longest, and packages above."""
    parts = path.split(".")
    if parts[0] != _ROOT:
        return
    while _source(".".join(parts)) is None:  # the last part names something within a module
        parts.pop()
    yield ".".join(parts)
    for length in range(2, len(parts)):
        yield ".".join(parts[:length])


def _reachable(start: str) -> set[str]:
    found = {start, *_modules_of(start)}
    waiting = list(found)
    while waiting:
        for name in _module(waiting.pop()).imports - found:
            if not any(name == left or name.startswith(f"{left}.") for left in _WITHOUT_EFFECT):
                found.add(name)
                waiting.append(name)
    return found


@cache
def _source(module: str) -> Path | None:
    root, *parts = module.split(".")
    if root != _ROOT or not all(part.isidentifier() for part in parts):
        return None
    base = _package_folder().joinpath(*parts)
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _package_folder() -> Path:
    return Path(topopress.__path__[0])
