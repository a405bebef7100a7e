"""Renders an author's Markdown to the two pieces of HTML around the explorer.

All of it passes one renderer and one filter of HTML, but for what directives make themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup

from topopress.pages.article import has_explorer
from topopress.pages.citations.citation import Citation
from topopress.pages.claims.claim import Claim
from topopress.pages.essay.article_names import View
from topopress.pages.essay.articles import read_built, require_no_mistakes
from topopress.pages.essay.beside import files_in, read_files
from topopress.pages.essay.claims import claims_of
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.directive import CLOSE, OPEN, Block
from topopress.pages.essay.explorer import EXPLORER
from topopress.pages.essay.markdown import clean, parser
from topopress.pages.essay.shown import Shown, describe_figure
from topopress.pages.sources import ArticleSource, PageSource, StudySource


@dataclass(frozen=True, slots=True)
class Essay:
    """A rendered essay: the parts before and after the explorer; of a case study only the first.

    ``files`` are the pictures it shows and the files it links to, by their path below the
    article's folder; ``views`` are the views that it names, in their order.
    """

    before: Markup
    after: Markup
    files: dict[str, bytes]
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    views: tuple[View, ...] = ()


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
    shown = Shown(context, explorations, article.attachments)
    for token in context.tokens:
        if token.type == "figure":
            token.meta = describe_figure(token, shown)
    parts = _around_explorer(context.tokens, has_explorer=has_explorer(article))
    before, after = (_html(part, shown) for part in parts)
    views = tuple(context.names.views)
    linked = {one.path for one in context.references if not one.is_picture}
    attached = {path: article.attachments[path] for path in linked & set(article.attachments)}
    files = {**shown.files, **attached}
    citations, claims = tuple(context.citations), tuple(claims_of(context))
    return Essay(before, after, files, citations, claims, views)


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


def _around_explorer(tokens: list[Token], *, has_explorer: bool) -> tuple[list[Token], list[Token]]:
    places = [i for i, token in _outside(tokens) if _is_explorer(token)]
    if places:
        return tokens[: places[0]], tokens[places[0] + 1 :]
    if not has_explorer:
        return tokens, []
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
