"""Blocks of code, coloured by Pygments when the site is built.

Of Pygments' many kinds of tokens a few classes are left, whose colours are in ``code.css``. Code of
no known language is plain text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Operator
from pygments.util import ClassNotFound

from topopress.core.language import gettext

LONGEST = 20_000
"""Characters of a block at most that are coloured, so that a build ends soon."""
NARROW = 36
"""Characters of a line that a phone shows; what has longer lines can be scrolled by keyboard."""
# Some lexers take a time that grows with the square of these.
_SLOW = re.compile(r"[^\n]{400}|\s{100}")
_CLASSES = (
    (Comment, "comment"), (Literal.String, "string"), (Literal.Number, "number"),
    (Keyword, "keyword"), (Operator.Word, "keyword"), (Name.Tag, "keyword"),
    (Name.Function, "name"), (Name.Class, "name"), (Name.Decorator, "name"),
    (Name.Attribute, "name"), (Generic.Inserted, "added"), (Generic.Deleted, "removed"),
    (Generic.Heading, "keyword"), (Generic.Subheading, "keyword"), (Generic.Prompt, "comment"),
)  # fmt: skip


def render_code(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Return a block of code as HTML."""
    code, words = tokens[index].content, tokens[index].info.split()
    shown = _coloured(code, words[0]) if words else escape(code)
    box = Markup("")
    if any(len(line) > NARROW for line in code.split("\n")):
        box = Markup(' role="group" aria-label="{}" tabindex="0"').format(gettext("Code"))
    return Markup("<pre{}><code>{}</code></pre>\n").format(box, shown)


def _coloured(code: str, language: str) -> Markup:
    """Return the code with a span around each piece that has a colour."""
    lexer = _lexer(language.strip("{}.").lower())
    if lexer is None or len(code) > LONGEST or _SLOW.search(code):
        return escape(code)
    pieces = list(_pieces(lexer.get_tokens(code)))
    if "".join(text for _, text in pieces) != code:
        return escape(code)  # a lexer that changes what it reads
    span = Markup('<span class="code-{}">{}</span>')
    return Markup().join(span.format(name, text) if name else text for name, text in pieces)


def _pieces(found: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Pygments has no types
    """Yield the text of tokens with their class, or without; neighbours of a class are one."""
    name, text = "", ""
    for kind, value in found:
        its = next((one for parent, one in _CLASSES if kind in parent), "")
        if its != name and value.strip():
            if text:
                yield name, text
            name, text = its, ""
        text += value
    if text:
        yield name, text


@cache
def _lexer(language: str) -> Any:  # noqa: ANN401 - Pygments has no types
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
