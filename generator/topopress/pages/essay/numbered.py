"""What has a number in an essay: a figure, a table, an equation, a section, a claim."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup

from topopress.core.language import gettext, gettext_noop

KINDS: Mapping[str, str] = {
    "fig": gettext_noop("Figure {number}"),
    "tab": gettext_noop("Table {number}"),
    "eq": gettext_noop("Equation {number}"),
    "sec": gettext_noop("Section {number}"),
    "claim": gettext_noop("Claim {number}"),
}
"""How references name each kind, by the prefix of its labels."""
NUMBERED_ID = re.compile(rf"({'|'.join(KINDS)}|figure|table|equation|claim)-[\w-]+")
"""Ids of what is numbered, which no heading may have."""
_NAMES = {"fig": "figure", "tab": "table", "eq": "equation", "claim": "claim"}


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """One of them.

    Attributes:
        kind: Prefix of its labels.
        number: Such as ``3``, or ``2.1`` of a section; empty where sections are not numbered.
        label: ``fig:hub``; may be empty.
        own_id: The id that it has without its label; empty if there is none.
        line: Where it is, for messages.
        texts: The tokens of its caption or title.
    """

    kind: str
    number: str
    label: str
    own_id: str
    line: int
    texts: Sequence[Token] = ()

    @property
    def id(self) -> str:
        """The id of its element."""
        return self.own_id or self.label.replace(":", "-") or f"{_NAMES[self.kind]}-{self.number}"

    @property
    def words(self) -> str:
        """Its name with its number, such as ``Figure 3``."""
        return gettext(KINDS[self.kind], number=self.number)

    def reference(self, title: str) -> str:
        """Return what a link to it says; a section without a number is named by its title."""
        return self.words if self.number else gettext("Section “{title}”", title=title)

    @property
    def start(self) -> Markup:
        """The start of its caption."""
        return Markup('<span class="number">{}.</span> ').format(self.words)


def prefix_of(label: str) -> str:
    """Return the prefix of a label; empty if it is of nothing that can be numbered."""
    prefix, colon, _ = label.partition(":")
    return prefix if colon and prefix in KINDS else ""


def label_in(cited: str) -> str:
    """Return the label that ``@fig:hub`` or ``@Fig:hub`` names; empty if it names none."""
    label = cited[:1].lower() + cited[1:]
    return label if prefix_of(label) else ""
