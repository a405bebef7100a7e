"""From a stage to the action that names its result in the store."""

import inspect
from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import numpy as np
from pydantic_core import to_jsonable_python

from topopress.stage.stage import Hashed, Stage, digest_of, stages_in
from topopress.store.actions import Action, versions
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json, canonical, sha256
from topopress.store.code import Code, code_of
from topopress.store.codec import fields_of, outputs_of

Find = Callable[[Stage[Any]], Artifact]
LONGEST = 4000
"""Characters of a setting that a record of the store shows; longer ones count by their SHA-256."""


def action_of(stage: Stage[Any], artifact_of: Find) -> Action:
    """Return the action of a stage.

    ``artifact_of`` returns the finished result of an input.
    """
    codes = codes_of(stage)
    digests = " ".join(code.digest for code in codes)
    return Action(
        stage=stage.name,
        item=stage.item,
        inputs=_inputs(stage, artifact_of),
        params=settings_of(stage),
        code=sha256(f"{stage.version} {digests}".encode()),
        libraries=versions(*sorted({name for code in codes for name in code.libraries})),
    )


def settings_of(stage: Stage[Any]) -> dict[str, Json]:
    """Return the settings of a stage as its key has them."""
    return {name: _json(value) for name, value in stage.settings.items()}


def codes_of(stage: Stage[Any]) -> list[Code]:
    """Return the code of a stage's function, and that of the resources it opens."""
    classes = [type(resource) for _, resource in sorted(stage.resources.items())]
    return [code_of(stage.run), *map(code_of, classes)]


def read_as(stage: Stage[Any], parameter: str) -> type:
    """Return the dataclass that a parameter's input is read as."""
    hint = inspect.signature(stage.run).parameters[parameter].annotation
    if get_origin(hint) is UnionType:
        (hint,) = (kind for kind in get_args(hint) if kind is not NoneType)
    if get_origin(hint) is tuple:
        hint = get_args(hint)[0]
    elif get_origin(hint) is not None:
        hint = get_args(hint)[1]
    kind: type = hint
    return kind


def _inputs(stage: Stage[Any], artifact_of: Find) -> dict[str, str]:
    found = {}
    for parameter, value in stage.inputs.items():
        kind = read_as(stage, parameter)
        for place, each in _named(parameter, value):
            artifact = artifact_of(each)
            for field in fields_of(kind):
                digests = {
                    name: artifact.digest(name) for name in outputs_of(artifact.names, field)
                }
                found[f"{place}.{field}"] = sha256(canonical(digests))
    return found


def bytes_read(stage: Stage[Any], sizes_of: Callable[[Stage[Any]], Mapping[str, int]]) -> int:
    """Return how many bytes a stage reads; ``sizes_of`` an input are those of its outputs."""
    return sum(
        sizes[name]
        for parameter, value in stage.inputs.items()
        for sizes in map(sizes_of, stages_in(value))
        for field in fields_of(read_as(stage, parameter))
        for name in outputs_of(sizes, field)
    )


def _named(parameter: str, value: Any) -> list[tuple[str, Stage[Any]]]:  # noqa: ANN401
    if isinstance(value, Stage):
        return [(parameter, value)]
    if isinstance(value, Mapping):
        return [(f"{parameter}.{key}", each) for key, each in value.items()]
    return [(f"{parameter}.{k}", each) for k, each in enumerate(value)]


def _json(value: Any) -> Json:  # noqa: ANN401 - settings of any kind
    """Return a setting as JSON; an array, and whatever is long, as its SHA-256."""
    if isinstance(value, Hashed):
        return value.digest
    if isinstance(value, np.ndarray):
        return digest_of(value)
    plain: Json = to_jsonable_python(value)
    written = canonical(plain)
    return plain if len(written) <= LONGEST else sha256(written)
