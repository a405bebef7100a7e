"""Renders an author's Markdown to the two pieces of HTML around the explorer.

All of it passes one renderer and one filter of HTML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.article import has_explorer
from topopress.pages.citations.citation import Citation
from topopress.pages.essay.articles import read_built, require_no_mistakes
from topopress.pages.essay.beside import files_in, read_files
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.markdown import clean, parser
from topopress.pages.essay.shown import Shown, describe_figure
from topopress.pages.sources import ArticleSource, PageSource, StudySource


@dataclass(frozen=True, slots=True)
class Essay:
    """A rendered essay: the parts before and after the explorer; of a case study only the first.

    ``files`` are the pictures it shows and the files it links to, by their path below the
    article's folder.
    """

    before: Markup
    after: Markup
    files: dict[str, bytes]
    citations: tuple[Citation, ...] = ()


def render_essays(
    explorations: Sequence[PageSource], case_studies: Sequence[StudySource] = ()
) -> dict[str, Essay]:
    """Return the essays of a site as HTML, by the path of their article.

    Raises:
        PageError: if essays ask for a fact, a view or a picture that is not there.
    """
    contexts = read_built(explorations, case_studies)
    articles: Sequence[ArticleSource] = (*explorations, *case_studies)
    for one in articles:
        read_files(contexts[one.path], files_in(one.attachments))
    require_no_mistakes(contexts)
    by_name = {one.name: one for one in explorations}
    return {one.path: _rendered(one, contexts[one.path], by_name) for one in articles}


def _rendered(
    article: ArticleSource, context: EssayContext, explorations: Mapping[str, PageSource]
) -> Essay:
    md, shown = parser(), Shown(context, explorations, article.attachments)
    for token in context.tokens:
        if token.type == "figure":
            token.meta = describe_figure(token, shown)
    parts = _around_explorer(context.tokens, has_explorer=has_explorer(article))
    before, after = (clean(md.renderer.render(part, md.options, {})) for part in parts)
    linked = {one.path for one in context.references if not one.is_picture}
    attached = {path: article.attachments[path] for path in linked & set(article.attachments)}
    return Essay(before, after, {**shown.files, **attached}, tuple(context.citations))


def _around_explorer(tokens: list[Token], *, has_explorer: bool) -> tuple[list[Token], list[Token]]:
    places = [index for index, token in enumerate(tokens) if token.type == "explorer"]
    if places:
        return tokens[: places[0]], tokens[places[0] + 1 :]
    if not has_explorer:
        return tokens, []
    # Without it, the explorer follows the first section.
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and i > 0]
    place = next((i for i in starts if tokens[i].tag == "h2"), len(tokens))
    return tokens[:place], tokens[place:]
