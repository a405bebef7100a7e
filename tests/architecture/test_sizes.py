"""Small functions, small files: the habits of CONTRIBUTING.md, held."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "generator/topopress"
MEDIAN, CEILING, FILE = 10, 50, 450
GENERATED = "schema.ts"
"""Nobody writes it by hand: it grows with the types of the bundle."""


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions() -> Iterator[tuple[str, int]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}", body_lines(node)


def test_functions_are_short():
    sizes = dict(functions())
    assert median(sizes.values()) <= MEDIAN
    assert {name: size for name, size in sizes.items() if size > CEILING} == {}


def test_files_are_short():
    written = (p for p in (CHECKOUT / "site_assets/src").rglob("*.ts") if p.name != GENERATED)
    sources = [*PACKAGE.rglob("*.py"), *written]
    sources += [
        *(CHECKOUT / "site_assets/styles").glob("*.css"),
        *(CHECKOUT / "tests").rglob("*.py"),
    ]
    # By path, since files of several folders have one name.
    texts = {str(path.relative_to(CHECKOUT)): path.read_text("utf-8") for path in sources}
    written = {name: text for name, text in texts.items() if not text.startswith("// Generated")}
    long = {name: n for name, text in written.items() if (n := text.count("\n")) > FILE}
    assert long == {}
