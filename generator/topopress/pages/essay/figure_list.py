"""``::: figures`` and ``::: tables``: lists of all figures or tables of an essay, with links."""

from functools import partial

from markupsafe import Markup

from topopress.core.language import gettext, gettext_noop
from topopress.pages.essay.citing import in_plain_words
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.directive import Block, Directive
from topopress.pages.essay.numbered import Numbered
from topopress.pages.essay.shown import Shown

_LIST = Markup('<nav class="figure-list" aria-label="{}"><ul>\n{}</ul></nav>\n')
_ENTRY = Markup('<li><a href="#{}">{}</a> {}</li>\n')


def _read(kind: str, block: Block, context: EssayContext) -> None:
    if not _of_kind(kind, context):
        thing = block.name.removesuffix("s")
        context.fail(block.token, f"'::: {block.name}': the essay has no {thing} with a caption")


def _render(kind: str, title: str, block: Block, data: None, body: Markup, shown: Shown) -> Markup:
    entries = (
        _ENTRY.format(one.id, one.words, " ".join(map(in_plain_words, one.texts)))
        for one in _of_kind(kind, shown.context)
    )
    return _LIST.format(gettext(title), Markup().join(entries))


def _of_kind(kind: str, context: EssayContext) -> list[Numbered]:
    return [one for one in context.numbered if one.kind == kind]


def _list_of(name: str, kind: str, title: str) -> Directive:
    return Directive(name, partial(_read, kind), partial(_render, kind, title), has_end=False)


FIGURES = _list_of("figures", "fig", gettext_noop("Figures"))
TABLES = _list_of("tables", "tab", gettext_noop("Tables"))
