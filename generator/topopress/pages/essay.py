"""From an author's Markdown to the two pieces of HTML around the explorer.

Facts, views, pictures and notes are resolved on the parser's tokens, so that whatever an author
writes goes through one renderer and one net. Every mistake names the essay's file and line.
"""

import hashlib
import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token
from markupsafe import Markup
from PIL import Image

from topopress.errors import PageError
from topopress.pages.drawing import node_in_words
from topopress.pages.facts import Facts
from topopress.pages.markdown import clean, parser
from topopress.pages.notes import place_notes
from topopress.pages.sources import PageSource
from topopress.pages.text import or_near
from topopress.pages.views import fragment, parse_view

SCHEMES = ("http", "https", "mailto", "view")
PICTURE_ENDINGS = (".webp", ".png", ".jpg", ".jpeg", ".gif", ".svg")


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


@dataclass(slots=True)
class _Work:
    """What the passes over the tokens share."""

    source: PageSource
    facts: Facts
    files: dict[str, bytes] = field(default_factory=dict)

    def fail(self, token: Token, message: str, lines_down: int = 0) -> NoReturn:
        line = (token.map[0] if token.map else 0) + 1 + lines_down
        raise PageError(f"{self.source.essay_path}, line {line}: {message}")


def render_essay(source: PageSource, facts: Facts) -> Essay:
    """Return the essay of an exploration as HTML.

    Raises:
        PageError: if the essay asks for a fact, a view or a picture that is not there.
    """
    md = parser()
    env: dict[str, object] = {"path": source.essay_path}
    work = _Work(source, facts)
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


def _without_title(tokens: list[Token], work: _Work) -> list[Token]:
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


def _resolve(child: Token, block: Token, work: _Work) -> None:
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


def _resolve_link(link: Token, block: Token, work: _Work) -> None:
    href = str(link.attrGet("href") or "")
    scheme = urlsplit(href).scheme
    if scheme == "view":
        state = _view(href, block, work)
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


def _view(href: str, block: Token, work: _Work) -> dict[str, str]:
    try:
        return parse_view(href.partition(":")[2], work.facts)
    except LookupError as error:
        work.fail(block, f"{unquote(href)}: {error.args[0]}")


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


def _as_figure(token: Token, work: _Work) -> Token:
    for child in token.children or ():
        if child.type == "image":
            work.fail(token, "a picture within a line of text: give it a paragraph of its own")
    if token.type == "figure":
        is_node = token.content.startswith("node:")
        token.meta = _node_figure(token, work) if is_node else _attached_figure(token, work)
    return token


def _node_figure(token: Token, work: _Work) -> dict[str, object]:
    parts = token.content.split("&")
    against = [part for part in parts if part.startswith("against=")]
    state = _view("&".join(part for part in parts if part not in against), token, work)
    if set(state) != {"layer", "node"} or len(against) > 1:
        work.fail(
            token, f"{token.content}: write node:layer=LAYER&node=NODE, and maybe &against=NODE"
        )
    if against:
        return _contrast_figure(state, against[0].partition("=")[2], token, work)
    layer, node = state["layer"], state["node"]
    try:
        picture = work.source.node_picture(layer, node)
    except KeyError:
        work.fail(
            token,
            f"{token.content}: there is no picture of this node, because [visuals] makes none",
        )
    view, index = work.facts.layer(layer), work.facts.node(layer, node)
    words = node_in_words(view, work.facts.manifest, index)
    return {
        "class": "node-figure",
        "alt": f"Node {words}. What it responds to, and the inputs nearest to its mean",
        "href": fragment(state),
        **_file(f"{layer}-{node}", ".webp", picture, token, work),
    }


def _contrast_figure(
    state: dict[str, str], against: str, token: Token, work: _Work
) -> dict[str, object]:
    layer, node = state["layer"], state["node"]
    try:
        other = work.facts.layer(layer).node_ids[work.facts.node(layer, unquote(against))]
    except LookupError as error:
        work.fail(token, f"{token.content}: {error.args[0]}")
    if other == node:
        work.fail(token, f"{token.content}: a node has nothing that it lacks itself")
    try:
        picture = work.source.contrast_picture(layer, node, other)
    except KeyError:
        work.fail(
            token,
            f"{token.content}: there is no picture of a contrast, because "
            "visuals.feature_visualisation.enabled is false",
        )
    return {
        "class": "node-figure",
        "alt": f"What node {node} responds to and node {other} does not",
        "href": fragment(state),
        **_file(f"{layer}-{node}-{other}", ".webp", picture, token, work),
    }


def _attached_figure(token: Token, work: _Work) -> dict[str, object]:
    src = posixpath.normpath(unquote(token.content))
    attached = work.source.attachments
    ending = posixpath.splitext(src)[1].lower()
    if ending not in PICTURE_ENDINGS:
        work.fail(token, f"picture {src!r}: must end in {', '.join(PICTURE_ENDINGS)}")
    if src not in attached:
        known = sorted(path for path in attached if path.lower().endswith(PICTURE_ENDINGS))
        beside = f" Beside the essay: {', '.join(known)}." if known else ""
        work.fail(token, f"there is no picture {src!r}{or_near(src, known)}{beside}")
    stem = re.sub(r"[^a-z0-9]+", "-", posixpath.basename(src).lower()[: -len(ending)]).strip("-")
    alt = "".join(child.content for child in token.children or () if child.type == "text")
    placed = _file(stem or "picture", ending, attached[src], token, work)
    return {"class": "picture", "alt": alt, "href": "", **placed}


def _file(stem: str, ending: str, content: bytes, token: Token, work: _Work) -> dict[str, object]:
    """Keep a picture under a name that holds its digest; return its address and size."""
    path = f"figures/{stem}.{hashlib.sha256(content).hexdigest()[:8]}{ending}"
    work.files[path] = content
    if ending == ".svg":
        return {"src": path, "size": Markup("")}
    try:
        with Image.open(io.BytesIO(content), formats=("WEBP", "PNG", "JPEG", "GIF")) as image:
            width, height = image.size
    except (OSError, Image.DecompressionBombError) as error:
        work.fail(token, f"picture {stem}{ending} cannot be read: {error}")
    size = Markup(' width="{}" height="{}"').format(width, height)
    return {"src": path, "size": size}


def _around_explorer(tokens: list[Token], work: _Work) -> tuple[list[Token], list[Token]]:
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
