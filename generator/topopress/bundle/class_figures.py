"""From the records of an exploration to what the pages of its classes show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from topopress.analysis.predictions import Predictions
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.diagnosis.class_counts import ClassCounts, class_counts
from topopress.diagnosis.class_relations import LEAST, Beside, relation_from
from topopress.diagnosis.class_types import (
    ClassFigures,
    ClassLayer,
    ClassNode,
    Failed,
    OtherClass,
)
from topopress.mapper.head import are_probabilities
from topopress.mapper.types import MapperGraph
from topopress.network.label_classes import classes_of_labels, plain_name
from topopress.samples.types import Labels
from topopress.visuals.types import Attribution, ExemplarRows

MOST_NODES, MOST_BY_LOGIT = 3, 2
"""Nodes of a layer that are shown for their members, and for their attribution."""
MOST_EXEMPLARS, MOST_COUNTED, MOST_OTHERS, MOST_FAILED = 4, 5, 6, 12


@dataclass(frozen=True, slots=True, eq=False)
class LayerRecords:
    """The records of a layer that say where classes are; ``sample`` is that of each row."""

    graph: MapperGraph
    sample: Int32
    exemplars: ExemplarRows
    attribution: Attribution | None


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What the network answers: its classes, the predictions, and the outputs for each sample."""

    classes: tuple[str, ...]
    predictions: Predictions
    outputs: Float32


def class_figures(
    labels: Labels, answers: Answers | None, layers: Sequence[LayerRecords], least: int
) -> tuple[ClassFigures, ...]:
    """Return the classes of an exploration: its labels, then the further answers of its network.

    Args:
        labels: The label of each sample.
        answers: None without a network that has classes.
        layers: In forward order, at least one.
        least: Samples that a class has at least.
    """
    known = {plain_name(name) for name in labels.labels}
    found = [*_Classes("label", labels, labels, answers, layers).figures(least)]
    if answers is not None:
        others = _Classes("answer", answers.predictions, labels, answers, layers).figures(least)
        found += [one for one in others if plain_name(one.name) not in known]
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What the members of a class see in their nodes: the share of each class, beside chance."""

    members: int
    share: Float64
    chance: Float64

    @classmethod
    def by(cls, counts: ClassCounts, label: int) -> "_Seen":
        members = int(counts.nodes_of(label)[1].sum())
        return cls(members, counts.beside(label), counts.chance(label))

    def beside(self, other: int) -> Beside | None:
        if not self.members:
            return None
        return Beside(float(self.share[other]), float(self.chance[other]), self.members)


@dataclass(frozen=True, slots=True, eq=False)
class _Classes:
    """All classes of a kind: ``own`` says of which each sample is."""

    source: Literal["label", "answer"]
    own: Labels
    labels: Labels
    answers: Answers | None
    layers: Sequence[LayerRecords]

    def figures(self, least: int) -> Iterator[ClassFigures]:
        if not self.own.labels:
            return
        counts = [class_counts(layer.graph, layer.sample, self.own) for layer in self.layers]
        outputs = _outputs_of(self.own.labels, self.answers)
        for label in np.flatnonzero(counts[0].samples >= least).tolist():
            yield self._one(label, counts, outputs[label])

    def _one(self, label: int, counts: Sequence[ClassCounts], output: int | None) -> ClassFigures:
        name = self.own.labels[label]
        right, answered = self._right(label)
        seen = [_Seen.by(each, label) for each in counts]
        layers = tuple(
            ClassLayer(view.beside(label), tuple(self._nodes(layer, each, label, output)))
            for layer, each, view in zip(self.layers, counts, seen, strict=True)
        )
        counted = tuple(self._counted(label))
        return ClassFigures(
            name=name,
            source=self.source,
            samples=int(counts[0].samples[label]),
            total=int(counts[0].samples.sum()),
            right=right,
            answered=answered,
            counted=counted,
            layers=layers,
            others=tuple(self._others(label, seen, [one for one, _ in counted])),
            failed=() if right is None else tuple(self._failed(label)),
        )

    def _right(self, label: int) -> tuple[int | None, int | None]:
        """Return how many samples have this label and answer, and how many have the answer."""
        name = plain_name(self.own.labels[label])
        if self.source == "answer" or self.answers is None:
            return None, None
        if name not in map(plain_name, self.answers.classes):
            return None, None
        same = self._answers_with(name)
        return int((same & (self.own.label == label)).sum()), int(same.sum())

    def _answers_with(self, name: str) -> np.ndarray:
        if self.answers is None:
            return np.zeros(len(self.own.label), np.bool_)
        found = self.answers.predictions
        return np.array([plain_name(each) == name for each in found.labels])[found.label]

    def _counted(self, label: int) -> Iterator[tuple[str, int]]:
        """Yield the commonest answers for a label, or the commonest labels of an answer."""
        other: Labels | None = self.labels
        if self.source == "label":
            other = self.answers.predictions if self.answers else None
        if other is None or not other.labels:
            return
        seen = other.label[self.own.label == label]
        numbers = np.bincount(seen[seen >= 0], minlength=len(other.labels))
        for k in np.argsort(-numbers, kind="stable")[:MOST_COUNTED].tolist():
            if numbers[k]:
                yield other.labels[k], int(numbers[k])

    def _nodes(
        self, layer: LayerRecords, counts: ClassCounts, label: int, output: int | None
    ) -> Iterator[ClassNode]:
        """Yield the nodes that add most to the purity of a class, then to its logit."""
        nodes, members = counts.nodes_of(label)
        gain = members.astype(np.float64) ** 2 / counts.size[nodes]
        first = nodes[np.argsort(-gain, kind="stable")[:MOST_NODES]].tolist()
        added = _attributed(layer.attribution, output)
        strongest = sorted(added, key=lambda node: (-added[node], node))
        more = [node for node in strongest if added[node] > 0][:MOST_BY_LOGIT]
        of_class = dict(zip(nodes.tolist(), members.tolist(), strict=True))
        for node in dict.fromkeys((*first, *more)):
            value = added.get(node)
            yield ClassNode(
                node=node,
                members=of_class.get(node, 0),
                size=int(counts.size[node]),
                attribution=value,
                logit_share=self._logit_share(layer, node, output, value),
                exemplars=tuple(self._exemplars(layer, node, label)),
            )

    def _exemplars(self, layer: LayerRecords, node: int, label: int) -> list[int]:
        first, last = layer.exemplars.offsets[node : node + 2].tolist()
        rows = layer.exemplars.row[first:last]
        _, places = np.unique(rows, return_index=True)
        mine = [
            k for k in sorted(places.tolist()) if self.own.label[layer.sample[rows[k]]] == label
        ]
        return [first + k for k in mine[:MOST_EXEMPLARS]]

    def _logit_share(
        self, layer: LayerRecords, node: int, output: int | None, value: float | None
    ) -> float | None:
        """Return an attribution as a share of the mean logit of the node's nearest exemplars."""
        if self.answers is None or output is None or value is None:
            return None
        nearest = layer.exemplars.row[layer.exemplars.of_kind(node, "nearest")]
        logit = _centred_logit(self.answers.outputs, layer.sample[nearest], output)
        return value / logit if logit > 0 else None

    def _others(
        self, label: int, seen: Sequence[_Seen], answered: Sequence[str]
    ) -> Iterator[OtherClass]:
        """Yield the classes that the network answers for a class, then those in its nodes."""
        named = {plain_name(name) for name in answered}
        wrong = [
            k for k, name in enumerate(self.own.labels) if k != label and plain_name(name) in named
        ]
        nearest = [k for k in _nearest(seen, label) if k not in wrong]
        for k in (*wrong, *nearest)[:MOST_OTHERS]:
            layers = tuple(each.beside(k) for each in seen)
            judged = [one for one in layers if one is not None]
            if layers[-1] is not None:
                relation, since = relation_from(judged)
                place = [j for j, one in enumerate(layers) if one is not None][since]
                yield OtherClass(self.own.labels[k], layers, relation, place)

    def _failed(self, label: int) -> Iterator[Failed]:
        if self.answers is None:
            return
        found = self.answers.predictions
        wrong = ~self._answers_with(plain_name(self.own.labels[label]))
        samples = np.flatnonzero(wrong & (self.own.label == label))
        order = np.argsort(-found.confidence[samples], kind="stable")
        for sample in samples[order][:MOST_FAILED].tolist():
            yield Failed(sample, found.labels[found.label[sample]], float(found.confidence[sample]))


