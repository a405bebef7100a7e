"""The stages that render feature visualisations: of nodes, of arms of bifurcations, of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.artifacts import Float32, Int64, LayerInfo
from topopress.pipeline.allowance import Allowance, Clock
from topopress.pipeline.bench import Bench
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
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
from topopress.responses import Exemplars, FeatureVisualisations
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import sha256
from topopress.store.outputs import Outputs
from topopress.visuals.aims import (
    Aims,
    towards_activations,
    towards_differences,
    towards_distinct_means,
    towards_means,
    towards_whitened,
    whitening_matrix,
)


@dataclass(frozen=True, slots=True, eq=False)
class PicturedLayer:
    """A layer whose optimised pictures are to be made."""

    layer: LayerInfo
    graph: LayerGraph
    exemplars: Artifact
    attribution: Artifact | None


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """One kind of picture.

    Attributes:
        stage: Name of the stage, and of what it is in the records.
        what: Name of the work, for the progress.
        of_nodes: Whether they are of nodes.
        rests_on: What decides what the pictures are aimed at: keys of ``LayerGraph.digests``.
        subjects: What the pictures of a layer are of, the most important first.
        aims: What the pictures of some subjects are to respond to; costly, so that a finished
            build does not ask.
    """

    stage: str
    what: str
    of_nodes: bool
    rests_on: tuple[str, ...]
    subjects: Callable[[Bench, PicturedLayer], Int64]
    aims: Callable[[Bench, PicturedLayer, Int64], Aims]


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
    kind: _Kind,
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
    kind: _Kind,
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
        code=(*RENDERING_CODE, "topopress.visuals.own_node", "topopress.visuals.sprites"),
        libraries=(*RENDERING, "pillow"),
    )
    stored = bench.stages.find(action)
    if stored is not None:
        return _Order(pictured, of, wanted, action, stored, Pictures())
    bench.stages.require_computing(action)
    pictures = find_pictures(bench, inputs, pictured.layer, kind.aims(bench, pictured, of))
    return _Order(pictured, of, wanted, action, None, pictures)


def _make_layer(bench: Bench, kind: _Kind, order: _Order, clock: Clock | None) -> Artifact:
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
    kind: _Kind,
    found: Sequence[tuple[int, Artifact]],
    wanted: int,
    objective: str,
) -> FeatureVisualisations:
    from topopress.visuals.own_node import nearest_nodes
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


def _say_what_is_left_out(bench: Bench, layer: LayerInfo, kind: _Kind, artifact: Artifact) -> None:
    visuals = read_record(artifact, FeatureVisualisations)
    drawn = len(visuals.of)
    if drawn < visuals.wanted:
        bench.stages.listener.notice(
            f"{bench.source.name}, {layer.name}: visuals.budget left out "
            f"{visuals.wanted - drawn} of {visuals.wanted} {kind.what}"
        )


def _nodes(_bench: Bench, pictured: PicturedLayer) -> Int64:
    """Return the nodes, by rows times the share of resamples they are found in."""
    graph, stability = pictured.graph.graph, pictured.graph.shape.stability
    weight = np.diff(graph.member_offsets).astype(np.float64)
    if stability is not None:
        weight *= np.nan_to_num(stability.node_bootstrap, nan=1.0)
    return np.argsort(-weight, kind="stable")


def _node_aims(bench: Bench, pictured: PicturedLayer, nodes: Int64) -> Aims:
    settings = bench.settings.visuals.feature_visualisation
    means = np.ascontiguousarray(pictured.graph.statistics.mean)
    if settings.objective == "distinct":
        aims = towards_distinct_means(means, settings.cosine_power)
    elif settings.objective == "direction":
        aims = towards_means(means, settings.cosine_power)
    else:
        whitening = whitening_matrix(pictured.graph.matrix.vectors)
        aims = towards_whitened(means, whitening, settings.cosine_power)
    return aims.at(nodes)


def _arms(bench: Bench, pictured: PicturedLayer) -> Int64:
    """Return the arms of the first bifurcations, counted through all structures."""
    from topopress.bundle.shape import structure_documents

    shape = pictured.graph.shape
    listed = structure_documents(shape.structures, shape.stability, shape.stable)
    most = bench.settings.visuals.feature_visualisation.contrasts
    chosen = [one.id for one in listed if one.kind == "bifurcation"][:most]
    offsets = shape.structures.arm_offsets
    places = [shape.structures.id.index(name) for name in chosen]
    arms = [np.arange(offsets[place], offsets[place + 1]) for place in places]
    return np.concatenate([np.empty(0, np.int64), *arms]).astype(np.int64)


def _arm_aims(bench: Bench, pictured: PicturedLayer, arms: Int64) -> Aims:
    """Aim at what the rows of each arm have on average and those of its sisters lack."""
    structures = pictured.graph.shape.structures
    structure = np.searchsorted(structures.arm_offsets, arms, side="right") - 1
    own, others = [], []
    for arm, place in zip(arms.tolist(), structure.tolist(), strict=True):
        first, last = structures.arm_offsets[place : place + 2].tolist()
        own.append(_mean_of(pictured, [arm]))
        others.append(_mean_of(pictured, [k for k in range(first, last) if k != arm]))
    channels = pictured.layer.channels
    power = bench.settings.visuals.feature_visualisation.cosine_power
    return towards_differences(
        np.array(own, np.float32).reshape(-1, channels),
        np.array(others, np.float32).reshape(-1, channels),
        power,
    )


def _mean_of(pictured: PicturedLayer, arms: Sequence[int]) -> Float32:
    """Return the mean activation of the rows in any node of some arms."""
    structures, graph = pictured.graph.shape.structures, pictured.graph.graph
    ends = structures.arm_node_offsets
    nodes = [node for arm in arms for node in structures.arm_nodes[ends[arm] : ends[arm + 1]]]
    rows = np.unique(np.concatenate([graph.members_of(int(node)) for node in nodes]))
    mean: Float32 = pictured.graph.matrix.vectors[rows].mean(axis=0, dtype=np.float64)
    return mean.astype(np.float32)


def _rows(bench: Bench, pictured: PicturedLayer) -> Int64:
    """Return the rows nearest to the means, node by node in the order of ``_nodes``."""
    exemplars = read_record(pictured.exemplars, Exemplars)
    most = bench.settings.visuals.feature_visualisation.activations
    chosen = [
        exemplars.row[exemplars.of_kind(int(node), "nearest")][:most]
        for node in _nodes(bench, pictured)
    ]
    rows = np.concatenate([np.empty(0, np.int32), *chosen])
    _, first = np.unique(rows, return_index=True)
    return rows[np.sort(first)].astype(np.int64)


def _row_aims(bench: Bench, pictured: PicturedLayer, rows: Int64) -> Aims:
    vectors = np.ascontiguousarray(pictured.graph.matrix.vectors[rows], np.float32)
    power = bench.settings.visuals.feature_visualisation.cosine_power
    return towards_activations(vectors, power)


KINDS = (
    _Kind("visuals", "feature visualisations", True, ("vectors",), _nodes, _node_aims),
    _Kind(
        "contrasts",
        "contrasts of arms",
        False,
        ("vectors", "mapper", "structures"),
        _arms,
        _arm_aims,
    ),
    _Kind("inversions", "pictures of single activations", False, ("vectors",), _rows, _row_aims),
)
