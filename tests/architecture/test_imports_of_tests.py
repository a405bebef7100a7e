"""Tests and benchmarks import what the package has; nothing else runs the benchmarks' imports."""

import ast
import importlib
from pathlib import Path

TESTS = Path(__file__).parents[1]


def imported(source: str) -> set[tuple[str, str]]:
    """Return module and name of each ``from topopress... import ...`` in a source file."""
    return {
        (node.module, name.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("topopress")
        for name in node.names
    }


def exists(module: str, name: str) -> bool:
    try:
        return hasattr(importlib.import_module(module), name) or bool(
            importlib.import_module(f"{module}.{name}")
        )
    except ModuleNotFoundError:
        return False


def test_what_tests_and_benchmarks_import_is_there():
    files = sorted(TESTS.rglob("*.py"))
    wanted = {each: file for file in files for each in imported(file.read_text())}
    missing = {f"{wanted[each]}: {'.'.join(each)}" for each in wanted if not exists(*each)}
    assert len(wanted) > 500
    assert not missing
