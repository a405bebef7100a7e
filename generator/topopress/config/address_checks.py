"""Checks that every exploration and every layer has an address of its own that can be published."""

import unicodedata
from collections.abc import Iterable, Iterator

from topopress.config.addresses import RESERVED, is_latin, layer_address, slug
from topopress.config.schema import Exploration
from topopress.core.file_names import LONGEST_PATH, is_portable

_AROUND = len("/figures/-i9999c999-against-i9999c999.01234567.webp")
"""Characters of a published path at most, besides the names of its exploration and layer."""


def address_of(folder: str, settings: Exploration) -> str:
    """Return the name of an exploration as addresses use it."""
    return settings.slug or slug(folder)


def address_mistakes(explorations: Iterable[tuple[str, Exploration]]) -> Iterator[str]:
    """Find explorations without an address of their own, given their folders' names."""
    seen: dict[str, str] = {}
    for folder, settings in explorations:
        here, name = f"content/{_escaped(folder)}", address_of(folder, settings)
        other = seen.setdefault(name, here)
        if _escaped(folder) != folder:
            yield f"{here}: its name has a control character; rename the folder"
        elif settings.slug is None and (fault := _fault(folder, name)):
            yield (
                f"{here}: cannot be an address: {fault}; rename the folder, or write an address "
                'in its exploration.toml, such as slug = "my-network"'
            )
        elif other != here:
            yield (
                f"{here}: has the same address {name!r} as {other}; rename one of the folders, or "
                "give one of them a slug"
            )
        elif len(name) > (most := LONGEST_PATH - _AROUND - _longest_layer(settings)):
            yield (
                f"{here}: its address has {len(name)} characters, and {most} are allowed beside "
                "the names of its layers; give it a shorter slug in its exploration.toml"
            )


def layer_mistakes(settings: Exploration, where: str) -> Iterator[str]:
    """Find layers without an address of their own; ``where`` names their setting."""
    seen: dict[str, str] = {}
    for name in settings.layers:
        address = layer_address(name)
        other = seen.setdefault(address, name)
        if other != name:
            yield (
                f"{where}: {other!r} and {name!r} have the same address {address!r}; publish one "
                "of them"
            )


def _escaped(folder: str) -> str:
    """Return a name with its control characters as escapes; they would disturb a terminal."""
    return "".join(repr(c)[1:-1] if unicodedata.category(c) == "Cc" else c for c in folder)


def _fault(folder: str, name: str) -> str:
    """Return why a folder's name is no address, or nothing."""
    if not is_latin(folder):
        return "its name has letters other than Latin ones"
    if not name:
        return "its name has no letter and no digit"
    if name in RESERVED:
        return f"{', '.join(sorted(RESERVED))} are names of the site's own files"
    return "" if is_portable(name) else "Windows reserves this name for a device"


def _longest_layer(settings: Exploration) -> int:
    return max(map(len, map(layer_address, settings.layers)), default=0)
