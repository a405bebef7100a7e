"""``::: view``: a view of the explorer as a figure, and ``::: tour``: steps of text beside one."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from topopress.bundle.view_state import VIEW_KEYS
from topopress.pages.essay.article_names import View
from topopress.pages.essay.context import EssayContext, Reference
from topopress.pages.essay.directive import Block, Directive
from topopress.pages.essay.saved_view import file_path, parts_of_file
from topopress.pages.essay.shown import Shown
from topopress.pages.views.figure import graphs_beside, html_of, view_figure

_PLACE = ("exploration", *VIEW_KEYS)
_ATTRIBUTES = ("file", *_PLACE)


@dataclass(frozen=True, slots=True)
class _Step:
    """The text of a step, and the figure of its view."""

    text: Markup
    figure: Markup


def _read_view(block: Block, context: EssayContext) -> View | None:
    """Return the view; None where its file is not read yet."""
    return _view(block, block.attributes, context)


def _view(block: Block, attributes: Mapping[str, str], context: EssayContext) -> View | None:
    """Return the view; None where the file that states it is not read yet."""
    try:
        parts = _parts(block, attributes, context)
        if parts is None:
            return None
        view = context.names.view_of(parts)
        for exploration, layer in graphs_beside(view.state):
            context.names.of(exploration or view.exploration).layer_id(layer)
    except LookupError as error:
        context.fail(block.token, f"'::: {block.name}': {error.args[0]}")
    return view


def _parts(
    block: Block, attributes: Mapping[str, str], context: EssayContext
) -> Mapping[str, str] | None:
    parts = {key: value for key, value in attributes.items() if key in _PLACE}
    written = attributes.get("file")
    if written is None:
        return parts
    path = file_path(written)
    context.references.append(Reference(block.line, path, written))
    content = getattr(context.article, "attachments", {}).get(path)
    return None if content is None else {**parts_of_file(path, content), **parts}


def _render_view(block: Block, data: View, body: Markup, shown: Shown) -> Markup:
    return _figure(block, data, body, shown)


def _figure(block: Block, view: View, body: Markup, shown: Shown) -> Markup:
    numbered = block.numbered
    caption = body
    if numbered and body:
        caption = Markup(body.replace("<p>", Markup("<p>") + numbered.start, 1))
    name = numbered.id if numbered else ""
    figure = view_figure(view, shown.explorations, prefix=f"view-{block.line}", id=name)
    return html_of("view_figure", figure, caption)


def _read_tour(block: Block, context: EssayContext) -> None:
    if not block.inside:
        context.fail(block.token, "'::: tour' has no '::: step'; write at least one within")


def _read_step(block: Block, context: EssayContext) -> View | None:
    """Return the view: the parts of the tour, changed by those of the step."""
    outer = block.outer.attributes if block.outer else {}
    return _view(block, {**outer, **block.attributes}, context)


def _render_step(block: Block, data: View, body: Markup, shown: Shown) -> Markup:
    """Return the text beside the figure; the figure is left out where the view stays the same."""
    steps = block.outer.inside if block.outer else [block]
    place = steps.index(block)
    same = place > 0 and steps[place - 1].data == data
    figure = Markup() if same else _figure(block, data, Markup(), shown)
    return html_of("step", _Step(body, figure))


def _render_tour(block: Block, data: None, body: Markup, shown: Shown) -> Markup:
    return html_of("tour", body)


VIEW = Directive("view", _read_view, _render_view, optional=_ATTRIBUTES, label="fig")
TOUR = Directive("tour", _read_tour, _render_tour, optional=_ATTRIBUTES)
STEP = Directive("step", _read_step, _render_step, optional=_ATTRIBUTES, stands_in=("tour",))
LIVE = (VIEW, TOUR, STEP)
"""The directives that the script of live views is loaded for."""
