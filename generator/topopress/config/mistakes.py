"""Turn validation errors into sentences an author can act on."""

from collections.abc import Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from topopress.config.introspection import kind_of, models_in
from topopress.errors import suggestion


def sentences(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return one line per mistake: ``key: what is wrong; what is allowed``."""
    return [_sentence(details, model) for details in error.errors(include_url=False)]


def _sentence(details: ErrorDetails, model: type[BaseModel]) -> str:
    path, owner = _walk(details["loc"], model)
    where = _dotted(path)
    match details["type"]:
        case "extra_forbidden":
            allowed = sorted(owner.model_fields) if owner else []
            hint = suggestion(str(details["loc"][-1]), allowed)
            return f"{where}: unknown key{hint} (allowed: {', '.join(allowed)})"
        case "missing":
            return f"{where}: missing. {_description(owner, path)}".rstrip()
        case "union_tag_invalid" | "union_tag_not_found":
            tags = details.get("ctx", {}).get("expected_tags", "")
            return f"{where}.kind: must be one of {tags}"
        case _:
            return f"{where}: {_plain(details)}"


def _plain(details: ErrorDetails) -> str:
    value = details["input"]
    shown = "" if isinstance(value, dict | list) else f", got {value!r}"
    message = details["msg"].replace("Tuple should", "List should").replace(" after validation", "")
    return message[0].lower() + message[1:] + shown


def _description(owner: type[BaseModel] | None, path: Sequence[str | int]) -> str:
    field = owner.model_fields.get(str(path[-1])) if owner and path else None
    return field.description or "" if field else ""


def _dotted(path: Sequence[str | int]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "(top)"


def _walk(
    loc: Sequence[str | int], model: type[BaseModel]
) -> tuple[list[str | int], type[BaseModel] | None]:
    """Follow an error's location; drop the union tags that are no keys of the file.

    Returns:
        The path as the author wrote it, and the model that owns its last key.
    """
    path: list[str | int] = []
    owner: type[BaseModel] | None = model
    choices: list[type[BaseModel]] = [model]
    for part in loc:
        tagged = [m for m in choices if len(choices) > 1 and kind_of(m) == part]
        if tagged:
            choices, owner = tagged, tagged[0]
            continue
        path.append(part)
        owner = choices[0] if choices else owner
        field = owner.model_fields.get(str(part)) if owner else None
        choices = list(models_in(field.annotation)) if field else []
    return path, owner
