"""How well the scatters of each layer keep the neighbours of vectors, as a table."""

from collections.abc import Iterator, Sequence

from topopress.analysis.nodes.kept_neighbours import JUDGED, NEAREST
from topopress.bundle.exploration import LayerView
from topopress.config.projection import PROJECTION_NAMES, ProjectionKind
from topopress.core.language import decimals, gettext, gettext_noop
from topopress.pages.contexts import Column, Link, Row, Table
from topopress.pages.tables.text import NONE, percent

FIGURES = (gettext_noop("kept"), gettext_noop("trustworthiness"))


def scatter_table(views: Sequence[LayerView], kinds: Sequence[ProjectionKind]) -> Table | None:
    """Return the share of neighbours kept and the trustworthiness; None where all are unknown."""
    known = [view for view in views if any(each.kept is not None for each in view.neighbours)]
    if not known:
        return None
    names = [PROJECTION_NAMES[kind] for kind in kinds]
    return Table(
        caption=gettext(
            "How well scatters keep neighbours: the share of the {nearest} points nearest to "
            "a point that are among the {nearest} vectors nearest to its vector, by the distance "
            "of the graph, and the trustworthiness; means over {judged} rows at most",
            nearest=NEAREST,
            judged=JUDGED,
        ),
        columns=tuple(Column(f"{name}: {gettext(what)}") for name in names for what in FIGURES),
        rows=tuple(
            Row(tuple(_figures(view)), Link(view.layer.name, f"layers/{view.layer.id}.html"))
            for view in known
        ),
    )


def _figures(view: LayerView) -> Iterator[str]:
    for each in view.neighbours:
        yield percent(each.kept)
        yield NONE if each.trustworthiness is None else decimals(each.trustworthiness, 2)
