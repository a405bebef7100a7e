"""Turn validation errors into sentences an author can act on."""

from collections.abc import Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from topopress.config.introspection import allows_several_types, kind_of, models_in
from topopress.core.errors import suggestion


def sentences(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return one line per mistake: ``key: what is wrong; what is allowed``."""
    found = [_sentence(details, model) for details in error.errors(include_url=False)]
    # A value of several types gives one error for each; what is said of one key is one sentence.
    by_key: dict[str, list[str]] = {}
    for where, what in found:
        by_key.setdefault(where, []).append(what)
    return [f"{where}: {_joined(said)}" for where, said in by_key.items()]


def _joined(said: Sequence[str]) -> str:
    if len(said) == 1:
        return said[0]
    heads, tails = zip(*(one.rpartition(", got ")[::2] for one in said), strict=True)
    rest = [head.removeprefix("input should be ") for head in heads[1:]]
    return f"{' or '.join([heads[0], *rest])}, got {tails[0]}" if all(heads) else "; ".join(said)


def _sentence(details: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return the key as the author wrote it, and what is wrong with its value."""
    path, owner = _walk(details["loc"], model)
    where = _dotted(path)
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
            said = f"must be a finite number, got {details['input']!r}"
            return where, f"{said}; write one, or leave the key out for its default"
        case "value_error":
            return where, details["msg"].removeprefix("Value error, ")
        case _:
            return where, _plain(details)


def _plain(details: ErrorDetails) -> str:
    value = details["input"]
    shown = "" if isinstance(value, dict | list) else f", got {value!r}"
    message = details["msg"].replace("Tuple should", "List should").replace(" after validation", "")
    return message[0].lower() + message[1:] + shown


def _dotted(path: Sequence[str | int]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "(top)"


def _walk(
    loc: Sequence[str | int], model: type[BaseModel]
) -> tuple[list[str | int], type[BaseModel] | None]:
    """Follow an error's location; drop what is no key of the file: tags and names of types.

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
