"""A figure of a view: its drawings, and what the script needs to show it alive."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from markupsafe import Markup

from topopress.bundle.schema import OtherExploration
from topopress.bundle.view_state import ALL_LAYERS
from topopress.pages.contexts import GraphDrawing, Legend
from topopress.pages.essay.views import fragment
from topopress.pages.site.environment import environment
from topopress.pages.site.others import manifest_chunk
from topopress.pages.sources import PageSource
from topopress.pages.views.still import draw_view


@dataclass(frozen=True, slots=True)
class TitledDrawing:
    """One of the graphs of a view."""

    title: Annotated[str, "Name of the layer, after the title of another exploration."]
    drawing: Annotated[GraphDrawing, "The graph."]


@dataclass(frozen=True, slots=True)
class ViewFigure:
    """What ``partials/view_figure.html.jinja`` shows."""

    id: Annotated[str, "Id of the figure; empty where it has no label."]
    folder: Annotated[str, "Folder of the exploration, seen from the page; empty for its own."]
    manifest: Annotated[str, "Path of the chunk of its manifest, below that folder."]
    fragment: Annotated[str, "The view, without the sign #."]
    others: Annotated[str, "Explorations that can stand beside it, as JSON; empty for none."]
    graphs: Annotated[tuple[TitledDrawing, ...], "The drawings, side by side."]
    legend: Annotated[Legend, "How to read them."]
    href: Annotated[str, "Link to the view in the explorer."]


def view_figure(
    source: PageSource,
    state: Mapping[str, str],
    *,
    prefix: str,
    id: str = "",  # noqa: A002 - the attribute of the element
    folder: str = "",
    explorations: Mapping[str, PageSource] | None = None,
    others: Sequence[OtherExploration] = (),
) -> ViewFigure:
    """Return the figure of a view.

    Args:
        source: The exploration that the view is of.
        state: The parts of the view, with the names of today.
        prefix: Starts the ids inside the drawings; another one in each figure of a page.
        id: Id of the figure.
        folder: Folder of the exploration, seen from the page.
        explorations: Those whose graphs can stand beside it, by their names.
        others: What the viewer needs to load these.
    """
    graphs = tuple(_graphs(source, state, prefix, explorations or {}))
    first = graphs[0].drawing.legend
    assert first is not None  # noqa: S101 - drawings of views have one
    named = fragment(state)
    documents = json.dumps([one.model_dump() for one in others], separators=(",", ":"))
    return ViewFigure(
        id=id,
        folder=folder,
        manifest=manifest_chunk(source.bundle.manifest)[0],
        fragment=named.removeprefix("#"),
        others=documents if others else "",
        graphs=graphs,
        legend=first,
        href=f"{folder and folder + 'index.html'}{named}",
    )


def _graphs(
    source: PageSource,
    state: Mapping[str, str],
    prefix: str,
    explorations: Mapping[str, PageSource],
) -> Iterator[TitledDrawing]:
    yield _titled(source, state, prefix)
    beside = state.get("beside", "")
    for k, graph in enumerate(filter(None, beside.split(","))):
        if beside == ALL_LAYERS:
            return
        name, slash, layer = graph.partition("~")[0].rpartition("/")
        other = explorations.get(name) if slash else source
        if other is None:
            continue
        own = {"layer": layer} | {key: state[key] for key in ("colour", "size") if key in state}
        if other is not source:
            own = {"layer": layer}
        title = f"{other.settings.title}: " if other is not source else ""
        yield _titled(other, own, f"{prefix}-{k + 1}", title)


def _titled(
    source: PageSource, state: Mapping[str, str], prefix: str, before: str = ""
) -> TitledDrawing:
    layer = next(one for one in source.bundle.manifest.layers if one.id == state["layer"])
    return TitledDrawing(f"{before}{layer.name}", draw_view(source, state, prefix))


def html_of(macro: str, *arguments: object) -> Markup:
    """Return what a macro of ``partials/view_figure.html.jinja`` makes."""
    return Markup(getattr(_macros(), macro)(*arguments))  # noqa: S704 - templates escape


@cache
def _macros() -> Any:  # noqa: ANN401 - the macros of a template have no type
    return environment().get_template("partials/view_figure.html.jinja").module
