"""From the text of a TOML file to checked settings, or to every mistake in it."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from topopress.config.document import as_json, strange_values
from topopress.config.mistakes import sentences

_Model = TypeVar("_Model", bound=BaseModel)


def checked(toml: str, shown: str, model: type[_Model]) -> tuple[_Model | None, dict[str, str]]:
    """Return the settings of a TOML document, and a sentence on each mistaken key.

    The settings are None if there is a mistake.

    Raises:
        ConfigError: the document is not TOML; it is named as ``shown``.
    """
    document = as_json(toml, shown)
    # These win: the error of the model would show the value.
    strange = dict(strange_values(toml, model))
    try:
        settings = model.model_validate_json(document)
    except ValidationError as error:
        return None, {**sentences(error, model), **strange}
    return (None if strange else settings), strange