def _outputs_of(names: Sequence[str], answers: Answers | None) -> list[int | None]:
    """Return the output of the network that has each name, where exactly one has."""
    found = classes_of_labels(names, answers.classes if answers else ())
    return [found[name][0] if len(found[name]) == 1 else None for name in names]


def _nearest(seen: Sequence[_Seen], label: int) -> list[int]:
    """Return the classes in the nodes of a class, in order of the last layer, then of all layers.

    The order of all layers is that of the largest share in units of chance. Classes with few
    members there are left out.
    """
    shares = np.nan_to_num([each.share for each in seen])
    chances = np.nan_to_num([each.chance for each in seen])
    excess = (shares / np.maximum(chances, np.finfo(np.float64).tiny)).max(axis=0)
    last = shares[-1]
    most = (shares.T * [each.members for each in seen]).max(axis=1)
    order = np.lexsort((-excess, -last)).tolist()
    return [k for k in order if k != label and most[k] >= LEAST]


def _attributed(attribution: Attribution | None, output: int | None) -> dict[int, float]:
    """Return what nodes add to the logit of a class, where it is among their strongest."""
    if attribution is None or output is None or not attribution.way:
        return {}
    places = np.flatnonzero(attribution.output == output)
    nodes = np.searchsorted(attribution.offsets, places, side="right") - 1
    return dict(zip(nodes.tolist(), attribution.value[places].tolist(), strict=True))


def _centred_logit(outputs: Float32, samples: Int64 | Int32, output: int) -> float:
    """Return the mean over some samples of a logit above the mean of all logits; 0 for none."""
    if not len(samples):
        return 0.0
    logits = np.asarray(outputs[samples], np.float64)
    if are_probabilities(outputs[samples]):
        logits = np.log(np.maximum(logits, np.finfo(np.float32).tiny))
    return float((logits[:, output] - logits.mean(axis=1)).mean())
