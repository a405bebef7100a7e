"""The stages that show the nodes of a layer as pictures: crops, thumbnails, visualisations."""

from collections.abc import Mapping

from topopress.bundle.exploration import Look
from topopress.config.addresses import layer_address
from topopress.config.load import ExplorationSource
from topopress.config.visuals import FeatureVisualisation
from topopress.kinds.images.look_stages import layer_look, sample_look
from topopress.kinds.images.stages import ShownSamples, crops, shown_samples, thumbnails
from topopress.kinds.kind import Inputs, LayerStages, Looks
from topopress.stage.stage import Stage, batch, stage
from topopress.visuals.picture_stages import KINDS, Renderers, picture_share, shaping, visuals
from topopress.visuals.target_stages import (
    PictureTargets,
    arm_targets,
    node_targets,
    row_targets,
)
from topopress.visuals.types import ExemplarCrops, FeatureVisualisations

Order = tuple[str, str]
"""A key of ``KINDS`` and the name of a layer."""


def picture_looks(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> Looks:
    """Return the stages that show the rows and samples of pictures."""
    cut = {name: _crops(source, inputs, layer) for name, layer in layers.items()}
    drawn = _visuals(source, inputs, layers)
    thumbs = stage(
        thumbnails,
        source.name,
        shown=shown_stage(source, layers),
        samples=inputs.samples,
        network=inputs.network,
        size=source.settings.visuals.thumbnail_size,
        shown_channels=source.settings.visuals.shown_channels,
        opened=inputs.opened,
        inputs=inputs.reader,
    )
    return Looks(
        layers=layer_looks(source, layers, cut, drawn),
        samples=stage(sample_look, source.name, thumbnails=thumbs),
        parts={
            name: {
                "crops": cut[name],
                **{kind: one for (kind, layer), one in drawn.items() if layer == name},
            }
            for name in layers
        },
    )


def shown_stage(
    source: ExplorationSource, layers: Mapping[str, LayerStages]
) -> Stage[ShownSamples]:
    """Return the stage that lists the samples of all exemplars."""
    return stage(
        shown_samples,
        source.name,
        rows={name: layer.rows for name, layer in layers.items()},
        exemplars={name: layer.exemplars for name, layer in layers.items()},
    )


def layer_looks(
    source: ExplorationSource,
    layers: Mapping[str, LayerStages],
    cut: Mapping[str, Stage[ExemplarCrops]],
    drawn: Mapping[Order, Stage[FeatureVisualisations]],
) -> dict[str, Stage[Look]]:
    """Return the stage that packs the pictures of each layer: crops, and what was optimised."""
    return {
        name: stage(
            layer_look,
            f"{source.name}/{name}",
            layer=layer_address(name),
            crops=cut[name],
            shape=layer.shape,
            graph=layer.graph,
            **{kind: drawn.get((kind, name)) for kind in KINDS},
        )
        for name, layer in layers.items()
    }


def renders_whole(source: ExplorationSource) -> bool:
    """Return whether rows are means over the map, so that pictures are of whole inputs."""
    return source.settings.activations.positions == "mean"


def _crops(source: ExplorationSource, inputs: Inputs, layer: LayerStages) -> Stage[ExemplarCrops]:
    return stage(
        crops,
        f"{source.name}/{layer.name}",
        rows=layer.rows,
        exemplars=layer.exemplars,
        samples=inputs.samples,
        network=inputs.network,
        size=source.settings.visuals.exemplar_size,
        shown=source.settings.visuals.shown_channels,
        seed=source.settings.seed,
        opened=inputs.opened,
        inputs=inputs.reader,
    )


def _visuals(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> dict[Order, Stage[FeatureVisualisations]]:
    """Return the stage of each kind of pictures and each layer; none where they are off."""
    settings = source.settings.visuals.feature_visualisation
    if not settings.enabled or inputs.opened is None:
        return {}
    orders = [(kind, name) for kind in KINDS for name in layers]
    targets = [_targets(source, kind, layers[name], settings) for kind, name in orders]
    budget, items = source.settings.visuals.budget, [f"{source.name}/{n}/{k}" for k, n in orders]
    allowed = batch(
        picture_share,
        items,
        own={"place": range(len(orders))},
        targets=tuple(targets),
        kinds=tuple(kind for kind, _ in orders),
        most=budget.pictures,
    )
    stages = batch(
        visuals,
        items,
        own={
            "kind": [kind for kind, _ in orders],
            "layer": [source.of_network(name) for _, name in orders],
            "targets": targets,
            "described": [layers[name].described for _, name in orders],
            "allowed": allowed,
        },
        network=inputs.network,
        settings=shaping(settings),
        minutes=budget.minutes,
        whole=renders_whole(source),
        shown=source.settings.visuals.shown_channels,
        seed=source.settings.seed,
        renderers=Renderers(inputs.opened),
    )
    return dict(zip(orders, stages, strict=True))


def _targets(
    source: ExplorationSource, kind: str, layer: LayerStages, settings: FeatureVisualisation
) -> Stage[PictureTargets]:
    item = f"{source.name}/{layer.name}"
    shared = {"rows": layer.rows, "graph": layer.graph, "shape": layer.shape}
    aimed = FeatureVisualisation(
        objective=settings.objective,
        cosine_power=settings.cosine_power,
        activations=settings.activations,
        contrasts=settings.contrasts,
    )
    if kind == "nodes":
        return stage(node_targets, item, **shared, described=layer.described, settings=aimed)
    if kind == "arms":
        return stage(arm_targets, item, **shared, settings=aimed)
    return stage(row_targets, item, **shared, exemplars=layer.exemplars, settings=aimed)
