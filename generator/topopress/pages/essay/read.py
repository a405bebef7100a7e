"""Parses an author's Markdown to tokens and resolves facts, views and figures.

Every mistake names the essay's file and line.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from markdown_it.token import Token

from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.figures import request_of
from topopress.pages.essay.markdown import parser
from topopress.pages.essay.notes import place_notes
from topopress.pages.essay.views import fragment
from topopress.pages.sources import PageSource

SCHEMES = ("http", "https", "mailto", "view")


def read_essay(source: PageSource) -> EssayContext:
    """Parse the essay of an exploration and resolve its facts, links, notes and figures.

    The tokens lack the title. ``meta["request"]`` of a figure is the picture that it asks for; None
    for a picture beside the essay.

    Raises:
        PageError: if the essay asks for a fact, a view or a picture that is not there.
    """
    context = EssayContext(source, Facts(source))
    tokens = parser().parse(source.essay, {"path": source.essay_path})
    tokens = place_notes(_without_title(tokens, context))
    for token in tokens:
        _align_by_class(token)
        for child in token.children or ():
            _resolve(child, token, context)
    context.tokens += _with_figures(tokens, context)
    return context


def _without_title(tokens: list[Token], context: EssayContext) -> list[Token]:
    """Drop a first line that repeats the title; refuse any other heading of the first level."""
    title = context.source.settings.title
    if [token.tag for token in tokens[:1]] == ["h1"] and tokens[1].content.strip() == title:
        tokens = tokens[3:]
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h1":
            context.fail(
                token,
                "a heading of the first level ('# ...'). The page's title is the one in "
                f"exploration.toml, {title!r}; start sections with '## '",
            )
    return tokens


def _align_by_class(token: Token) -> None:
    # The policy of the pages forbids style attributes.
    style = token.attrs.pop("style", None) if token.type in {"th_open", "td_open"} else None
    if style:
        token.attrSet("class", "align-" + str(style).partition(":")[2])


def _resolve(child: Token, block: Token, context: EssayContext) -> None:
    """Replace a fact by its text, and check a link."""
    if child.type == "fact":
        try:
            value = context.facts[child.content]
        except LookupError as error:
            context.fail(block, str(error.args[0]), child.meta["lines_down"])
        child.type, child.content = "text", value
    elif child.type == "link_open":
        _resolve_link(child, block, context)
    for grandchild in child.children or ():
        _resolve(grandchild, block, context)


def _resolve_link(link: Token, block: Token, context: EssayContext) -> None:
    href = str(link.attrGet("href") or "")
    scheme = urlsplit(href).scheme
    if scheme == "view":
        state = context.view(href, block)
        link.attrs = {"class": "view-link", "href": fragment(state)}
    elif scheme and scheme not in SCHEMES:
        context.fail(block, f"a link to {href!r}. Links start with {', '.join(SCHEMES)}:")
    elif href.startswith("/"):
        context.fail(
            block,
            f"a link to {href!r}: a site can stand at any address, so write links relative to "
            "the page, such as ../index.html",
        )
    elif scheme:
        link.attrSet("rel", "noopener noreferrer")


def _with_figures(tokens: list[Token], context: EssayContext) -> Iterator[Token]:
    """Replace each paragraph that is one picture by a figure with its request."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        inside = tokens[index + 1].children if token.type == "paragraph_open" else None
        if inside and [child.type for child in inside] == ["image"]:
            src, lines = str(inside[0].attrGet("src")), tokens[index + 1].map
            token = Token("figure", "", 0, map=lines, children=inside[0].children, content=src)
            token.meta = {"request": request_of(token, context)}
            index += 2
        elif any(child.type == "image" for child in token.children or ()):
            context.fail(token, "a picture within a line of text: give it a paragraph of its own")
        yield token
        index += 1
