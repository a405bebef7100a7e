"""How the frozen types between stages are kept in the store.

Each array field becomes a ``.npy`` blob of its own, so that a later stage can depend on one
of them and map it into memory; sprite sheets become ``.webp`` blobs; the rest is one JSON blob.
"""

import dataclasses
from typing import Any, TypeVar, get_type_hints

import numpy as np
from pydantic import TypeAdapter

from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs
from topopress.visuals.types import SpriteSheet

PLAIN = "record.json"
_Record = TypeVar("_Record")


def write_record(
    outputs: Outputs,
    record: Any,  # noqa: ANN401 - any artifact dataclass
    *,
    name: str = "",
) -> None:
    """Write a dataclass of ``artifacts.py`` as outputs of a stage.

    Args:
        outputs: Of the stage.
        record: The dataclass.
        name: Tells it from other records of the same stage.
    """
    plain: dict[str, Any] = {}
    hints = get_type_hints(type(record))
    for field, value in _fields(record):
        if isinstance(value, np.ndarray):
            outputs.write_array(f"{name}{field}", value)
        elif hints[field] == tuple[SpriteSheet, ...]:
            plain[field] = _write_sheets(outputs, f"{name}{field}", value)
        else:
            plain[field] = TypeAdapter(hints[field]).dump_python(value, mode="json")
    outputs.write_json(f"{name}{PLAIN}", plain)


def read_record(artifact: Artifact, kind: type[_Record], *, name: str = "") -> _Record:
    """Read back what ``write_record`` wrote under a name; arrays are mapped, not loaded."""
    plain = artifact.json(f"{name}{PLAIN}")
    values: dict[str, Any] = {}
    for field, hint in get_type_hints(kind).items():
        if field not in plain:
            values[field] = artifact.array(f"{name}{field}")
        elif hint == tuple[SpriteSheet, ...]:
            values[field] = _read_sheets(artifact, f"{name}{field}", plain[field])
        else:
            values[field] = TypeAdapter(hint).validate_python(plain[field])
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
