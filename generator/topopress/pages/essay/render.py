"""Renders an author's Markdown to the two pieces of HTML around the explorer.

All of it passes one renderer and one filter of HTML.
"""

from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.citations.citation import Citation
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
    md, context = parser(), read_essay(source)
    shown = Shown(context, source)
    for token in context.tokens:
        if token.type == "figure":
            token.meta = describe_figure(token, shown)
    before, after = (
        clean(md.renderer.render(part, md.options, {})) for part in _around_explorer(context.tokens)
    )
    linked = {one.path for one in context.references if not one.is_picture}
    attached = {path: source.attachments[path] for path in linked & set(source.attachments)}
    return Essay(before, after, {**shown.files, **attached}, tuple(context.citations))


def _around_explorer(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    places = [index for index, token in enumerate(tokens) if token.type == "explorer"]
    if places:
        return tokens[: places[0]], tokens[places[0] + 1 :]
    # Without it, the explorer follows the first section.
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and i > 0]
    place = next((i for i in starts if tokens[i].tag == "h2"), len(tokens))
    return tokens[:place], tokens[place:]
