"""What is searched of an exploration's graphs: labels, the nodes they are commonest in, samples."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from topopress.pages.sources import PageSource

MOST_LABELS = 500
NODES_OF_LABEL = 3
MOST_SAMPLES = 5000
# Numbers of rows, and what stands for a text: its digest.
_NO_NAME = re.compile(r"[0-9]+|[0-9a-f]{16,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LabelledNode:
    """A node of which a label is the commonest."""

    layer: int
    """Place of the layer among those of the exploration."""
    node: str
    percent: int
    """Purity: share of the label among the members that have one."""
    members: int


@dataclass(frozen=True, slots=True)
class LabelNames:
    """A label and the nodes of which it is the commonest, those with most such members first."""

    name: str
    nodes: tuple[LabelledNode, ...]


@dataclass(frozen=True, slots=True)
class GraphNames:
    """The names of one exploration.

    Attributes:
        folder: Folder of the exploration.
        layers: Id and name of each layer.
        start: Place of the layer that is shown first.
        labels: Those of the largest nodes first.
        samples: Ids of samples, front-coded.
    """

    folder: str
    title: str
    layers: tuple[tuple[str, str], ...]
    start: int
    labels: tuple[LabelNames, ...]
    samples: tuple[str, ...]


def graph_names(source: PageSource) -> GraphNames:
    """Return what is searched of the graphs of an exploration."""
    manifest = source.bundle.manifest
    named = [one for one in source.sample_ids if not _NO_NAME.fullmatch(one)]
    layers = tuple((layer.id, layer.name) for layer in manifest.layers)
    return GraphNames(
        folder=source.path,
        title=source.settings.title,
        layers=layers,
        start=[layer for layer, _ in layers].index(manifest.start),
        labels=tuple(_labels(source)),
        samples=front_coded(named[:MOST_SAMPLES]),
    )


def _labels(source: PageSource) -> list[LabelNames]:
    found: dict[int, list[LabelledNode]] = {}
    for k, view in enumerate(source.bundle.views):
        labels, shares, sizes = view.figure("majority"), view.figure("purity"), view.sizes
        for node in np.flatnonzero(~np.isnan(labels) & ~np.isnan(shares)):
            percent, members = round(100 * float(shares[node])), int(sizes[node])
            one = LabelledNode(k, view.node_ids[node], percent, members)
            found.setdefault(int(labels[node]), []).append(one)
    largest = (
        LabelNames(name, tuple(sorted(found.get(label, ()), key=_by_members)[:NODES_OF_LABEL]))
        for label, name in enumerate(source.bundle.manifest.labels)
    )
    # The sort is stable: labels of equally large nodes stay in the order of their names.
    by_size = sorted(largest, key=lambda one: _by_members(one.nodes[0])[0] if one.nodes else 0)
    return by_size[:MOST_LABELS]


def _by_members(one: LabelledNode) -> tuple[int, int, str]:
    return -one.percent * one.members, one.layer, one.node


def front_coded(names: Sequence[str]) -> tuple[str, ...]:
    """Return names, each without the letters that it shares with the one before.

    In their place stand their number and a space: ``coffee-1``, ``coffee-12`` become
    ``0 coffee-1``, ``8 2``.
    """
    coded, before = [], ""
    for name in names:
        pairs = zip(before, name, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        coded.append(f"{same} {name[same:]}")
        before = name
    return tuple(coded)
