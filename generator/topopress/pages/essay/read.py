"""Parses an author's Markdown to tokens and resolves facts, views and figures.

Every mistake names the essay's file and line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.figures import request_of
from topopress.pages.essay.markdown import parser
from topopress.pages.essay.notes import place_notes
from topopress.pages.essay.views import fragment
from topopress.pages.sources import PageSource

SCHEMES = ("http", "https", "mailto", "view")


@dataclass(frozen=True, slots=True, eq=False)
class EssayTokens:
    """An essay with everything resolved but the pictures.

    Attributes:
        context: Shared by the passes over the tokens.
        tokens: The essay without its title. ``meta["request"]`` of a figure is the picture it
            asks for; None for a picture beside the essay.
        parser: Parsed it, and renders it.
        env: The parser's environment.
    """

    context: EssayContext
    tokens: list[Token]
    parser: MarkdownIt
    env: dict[str, object]


def read_essay(source: PageSource) -> EssayTokens:
    """Parse the essay of an exploration and resolve its facts, links, notes and figures.

    Raises:
        PageError: if the essay asks for a fact, a view or a picture that is not there.
    """
    md = parser()
    env: dict[str, object] = {"path": source.essay_path}
    context = EssayContext(source, Facts(source))
    tokens = place_notes(_without_title(md.parse(source.essay, env), context))
    for token in tokens:
        _align_by_class(token)
        for child in token.children or ():
            _resolve(child, token, context)
    tokens = [_with_request(token, context) for token in _unwrap_pictures(tokens)]
    return EssayTokens(context, tokens, md, env)


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


def _unwrap_pictures(tokens: Sequence[Token]) -> Iterator[Token]:
    """Replace each paragraph that is one picture by the picture."""
    index = 0
    while index < len(tokens):
        paragraph = tokens[index : index + 3]
        if paragraph[0].type == "paragraph_open" and _only_picture(paragraph[1]):
            yield _picture_of(paragraph[1])
            index += 3
        else:
            yield tokens[index]
            index += 1


def _only_picture(inline: Token) -> bool:
    return [child.type for child in inline.children or ()] == ["image"]


def _picture_of(inline: Token) -> Token:
    image = (inline.children or [])[0]
    return Token(
        "figure", "", 0, map=inline.map, children=image.children, content=str(image.attrGet("src"))
    )


def _with_request(token: Token, context: EssayContext) -> Token:
    for child in token.children or ():
        if child.type == "image":
            context.fail(token, "a picture within a line of text: give it a paragraph of its own")
    if token.type == "figure":
        token.meta = {"request": request_of(token, context)}
    return token
