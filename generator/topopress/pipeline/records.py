"""How the frozen types between stages are kept in the store.

Each array field becomes a ``.npy`` blob of its own, so that a later stage can depend on one
of them and map it into memory; sprite sheets become ``.webp`` blobs; the rest is one JSON blob.
"""

import dataclasses
from typing import Any, TypeVar, get_type_hints

import numpy as np
from pydantic import TypeAdapter

from topopress.artifacts import SpriteSheet
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs

PLAIN = "record.json"
_Record = TypeVar("_Record")


def write_record(outputs: Outputs, record: Any) -> None:  # noqa: ANN401 - any artifact dataclass
    """Write a dataclass of ``artifacts.py`` as outputs of a stage."""
    plain: dict[str, Any] = {}
    hints = get_type_hints(type(record))
    for name, value in _fields(record):
        if isinstance(value, np.ndarray):
            outputs.write_array(name, value)
        elif hints[name] == tuple[SpriteSheet, ...]:
            plain[name] = _write_sheets(outputs, name, value)
        else:
            plain[name] = TypeAdapter(hints[name]).dump_python(value, mode="json")
    outputs.write_json(PLAIN, plain)


def read_record(artifact: Artifact, kind: type[_Record]) -> _Record:
    """Read back what ``write_record`` wrote; arrays are mapped, not loaded."""
    plain = artifact.json(PLAIN)
    values: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        if name not in plain:
            values[name] = artifact.array(name)
        elif hint == tuple[SpriteSheet, ...]:
            values[name] = _read_sheets(artifact, name, plain[name])
        else:
            values[name] = TypeAdapter(hint).validate_python(plain[name])
    return kind(**values)


def _fields(record: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - any artifact dataclass
    return [(field.name, getattr(record, field.name)) for field in dataclasses.fields(record)]


def _write_sheets(
    outputs: Outputs, name: str, sheets: tuple[SpriteSheet, ...]
) -> list[dict[str, int]]:
    for k, sheet in enumerate(sheets):
        outputs.write(f"{name}-{k}.webp", sheet.webp)
    return [{"tile": s.tile, "columns": s.columns, "count": s.count} for s in sheets]


def _read_sheets(
    artifact: Artifact, name: str, listed: list[dict[str, int]]
) -> tuple[SpriteSheet, ...]:
    return tuple(
        SpriteSheet(webp=artifact.read(f"{name}-{k}.webp"), **geometry)
        for k, geometry in enumerate(listed)
    )
