"""The language of the texts that readers of pages see.

The English texts in the code are the messages; a language is a table of their translations
(``topopress/translations``, docs/translating.md). ``render_site`` sets the language for as long as
it renders. Everywhere else it is English, so what stages store is English: such a text is marked
with ``gettext_noop`` and translated when a page shows it.

Messages name their values: ``gettext("{name} has no label", name=...)``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _english(number: int) -> int:
    return int(number != 1)


@dataclass(frozen=True, slots=True)
class Language:
    """Translations, and how the language writes numbers.

    Attributes:
        tag: BCP 47 tag by which numbers and dates are written.
        messages: The translation of each message, or one for each plural form; a message that is
            not there stays English.
        form: Returns which of the plural forms goes with a number.
        decimal: Stands before the decimals of a number.
        group: Stands between the thousands of a number.
    """

    tag: str = "en"
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = _english
    decimal: str = "."
    group: str = ","


ENGLISH = Language()
_spoken: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def language() -> Language:
    """Return the language in which texts are written now."""
    return _spoken.get()


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Write texts in a language."""
    token = _spoken.set(spoken)
    try:
        yield
    finally:
        _spoken.reset(token)


def gettext(message: str, **values: object) -> str:
    """Return a message in the language of the page, with its values."""
    found = language().messages.get(message)
    return _filled(found[0] if found else message, values)


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Return a message about a number of things, which it writes as ``{n}``."""
    spoken = language()
    found = spoken.messages.get(one)
    form = spoken.form(n) if found else _english(n)
    return _filled((found or (one, many))[form], {"n": whole(n), **values})


def gettext_noop(message: str) -> str:
    """Mark a message that is translated elsewhere, when a page shows it."""
    return message


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Mark a message about a number of things that is translated elsewhere."""
    return one, many


def gettext_viewer(message: str) -> str:
    """Mark a message that a bundle holds and that the viewer translates when it shows it."""
    return message


def ngettext_viewer(one: str, many: str) -> tuple[str, str]:
    """Mark a message about a number of things that the viewer translates when it shows it."""
    return one, many


def whole(value: int) -> str:
    """Return ``12,345``, with the language's sign between thousands."""
    return f"{value:,}".replace(",", language().group)


def decimals(value: float, digits: int) -> str:
    """Return a number with so many decimals, and thousands apart."""
    spoken = language()
    before, point, after = f"{value:,.{digits}f}".partition(".")
    return before.replace(",", spoken.group) + (spoken.decimal + after if point else "")


def _filled(text: str, values: Mapping[str, object]) -> str:
    return _PLACEHOLDER.sub(lambda one: str(values.get(one[1], one[0])), text)
