"""The figures that an essay states as ``{{ name }}``: always those of the built graph.

* ``samples``, ``origins``, ``skipped``, ``labels``, ``layers``, ``rows``, ``nodes``, ``edges``,
  ``network``, ``parameters``, ``title``: of the whole exploration
* ``LAYER.fact``: of a layer, such as ``block10.purity``
* ``LAYER.NODE.fact``: of a node, such as ``block10.i12c0.members``
* ``LAYER.STRUCTURE.fact``: of a structure, such as ``block10.loop-i3c0.rows``

``docs/writing.md`` lists them with an example each.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.node_figures import NODE_FIGURES
from topopress.bundle.schema import Layer, Manifest, Structure
from topopress.network.types import NetworkInfo
from topopress.pages.sources import PageSource
from topopress.pages.tables.layer_figures import LAYER_FIGURES
from topopress.pages.tables.node_figures import interval_of, written
from topopress.pages.tables.text import NONE, count, missing, percent

_Answer = TypeVar("_Answer")
IS_STRUCTURE = re.compile(r"[a-z]+-i\d+c\d+")


def _network(source: PageSource, state: Callable[[NetworkInfo], str]) -> str:
    return NONE if source.provenance.network is None else state(source.provenance.network)


def _sum(source: PageSource, figure: str) -> str:
    return count(sum(getattr(layer, figure) for layer in source.bundle.manifest.layers))


SITE_FACTS: Mapping[str, Callable[[PageSource], str]] = {
    "title": lambda source: source.settings.title,
    "network": lambda source: _network(source, lambda network: network.name),
    "parameters": lambda source: _network(source, lambda network: count(network.parameters)),
    "samples": lambda source: count(source.provenance.n_samples),
    "origins": lambda source: count(source.provenance.n_origins),
    "skipped": lambda source: count(len(source.provenance.skipped)),
    "labels": lambda source: count(len(source.bundle.manifest.labels)),
    "layers": lambda source: count(len(source.bundle.manifest.layers)),
    "rows": lambda source: _sum(source, "n_rows"),
    "nodes": lambda source: _sum(source, "n_nodes"),
    "edges": lambda source: _sum(source, "n_edges"),
}


def verdict_of(layer: Layer, structure: Structure) -> str:
    """Return ``stable`` or ``not stable``; an en dash where stability was not measured."""
    if layer.stability is None:
        return NONE
    return "stable" if structure.stable else "not stable"


LAYER_FACTS: Mapping[str, Callable[[LayerView, PageSource], str]] = {
    figure.fact: figure.text for figure in LAYER_FIGURES
}

NODE_FACTS: Mapping[str, Callable[[LayerView, int, Manifest], str]] = {
    **{figure.fact or figure.id: partial(written, figure) for figure in NODE_FIGURES},
    "share": lambda view, node, manifest: percent(int(view.sizes[node]) / view.layer.n_rows),
    "interval": lambda view, node, manifest: interval_of(view.node_ids[node]),
    "neighbours": lambda view, node, manifest: count(int(np.count_nonzero(view.edges == node))),
}

STRUCTURE_FACTS: Mapping[str, Callable[[LayerView, Structure], str]] = {
    "kind": lambda view, one: one.kind,
    "nodes": lambda view, one: count(len(one.nodes)),
    "rows": lambda view, one: count(one.rows),
    "arms": lambda view, one: count(len(one.arms)),
    "resamples": lambda view, one: percent(one.bootstrap),
    "settings": lambda view, one: percent(one.family),
    "verdict": lambda view, one: verdict_of(view.layer, one),
}


class Facts:
    """Looks up facts, layers, nodes, structures and labels of one exploration.

    What is not there raises ``LookupError`` with a message for the author.
    """

    def __init__(self, source: PageSource) -> None:
        self._source = source
        self.manifest = source.bundle.manifest
        self._views = {view.layer.id: view for view in source.bundle.views}
        self._by_name = {view.layer.name: view for view in source.bundle.views}

    def layer(self, name: str) -> LayerView:
        """Return the layer of that id, or of that name."""
        view = self._views.get(name) or self._by_name.get(name)
        if view is None:
            layers = f"Layers: {', '.join(self._views)}"
            raise missing("there is no layer", name, self._views, layers)
        return view

    def node(self, layer_id: str, node_id: str) -> int:
        """Return the index of a node in its layer.

        ``@SAMPLE`` in place of the node's name is the node that holds the sample, the nearest if
        several do: a name that survives when nodes are numbered anew.
        """
        if node_id.startswith("@"):
            return self._node_of_sample(layer_id, node_id[1:])
        return self._part("node", layer_id, node_id, self.layer(layer_id).node_ids)

    def structure(self, layer_id: str, structure_id: str) -> Structure:
        """Return the structure of that name, such as ``loop-i3c0``."""
        found = self.layer(layer_id).structures
        return found[self._part("structure", layer_id, structure_id, [one.id for one in found])]

    def _part(self, what: str, layer_id: str, name: str, names: Sequence[str]) -> int:
        """Return the index of a node or a structure of a layer."""
        if name not in names:
            listed = f"Its {len(names)} {what}s are listed on layers/{layer_id}.html"
            raise missing(f"layer {layer_id!r} has no {what}", name, names, listed)
        return names.index(name)

    def _node_of_sample(self, layer_id: str, sample: str) -> int:
        view, ids = self.layer(layer_id), self._source.sample_ids
        if sample not in ids:
            raise LookupError(f"there is no sample {sample!r}")
        nodes = view.nodes_of(ids.index(sample))
        if not len(nodes):
            raise LookupError(f"layer {layer_id!r}: the sample {sample!r} is in no node, but noise")
        return int(nodes[0])

    def label(self, label: str) -> None:
        """Check that there is a label of that name."""
        labels = self.manifest.labels
        if label not in labels:
            known = f"Labels: {', '.join(labels)}" if labels else "The samples have no labels"
            raise missing("there is no label", label, labels, known)

    def __getitem__(self, name: str) -> str:
        """Return the text of the fact of that name."""
        match name.split("."):
            case [fact]:
                first = next(iter(self._views), "LAYER")
                hint = f"; a layer's facts are written like {first}.nodes"
                return _one_of(SITE_FACTS, fact, "The exploration", hint)(self._source)
            case [layer, fact]:
                view = self.layer(layer)
                return _one_of(LAYER_FACTS, fact, "A layer")(view, self._source)
            case [layer, *part, fact] if IS_STRUCTURE.match(part[0]):
                # The second of two structures with one anchor is called loop-i3c0.2.
                one = self.structure(layer, ".".join(part))
                return _one_of(STRUCTURE_FACTS, fact, "A structure")(self.layer(layer), one)
            case [layer, node, fact]:
                view, index = self.layer(layer), self.node(layer, node)
                return _one_of(NODE_FACTS, fact, "A node")(view, index, self.manifest)
        raise LookupError(
            f"unknown fact {name!r}: write FACT, LAYER.FACT, LAYER.NODE.FACT or "
            "LAYER.STRUCTURE.FACT"
        )


def _one_of(table: Mapping[str, _Answer], fact: str, what: str, more: str = "") -> _Answer:
    if fact not in table:
        raise missing("unknown fact", fact, table, f"{what} has: {', '.join(table)}{more}")
    return table[fact]
