"""The figures that an essay states as ``{{ name }}``: always those of the built graph.

* ``samples``, ``origins``, ``skipped``, ``labels``, ``layers``, ``rows``, ``nodes``, ``edges``,
  ``network``, ``parameters``, ``title``: of the whole exploration
* ``LAYER.fact``: of a layer, such as ``block10.purity``
* ``LAYER.NODE.fact``: of a node, such as ``block10.i12c0.members``
* ``LAYER.STRUCTURE.fact``: of a structure, such as ``block10.loop-i3c0.rows``
* ``without.BLOCK.fact``: of a block that the report skips or replaces, such as
  ``without.block1.linear``

``docs/writing.md`` lists them with an example each.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from topopress.bundle.exploration import LayerView
from topopress.bundle.schema import Structure
from topopress.core.counted import counted
from topopress.pages.essay.fact_tables import (
    BLOCK_FACTS,
    LAYER_FACTS,
    NODE_FACTS,
    SITE_FACTS,
    STRUCTURE_FACTS,
    Fact,
)
from topopress.pages.sources import PageSource
from topopress.pages.tables.layer_figures import LayerFigure, Value, known
from topopress.pages.tables.report_figures import block_of
from topopress.pages.tables.text import missing

_OF_OTHERS = re.compile(r"[<%#>]")
IS_STRUCTURE = re.compile(r"[a-z]+-i\d+c\d+")


def require_projection(kind: str, published: Sequence[str]) -> None:
    """Check that a kind of scatter is published.

    Raises:
        LookupError: it is not.
    """
    if kind not in published:
        more = f"Scatters: {', '.join(published)}; the setting projection.others adds further ones"
        raise missing("there is no scatter", kind, published, more)


_TABLES: Mapping[str, Mapping[str, object]] = {
    "The exploration": SITE_FACTS,
    "A layer": LAYER_FACTS,
    "A node": NODE_FACTS,
    "A structure": STRUCTURE_FACTS,
    "A block": BLOCK_FACTS,
}


@dataclass(frozen=True, slots=True)
class FactName:
    """A fact as an essay names it: of what, of which layer, of which node or structure of it.

    The part of a block is its name, and it has no layer.
    """

    of: Literal["The exploration", "A layer", "A node", "A structure", "A block"]
    layer: str
    part: str
    fact: str


def parse_fact(name: str, layers: Iterable[str]) -> FactName:
    """Read ``LAYER.NODE.fact`` and its like; ``layers`` are for the message.

    Raises:
        LookupError: if there is no fact of that name, whatever the results are.
    """
    if _OF_OTHERS.match(name):
        raise LookupError(
            f"'{{{{ {name} }}}}' is no fact; for braces that are shown write \\{{{{, and leave out "
            "commands of other generators"
        )
    match name.split("."):
        case [fact]:
            found = FactName("The exploration", "", "", fact)
        case ["without", *block, fact] if block:
            found = FactName("A block", "", ".".join(block), fact)
        case [layer, fact]:
            found = FactName("A layer", layer, "", fact)
        case [layer, *part, fact] if IS_STRUCTURE.match(part[0]):
            # The second of two structures with one anchor is called loop-i3c0.2.
            found = FactName("A structure", layer, ".".join(part), fact)
        case [layer, node, fact]:
            found = FactName("A node", layer, node, fact)
        case _:
            raise LookupError(
                f"unknown fact {name!r}: write FACT, LAYER.FACT, LAYER.NODE.FACT, "
                "LAYER.STRUCTURE.FACT or without.BLOCK.FACT"
            )
    known = _TABLES[found.of]
    if found.fact not in known:
        first = next(iter(layers), "LAYER")
        more = (
            ""
            if found.of != "The exploration"
            else f"; a layer's facts are written like {first}.nodes"
        )
        listed = f"{found.of} has: {', '.join(known)}{more}"
        raise missing("unknown fact", found.fact, known, listed)
    return found


class Facts:
    """Looks up facts, layers, nodes, structures and labels of one exploration that is built.

    What is not there raises ``LookupError`` with a message for the author.
    """

    def __init__(self, source: PageSource) -> None:
        self.source = source
        self.settings = source.settings
        self.manifest = source.bundle.manifest
        self._views = {view.layer.id: view for view in source.bundle.views}
        self._ids = {view.layer.name: view.layer.id for view in source.bundle.views}

    def layer(self, name: str) -> LayerView:
        """Return the layer of that id or name."""
        return self._views[self.layer_id(name)]

    def has_layer(self, name: str) -> bool:
        """Return whether there is a layer of that id or name."""
        return name in self._views or name in self._ids

    def layer_id(self, name: str) -> str:
        """Return the id of the layer of that id or name."""
        found = name if name in self._views else self._ids.get(name)
        if found is None:
            layers = f"Layers: {', '.join(self._views)}"
            raise missing("there is no layer", name, self._views, layers)
        return found

    def node(self, layer_id: str, node_id: str) -> int:
        """Return the index of a node in its layer.

        ``@SAMPLE`` in place of the node's name is the node that holds the sample, the nearest if
        several do: a name that survives when nodes are numbered anew.
        """
        if node_id.startswith("@"):
            return self._node_of_sample(layer_id, node_id[1:])
        return self._part("node", layer_id, node_id, self.layer(layer_id).node_ids)

    def node_name(self, layer_id: str, node_id: str) -> str:
        """Return the name of a node of the graph that was built."""
        return self.layer(layer_id).node_ids[self.node(layer_id, node_id)]

    def structure(self, layer_id: str, structure_id: str) -> Structure:
        """Return the structure of that name, such as ``loop-i3c0``."""
        found = self.layer(layer_id).structures
        return found[self._part("structure", layer_id, structure_id, [one.id for one in found])]

    def channel(self, layer_id: str, channel: int) -> None:
        """Check that a layer has a channel of that number."""
        layer = self.layer(layer_id).layer
        if channel >= layer.channels:
            raise LookupError(
                f"there is no channel {channel}; {layer.name} has "
                f"{counted(layer.channels, 'channel')}, counted from 0"
            )

    def sample(self, sample: str) -> None:
        """Check that there is a sample of that id."""
        if sample not in self.source.sample_ids:
            raise LookupError(f"there is no sample {sample!r}")

    def label(self, label: str) -> None:
        """Check that there is a label of that name."""
        labels = self.manifest.labels
        if label not in labels:
            known = f"Labels: {', '.join(labels)}" if labels else "The samples have no labels"
            raise missing("there is no label", label, labels, known)

    def label_or_value(self, name: str) -> None:
        """Check that there is a label of that name, or a value of that ``COLUMN:VALUE``."""
        if name not in self.manifest.labels:
            (self.value if ":" in name else self.label)(name)

    def label_of_any_column(self, label: str) -> None:
        """Check that there is a label of that name, or a value of any further column."""
        if all(label not in one.labels for one in self.manifest.columns):
            self.label(label)

    def number(self, column: str) -> None:
        """Check that there is a column of numbers of that name."""
        known = [one.name for one in self.manifest.numbers if one.source == "table"]
        if column not in known:
            listed = f"Columns: {', '.join(known)}" if known else "There are no columns of numbers"
            raise missing("there is no column of numbers", column, known, listed)

    def projection(self, kind: str) -> None:
        """Check that the scatter is published."""
        require_projection(kind, self.manifest.projections)

    def column(self, column: str) -> None:
        """Check that there is a further column of labels of that name."""
        known = [one.name for one in self.manifest.columns]
        if column not in known:
            listed = f"Columns: {', '.join(known)}" if known else "There are no further columns"
            raise missing("there is no column of labels", column, known, listed)

    def value(self, value: str) -> None:
        """Check that a further column of labels has a value, written ``COLUMN:VALUE``."""
        known = [f"{one.name}:{label}" for one in self.manifest.columns for label in one.labels]
        if value not in known:
            raise missing("there is no value", value, known, "Write COLUMN:VALUE")

    def __getitem__(self, name: str) -> str:
        """Return the text of the fact of that name."""
        fact, of = self._found(name)
        return fact.text(*of)

    def raw(self, name: str) -> Value:
        """Return the fact of that name at full precision; None where it is unknown."""
        fact, of = self._found(name)
        return known(fact.value(*of))

    def _found(self, name: str) -> tuple[Fact | LayerFigure, tuple[Any, ...]]:
        """Return a fact, and what it is of."""
        one = parse_fact(name, self._views)
        match one.of:
            case "The exploration":
                return SITE_FACTS[one.fact], (self.source,)
            case "A layer":
                return LAYER_FACTS[one.fact], (self.layer(one.layer), self.source)
            case "A node":
                view, index = self.layer(one.layer), self.node(one.layer, one.part)
                return NODE_FACTS[one.fact], (view, index, self.manifest)
            case "A structure":
                structure = self.structure(one.layer, one.part)
                return STRUCTURE_FACTS[one.fact], (self.layer(one.layer), structure)
            case "A block":
                return BLOCK_FACTS[one.fact], (block_of(self.source, one.part),)

    def _part(self, what: str, layer_id: str, name: str, names: Sequence[str]) -> int:
        """Return the index of a node or a structure of a layer."""
        if name not in names:
            page = f"layers/{self.layer_id(layer_id)}.html"
            listed = f"Its {len(names)} {what}s are listed on {page}"
            raise missing(f"layer {layer_id!r} has no {what}", name, names, listed)
        return names.index(name)

    def _node_of_sample(self, layer_id: str, sample: str) -> int:
        self.sample(sample)
        view = self.layer(layer_id)
        nodes = view.nodes_of(self.source.sample_ids.index(sample))
        if not len(nodes):
            raise LookupError(f"layer {layer_id!r}: the sample {sample!r} is in no node, but noise")
        return int(nodes[0])
