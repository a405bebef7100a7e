"""Renders an author's Markdown to the two pieces of HTML around the explorer.

All of it passes one renderer and one filter of HTML, but for what directives make themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.citations.citation import Citation
from topopress.pages.essay.directive import CLOSE, OPEN, Block
from topopress.pages.essay.explorer import EXPLORER
from topopress.pages.essay.markdown import clean, parser
from topopress.pages.essay.read import read_essay
from topopress.pages.essay.shown import Shown, describe_figure
from topopress.pages.sources import PageSource


@dataclass(frozen=True, slots=True)
class Essay:
    """A rendered essay: the parts before and after the explorer.

    ``files`` are the pictures it shows and the files it links to, by their path below the
    exploration's folder.
    """

    before: Markup
    after: Markup
    files: dict[str, bytes]
    citations: tuple[Citation, ...] = ()


def render_essay(source: PageSource) -> Essay:
    """Return the essay of an exploration as HTML.

    Raises:
        PageError: if the essay asks for a fact, a view or a picture that is not there.
    """
    context = read_essay(source)
    shown = Shown(context, source)
    for token in context.tokens:
        if token.type == "figure":
            token.meta = describe_figure(token, shown)
    before, after = (_html(part, shown) for part in _around_explorer(context.tokens))
    linked = {one.path for one in context.references if not one.is_picture}
    attached = {path: source.attachments[path] for path in linked & set(source.attachments)}
    return Essay(before, after, {**shown.files, **attached}, tuple(context.citations))


def _html(tokens: Sequence[Token], shown: Shown) -> Markup:
    """Return the HTML of tokens. Directives make their own around their bodies."""
    levels, texts = [list[Markup]()], list[Token]()
    md = parser()

    def end_texts() -> None:
        levels[-1].append(clean(md.renderer.render(texts, md.options, {})))
        texts.clear()

    for token in tokens:
        block: Block | None = token.meta.get("block")
        if block is None:
            texts.append(token)
            continue
        end_texts()
        if token.type == OPEN and block.directive.has_end:
            levels.append([])
            continue
        body = Markup().join(levels.pop()) if token.type == CLOSE else Markup()
        block.html = block.directive.render(block, block.data, body, shown)
        levels[-1].append(block.html)
    end_texts()
    return Markup().join(levels[-1])


def _around_explorer(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    places = [i for i, token in _outside(tokens) if _is_explorer(token)]
    if places:
        return tokens[: places[0]], tokens[places[0] + 1 :]
    # Without it, the explorer follows the first section.
    headings = [i for i, token in _outside(tokens) if token.type == "heading_open" and i > 0]
    place = next((i for i in headings if tokens[i].tag == "h2"), len(tokens))
    return tokens[:place], tokens[place:]


def _is_explorer(token: Token) -> bool:
    block: Block | None = token.meta.get("block")
    return block is not None and block.directive is EXPLORER


def _outside(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Yield what stands in no directive, with its index."""
    depth = 0
    for index, token in enumerate(tokens):
        depth -= token.type == CLOSE
        if not depth:
            yield index, token
        depth += token.type == OPEN and token.meta["block"].directive.has_end
