"""``::: explorer``: the place of the explorer on the page of an exploration."""

from markupsafe import Markup

from topopress.pages.article import has_explorer
from topopress.pages.essay.context import EssayContext
from topopress.pages.essay.directive import Block, Directive
from topopress.pages.essay.shown import Shown


def _read(block: Block, context: EssayContext) -> None:
    if not has_explorer(context.article):
        context.fail(block.token, "'::: explorer': a case study has no explorer of its own")
    first = next(one for one in context.blocks if one.directive is block.directive)
    if first is not block:
        context.fail(block.token, f"a second '::: explorer'; the first is in line {first.line}")


def _render(block: Block, data: None, body: Markup, shown: Shown) -> Markup:
    # The page is cut here: its template holds the explorer.
    return Markup()


EXPLORER = Directive("explorer", _read, _render, has_end=False)
