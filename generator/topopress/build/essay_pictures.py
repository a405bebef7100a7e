"""The pictures that an essay asks for."""

from collections.abc import Sequence

import numpy as np

from topopress.build.plan import Plan
from topopress.config.load import slug
from topopress.kinds.images.looks import renders_whole
from topopress.kinds.images.stages import node_picture
from topopress.kinds.kind import LayerStages
from topopress.pages.pictures import (
    ChannelPicture,
    ContrastPicture,
    NodePicture,
    Optimisation,
    PictureRequest,
    TextPicture,
)
from topopress.stage.executor import Executor
from topopress.stage.stage import stage
from topopress.visuals.picture_stages import Renderers, Rendering, picture_stages, shaping
from topopress.visuals.targets import Targets, towards_channels, towards_differences


def essay_pictures(
    executor: Executor, plan: Plan, requests: Sequence[PictureRequest]
) -> dict[PictureRequest, TextPicture]:
    """Make the pictures that an essay asks for; a node without pictures has none."""
    layers = {slug(name): layer for name, layer in plan.layers.items()}
    made = ((each, _picture(executor, plan, layers[each.layer], each)) for each in requests)
    return {request: picture for request, picture in made if picture is not None}


def _picture(
    executor: Executor, plan: Plan, layer: LayerStages, request: PictureRequest
) -> TextPicture | None:
    graph = executor.record(layer.graph)
    names = [graph.node_id(node) for node in range(graph.n_nodes)]
    match request:
        case NodePicture(node=node):
            return _of_node(executor, plan, layer, names.index(node))
        case ContrastPicture(node=node, other=other):
            places = [names.index(node), names.index(other)]
            return _optimised(executor, plan, layer, _contrast(executor, plan, layer, places))
        case ChannelPicture(channel=channel):
            n_channels = executor.record(layer.rows).layer.channels
            return _optimised(executor, plan, layer, towards_channels([channel], n_channels))


def _of_node(executor: Executor, plan: Plan, layer: LayerStages, node: int) -> TextPicture | None:
    parts = plan.looks.parts[layer.name]
    found = executor.record(
        stage(
            node_picture,
            f"{plan.source.name}/{layer.name}/{node}",
            node=node,
            exemplars=layer.exemplars,
            crops=parts["crops"],
            visuals=parts.get("nodes"),
        )
    )
    return TextPicture(found.webp) if found.webp else None


def _contrast(executor: Executor, plan: Plan, layer: LayerStages, nodes: Sequence[int]) -> Targets:
    centroids = executor.record(layer.described).statistics.mean
    node, other = (np.array(centroids[[each]]) for each in nodes)
    power = plan.source.settings.visuals.feature_visualisation.cosine_power
    return towards_differences(node, other, power)


def _optimised(executor: Executor, plan: Plan, layer: LayerStages, targets: Targets) -> TextPicture:
    """Render the picture of the only target."""
    from topopress.kinds.images.node_picture import encoded

    settings, inputs = plan.source.settings, plan.inputs
    if inputs.network is None or inputs.opened is None:
        raise ValueError("a picture without a network")
    rendering = Rendering(
        layer=executor.record(layer.rows).layer,
        network=executor.record(inputs.network).digest,
        settings=shaping(settings.visuals.feature_visualisation),
        whole=renders_whole(plan.source),
        seed=settings.seed,
    )
    (one,) = picture_stages(targets, rendering, Renderers(inputs.opened))
    if lacking := executor.lacks([one]):
        executor.progress.start(f"{layer.name}: a picture of the essay", len(lacking))
    picture = executor.record(one)
    if lacking:
        executor.progress.finish()
    return TextPicture(
        encoded(picture.picture), Optimisation(picture.steps, picture.cosine, picture.objective)
    )
