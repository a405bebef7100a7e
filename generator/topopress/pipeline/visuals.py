"""The stages that render feature visualisations: of nodes, of arms of bifurcations, of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Int64
from topopress.network.types import LayerInfo
from topopress.pipeline.allowance import Allowance, Clock
from topopress.pipeline.bench import Bench
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.picture_kinds import KINDS, Kind, PicturedLayer
from topopress.pipeline.pictures import (
    RENDERING,
    RENDERING_CODE,
    Pictures,
    find_pictures,
    picture_params,
    render_pictures,
    telling,
)
from topopress.pipeline.records import read_record, write_record
from topopress.pipeline.stages import MADE_OF
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import sha256
from topopress.store.outputs import Outputs
from topopress.visuals.types import FeatureVisualisations


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    """What is to be made of one kind for one layer.

    Attributes:
        pictured: The layer.
        of: What the pictures are of, the most important first.
        wanted: How many of them were wanted.
        action: Gives their ``FeatureVisualisations``.
        stored: These, if the store has them.
        pictures: The single pictures, if it has not.
    """

    pictured: PicturedLayer
    of: Int64
    wanted: int
    action: Action
    stored: Artifact | None
    pictures: Pictures

    @property
    def n_missing(self) -> int:
        """Pictures that are to be rendered."""
        return len(self.pictures.missing)


def make_visualisations(
    bench: Bench, inputs: Inputs, layers: Sequence[PicturedLayer]
) -> list[dict[str, Artifact]]:
    """Return the stored ``FeatureVisualisations`` of every layer by stage; none where they are off.

    All nodes come first, then the contrasts, then single activations, as far as the budget goes.
    """
    if not bench.settings.visuals.feature_visualisation.enabled:
        return [{} for _ in layers]
    allowance = Allowance(bench.settings.visuals.budget)
    made = {kind.stage: _make_kind(bench, inputs, layers, kind, allowance) for kind in KINDS}
    return [{stage: made[stage][k] for stage in made} for k in range(len(layers))]


def _make_kind(
    bench: Bench,
    inputs: Inputs,
    layers: Sequence[PicturedLayer],
    kind: Kind,
    allowance: Allowance,
) -> list[Artifact]:
    subjects = [kind.subjects(bench, pictured) for pictured in layers]
    granted = allowance.share([len(of) for of in subjects])
    orders = [
        _look_up(bench, inputs, pictured, kind, of[:most], len(of))
        for pictured, of, most in zip(layers, subjects, granted, strict=True)
    ]
    missing = [order.n_missing for order in orders]
    artifacts = []
    with telling(bench.stages.progress, kind.what, sum(missing), allowance.seconds):
        for k, order in enumerate(orders):
            clock = allowance.clock(max(sum(map(bool, missing[k:])), 1))
            with allowance.spending():
                artifacts.append(order.stored or _make_layer(bench, kind, order, clock))
    for pictured, artifact in zip(layers, artifacts, strict=True):
        _say_what_is_left_out(bench, pictured.layer, kind, artifact)
    return artifacts


def _look_up(
    bench: Bench,
    inputs: Inputs,
    pictured: PicturedLayer,
    kind: Kind,
    of: Int64,
    wanted: int,
) -> _Order:
    settings = bench.settings.visuals
    action = bench.action(
        kind.stage,
        pictured.layer.name,
        inputs={
            "network": inputs.network.digest,
            "means": sha256(pictured.graph.statistics.mean.tobytes()),
            "of": sha256(np.ascontiguousarray(of).tobytes()),
            **{name: pictured.graph.digests[name] for name in kind.rests_on},
        },
        params={
            **picture_params(bench, pictured.layer),
            "objective": settings.feature_visualisation.objective,
            "wanted": wanted,
            "minutes": settings.budget.minutes,
        },
        code=(*RENDERING_CODE, "topopress.visuals.nearest_centroid", "topopress.visuals.sprites"),
        libraries=(*RENDERING, "pillow"),
    )
    stored = bench.stages.find(action)
    if stored is not None:
        return _Order(pictured, of, wanted, action, stored, Pictures())
    bench.stages.require_computing(action)
    pictures = find_pictures(bench, inputs, pictured.layer, kind.aims(bench, pictured, of))
    return _Order(pictured, of, wanted, action, None, pictures)


def _make_layer(bench: Bench, kind: Kind, order: _Order, clock: Clock | None) -> Artifact:
    pictured = order.pictured

    def compute(outputs: Outputs) -> None:
        # Made once more: the aims of all layers together may be more than memory holds.
        aims = kind.aims(bench, pictured, order.of)
        drawn = render_pictures(bench, pictured.layer, aims, order.pictures, clock)
        outputs.write_json(MADE_OF, sorted({artifact.key for artifact in drawn.values()}))
        found = sorted((int(order.of[k]), artifact) for k, artifact in drawn.items())
        write_record(outputs, _record(bench, pictured, kind, found, order.wanted, aims.objective))

    return bench.stages.produce(order.action, compute)


def _record(
    bench: Bench,
    pictured: PicturedLayer,
    kind: Kind,
    found: Sequence[tuple[int, Artifact]],
    wanted: int,
    objective: str,
) -> FeatureVisualisations:
    from topopress.visuals.nearest_centroid import nearest_nodes
    from topopress.visuals.sprites import VISUAL_QUALITY, make_sheets

    artifacts = [artifact for _, artifact in found]
    means = pictured.graph.statistics.mean
    reached = [artifact.json("reached.json") for artifact in artifacts]
    of = np.array([one for one, _ in found], np.int32)
    answers = np.empty((len(found), means.shape[1]), np.float32)
    for k, artifact in enumerate(artifacts):
        answers[k] = artifact.array("activation")
    return FeatureVisualisations(
        of=of,
        wanted=wanted,
        cosine=np.array([r["cosine"] for r in reached], np.float64),
        objective=np.array([r["objective"] for r in reached], np.float64),
        steps=np.array([r["steps"] for r in reached], np.int32),
        nearest=nearest_nodes(answers, means, of if kind.of_nodes else None),
        objective_name=objective,
        sheets=make_sheets(
            [np.asarray(artifact.array("picture")) for artifact in artifacts],
            tile=bench.settings.visuals.feature_visualisation.size,
            quality=VISUAL_QUALITY,
        ),
    )


def _say_what_is_left_out(bench: Bench, layer: LayerInfo, kind: Kind, artifact: Artifact) -> None:
    visuals = read_record(artifact, FeatureVisualisations)
    drawn = len(visuals.of)
    if drawn < visuals.wanted:
        bench.stages.listener.notice(
            f"{bench.source.name}, {layer.name}: visuals.budget left out "
            f"{visuals.wanted - drawn} of {visuals.wanted} {kind.what}"
        )
