"""Joins what is known of a network at its checkpoints to the story of its training."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.config.checkpoints import published_layer
from topopress.diagnosis.assembled_report import changed_neighbourhoods, summaries
from topopress.diagnosis.flow_types import GraphFlow
from topopress.diagnosis.report_types import (
    ClassPartings,
    GraphFigures,
    LayerMeasures,
    OwnAnswers,
)
from topopress.diagnosis.training_types import (
    FormedIsland,
    Island,
    LabelIslands,
    LabelledPart,
    LayerStory,
    OwnAccuracy,
    StepFigures,
    TrainingStory,
)
from topopress.diagnosis.types import NodeMembers
from topopress.samples.types import Labels


@dataclass(frozen=True, slots=True, eq=False)
class StoryParts:
    """What is joined; mappings have the published names of layers."""

    measures: Mapping[str, LayerMeasures]
    partings: Sequence[ClassPartings]
    flows: Sequence[GraphFlow]
    islands: Mapping[str, LabelIslands]
    answers: Sequence[OwnAnswers]
    labels: Labels
    graphs: Mapping[str, NodeMembers]
    figures: Mapping[str, GraphFigures]


def assembled_story(
    parts: StoryParts, layers: Sequence[str], checkpoints: Sequence[str]
) -> TrainingStory:
    """Return the story; ``layers`` are the names in the network."""
    first = next(iter(parts.measures.values()))
    labelled = first.label[first.label >= 0]
    flows = np.arange(len(parts.flows)).reshape(len(layers), -1)
    return TrainingStory(
        checkpoints=tuple(checkpoints),
        n_samples=len(first.sample),
        chance=float(np.bincount(labelled).max() / len(labelled)) if len(labelled) else None,
        own=tuple(_own(parts.answers, parts.labels, checkpoints)),
        layers=tuple(
            _of_layer(parts, layer, checkpoints, place, [parts.flows[k] for k in of_layer])
            for place, (layer, of_layer) in enumerate(zip(layers, flows.tolist(), strict=True))
        ),
    )


def _own(
    answers: Sequence[OwnAnswers], labels: Labels, checkpoints: Sequence[str]
) -> Iterator[OwnAccuracy]:
    known = labels.label >= 0
    if not known.any() or not all(len(one.said) for one in answers):
        return
    for name, one in zip(checkpoints, answers, strict=False):
        right = one.said[known] == labels.label[known]
        yield OwnAccuracy(name, float(right.mean()), float(right.std() / np.sqrt(len(right))))


def _of_layer(
    parts: StoryParts,
    layer: str,
    checkpoints: Sequence[str],
    place: int,
    flows: Sequence[GraphFlow],
) -> LayerStory:
    names = [published_layer(layer, one) for one in checkpoints]
    figures = summaries(
        dict(zip(checkpoints, (parts.measures[name] for name in names), strict=True)),
        [None] * (len(names) - 1),
        dict(zip(checkpoints, (parts.figures[name] for name in names), strict=True)),
    )
    steps = tuple(
        StepFigures(
            figures=figure,
            layer=name,
            nodes=len(parts.graphs[name].node_interval),
            parts=tuple(_labelled_parts(parts, name)),
            islands=tuple(_islands(parts, name)),
            by_chance=float(parts.islands[name].by_chance.sum(axis=1).mean()),
        )
        for name, figure in zip(names, figures, strict=True)
    )
    of_steps = [parts.islands[name] for name in names]
    return LayerStory(
        layer=layer,
        steps=steps,
        apart=first_lasting([step.is_apart for step in steps]),
        formed=tuple(formed(of_steps, parts.labels.labels, checkpoints)),
        partings=parts.partings[place].verdicts,
        flows=tuple(flows),
        neighbourhoods=tuple(
            changed_neighbourhoods(
                {name: parts.measures[name] for name in names}, parts.labels.labels
            )
        ),
    )


def _labelled_parts(parts: StoryParts, name: str) -> Iterator[LabelledPart]:
    found, names = parts.islands[name], parts.labels.labels
    for k, n_rows in enumerate(found.part_rows.tolist()):
        held = np.flatnonzero(found.held_by == k).tolist()
        yield LabelledPart(n_rows, tuple(names[label] for label in held))


def first_lasting(there: Sequence[bool]) -> int | None:
    """Return the place from which on all are true; None if the last is not."""
    false = [place for place, one in enumerate(there) if not one]
    since = false[-1] + 1 if false else 0
    return since if since < len(there) else None


def _islands(parts: StoryParts, name: str) -> Iterator[Island]:
    found, nodes = parts.islands[name], parts.graphs[name].names
    there = np.flatnonzero(found.is_island)
    for label in there[np.argsort(-found.share[there], kind="stable")].tolist():
        yield Island(
            label=parts.labels.labels[label],
            share=float(found.share[label]),
            nodes=int(found.n_nodes[label]),
            node=nodes[int(found.node[label])],
        )


def formed(
    steps: Sequence[LabelIslands], labels: Sequence[str], checkpoints: Sequence[str]
) -> Iterator[FormedIsland]:
    """Yield the labels with an island at the last checkpoint, by when it formed.

    It formed at the first checkpoint from which on it is at all of them. A label that has an island
    at the last checkpoint alone is said, too: nothing later can speak against it.
    """
    since = {
        label: place
        for label in range(len(labels))
        if (place := first_lasting([bool(one.is_island[label]) for one in steps])) is not None
    }
    for label, place in sorted(since.items(), key=lambda one: (one[1], -steps[-1].share[one[0]])):
        yield FormedIsland(
            label=labels[label],
            since=checkpoints[place],
            before=checkpoints[place - 1] if place else "",
            share_before=float(steps[place - 1].share[label]) if place else 0.0,
            share=float(steps[place].share[label]),
            last=float(steps[-1].share[label]),
        )
