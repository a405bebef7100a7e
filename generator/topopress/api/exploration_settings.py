"""The settings that ``topopress.publish`` writes, checked by the models of an exploration.toml."""

from collections.abc import Mapping

from topopress.api.errors import ParameterError
from topopress.api.table import ROLES
from topopress.api.toml import plain
from topopress.config.checked import checked
from topopress.config.contents import ESSAY, SETTINGS
from topopress.config.schema import Exploration
from topopress.config.toml import as_toml
from topopress.core.errors import ConfigError

_ARGUMENTS = {
    **{f"data.{setting}:": f"{argument}:" for argument, setting in ROLES.items()},
    "data.layers": "vectors",
    "data.": "",
}
"""The argument that each setting comes from, by the beginning of a message."""


def checked_toml(keys: Mapping[str, object], model: type[Exploration] = Exploration) -> str:
    """Return the text of an exploration.toml; keys whose value is None are left out.

    Raises:
        ParameterError: one report of every mistaken key, in the names of the arguments.
    """
    table = plain(keys, ())
    toml = as_toml(table if isinstance(table, dict) else {})
    try:
        _, wrong = checked(toml, SETTINGS, model)
    except ConfigError as error:
        raise ParameterError(str(error)) from error
    if wrong:
        raise ParameterError(_report([f"{key}: {what}" for key, what in wrong.items()]))
    return toml


def in_arguments(message: str, name: str) -> str:
    """Return a message on the written exploration in the names of the arguments."""
    folder = f"content/{name}"
    lines = message.replace(f"{folder}/{ESSAY}", "essay").split(f"{folder}/{SETTINGS}, ")
    return lines[0] + "".join(map(argument_of, lines[1:]))


def argument_of(message: str) -> str:
    """Return a message that begins with a setting with the argument in its place."""
    for setting, argument in _ARGUMENTS.items():
        if message.startswith(setting):
            return argument + message.removeprefix(setting)
    return message


def _report(mistakes: list[str]) -> str:
    lines = [argument_of(mistake) for mistake in mistakes]
    several = f"{len(lines)} mistakes:\n  " if len(lines) > 1 else ""
    return several + "\n  ".join(lines)
