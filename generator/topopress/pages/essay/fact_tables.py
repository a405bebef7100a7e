"""The facts of essays by name: what each is of, its value, and how pages write it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.node_figures import NODE_FIGURES
from topopress.bundle.schema import Layer, Structure
from topopress.core.language import gettext, gettext_noop
from topopress.network.types import NetworkInfo
from topopress.pages.sources import PageSource
from topopress.pages.tables.layer_figures import LAYER_FIGURES, LayerFigure, Value
from topopress.pages.tables.node_figures import interval_of, value_of, write_figure
from topopress.pages.tables.report_figures import BLOCK_FIGURES, of_expected
from topopress.pages.tables.text import NONE, count, percent
from topopress.pages.tables.verdict_sentences import points, share


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, like ``LayerFigure``.

    Attributes:
        value: Returns it at full precision; None where it is unknown.
        write: Writes a value that there is as text.
    """

    value: Callable[..., Value]
    write: Callable[[Any], str] = str

    def text(self, *of: object) -> str:
        """Return the fact as pages write it; an en dash where it is unknown."""
        value = self.value(*of)
        return NONE if value is None else self.write(value)


def verdict_of(layer: Layer, structure: Structure) -> str:
    """Return ``stable`` or ``not stable``; an en dash where stability was not measured."""
    verdict = _verdict(layer, structure)
    return gettext(verdict) if verdict else NONE


def _verdict(layer: Layer, structure: Structure) -> str | None:
    if layer.stability is None:
        return None
    return gettext_noop("stable") if structure.stable else gettext_noop("not stable")


def _network(source: PageSource, state: Callable[[NetworkInfo], Value]) -> Value:
    return None if source.provenance.network is None else state(source.provenance.network)


def _sum(source: PageSource, figure: str) -> int:
    return sum(getattr(layer, figure) for layer in source.bundle.manifest.layers)


def _words(view: LayerView, node: int, column: str) -> str | None:
    """Return what the kind says of a node in a column; None where it says nothing."""
    said = next((one.cells[node] for one in view.columns if one.id == column), "")
    return said or None


def _whole(number: float) -> str:
    return count(round(number))


SITE_FACTS: Mapping[str, Fact] = {
    "title": Fact(lambda source: source.settings.title),
    "network": Fact(lambda source: _network(source, lambda network: network.name)),
    "parameters": Fact(lambda source: _network(source, lambda one: one.parameters), count),
    "samples": Fact(lambda source: source.provenance.n_samples, count),
    "origins": Fact(lambda source: source.provenance.n_origins, count),
    "skipped": Fact(lambda source: len(source.provenance.skipped), count),
    "labels": Fact(lambda source: len(source.bundle.manifest.labels), count),
    "layers": Fact(lambda source: len(source.bundle.manifest.layers), count),
    "rows": Fact(lambda source: _sum(source, "n_rows"), count),
    "nodes": Fact(lambda source: _sum(source, "n_nodes"), count),
    "edges": Fact(lambda source: _sum(source, "n_edges"), count),
    "own_accuracy": Fact(lambda source: source.report and source.report.own, share),
    "label_errors": Fact(of_expected(lambda one: one.number), _whole),
    "label_errors_low": Fact(of_expected(lambda one: one.low), _whole),
    "label_errors_high": Fact(of_expected(lambda one: one.high), _whole),
}
"""Of the whole exploration, given its source."""

LAYER_FACTS: Mapping[str, LayerFigure] = {figure.fact: figure for figure in LAYER_FIGURES}
"""Of a layer, given its view and the source."""

NODE_FACTS: Mapping[str, Fact] = {
    **{
        figure.fact or figure.id: Fact(partial(value_of, figure), partial(write_figure, figure))
        for figure in NODE_FIGURES
    },
    "share": Fact(lambda view, node, manifest: int(view.sizes[node]) / view.layer.n_rows, percent),
    "interval": Fact(lambda view, node, manifest: interval_of(view.node_ids[node])),
    "neighbours": Fact(
        lambda view, node, manifest: int(np.count_nonzero(view.edges == node)), count
    ),
    "terms": Fact(lambda view, node, manifest: _words(view, node, "terms")),
}
"""Of a node, given the view of its layer, its index and the manifest."""

BLOCK_FACTS: Mapping[str, Fact] = {
    name: Fact(value, points) for name, value in BLOCK_FIGURES.items()
}
"""Of a block of the network, given what the report knows of it."""

STRUCTURE_FACTS: Mapping[str, Fact] = {
    "kind": Fact(lambda view, one: one.kind, gettext),
    "nodes": Fact(lambda view, one: len(one.nodes), count),
    "rows": Fact(lambda view, one: one.rows, count),
    "arms": Fact(lambda view, one: len(one.arms), count),
    "resamples": Fact(lambda view, one: one.bootstrap, percent),
    "settings": Fact(lambda view, one: one.family, percent),
    "verdict": Fact(lambda view, one: _verdict(view.layer, one), gettext),
}
"""Of a structure, given the view of its layer."""
