"""The viewer's view of the schema: ``schema.py`` written as TypeScript.

``python -m topopress.bundle.typescript`` writes ``site_assets/src/data/schema.ts``; with ``--check``
it only compares and exits with status 1 where the file is out of date.
"""

import argparse
import ast
import inspect
import sys
import types
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal, Union, get_args, get_origin

from topopress.bundle import schema
from topopress.bundle.schema import CHUNK_ARRAYS, SCHEMA_VERSION, Document

TARGET = Path(__file__).parents[3] / "site_assets" / "src" / "data" / "schema.ts"

BANNER = "// Generated from generator/topopress/bundle/schema.py; do not edit."
SCALARS: dict[object, str] = {
    str: "string", int: "number", float: "number", bool: "boolean", type(None): "null",
}  # fmt: skip
TYPED_ARRAYS = {
    "float32": "Float32Array",
    "int16": "Int16Array",
    "int32": "Int32Array",
    "uint16": "Uint16Array",
    "uint32": "Uint32Array",
    "uint8": "Uint8Array",
}


def typescript() -> str:
    """Return the whole of ``schema.ts``."""
    models = [
        model
        for model in vars(schema).values()
        if inspect.isclass(model) and issubclass(model, Document) and model is not Document
    ]
    parts = [
        BANNER,
        f"export const SCHEMA_VERSION = {SCHEMA_VERSION};",
        *(_interface(model) for model in models),
        _chunk_dtypes(),
        *(_chunk_interface(kind) for kind in CHUNK_ARRAYS),
    ]
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or with ``--check`` compare it; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the schema as TypeScript types.")
    parser.add_argument("--check", action="store_true", help="compare only; status 1 on a change")
    if not parser.parse_args(arguments).check:
        TARGET.write_text(typescript(), encoding="utf-8")
        return 0
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == typescript():
        return 0
    sys.stderr.write(
        "site_assets/src/data/schema.ts is not what bundle/schema.py says; "
        "run: python -m topopress.bundle.typescript\n"
    )
    return 1


def type_name(annotation: object) -> str:
    """Return the TypeScript spelling of a field's annotation.

    Raises:
        TypeError: if the schema uses a type this file has no spelling for.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in SCALARS:
        return SCALARS[annotation]
    if origin is Literal:
        return " | ".join(
            f'"{value}"' if isinstance(value, str) else str(value) for value in arguments
        )
    if origin is list:
        inner = type_name(arguments[0])
        return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
    if origin in (Union, types.UnionType):
        return " | ".join(type_name(argument) for argument in arguments)
    if inspect.isclass(annotation) and issubclass(annotation, Document):
        return annotation.__name__
    raise TypeError(f"no TypeScript spelling for {annotation!r}")


def _interface(model: type[Document]) -> str:
    documented = dict(_attribute_docs(model))
    lines = [_comment(inspect.getdoc(model) or "", ""), f"export interface {model.__name__} {{"]
    for name, field in model.model_fields.items():
        if name in documented:
            lines.append(_comment(documented[name], "  "))
        lines.append(f"  readonly {name}: {type_name(field.annotation)};")
    return "\n".join([*lines, "}"])


def _attribute_docs(model: type[Document]) -> Iterator[tuple[str, str]]:
    """Yield each field with the string that stands beneath it."""
    body = ast.parse(inspect.getsource(model)).body[0]
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for statement, following in pairwise(statements):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)


def _comment(text: str, indent: str) -> str:
    lines = text.splitlines()
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */"
    body = "\n".join(f"{indent} * {line}".rstrip() for line in lines)
    return f"{indent}/**\n{body}\n{indent} */"


def _chunk_dtypes() -> str:
    lines = ["/** Arrays of each kind of chunk in file order, with their dtypes. */",
             "export const CHUNK_ARRAYS = {"]  # fmt: skip
    for kind, arrays in CHUNK_ARRAYS.items():
        lines.append(f"  {kind}: {{")
        lines += [f'    {name}: "{dtype}",' for name, dtype in arrays.items()]
        lines.append("  },")
    return "\n".join([*lines, "} as const;"])


def _chunk_interface(kind: str) -> str:
    lines = [f"export interface {kind.capitalize()}Arrays {{"]
    lines += [
        f"  readonly {name}: {TYPED_ARRAYS[dtype]};" for name, dtype in CHUNK_ARRAYS[kind].items()
    ]
    return "\n".join([*lines, "}"])


if __name__ == "__main__":
    sys.exit(main())
