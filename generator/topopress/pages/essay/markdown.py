"""The Markdown that essays are written in.

CommonMark with tables, footnotes and heading anchors; raw HTML is shown as text. Three things
are ours: a line ``::: explorer``, ``{{ fact }}``, and the link schemes ``view:``, ``node:`` and
``channel:``, which ``read.py`` and ``figures.py`` resolve.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin

from topopress.core.errors import PageError
from topopress.pages.tables.text import or_near

DIRECTIVES = ("explorer",)
# Ids that the page itself uses; a heading of that name gets another.
RESERVED_IDS = frozenset({"explorer", "explorer-stage", "topo-manifest", "content", "cite"})
_DIRECTIVE = re.compile(r":::\s*(\S*)\s*$")
_FACT = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
_TAGS = {
    "a", "aside", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h2",
    "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s", "strong", "sub", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "rel", "role", "aria-label", "title"},
    "aside": {"role", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding", "title"},
    "div": {"role", "tabindex", "aria-label"},
    "ol": {"start"},
}


def parser() -> MarkdownIt:
    """Return a parser for essays; its environment needs ``path`` for messages."""
    md = MarkdownIt("js-default", {"typographer": True, "linkify": False})
    md.use(footnote_plugin).use(anchors_plugin, max_level=4, slug_func=slug)
    md.block.ruler.before("fence", "directive", _directive, {"alt": ["paragraph", "list"]})
    md.inline.ruler.before("escape", "fact", _fact)
    md.add_render_rule("footnote_ref", _render_footnote_ref)
    md.add_render_rule("figure", _render_figure)
    return md


def slug(title: str) -> str:
    """Return the anchor of a heading."""
    plain = unicodedata.normalize("NFC", title).lower()
    words = re.sub(r"[^\w]+", "-", plain).strip("-") or "section"
    return f"{words}-section" if words in RESERVED_IDS or "=" in words else words


def clean(html: str) -> Markup:
    """Remove from HTML what essays may not contain, should the parser let it pass."""
    schemes = {"http", "https", "mailto"}
    return Markup(
        nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=schemes, link_rel=None)
    )


def _directive(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    match = _DIRECTIVE.match(line)
    if match is None:
        return False
    if match[1] not in DIRECTIVES:
        raise PageError(
            f"{state.env['path']}, line {start_line + 1}: unknown directive ':::{match[1]}'"
            f"{or_near(match[1], DIRECTIVES)} Directives: {', '.join(DIRECTIVES)}"
        )
    if not silent:
        state.line = start_line + 1
        state.push(match[1], "", 0).map = [start_line, start_line + 1]
    return True


def _fact(state: StateInline, silent: bool) -> bool:
    match = _FACT.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("fact", "", 0)
        token.content = match[1]
        token.meta = {"lines_down": state.src.count("\n", 0, state.pos)}
    state.pos = match.end()
    return True


def _render_footnote_ref(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    note = tokens[index].meta["id"] + 1
    again = tokens[index].meta["subId"]
    own_id = f"note-{note}-ref" + (f"-{again + 1}" if again else "")
    return (
        f'<sup class="note-ref" id="{own_id}">'
        f'<a href="#note-{note}" role="doc-noteref" aria-label="Note {note}">{note}</a></sup>'
    )


def _render_figure(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    meta: dict[str, Any] = token.meta
    image = Markup('<img src="{src}" alt="{alt}"{size} loading="lazy" decoding="async">').format(
        **meta
    )
    if meta["href"]:
        image = Markup('<a class="view-link" href="{}">{}</a>').format(meta["href"], image)
    caption = renderer.renderInline(token.children or [], options, env)
    made = Markup('<div class="made">{}</div>').format(meta["made"]) if meta["made"] else ""
    held = f"<figcaption>{caption}{made}</figcaption>" if caption or made else ""
    return f'<figure class="{meta["class"]}">{image}{held}</figure>\n'
