"""Values of Python as settings: texts, numbers, truth values, lists and mappings."""

from collections.abc import Mapping, Sequence

from topopress.api.errors import ParameterError
from topopress.config.mistakes import dotted
from topopress.config.toml import Plain

Path = tuple[str | int, ...]


def plain(value: object, where: Path) -> Plain:
    """Return a value as TOML can hold it; NumPy's scalars and arrays become Python's.

    Keys whose value is None are left out of mappings, as TOML has no such value.

    Raises:
        ParameterError: it is something else; ``where`` names it.
    """
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        given = ((str(key), inner) for key, inner in value.items() if inner is not None)
        return {key: plain(inner, (*where, key)) for key, inner in given}
    if isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(inner, (*where, place)) for place, inner in enumerate(value)]
    raise ParameterError(
        f"{dotted(where)}: must be a text, a number, a list or a mapping, as docs/settings.md has "
        f"it, got {value!r:.80}"
    )
