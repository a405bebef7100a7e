"""The stages that render feature visualisations, and what stands for a node in a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from topopress.artifacts import FeatureVisualisations, Float32, LayerInfo, Uint8
from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.responses import Exemplars
from topopress.seeds import seed_for
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json, sha256
from topopress.store.outputs import Outputs

if TYPE_CHECKING:
    from topopress.visuals.feature_visualisation import Rendered
    from topopress.visuals.objectives import Aims


@dataclass(frozen=True, slots=True, eq=False)
class _Single:
    """One finished picture, how far it came, and what the layer answers to it."""

    picture: Uint8
    reached: dict[str, float]
    activation: Float32


RENDERING = ("torch", "torchvision", "torch-lucent", "kornia", "numpy")
RENDERING_CODE = ("topopress.visuals.feature_visualisation",)


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
    needed = {"network": inputs.network.digest, "targets": sha256(targets.tobytes())}
    if settings.objective == "whitened":
        needed["vectors"] = graph.digests["vectors"]
    action = bench.action(
        "visuals",
        layer.name,
        inputs=needed,
        params=_params(bench, layer),
        code=(*RENDERING_CODE, "topopress.visuals.own_node", "topopress.visuals.sprites"),
        libraries=(*RENDERING, "pillow"),
    )

    def compute(outputs: Outputs) -> None:
        from topopress.visuals.own_node import nearest_nodes
        from topopress.visuals.sprites import VISUAL_QUALITY, make_sheets

        aims = _aims(bench, graph, targets)
        singles = _render_all(bench, inputs, layer, aims)
        sheets = make_sheets(
            [np.asarray(single.array("picture")) for single in singles],
            tile=settings.size,
            quality=VISUAL_QUALITY,
        )
        reached = [single.json("reached.json") for single in singles]
        visuals = FeatureVisualisations(
            cosine=np.array([r["cosine"] for r in reached], np.float64),
            objective=np.array([r["objective"] for r in reached], np.float64),
            steps=np.array([r["steps"] for r in reached], np.int32),
            nearest=nearest_nodes(
                np.array([single.array("activation") for single in singles], np.float32).reshape(
                    targets.shape
                ),
                targets,
            ),
            objective_name=settings.objective,
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


def _aims(bench: Bench, graph: LayerGraph, targets: Float32) -> "Aims":
    from topopress.visuals.objectives import towards_means, towards_whitened, whitening_matrix

    settings = bench.settings.visuals.feature_visualisation
    if settings.objective == "direction":
        return towards_means(targets, settings.cosine_power)
    whitening = whitening_matrix(graph.matrix.vectors)
    return towards_whitened(targets, whitening, settings.cosine_power)


def _render_all(bench: Bench, inputs: Inputs, layer: LayerInfo, aims: "Aims") -> list[Artifact]:
    actions = [_single(bench, inputs, layer, aims.at([item])) for item in range(len(aims))]
    found = {k: bench.stages.find(action) for k, action in enumerate(actions)}
    missing = [k for k, artifact in found.items() if artifact is None]
    progress = bench.stages.progress
    progress.start(f"{layer.name}: feature visualisations", len(missing))
    for k, rendered in _render(bench, layer, aims, {k: actions[k] for k in missing}):
        found[k] = bench.stages.produce(actions[k], partial(_write_single, rendered=rendered))
        progress.advance()
    progress.finish()
    return [artifact for artifact in found.values() if artifact is not None]


def _render(
    bench: Bench, layer: LayerInfo, aims: "Aims", actions: Mapping[int, Action]
) -> Iterator[tuple[int, _Single]]:
    from topopress.visuals.render_pool import batches_of

    if not actions:
        return
    settings = bench.settings.visuals.feature_visualisation
    items = list(actions)
    seeds = [seed_for(bench.settings.seed, "visual", actions[k].item) for k in items]
    length = bench.renderers.share(len(items), settings.batch_size)
    batches = batches_of(items, aims.at(items), seeds, length)
    for finished, rendered in bench.renderers.render(layer, batches, settings):
        for at, item in enumerate(finished):
            yield item, _single_of(rendered, at)


def _single_of(rendered: "Rendered", at: int) -> _Single:
    reached = {
        "cosine": float(rendered.cosine[at]),
        "objective": float(rendered.objective[at]),
        "steps": int(rendered.steps[at]),
    }
    return _Single(rendered.pictures[at], reached, rendered.activations[at])


def _write_single(outputs: Outputs, *, rendered: _Single) -> None:
    outputs.write_array("picture", rendered.picture)
    outputs.write_array("activation", rendered.activation)
    outputs.write_json("reached.json", rendered.reached)


def _single(bench: Bench, inputs: Inputs, layer: LayerInfo, aim: "Aims") -> Action:
    # Named by its target, not by its node: a graph that keeps a node keeps its picture.
    digest = sha256(aim.targets.tobytes())
    return bench.action(
        "visual",
        f"{layer.name}/{digest[:16]}",
        inputs={
            "network": inputs.network.digest,
            "target": digest,
            "direction": sha256(aim.directions.tobytes()),
        },
        params=_params(bench, layer),
        code=RENDERING_CODE,
        libraries=RENDERING,
    )


def _params(bench: Bench, layer: LayerInfo) -> dict[str, Json]:
    settings = bench.settings.visuals.feature_visualisation.model_dump(mode="json")
    return {"layer": layer.name, "seed": bench.settings.seed, **settings}
