"""Context of the home page."""

from topopress.bundle.exploration import LayerView
from topopress.pages.contexts import Card, GraphDrawing, HomePage
from topopress.pages.drawing import CARD, OPENING, draw
from topopress.pages.essay.views import fragment
from topopress.pages.site.place import Place
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import count, in_words, listed, plural
from topopress.pages.types.exploration import byline, start_view


def home_page(place: Place) -> HomePage:
    """Return the context of the home page."""
    first = place.explorations[0] if place.explorations else None
    return HomePage(
        **place.common(),
        title=place.site.title,
        description=place.site.tagline or f"{place.site.title}: explorations of neural networks.",
        opening=_opening(first) if first else None,
        opening_caption=_opening_caption(first) if first else "",
        opening_href=_opening_href(first) if first else "",
        cards=tuple(_card(source, place) for source in place.explorations),
    )


def _opening(source: PageSource) -> GraphDrawing:
    return draw(_richest(source), source.bundle.manifest, OPENING, "opening")


def _richest(source: PageSource) -> LayerView:
    """Return the layer with the most branching nodes: the one that shows what there is to see."""
    return max(source.bundle.views, key=lambda view: view.layer.quality.branching)


def _opening_href(source: PageSource) -> str:
    return f"{source.name}/index.html" + fragment({"layer": _richest(source).layer.id})


def _opening_caption(source: PageSource) -> str:
    layer = _richest(source).layer
    return (
        f"{layer.name} of {source.provenance.network.name}: {count(layer.n_rows)} activation "
        f"vectors as a graph of {plural(layer.n_nodes, 'node')}."
    )


def _card(source: PageSource, place: Place) -> Card:
    settings, manifest = source.settings, source.bundle.manifest
    who = listed(settings.authors or place.site.authors)
    when = in_words(settings.date)
    return Card(
        title=settings.title,
        summary=settings.summary,
        href=f"{source.name}/index.html",
        byline=", ".join(part for part in (who, when) if part),
        preview=draw(start_view(source), manifest, CARD, f"card-{source.name}"),
        facts=byline(source),
    )
