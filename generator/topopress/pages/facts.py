"""The figures an essay may quote as ``{{ name }}``, so that they are always the built graph's.

* ``samples``, ``origins``, ``skipped``, ``labels``, ``layers``, ``rows``, ``nodes``, ``edges``,
  ``network``, ``parameters``, ``title``: of the whole exploration
* ``LAYER.fact``: of a layer, such as ``block10.purity``
* ``LAYER.NODE.fact``: of a node, such as ``block10.i12c0.members``

``docs/writing.md`` lists them with an example each.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Layer, Manifest
from topopress.pages.sources import PageSource
from topopress.pages.text import count, number, or_near, percent

Answer = TypeVar("Answer")


def interval_of(node_id: str) -> str:
    """Return the number of the interval that a node's name states."""
    return node_id.removeprefix("i").split("c")[0]


def label_of(view: LayerView, node: int, manifest: Manifest) -> str:
    """Return the commonest label of a node; empty without labels."""
    index = int(view.majority[node])
    return manifest.labels[index] if index >= 0 else ""


SITE_FACTS: Mapping[str, Callable[[PageSource], str]] = {
    "title": lambda source: source.settings.title,
    "network": lambda source: source.provenance.network.name,
    "parameters": lambda source: count(source.provenance.network.parameters),
    "samples": lambda source: count(source.provenance.n_samples),
    "origins": lambda source: count(source.provenance.n_origins),
    "skipped": lambda source: count(len(source.provenance.skipped)),
    "labels": lambda source: count(len(source.bundle.manifest.labels)),
    "layers": lambda source: count(len(source.bundle.manifest.layers)),
    "rows": lambda source: count(sum(layer.n_rows for layer in source.bundle.manifest.layers)),
    "nodes": lambda source: count(sum(layer.n_nodes for layer in source.bundle.manifest.layers)),
    "edges": lambda source: count(sum(layer.n_edges for layer in source.bundle.manifest.layers)),
}

LAYER_FACTS: Mapping[str, Callable[[Layer], str]] = {
    "name": lambda layer: layer.name,
    "channels": lambda layer: count(layer.channels),
    "height": lambda layer: count(layer.height),
    "width": lambda layer: count(layer.width),
    "rows": lambda layer: count(layer.n_rows),
    "nodes": lambda layer: count(layer.n_nodes),
    "edges": lambda layer: count(layer.n_edges),
    "eps": lambda layer: number(layer.eps),
    "lens_min": lambda layer: number(layer.lens_min),
    "lens_max": lambda layer: number(layer.lens_max),
    "coverage": lambda layer: percent(layer.quality.coverage),
    "noise": lambda layer: percent(1 - layer.quality.coverage),
    "purity": lambda layer: percent(layer.quality.purity),
    "components": lambda layer: count(layer.quality.components),
    "branching": lambda layer: count(layer.quality.branching),
    "loops": lambda layer: count(layer.quality.loops),
    "largest": lambda layer: percent(layer.quality.largest),
    "blob_share": lambda layer: percent(layer.quality.blob_share),
}

NODE_FACTS: Mapping[str, Callable[[LayerView, int, Manifest], str]] = {
    "members": lambda view, node, manifest: count(int(view.sizes[node])),
    "share": lambda view, node, manifest: percent(int(view.sizes[node]) / view.layer.n_rows),
    "interval": lambda view, node, manifest: interval_of(view.node_ids[node]),
    "lens": lambda view, node, manifest: number(float(view.mean_lens[node])),
    "tightness": lambda view, node, manifest: number(float(view.tightness[node]), 2),
    "purity": lambda view, node, manifest: percent(float(view.purity[node])),
    "label": label_of,
    "neighbours": lambda view, node, manifest: count(int(np.count_nonzero(view.edges == node))),
}


class Facts:
    """Answers what an essay may ask of one exploration.

    Every question that has no answer raises ``LookupError`` with a message for the author.
    """

    def __init__(self, source: PageSource) -> None:
        self._source = source
        self.manifest = source.bundle.manifest
        self._views = {view.layer.id: view for view in source.bundle.views}

    def layer(self, layer_id: str) -> LayerView:
        """Return the layer of that id."""
        if layer_id not in self._views:
            raise LookupError(
                f"there is no layer {layer_id!r}{or_near(layer_id, self._views)} "
                f"Layers: {', '.join(self._views)}"
            )
        return self._views[layer_id]

    def node(self, layer_id: str, node_id: str) -> int:
        """Return the index of a node in its layer.

        Args:
            layer_id: Id of the layer.
            node_id: Name of the node, or ``@SAMPLE`` for the node that holds the sample, the
                nearest if several do: a name that survives when nodes are numbered anew.
        """
        if node_id.startswith("@"):
            return self._node_of_sample(layer_id, node_id[1:])
        ids = self.layer(layer_id).node_ids
        if node_id not in ids:
            raise LookupError(
                f"layer {layer_id!r} has no node {node_id!r}{or_near(node_id, ids)} "
                f"Its {len(ids)} nodes are listed on layers/{layer_id}.html"
            )
        return ids.index(node_id)

    def _node_of_sample(self, layer_id: str, sample: str) -> int:
        self.layer(layer_id)
        try:
            nodes = self._source.nodes_of(layer_id, sample)
        except KeyError:
            raise LookupError(f"there is no sample {sample!r}") from None
        if not nodes:
            raise LookupError(f"layer {layer_id!r}: the sample {sample!r} is in no node, but noise")
        return int(nodes[0])

    def label(self, label: str) -> None:
        """Check that there is a label of that name."""
        labels = self.manifest.labels
        if label not in labels:
            said = f"Labels: {', '.join(labels)}" if labels else "The samples have no labels"
            raise LookupError(f"there is no label {label!r}{or_near(label, labels)} {said}")

    def __getitem__(self, name: str) -> str:
        """Return the text of the fact of that name."""
        match name.split("."):
            case [fact]:
                return _one_of(SITE_FACTS, fact, "The exploration", self._layer_hints())(
                    self._source
                )
            case [layer, fact]:
                view = self.layer(layer)
                return _one_of(LAYER_FACTS, fact, "A layer")(view.layer)
            case [layer, node, fact]:
                view, index = self.layer(layer), self.node(layer, node)
                return _one_of(NODE_FACTS, fact, "A node")(view, index, self.manifest)
        raise LookupError(f"unknown fact {name!r}: write FACT, LAYER.FACT or LAYER.NODE.FACT")

    def _layer_hints(self) -> str:
        first = next(iter(self._views), "LAYER")
        return f"; a layer's facts are written like {first}.nodes"


def _one_of(table: Mapping[str, Answer], fact: str, what: str, more: str = "") -> Answer:
    if fact not in table:
        raise LookupError(
            f"unknown fact {fact!r}{or_near(fact, table)} {what} has: {', '.join(table)}{more}"
        )
    return table[fact]
