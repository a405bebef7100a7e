"""A figure of a view: its drawings, and what the script needs to show it alive."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from markupsafe import Markup

from topopress.bundle.view_state import ALL_LAYERS
from topopress.pages.contexts import GraphDrawing, Legend
from topopress.pages.essay.article_names import View
from topopress.pages.site.environment import environment
from topopress.pages.site.others import manifest_chunk, others_of
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
    view: View,
    explorations: Mapping[str, PageSource],
    *,
    prefix: str,
    id: str = "",
) -> ViewFigure:
    """Return the figure of a view.

    Args:
        view: The view, all parts of which are there.
        explorations: The explorations of the site, by name.
        prefix: Starts the ids inside the drawings; another one in each figure of a page.
        id: Id of the figure.
    """
    source = explorations[view.exploration]
    graphs = tuple(_graphs(source, view.state, prefix, explorations))
    legend = graphs[0].drawing.legend
    assert legend is not None  # noqa: S101 - drawings of views have one
    href, _, named = view.href.partition("#")
    return ViewFigure(
        id=id,
        folder=href.removesuffix("index.html"),
        manifest=manifest_chunk(source.bundle.manifest)[0],
        fragment=named,
        others=_others(source, view.state, explorations),
        graphs=graphs,
        legend=legend,
        href=view.href,
    )


def graphs_beside(state: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield exploration and layer of each graph beside the first; no name is its own one."""
    beside = state.get("beside", "")
    for graph in beside.split(",") if beside and beside != ALL_LAYERS else ():
        exploration, _, layer = graph.partition("~")[0].rpartition("/")
        yield exploration, layer


def _others(
    source: PageSource, state: Mapping[str, str], explorations: Mapping[str, PageSource]
) -> str:
    """Return what the viewer needs of the other explorations of a view, as JSON."""
    names = {exploration for exploration, _ in graphs_beside(state)}
    there = others_of(source, [one for name, one in explorations.items() if name in names])
    documents = json.dumps([one.model_dump() for one in there], separators=(",", ":"))
    return documents if there else ""


def _graphs(
    source: PageSource,
    state: Mapping[str, str],
    prefix: str,
    explorations: Mapping[str, PageSource],
) -> Iterator[TitledDrawing]:
    yield _titled(source, state, prefix)
    kept = {key: state[key] for key in ("colour", "column", "palette", "size") if key in state}
    for k, (name, layer) in enumerate(graphs_beside(state)):
        other = explorations[name] if name else source
        own = {"layer": layer} | (kept if other is source else {})
        title = f"{other.settings.title}: " if name else ""
        yield _titled(other, own, f"{prefix}-{k + 1}", title)


def _titled(
    source: PageSource, state: Mapping[str, str], prefix: str, before: str = ""
) -> TitledDrawing:
    layer = next(one for one in source.bundle.manifest.layers if one.id == state["layer"])
    return TitledDrawing(f"{before}{layer.name}", draw_view(source, state, prefix))


def html_of(macro: str, *arguments: object) -> Markup:
    """Return what a macro of ``partials/view_figure.html.jinja`` makes."""
    return Markup(getattr(_macros(), macro)(*arguments))


@cache
def _macros() -> Any:  # noqa: ANN401 - the macros of a template have no type
    return environment().get_template("partials/view_figure.html.jinja").module
