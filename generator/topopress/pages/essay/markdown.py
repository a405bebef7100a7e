"""The Markdown that essays are written in.

CommonMark with tables, footnotes and heading anchors; raw HTML is shown as text, without comments.
Four things are ours: directives such as ``::: explorer``, ``{{ fact }}``, formulas in LaTeX, and
the link schemes ``view:``, ``node:`` and ``channel:``. ``read.py`` resolves them.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_inline import autolink, image, link
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin

from topopress.core.language import gettext
from topopress.pages.citations.syntax import citation
from topopress.pages.essay import mathml
from topopress.pages.essay.captions import caption, label
from topopress.pages.essay.code import render_code
from topopress.pages.essay.comments import comment, comment_block
from topopress.pages.essay.directive_syntax import directive
from topopress.pages.essay.near_links import near_link
from topopress.pages.essay.numbered import NUMBERED_ID
from topopress.pages.essay.rules import (
    fact,
    formula,
    formula_block,
    located,
    note_definitions,
    undefined,
)
from topopress.pages.essay.tex_brackets import bracketed, bracketed_block

DEEPEST = 50
"""Lists and quotes within each other at most. The parser drops what is nested deeper."""
# Ids that the page itself uses; a heading of that name gets another.
RESERVED_IDS = frozenset(
    {
        "cite", "content", "explorer", "explorer-stage", "graph-title", "node-table", "references",
        "reproduce", "topo-manifest",
    }
)  # fmt: skip
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
_NUMBERED = re.compile(r"(note-\d+(-ref.*)?|(cite|work)-\d+)$")
"""Ids of notes, citations and works."""
_TAGS = {
    "a", "aside", "blockquote", "br", "caption", "code", "del", "div", "em", "figcaption", "figure",
    "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "mark", "ol", "p", "pre", "s", "span",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class", "dir", "id"},
    "a": {
        "href",
        "rel",
        "role",
        "aria-label",
        "title",
        "data-work",
        "data-words",
        "data-term",
        "data-meaning",
    },
    "aside": {"role", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding", "title"},
    **{tag: {"role", "tabindex", "aria-label"} for tag in ("div", "pre", "span")},
    "ol": {"start"},
    **{tag: set(mathml.ATTRIBUTES) for tag in mathml.TAGS},
}


def parser() -> MarkdownIt:
    """Return a parser for essays."""
    md = MarkdownIt("js-default", {"typographer": True, "linkify": False})
    md.options["maxNesting"] = 2 * DEEPEST + 10
    # A link that is refused must be told, not shown as text.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.use(footnote_plugin).use(anchors_plugin, max_level=4, slug_func=slug)
    md.core.ruler.before("footnote_tail", "note_definitions", note_definitions)
    md.block.ruler.before("fence", "directive", directive, _INTERRUPTS)
    md.block.ruler.before("fence", "formula", formula_block)
    md.block.ruler.before("fence", "bracketed", bracketed_block, _INTERRUPTS)
    md.block.ruler.before("fence", "comment", comment_block, _INTERRUPTS)
    md.block.ruler.before("paragraph", "caption", caption, {"alt": ["blockquote"]})
    for name, rule in {"link": link, "image": image, "autolink": autolink}.items():
        md.inline.ruler.at(name, located(rule))
    md.inline.ruler.before("escape", "fact", located(fact))
    md.inline.ruler.before("link", "citation", located(citation))
    md.inline.ruler.after("image", "label", located(label))
    md.inline.ruler.before("escape", "formula", located(formula))
    md.inline.ruler.before("escape", "bracketed", located(bracketed))
    md.inline.ruler.before("autolink", "comment", located(comment))
    md.inline.ruler.after("footnote_ref", "undefined", located(undefined))
    md.inline.ruler.after("image", "near_link", located(near_link))
    md.add_render_rule("footnote_ref", _render_footnote_ref)
    md.add_render_rule("figure", _render_figure)
    for name in ("fence", "code_block"):
        md.add_render_rule(name, render_code)
    for name in ("formula", "math_block", "citation", "cross_reference", "number"):
        md.add_render_rule(name, _render_made)
    return md


def slug(title: str) -> str:
    """Return the anchor of a heading."""
    plain = unicodedata.normalize("NFC", title).lower()
    words = re.sub(r"[^\w]+", "-", plain).strip("-") or "section"
    reserved = words in RESERVED_IDS or _NUMBERED.match(words) or NUMBERED_ID.fullmatch(words)
    return f"{words}-section" if reserved else words


def clean(html: str) -> Markup:
    """Remove from HTML what essays may not contain, should the parser let it pass."""
    schemes = {"http", "https", "mailto"}
    return Markup(
        nh3.clean(
            html,
            tags=_TAGS | mathml.TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=schemes,
            link_rel=None,
        )
    )


def _render_footnote_ref(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    note = tokens[index].meta["id"] + 1
    again = tokens[index].meta.get("subId", 0)  # a note within the text has none
    name = gettext("Note {note}", note=note)
    own_id = f"note-{note}-ref" + (f"-{again + 1}" if again else "")
    return (
        f'<sup class="note-ref" id="{own_id}">'
        f'<a href="#note-{note}" role="doc-noteref" '
        f'aria-label="{escape(name)}">{note}</a></sup>'
    )


def _render_figure(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    meta: dict[str, Any] = token.meta
    text = renderer.renderInline(token.children or [], options, env)
    if "passages" in meta:
        return _passages(token, text)
    image = Markup('<img src="{src}" alt="{alt}"{size} loading="lazy" decoding="async">').format(
        **meta
    )
    if meta["href"]:
        image = Markup('<a class="view-link" href="{}">{}</a>').format(meta["href"], image)
    made = Markup('<div class="made">{}</div>').format(meta["made"]) if meta["made"] else ""
    held = f"<figcaption>{text}{made}</figcaption>" if text or made else ""
    return f"{_figure_start(token)}{image}{held}</figure>\n"


def _figure_start(token: Token) -> str:
    own_id = f' id="{token.attrs["id"]}"' if "id" in token.attrs else ""
    return f'<figure class="{token.meta["class"]}"{own_id}>'


def _passages(token: Token, text: str) -> str:
    meta = token.meta
    line = Markup('<li dir="auto">{}{}{}</li>')
    marked = Markup("<mark>{}</mark>")
    lines = (
        line.format(p.before, p.marked and marked.format(p.marked), p.after)
        for p in meta["passages"]
    )
    link = Markup('<a class="view-link" href="{}">{}</a>').format(
        meta["href"], gettext("Node {node}", node=meta["node"])
    )
    return (
        f'{_figure_start(token)}<ul class="passages">{"".join(lines)}</ul>'
        f"<figcaption>{text} {link}</figcaption></figure>\n"
    )


def _render_made(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return str(tokens[index].meta["html"])
