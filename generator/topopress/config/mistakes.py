"""Turn validation errors into sentences an author can act on."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from topopress.config.introspection import allows_several_types, kind_of, models_in
from topopress.core.errors import suggestion

LONGEST_VALUE = 80
"""Characters of a mistaken value that are shown."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def sentences(error: ValidationError, model: type[BaseModel]) -> dict[str, str]:
    """Return what is wrong and what is allowed, in one line for each mistaken key."""
    found = [_sentence(details, model) for details in error.errors(include_url=False)]
    # A value of several types gives one error for each; the errors of one key are one sentence.
    by_key: dict[str, list[str]] = {}
    for where, what in found:
        by_key.setdefault(where, []).append(what)
    return {where: _joined(errors) for where, errors in by_key.items()}


def _joined(errors: Sequence[str]) -> str:
    if len(errors) == 1:
        return errors[0]
    heads, tails = zip(*(each.rpartition(", got ")[::2] for each in errors), strict=True)
    rest = [head.removeprefix("input should be ") for head in heads[1:]]
    return f"{' or '.join([heads[0], *rest])}, got {tails[0]}" if all(heads) else "; ".join(errors)


def _sentence(details: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return the key as the author wrote it, and what is wrong with its value."""
    path, owner = _walk(details["loc"], model)
    where = dotted(path)
    match details["type"]:
        case "extra_forbidden":
            allowed = sorted(owner.model_fields) if owner else []
            hint = suggestion(str(details["loc"][-1]), allowed)
            return where, f"unknown key{hint} (allowed: {', '.join(allowed)})"
        case "missing":
            field = owner.model_fields.get(str(path[-1])) if owner and path else None
            return where, f"missing. {(field and field.description) or ''}".rstrip()
        case "union_tag_invalid" | "union_tag_not_found":
            tags = details.get("ctx", {}).get("expected_tags", "")
            return f"{where}.kind", f"must be one of {tags}"
        case "finite_number":
            mistake = f"must be a finite number, got {_shown(details['input'])}"
            return where, f"{mistake}; write one, or leave the key out for its default"
        case "value_error":
            return where, details["msg"].removeprefix("Value error, ")
        case _:
            return where, _plain(details)


def _plain(details: ErrorDetails) -> str:
    value = details["input"]
    shown = "" if isinstance(value, dict | list) else f", got {_shown(value)}"
    message = details["msg"].replace("Tuple should", "List should").replace(" after validation", "")
    return message[0].lower() + message[1:] + shown


def dotted(path: Sequence[str | int]) -> str:
    """Return a key as TOML writes it, such as ``network.layers[0]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            key = part if _BARE.fullmatch(part) else _shown(part)
            text += f".{key}" if text else key
    return text or "(top)"


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever an author wrote
    """Return a value in one line that is not too long."""
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def _walk(
    loc: Sequence[str | int], model: type[BaseModel]
) -> tuple[list[str | int], type[BaseModel] | None]:
    """Follow the location of an error, without tags and names of types, which are no keys.

    Returns:
        The path as the author wrote it, and the model that owns its last key.
    """
    path: list[str | int] = []
    owner: type[BaseModel] | None = model
    choices: list[type[BaseModel]] = [model]
    several_types = False
    for part in loc:
        if several_types:
            break
        tagged = [m for m in choices if len(choices) > 1 and kind_of(m) == part]
        if tagged:
            choices, owner = tagged, tagged[0]
            continue
        path.append(part)
        owner = choices[0] if choices else owner
        field = owner.model_fields.get(str(part)) if owner else None
        annotation = field.annotation if field else None
        choices = list(models_in(annotation))
        several_types = not choices and allows_several_types(annotation)
    return path, owner
