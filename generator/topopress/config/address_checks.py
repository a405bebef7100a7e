"""Checks that every exploration and every layer has an address of its own that can be published."""

import unicodedata
from collections.abc import Iterable, Iterator

from topopress.config.addresses import RESERVED, is_latin, layer_address, slug
from topopress.config.articles import ArticleSettings
from topopress.config.contents import SETTINGS
from topopress.config.schema import Exploration
from topopress.core.file_names import LONGEST_PATH, is_portable

_AROUND = len("/figures/-i9999c999-against-i9999c999.01234567.webp")
"""Characters of a published path at most, besides the names of its exploration and layer."""


def address_of(folder: str, settings: ArticleSettings) -> str:
    """Return the name of an exploration or a case study as addresses use it."""
    return settings.slug or slug(folder)


def address_mistakes(
    articles: Iterable[tuple[str, ArticleSettings]], below: str = "", file: str = SETTINGS
) -> Iterator[str]:
    """Find articles of a kind without an address of their own, given their folders' names.

    ``below`` is the folder of all of them, with a slash; ``file`` the one of their settings.
    """
    seen: dict[str, str] = {}
    for folder, settings in articles:
        here, name = f"content/{below}{_escaped(folder)}", address_of(folder, settings)
        other = seen.setdefault(name, here)
        if _escaped(folder) != folder:
            yield f"{here}: its name has a control character; rename the folder"
        elif settings.slug is None and (fault := _fault(folder, name)):
            yield (
                f"{here}: cannot be an address: {fault}; rename the folder, or write an address "
                f'in its {file}, such as slug = "my-network"'
            )
        elif other != here:
            yield (
                f"{here}: has the same address {name!r} as {other}; rename one of the folders, or "
                "give one of them a slug"
            )
        elif len(name) > (most := LONGEST_PATH - _AROUND - len(below) - _longest_layer(settings)):
            yield (
                f"{here}: its address has {len(name)} characters, and {most} are allowed beside "
                f"the names of its layers; give it a shorter slug in its {file}"
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


def _longest_layer(settings: ArticleSettings) -> int:
    layers = settings.layers if isinstance(settings, Exploration) else ()
    return max(map(len, map(layer_address, layers)), default=0)
