"""What forms along a training, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from topopress.core.language import gettext, gettext_noop
from topopress.diagnosis.training_types import FormedIsland, LayerStory, TrainingStory
from topopress.diagnosis.verdicts.types import Verdict
from topopress.pages.tables.text import count, listed, rows
from topopress.pages.tables.verdict_sentences import points, share

_PARTINGS = {
    "part_between": gettext_noop(
        "{first} and {second} part between {before} and {layer}: a probe of the two rises from "
        "{from} to {at} (at most {best})."
    ),
    "part_gradually": gettext_noop(
        "{first} and {second} part gradually, half way at {layer}: a probe of the two begins with "
        "{start} and comes to {best}."
    ),
    "do_not_part": gettext_noop(
        "{first} and {second} do not part: at the last checkpoint a probe of the two is right for "
        "{last}."
    ),
}
SHARP = "part_between"
"""The rule of a parting that is told among what is worth a look."""


@dataclass(frozen=True, slots=True)
class StorySentence:
    """What a rule says, and the layer and the checkpoint that it is about."""

    title: str
    text: str
    layer: str
    checkpoint: str


def told(story: TrainingStory) -> Iterator[StorySentence]:
    """Yield what rules say of all layers; nothing where none holds."""
    for layer in story.layers:
        if layer.apart is not None:
            yield _apart(layer, layer.apart)
        for one in layer.formed:
            yield _island(one, layer, story.checkpoints[-1])
        for verdict in layer.partings:
            if verdict.rule == SHARP:
                title = gettext("Classes part in {layer}", layer=layer.layer)
                at = _checkpoint(verdict.of["layer"], layer)
                yield StorySentence(title, parting(verdict, layer), layer.layer, at)


def _apart(layer: LayerStory, place: int) -> StorySentence:
    since, last = layer.steps[place].figures.name, layer.steps[-1]
    groups = "; ".join(
        gettext("{labels} ({rows})", labels=listed(part.labels), rows=rows(part.n_rows))
        for part in last.parts
        if part.labels
    )
    values = {"since": since, "last": last.figures.name, "groups": groups}
    if place == 0:
        said = gettext(
            "At every checkpoint the graph has parts, which nothing connects, that hold different "
            "labels; at {last}: {groups}.",
            **values,
        )
    elif place == len(layer.steps) - 1:
        said = gettext(
            "At the last checkpoint, {since}, the graph has parts, which nothing connects, that "
            "hold different labels: {groups}.",
            **values,
        )
    else:
        said = gettext(
            "From {since} on the graph has parts, which nothing connects, that hold different "
            "labels; at {last}: {groups}.",
            **values,
        )
    title = gettext("Labels in parts of their own in {layer}", layer=layer.layer)
    return StorySentence(title, said, layer.layer, since)


def _island(one: FormedIsland, layer: LayerStory, last: str) -> StorySentence:
    values = {
        "label": one.label,
        "since": one.since,
        "before": one.before,
        "share": share(one.share),
        "share_before": share(one.share_before),
        "last": last,
        "share_last": share(one.last),
    }
    if not one.before:
        title = gettext("An island in {layer} all along", layer=layer.layer)
        said = gettext(
            "{label}: at every checkpoint connected nodes in which most rows are {label} hold at "
            "least half of its rows, {share} at {since} and {share_last} at {last}.",
            **values,
        )
    elif one.since == last:
        title = gettext("An island in {layer}", layer=layer.layer)
        said = gettext(
            "{label}: at the last checkpoint, {since}, connected nodes in which most rows are "
            "{label} hold {share} of its rows ({share_before} at {before}).",
            **values,
        )
    else:
        title = gettext("An island forms in {layer}", layer=layer.layer)
        said = gettext(
            "{label}: from {since} on, connected nodes in which most rows are {label} hold at "
            "least half of its rows: {share} at {since} ({share_before} at {before}), {share_last} "
            "at {last}.",
            **values,
        )
    return StorySentence(title, said, layer.layer, one.since)


def parting(verdict: Verdict, layer: LayerStory) -> str:
    """Return between which checkpoints two classes part."""
    shown = {name: _checkpoint(text, layer) for name, text in verdict.of.items()}
    figures = {name: share(value) for name, value in verdict.figures.items()}
    return gettext(_PARTINGS[verdict.rule], **(shown | figures))


def _checkpoint(text: str, layer: LayerStory) -> str:
    """Return the checkpoint of a published layer; other texts are names of classes."""
    names = {step.layer: step.figures.name for step in layer.steps}
    return names.get(text, text)


def summary(story: TrainingStory, samples: str) -> str:
    """Return what the figures are of, and what the network itself answers."""
    measured = gettext(
        "{checkpoints} checkpoints, measured on {n} {samples}, by the mean vector of each.",
        checkpoints=count(len(story.checkpoints)),
        n=count(story.n_samples),
        samples=samples,
    )
    if not story.own:
        return measured
    first, last = story.own[0], story.own[-1]
    own = gettext(
        "The network itself is right for {start} at {first} and for {end} ± {error} at {last}; the "
        "commonest label is that of {chance}.",
        start=share(first.right),
        first=first.checkpoint,
        end=share(last.right),
        error=points(2 * last.error),
        last=last.checkpoint,
        chance=share(story.chance or 0.0),
    )
    return f"{measured} {own}"
