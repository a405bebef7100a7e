"""From the text of a TOML file to values that settings can be checked with.

TOML can hold more than a setting can: days and times, control characters, texts of any length.
They are mistakes here, each with its key, so that no setting has to expect them.
"""

import datetime as dt
import json
import tomllib
import unicodedata
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from topopress.config.limits import MOST_CHARACTERS
from topopress.config.mistakes import dotted
from topopress.core.errors import ConfigError

_Path = tuple[str | int, ...]
_LINE_ENDS = "\n\t"


def as_json(toml: str, shown: str) -> str:
    """Return a TOML document as JSON, days as texts.

    Through JSON, because strict validation takes TOML's arrays for tuples only there.

    Raises:
        ConfigError: the document is not TOML; it is named as ``shown``.
    """
    try:
        return json.dumps(tomllib.loads(toml), default=str)
    except RecursionError as error:
        raise ConfigError(f"{shown}: not valid settings: nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{shown}: not valid TOML: {error}") from error
    except ValueError as error:  # Python converts no integer of that many digits
        raise ConfigError(f"{shown}: not valid TOML: an integer of thousands of digits") from error


def strange_values(toml: str, model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield key and mistake of every value that no setting can have.

    The document is one that ``as_json`` takes; ``model`` says which of its keys are days.
    """
    fields = model.model_fields.items()
    days = {name for name, field in fields if _is_day(field.annotation)}
    for path, value in _values(tomllib.loads(toml), ()):
        what = _mistake(value, may_be_a_day=len(path) == 1 and path[0] in days)
        if what:
            yield dotted(path), what


def _values(value: Any, path: _Path) -> Iterator[tuple[_Path, Any]]:  # noqa: ANN401 - any TOML
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _values(inner, (*path, place))
    else:
        yield path, value


def _mistake(value: Any, *, may_be_a_day: bool) -> str:  # noqa: ANN401 - any TOML value
    is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    if isinstance(value, dt.date | dt.time) and not (may_be_a_day and is_day):
        if may_be_a_day:
            return f"must be a day such as 2024-05-31, got {value}"
        return f"must not be a day or a time, got {value}; write a text in quotation marks"
    return _mistake_in_text(value) if isinstance(value, str) else ""


def _mistake_in_text(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        return f"must have at most {MOST_CHARACTERS} characters, got {len(text)}"
    controls = [letter for letter in text if _is_control(letter)]
    if controls:
        return f"must be text without control characters, got one with U+{ord(controls[0]):04X}"
    return ""


def _is_day(annotation: Any) -> bool:  # noqa: ANN401 - a typing form
    parts = get_args(annotation)
    return annotation is dt.date or any(map(_is_day, parts))


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in _LINE_ENDS
