"""How a dataclass is kept in the store: each field as outputs of its own.

A later stage can so depend on some fields of a record, and read only those. An array field is one
``.npy`` output, mapped into memory when it is read. Bytes are one output. Everything else is JSON
by the field's type, except for arrays and bytes inside of it, which are outputs again: those of
``field`` are ``field`` itself and the names that begin with ``field.``.
"""

import dataclasses
import types
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np
from pydantic import TypeAdapter

from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs

_Record = TypeVar("_Record")
_NONE = "none"


def write_record(outputs: Outputs, record: Any) -> None:  # noqa: ANN401 - any dataclass
    """Write a dataclass as outputs of a stage.

    An array that ``outputs.open_array`` made under the field's name is there already.
    """
    for field, hint in fields_of(type(record)).items():
        _write(outputs, field, getattr(record, field), hint)


def read_record(artifact: Artifact, kind: type[_Record]) -> _Record:
    """Read back a dataclass, or another one whose fields are some of its fields."""
    return kind(**{name: _read(artifact, name, hint) for name, hint in fields_of(kind).items()})


def fields_of(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a dataclass
    """Return the type of each field of a dataclass, by name."""
    return _fields(kind)


@cache
def _fields(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def outputs_of(names: Iterable[str], field: str) -> Iterator[str]:
    """Yield which of a result's outputs hold a field."""
    return (name for name in names if name == field or name.startswith(f"{field}."))


def _write(outputs: Outputs, name: str, value: Any, hint: Any) -> None:  # noqa: ANN401
    if not _has_blobs(hint):
        outputs.write_json(name, _adapter(hint).dump_python(value, mode="json"))
    elif value is None:
        outputs.write_json(f"{name}.{_NONE}", None)
    elif isinstance(value, np.ndarray):
        if not outputs.is_open(name):
            outputs.write_array(name, value)
    elif isinstance(value, bytes):
        outputs.write(name, value)
    else:
        plain, inner = _taken_apart(value, _required(hint))
        outputs.write_json(name, plain)
        for part, (item, item_hint) in inner.items():
            _write(outputs, f"{name}.{part}", item, item_hint)


def _read(artifact: Artifact, name: str, hint: Any) -> Any:  # noqa: ANN401
    if not _has_blobs(hint):
        return _adapter(hint).validate_python(artifact.json(name))
    if f"{name}.{_NONE}" in artifact.names:
        return None
    hint = _required(hint)
    if hint is bytes:
        return artifact.read(name)
    if _is_array(hint):
        return artifact.array(name)
    return _put_together(artifact, name, hint)


def _taken_apart(value: Any, hint: Any) -> tuple[Any, dict[str, tuple[Any, Any]]]:  # noqa: ANN401
    """Return the JSON of a value without its blobs, and the parts that have blobs with types."""
    if dataclasses.is_dataclass(hint):
        parts = {name: (getattr(value, name), kind) for name, kind in fields_of(hint).items()}
        inner = {name: part for name, part in parts.items() if _has_blobs(part[1])}
        plain = {
            name: _adapter(kind).dump_python(part, mode="json")
            for name, (part, kind) in parts.items()
            if name not in inner
        }
        return plain, inner
    if get_origin(hint) is tuple:
        return len(value), {str(k): (item, get_args(hint)[0]) for k, item in enumerate(value)}
    return list(value), {str(k): (value[key], get_args(hint)[1]) for k, key in enumerate(value)}


def _put_together(artifact: Artifact, name: str, hint: Any) -> Any:  # noqa: ANN401
    plain = artifact.json(name)
    if dataclasses.is_dataclass(hint):
        values = {
            n: _read(artifact, f"{name}.{n}", h)
            if _has_blobs(h)
            else _adapter(h).validate_python(plain[n])
            for n, h in fields_of(hint).items()
        }
        return hint(**values)  # type: ignore[operator]
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return tuple(_read(artifact, f"{name}.{k}", item) for k in range(plain))
    item = get_args(hint)[1]
    return {key: _read(artifact, f"{name}.{k}", item) for k, key in enumerate(plain)}


@cache
def _has_blobs(hint: Any) -> bool:  # noqa: ANN401
    """Return whether a type is an array, bytes, or has one of them inside."""
    if hint is bytes or _is_array(hint):
        return True
    if dataclasses.is_dataclass(hint):
        return any(map(_has_blobs, fields_of(hint).values()))
    return any(_has_blobs(inner) for inner in get_args(hint) if inner is not Ellipsis)


def _is_array(hint: Any) -> bool:  # noqa: ANN401
    return get_origin(hint) is np.ndarray


def _required(hint: Any) -> Any:  # noqa: ANN401
    """Return a type without its None."""
    if get_origin(hint) not in {Union, types.UnionType}:
        return hint
    (kind,) = (inner for inner in get_args(hint) if inner is not types.NoneType)
    return kind


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:  # noqa: ANN401
    return TypeAdapter(hint)
