"""The stages that make pictures: exemplars, and one feature visualisation per node."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from topopress.artifacts import (
    Exemplars,
    FeatureVisualisations,
    Float32,
    LayerInfo,
    Uint8,
)
from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.seeds import seed_for
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json, sha256
from topopress.store.outputs import Outputs


@dataclass(frozen=True, slots=True, eq=False)
class _Single:
    """One finished picture and how far it came."""

    picture: Uint8
    reached: dict[str, float]


RENDERING = ("torch", "torchvision", "torch-lucent", "kornia", "numpy")


def make_exemplars(bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph) -> Artifact:
    """Return the stored ``Exemplars`` of a layer."""
    settings = bench.settings
    action = bench.action(
        "exemplars",
        layer.name,
        inputs={
            "samples": inputs.samples_digest,
            "network": inputs.network.digest,
            **{name: graph.digests[name] for name in ("vectors", "mapper", "statistics")},
        },
        params={
            "count": settings.visuals.exemplars,
            "size": settings.visuals.exemplar_size,
            "seed": settings.seed,
        },
        code=("topopress.visuals.exemplars", "topopress.visuals.receptive_field"),
        libraries=("torch", "pillow", "numpy"),
    )

    def compute(outputs: Outputs) -> None:
        from topopress.visuals.exemplars import make_exemplars
        from topopress.visuals.receptive_field import measure_field

        samples = inputs.table.samples
        field = measure_field(
            bench.network, bench.pictures, samples, layer=layer, seed=settings.seed
        )
        exemplars = make_exemplars(
            graph.matrix,
            graph.graph,
            graph.statistics,
            pictures=bench.pictures,
            samples=samples,
            field=field,
            settings=settings.visuals,
        )
        write_record(outputs, exemplars)

    return bench.stages.run(action, compute)


def make_visualisations(
    bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph
) -> Artifact | None:
    """Return the stored ``FeatureVisualisations`` of a layer, or None where they are off.

    Each picture is an artifact of its own, so that an interrupted build loses one batch at most.
    """
    settings = bench.settings.visuals.feature_visualisation
    if not settings.enabled:
        return None
    targets = np.ascontiguousarray(graph.statistics.mean)
    action = bench.action(
        "visuals",
        layer.name,
        inputs={"network": inputs.network.digest, "targets": sha256(targets.tobytes())},
        params=_params(bench, layer),
        code=("topopress.visuals.feature_visualisation", "topopress.visuals.sprites"),
        libraries=(*RENDERING, "pillow"),
    )

    def compute(outputs: Outputs) -> None:
        from topopress.visuals.sprites import VISUAL_QUALITY, make_sheets

        singles = _render_all(bench, inputs, layer, targets)
        sheets = make_sheets(
            [np.asarray(single.array("picture")) for single in singles],
            tile=settings.size,
            quality=VISUAL_QUALITY,
        )
        reached = [single.json("reached.json") for single in singles]
        visuals = FeatureVisualisations(
            cosine=np.array([r["cosine"] for r in reached], np.float64),
            objective=np.array([r["objective"] for r in reached], np.float64),
            sheets=sheets,
        )
        write_record(outputs, visuals)

    return bench.stages.run(action, compute)


def picture_node(
    bench: Bench, layer: str, node: int, exemplars: Artifact, visuals: Artifact | None
) -> bytes:
    """Return the stored picture that stands for a node in a text, as WebP.

    Raises:
        KeyError: if the node has neither exemplars nor a feature visualisation.
    """
    inputs = {"exemplars": content_of(exemplars)}
    if visuals is not None:
        inputs["visuals"] = content_of(visuals)
    action = bench.action(
        "node-picture",
        f"{layer}/{node}",
        inputs=inputs,
        params={"node": node},
        code=("topopress.visuals.node_picture",),
        libraries=("pillow",),
    )

    def compute(outputs: Outputs) -> None:
        from topopress.visuals.node_picture import node_picture

        picture = node_picture(
            node,
            read_record(exemplars, Exemplars),
            read_record(visuals, FeatureVisualisations) if visuals else None,
        )
        if picture is None:
            raise KeyError(node)
        outputs.write("picture.webp", picture)

    return bench.stages.run(action, compute).read("picture.webp")


def _render_all(bench: Bench, inputs: Inputs, layer: LayerInfo, targets: Float32) -> list[Artifact]:
    actions = [_single(bench, inputs, layer, target) for target in targets]
    found = {k: bench.stages.find(action) for k, action in enumerate(actions)}
    missing = [k for k, artifact in found.items() if artifact is None]
    progress = bench.stages.progress
    progress.start(f"{layer.name}: feature visualisations", len(missing))
    for k, rendered in _render(bench, layer, targets, {k: actions[k] for k in missing}):
        found[k] = bench.stages.produce(actions[k], partial(_write_single, rendered=rendered))
        progress.advance()
    progress.finish()
    return [artifact for artifact in found.values() if artifact is not None]


def _render(
    bench: Bench, layer: LayerInfo, targets: Float32, actions: Mapping[int, Action]
) -> Iterator[tuple[int, _Single]]:
    from topopress.visuals.render_pool import batches_of

    if not actions:
        return
    settings = bench.settings.visuals.feature_visualisation
    items = list(actions)
    seeds = [seed_for(bench.settings.seed, "visual", actions[k].item) for k in items]
    batches = batches_of(items, targets[items], seeds, settings.batch_size)
    for batch, rendered in bench.renderers.render(layer, batches, settings):
        for at, item in enumerate(batch.items):
            yield (
                item,
                _Single(
                    rendered.pictures[at],
                    {
                        "cosine": float(rendered.cosine[at]),
                        "objective": float(rendered.objective[at]),
                    },
                ),
            )


def _write_single(outputs: Outputs, *, rendered: _Single) -> None:
    outputs.write_array("picture", rendered.picture)
    outputs.write_json("reached.json", rendered.reached)


def _single(bench: Bench, inputs: Inputs, layer: LayerInfo, target: Float32) -> Action:
    # Named by its target, not by its node: a graph that keeps a node keeps its picture.
    digest = sha256(target.tobytes())
    return bench.action(
        "visual",
        f"{layer.name}/{digest[:16]}",
        inputs={"network": inputs.network.digest, "target": digest},
        params=_params(bench, layer),
        code=("topopress.visuals.feature_visualisation",),
        libraries=RENDERING,
    )


def _params(bench: Bench, layer: LayerInfo) -> dict[str, Json]:
    settings = bench.settings.visuals.feature_visualisation.model_dump(mode="json")
    return {"layer": layer.name, "seed": bench.settings.seed, **settings}
