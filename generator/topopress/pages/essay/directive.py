"""What a directive of an essay is, and what a file that brings one has to provide.

A directive is a block of an essay that is more than Markdown::

    ::: NAME key=value key="value with spaces" #fig:hub
    Markdown, read like the rest of the essay
    :::

Its end has as many colons as its start. Each directive has a file of its own, which makes one
``Directive``, and an entry in ``directives.py``; nothing else needs to know of it. It has two
steps:

``read(block, context)``
    checks the attributes, before and after the graphs are built, and returns what ``render`` needs;
    anything frozen will do. ``context.names.view_of(block.attributes)`` is the view that attributes
    such as ``exploration=photographs layer=block10 node=i0c0`` name, ``context.names[...]`` a fact;
    both raise ``LookupError``. It says what is wrong by ``context.fail(block.token, "...")``, which
    ends the step and names file and line. What is wrong with the words of the line (an attribute
    that is unknown, repeated or missing, a label, a place) is said without it, so a required
    attribute can be missing here: use ``block.attributes.get``. Values are strings. ``read`` runs
    in the order of the essay, before what stands inside: ``block.outer.data`` is what an outer
    directive's ``read`` returned (None if it failed), and ``block.inside`` are the directives
    directly within, not read yet.

``render(block, data, body, shown)``
    returns the HTML. The essay has no mistake then and the graphs are built:
    ``shown.explorations`` holds them by the names of their explorations. ``body`` is the HTML of
    what stands inside, already clean; ``block.inside`` are read and
    rendered (``block.html``), so that an outer directive may place them itself and pass over
    ``body``. A file to publish goes into ``shown.files``, by its path below the page. What
    ``render`` returns is not cleaned any more: build it by ``Markup("...").format(...)`` or a
    template, which escape, and keep to the policy of the pages (no script, no ``style`` attribute).

``block.words`` is the text of the body without markup, once the essay is read; ``context.blocks``
lists all directives of an essay in its order, with their ``data``. ``numbering.py`` says how a
directive is numbered as a figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.essay.numbered import Numbered

if TYPE_CHECKING:
    from topopress.pages.citations.evidence import Evidence
    from topopress.pages.essay.context import EssayContext
    from topopress.pages.essay.shown import Shown

OPEN, CLOSE = "directive_open", "directive_close"
"""Types of the tokens of the first and the last line of a directive."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A kind of block that essays may have.

    Attributes:
        name: The word behind the colons.
        read: Checks a block; see above.
        render: Returns its HTML; see above.
        required: Names of the attributes that must be there.
        optional: Names of the others that may be there.
        label: Prefix of the labels that it may have, such as ``fig``; empty where it has none.
        has_end: Whether a body and an end follow.
        stands_in: Names of the directives that it may stand in directly; "" is the essay itself.
        evidence: Returns what a citation rests on that names its label as evidence, besides its
            words; None where these are all.
    """

    name: str
    read: "Callable[[Block, EssayContext], Any]"
    render: "Callable[[Block, Any, Markup, Shown], Markup]"
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    label: str = ""
    has_end: bool = True
    stands_in: tuple[str, ...] = ("",)
    evidence: "Callable[[Block], Evidence] | None" = None

    @property
    def attributes(self) -> tuple[str, ...]:
        """Names of all attributes that may be there."""
        return (*self.required, *self.optional)


@dataclass(slots=True, eq=False)
class Block:
    """A directive in an essay.

    Attributes:
        attributes: Values by name, as the essay writes them.
        label: ``fig:hub``, or empty.
        token: The token of its first line, for ``context.fail``.
        outer: The directive that it stands in; None in the essay itself.
        inside: The directives directly within, in their order.
        texts: The tokens of the texts of its body, such as paragraphs and cells.
        words: The text of its body without markup, once the essay is read.
        data: What ``read`` returned.
        html: What ``render`` returned.
        numbered: Its number, if it takes part in the numbering; ``numbering.py`` says how.
    """

    directive: Directive
    attributes: Mapping[str, str]
    label: str
    token: Token
    outer: "Block | None" = None
    inside: "list[Block]" = field(default_factory=list)
    texts: list[Token] = field(default_factory=list)
    words: str = ""
    data: Any = None
    html: Markup = field(default_factory=Markup)
    numbered: Numbered | None = None

    @property
    def name(self) -> str:
        """The word behind the colons."""
        return self.directive.name

    @property
    def line(self) -> int:
        """The line of the essay in which it begins; from 1."""
        return (self.token.map or [0])[0] + 1
