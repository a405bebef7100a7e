"""Questions about the settings models that both the error report and the reference ask."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a typing form
    """Yield the settings models that a field's type allows."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, UnionType, Annotated):
        for part in get_args(annotation):
            yield from models_in(part)


def kind_of(model: type[BaseModel]) -> str:
    """Return the value of ``kind`` that selects a model, or nothing where it selects none."""
    field = model.model_fields.get("kind")
    kinds = get_args(field.annotation) if field else ()
    return str(kinds[0]) if len(kinds) == 1 else ""


def allows_several_types(annotation: Any) -> bool:  # noqa: ANN401 - a typing form
    """Whether a value may be of one type or of another, such as a number or a word."""
    if get_origin(annotation) is Annotated:
        return allows_several_types(get_args(annotation)[0])
    parts = [part for part in get_args(annotation) if part is not NoneType]
    return get_origin(annotation) in (Union, UnionType) and len(parts) > 1
