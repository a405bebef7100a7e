"""Reads the translations of a language: PO files (GNU gettext) of ours and of a site's own."""

import gettext as plurals
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import get_decimal_symbol, get_group_symbol

from topopress.core.errors import ConfigError
from topopress.core.language import ENGLISH, Language

OURS = Path(__file__).resolve().parents[1] / "translations"
TEMPLATE = OURS / "messages.pot"
"""All messages, with the files that hold them."""
_NAMED = re.compile(r"%\(\w+\)s")
_VIEWER = "site_assets/"
FOR_VIEWER = "viewer"
"""The comment of the messages outside the viewer's sources that the viewer shows."""


def language_of(tag: str, own: Path | None = None) -> Language:
    """Return the language of a site: English where there is no translation.

    Args:
        tag: BCP 47 tag, such as de-CH, for which de.po serves too.
        own: The site's own folder of translations, which go before ours; may be absent.

    Raises:
        ConfigError: if a file of translations cannot be read.
    """
    files = translation_files(tag, own)
    if not files:
        return ENGLISH
    catalogs = [(path.name, _catalog(path.name, path.read_bytes())) for path in files]
    messages = {key: texts for one in catalogs for key, texts in _translated(*one)}
    locale = _locale(tag)
    return Language(
        tag=tag if locale else ENGLISH.tag,
        messages=messages,
        form=plurals.c2py(catalogs[-1][1].plural_expr),
        decimal=get_decimal_symbol(locale) if locale else ENGLISH.decimal,
        group=get_group_symbol(locale) if locale else ENGLISH.group,
    )


def is_english(tag: str) -> bool:
    """Return whether a language is the one of the texts in the code, such as en-GB."""
    return tag.partition("-")[0].lower() == ENGLISH.tag


def translation_files(tag: str, own: Path | None = None) -> list[Path]:
    """Return the files for a language, the one that goes before the others last."""
    parts = tag.split("-")
    names = ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]
    folders = [OURS, *([own] if own else [])]
    found = [
        next((path for name in names if (path := folder / f"{name}.po").is_file()), None)
        for folder in folders
    ]
    return [path for path in found if path is not None]


def viewer_messages() -> frozenset[str]:
    """Return the messages that the viewer shows."""
    template = _catalog(TEMPLATE.name, TEMPLATE.read_bytes())
    return frozenset(key for key, one in _messages(template) if _is_of_viewer(one))


def viewer_texts(language: Language) -> dict[str, object]:
    """Return what the viewer needs to write in a language."""
    known = viewer_messages()
    return {
        "locale": language.tag,
        "forms": _forms(language),
        "messages": {
            key: texts if len(texts) > 1 else texts[0]
            for key, texts in sorted(language.messages.items())
            if key in known
        },
    }


def _forms(language: Language) -> Mapping[str, int]:
    """Return the plural form for each of the categories that ``Intl.PluralRules`` has."""
    rule = (_locale(language.tag) or Locale("en")).plural_form
    return {rule(n): language.form(n) for n in reversed(range(1001))}


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@cache
def _catalog(name: str, content: bytes) -> Catalog:
    try:
        return read_po(io.BytesIO(content), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise ConfigError(f"translations/{name}: {error}") from error


def _is_of_viewer(one: Message) -> bool:
    in_viewer = any(place.startswith(_VIEWER) for place, _ in one.locations)
    return in_viewer or FOR_VIEWER in one.auto_comments


def _messages(catalog: Catalog) -> Iterator[tuple[str, Message]]:
    """Yield the messages by their text for one thing; the first is the header."""
    for one in catalog:
        if one.id:
            yield (one.id if isinstance(one.id, str) else one.id[0]), one


def _translated(file: str, catalog: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, one in _messages(catalog):
        texts = (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
        if all(texts) and not one.fuzzy:
            if wrong := next((text for text in texts if not _can_be_filled(key, text)), None):
                raise ConfigError(
                    f"translations/{file}: {wrong!r}: it has a value that the message {key!r} does "
                    "not have, or a % that is not written %%"
                )
            yield key, texts


def _can_be_filled(message: str, text: str) -> bool:
    """Return whether a template could fill a translation with the values of its message."""
    if "%(" not in message and "%%" not in message:
        return True
    known = {*_NAMED.findall(message), "%%"}
    return "%" not in _NAMED.sub(lambda one: "" if one[0] in known else "%", text.replace("%%", ""))
