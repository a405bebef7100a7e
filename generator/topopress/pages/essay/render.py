"""From an author's Markdown to the two pieces of HTML around the explorer.

Facts, views, pictures and notes are resolved on the parser's tokens, so that whatever an author
writes goes through one renderer and one net. Every mistake names the essay's file and line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.essay.facts import Facts
from topopress.pages.essay.figures import describe_figure
from topopress.pages.essay.markdown import clean, parser
from topopress.pages.essay.notes import place_notes
from topopress.pages.essay.views import fragment
from topopress.pages.essay.work import EssayWork
from topopress.pages.sources import PageSource

SCHEMES = ("http", "https", "mailto", "view")


@dataclass(frozen=True, slots=True)
class Essay:
    """A rendered essay.

    Attributes:
        before: What stands before the explorer.
        after: What stands after it.
        files: Pictures the essay shows, by their path below the exploration's folder.
    """

    before: Markup
    after: Markup
    files: dict[str, bytes]


def render_essay(source: PageSource, facts: Facts) -> Essay:
    """Return the essay of an exploration as HTML.

    Raises:
        PageError: if the essay asks for a fact, a view or a picture that is not there.
    """
    md = parser()
    env: dict[str, object] = {"path": source.essay_path}
    work = EssayWork(source, facts)
    tokens = place_notes(_without_title(md.parse(source.essay, env), work))
    for token in tokens:
        _align_by_class(token)
        for child in token.children or ():
            _resolve(child, token, work)
    tokens = [_as_figure(token, work) for token in _unwrap_pictures(tokens)]
    before, after = _around_explorer(tokens, work)
    return Essay(
        before=clean(md.renderer.render(before, md.options, env)),
        after=clean(md.renderer.render(after, md.options, env)),
        files=work.files,
    )


def _without_title(tokens: list[Token], work: EssayWork) -> list[Token]:
    """Drop a first line that repeats the title; refuse any other heading of the first level."""
    title = work.source.settings.title
    if [token.tag for token in tokens[:1]] == ["h1"] and tokens[1].content.strip() == title:
        tokens = tokens[3:]
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h1":
            work.fail(
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


def _resolve(child: Token, block: Token, work: EssayWork) -> None:
    """Replace a fact by its text, and check a link."""
    if child.type == "fact":
        try:
            value = work.facts[child.content]
        except LookupError as error:
            work.fail(block, str(error.args[0]), child.meta["lines_down"])
        child.type, child.content = "text", value
    elif child.type == "link_open":
        _resolve_link(child, block, work)
    for grandchild in child.children or ():
        _resolve(grandchild, block, work)


def _resolve_link(link: Token, block: Token, work: EssayWork) -> None:
    href = str(link.attrGet("href") or "")
    scheme = urlsplit(href).scheme
    if scheme == "view":
        state = work.view(href, block)
        link.attrs = {"class": "view-link", "href": fragment(state)}
    elif scheme and scheme not in SCHEMES:
        work.fail(block, f"a link to {href!r}. Links start with {', '.join(SCHEMES)}:")
    elif href.startswith("/"):
        work.fail(
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


def _as_figure(token: Token, work: EssayWork) -> Token:
    for child in token.children or ():
        if child.type == "image":
            work.fail(token, "a picture within a line of text: give it a paragraph of its own")
    if token.type == "figure":
        token.meta = describe_figure(token, work)
    return token


def _around_explorer(tokens: list[Token], work: EssayWork) -> tuple[list[Token], list[Token]]:
    places = [index for index, token in enumerate(tokens) if token.type == "explorer"]
    for index in places:
        if tokens[index].level:
            work.fail(tokens[index], "'::: explorer' must not stand inside a list or a quote")
    if len(places) > 1:
        first = (tokens[places[0]].map or [0])[0] + 1
        work.fail(tokens[places[1]], f"a second '::: explorer'; the first is in line {first}")
    if places:
        return tokens[: places[0]], tokens[places[0] + 1 :]
    place = _end_of_first_section(tokens)
    return tokens[:place], tokens[place:]


def _end_of_first_section(tokens: list[Token]) -> int:
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and i > 0]
    return next((i for i in starts if tokens[i].tag == "h2"), len(tokens))
