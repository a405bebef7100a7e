"""The stages that render optimised pictures, each of which is stored on its own."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

import numpy as np

from topopress.analysis.stages import Description
from topopress.config.visuals import FeatureVisualisation
from topopress.core.arrays import Float32
from topopress.core.seeds import seed_for
from topopress.network.stages import NetworkResource
from topopress.network.types import LayerInfo, NetworkIdentity, NetworkInfo
from topopress.stage.executor import Work
from topopress.stage.stage import Hashed, Stage, batch
from topopress.store.canonical import canonical, sha256
from topopress.visuals.budget import shares
from topopress.visuals.target_stages import PictureTargets, Subjects
from topopress.visuals.targets import Targets
from topopress.visuals.types import FeatureVisualisations, Picture

if TYPE_CHECKING:
    from topopress.visuals.render_pool import RenderPool

KINDS = {
    "nodes": "feature visualisations",
    "arms": "contrasts of arms",
    "rows": "pictures of single activations",
}
"""The kinds of pictures, the most important first, and the name of the work on each."""
AT_ONCE = 8
"""Pictures that one of several workers takes at once; a process renders as many together."""
_WHICH = ("enabled", "activations", "contrasts", "objective")
"""Settings that say which pictures there are, not what they look like."""


@dataclass(frozen=True, slots=True)
class Renderers:
    """Processes that render pictures; they start with the first one."""

    network: NetworkResource

    def open(self, device: str) -> "RenderPool":
        """Return the pool, with no process yet."""
        from topopress.visuals.render_pool import RenderPool

        return RenderPool(self.network.loader(device), device=device)


@dataclass(frozen=True, slots=True)
class Rendering:
    """What every picture of a layer depends on beside its target: see ``visuals``."""

    layer: LayerInfo
    network: NetworkIdentity
    settings: FeatureVisualisation
    whole: bool
    seed: int


@dataclass(frozen=True, slots=True)
class PictureShare:
    """How many pictures of a kind a layer may have."""

    count: int


def picture_share(
    *,
    place: tuple[int, ...],
    targets: tuple[Subjects, ...],
    kinds: tuple[str, ...],
    most: int | None,
) -> Iterator[tuple[int, PictureShare]]:
    """Share out ``most`` pictures, None for no limit: the first of the kinds takes first.

    ``targets`` and ``kinds`` are those of all kinds and layers; ``place`` says which to return.
    """
    wanted = [len(subjects.subject) for subjects in targets]
    left = sum(wanted) if most is None else most
    counts: list[int] = []
    for _, group in groupby(zip(kinds, wanted, strict=True), key=lambda pair: pair[0]):
        counts += shares([count for _, count in group], left - sum(counts))
    yield from ((k, PictureShare(counts[at])) for k, at in enumerate(place))


def visuals(
    work: Work,
    *,
    kind: tuple[str, ...],
    layer: tuple[str, ...],
    targets: tuple[PictureTargets, ...],
    described: tuple[Description, ...],
    allowed: tuple[PictureShare, ...],
    network: NetworkInfo,
    settings: FeatureVisualisation,
    minutes: float | None,
    whole: bool,
    shown: tuple[int, ...] | None,
    seed: int,
    renderers: Renderers,
) -> Iterator[tuple[int, FeatureVisualisations]]:
    """Render the pictures of kinds and layers; those that are stored are not rendered again.

    ``kind`` holds keys of ``KINDS``, ``layer`` names. Rendering takes at most so many minutes, None
    for no limit. Pictures are of whole inputs if rows are means over the map (``whole``). Channels
    of the input that are ``shown`` are as in ``shown_channels``.
    """
    known = {info.name: info for info in network.layers}
    orders = []
    for name, found, share in zip(layer, targets, allowed, strict=True):
        rendering = Rendering(known[name], network.identity, settings, whole, seed)
        first = found.targets.at(np.arange(share.count))
        orders.append(picture_stages(first, rendering, renderers))
    end = None if minutes is None else time.monotonic() + 60 * minutes
    if end is None:
        work.share("pictures", orders, most=AT_ONCE)
    for what, group in groupby(range(len(orders)), key=lambda k: kind[k]):
        chosen = [(k, orders[k]) for k in group]
        for k, finished in _rendered(work, KINDS[what], chosen, end):
            pictures = [(place, work.part(orders[k][place])) for place in finished]
            centroids = described[k].statistics.mean
            yield k, _record(kind[k], targets[k], centroids, pictures, shown)


def _rendered(
    work: Work,
    what: str,
    orders: Sequence[tuple[int, Sequence[Stage[Picture]]]],
    end: float | None,
) -> Iterator[tuple[int, list[int]]]:
    """Render the pictures of one kind, and yield for each layer the places of the finished ones.

    Each layer gets an equal share of the time that is left until ``end``.
    """
    missing = [len(work.lacks(stages)) for _, stages in orders]
    if any(missing):
        seconds = None if end is None else max(end - time.monotonic(), 0.0)
        work.progress.start(what, sum(missing), seconds)
    for n, (k, stages) in enumerate(orders):
        left = max(sum(map(bool, missing[n:])), 1)
        share = None if end is None else max(end - time.monotonic(), 0.0) / left
        finished = work.compute(stages, seconds=share, keep=True)
        if lacking := len(work.lacks(stages)):
            work.progress.skip(lacking)
        yield k, finished
    if any(missing):
        work.progress.finish()


def shaping(settings: FeatureVisualisation) -> FeatureVisualisation:
    """Return the settings that a picture looks different with; the others at their defaults."""
    fields = FeatureVisualisation.model_fields
    return settings.model_copy(update={name: fields[name].default for name in _WHICH})


def picture_stages(
    targets: Targets, rendering: Rendering, renderers: Renderers
) -> Sequence[Stage[Picture]]:
    """Return the stage of each picture, whichever node, essay or exploration asks for it."""
    competing = Hashed(targets.competing_means)
    settled = f"{competing.digest} {targets.objective} {targets.power} {rendering}"
    return batch(
        visual,
        [
            f"{rendering.layer.name}/{_named(reference, direction, settled)}"
            for reference, direction in zip(targets.references, targets.directions, strict=True)
        ],
        own={"reference": list(targets.references), "direction": list(targets.directions)},
        competing=competing,
        objective=targets.objective,
        power=targets.power,
        rendering=rendering,
        renderers=renderers,
    )


def visual(
    work: Work,
    *,
    reference: tuple[Float32, ...],
    direction: tuple[Float32, ...],
    competing: Hashed[Float32],
    objective: str,
    power: float,
    rendering: Rendering,
    renderers: Renderers,
) -> Iterator[tuple[int, Picture]]:
    """Render pictures and yield each as soon as it is finished."""
    from topopress.visuals.render_pool import Order, batches_of

    pool = work.open(renderers)
    n_pictures, layer = len(reference), rendering.layer
    targets = Targets(objective, np.array(direction), np.array(reference), competing.value, power)
    # Not from the item: a picture of more steps starts from the same noise.
    seeds = [
        seed_for(rendering.seed, "visual", layer.name, sha256(vector.tobytes()))
        for vector in targets.references
    ]
    length = pool.share(n_pictures) if work.deadline is None else pool.batch_slots
    batches = batches_of(range(n_pictures), targets, seeds, length)
    on_time = takewhile(lambda _: not work.is_late, batches)
    order = Order(layer, rendering.settings, rendering.whole, rendering.network.digest)
    for finished in pool.render(order, on_time):
        yield finished
        work.progress.advance()


def _named(reference: Float32, direction: Float32, settled: str) -> str:
    """Return a short name by all that shapes a picture: explorations may differ in settings."""
    digests = [sha256(vector.tobytes()) for vector in (reference, direction)]
    return sha256(canonical([*digests, settled]))[:16]


def _record(
    kind: str,
    targets: PictureTargets,
    centroids: Float32,
    pictures: Sequence[tuple[int, Picture]],
    shown: tuple[int, ...] | None,
) -> FeatureVisualisations:
    from topopress.visuals.nearest_centroid import nearest_nodes
    from topopress.visuals.shown_channels import as_shown
    from topopress.visuals.sprites import VISUAL_QUALITY, make_sheets

    found = sorted((int(targets.subject[place]), place, one) for place, one in pictures)
    subject = np.array([number for number, _, _ in found], np.int32)
    made = [one for _, _, one in found]
    activations = np.array([one.activation for one in made], np.float32)
    activations = activations.reshape(len(made), centroids.shape[1])
    tiles = [as_shown(np.asarray(one.picture), shown) for one in made]
    return FeatureVisualisations(
        of=subject,
        wanted=len(targets.subject),
        cosine=np.array([one.cosine for one in made], np.float64),
        objective=np.array([one.objective for one in made], np.float64),
        steps=np.array([one.steps for one in made], np.int32),
        nearest=nearest_nodes(activations, centroids, subject if kind == "nodes" else None),
        objective_name=targets.targets.objective,
        sheets=make_sheets(
            tiles, tile=tiles[0].shape[:2] if tiles else (1, 1), quality=VISUAL_QUALITY
        ),
    )
