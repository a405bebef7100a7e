"""The explorer on a page: its data, and what stands in its place without a script."""

import json
from typing import Any

from topopress.bundle.exploration import LayerView
from topopress.core.language import gettext
from topopress.pages.drawing import FIGURE, draw
from topopress.pages.site.location import SiteInputs
from topopress.pages.site.others import others_of
from topopress.pages.sources import PageSource
from topopress.pages.tables.nodes import node_table
from topopress.pages.types.article import escaped
from topopress.pages.types.layer import caption_of, layer_links, layer_tracks

ROWS_ON_PAGE = 150


def explorer_fields(site: SiteInputs, source: PageSource) -> dict[str, Any]:
    """Return the fields of ``partials/explorer.html.jinja``."""
    manifest, view = source.bundle.manifest, start_view(source)
    others = others_of(source, site.explorations)
    links = layer_links(source, folder="layers/", current=manifest.start)
    script = site.assets.checkpoints if source.story is not None else ""
    published = manifest.model_copy(update={"others": others}).model_dump()
    return {
        "manifest": escaped(json.dumps(published, ensure_ascii=True, separators=(",", ":"))),
        "layers": links,
        "tracks": layer_tracks(source, links),
        "checkpoints": script and f"../{script}",
        "graph": draw(view, manifest, FIGURE, "graph"),
        "caption": caption_of(view, source),
        "notices": tuple(view.layer.notices),
        "table": node_table(
            view,
            manifest,
            explorer="",
            most=ROWS_ON_PAGE,
            rest=f"layers/{view.layer.id}.html",
        ),
    }


def start_view(source: PageSource) -> LayerView:
    """Return the layer that is shown first."""
    start = source.bundle.manifest.start
    return next(view for view in source.bundle.views if view.layer.id == start)


def description_of(source: PageSource) -> str:
    """Return one or two sentences for search engines."""
    return source.settings.summary or _description(source)


def _description(source: PageSource) -> str:
    network, rows = source.provenance.network, source.words.vectors
    if network is None:
        return gettext("Mapper graphs of the {rows}.", rows=rows)
    return gettext("Mapper graphs of the {rows} of {network}.", rows=rows, network=network.name)
