"""The pictures that an essay asks for: of a node, of two nodes apart, of a channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.config.addresses import layer_address
from topopress.config.load import ExplorationSource
from topopress.kinds.images.looks import renders_whole
from topopress.kinds.images.node_picture import encoded, node_picture
from topopress.kinds.kind import Inputs, LayerStages, Looks
from topopress.kinds.pictures import (
    ChannelPicture,
    ContrastPicture,
    NodePicture,
    Optimisation,
    PictureRequest,
    TextFigure,
    TextPicture,
)
from topopress.stage.executor import Executor
from topopress.stage.stage import stage
from topopress.visuals.picture_stages import Renderers, Rendering, picture_stages, shaping
from topopress.visuals.shown_channels import as_shown
from topopress.visuals.targets import Targets, towards_channels, towards_differences


def essay_pictures(
    executor: Executor,
    source: ExplorationSource,
    inputs: Inputs,
    looks: Looks,
    layers: Mapping[str, LayerStages],
    requests: Sequence[PictureRequest],
) -> dict[PictureRequest, TextFigure]:
    """Make the pictures that an essay asks for; a node without pictures has none."""
    maker = _Maker(executor, source, inputs, looks)
    by_id = {layer_address(name): layer for name, layer in layers.items()}
    made = ((request, maker.picture(by_id[request.layer], request)) for request in requests)
    return {request: picture for request, picture in made if picture is not None}


@dataclass(frozen=True, slots=True)
class _Maker:
    executor: Executor
    source: ExplorationSource
    inputs: Inputs
    looks: Looks

    def picture(self, layer: LayerStages, request: PictureRequest) -> TextPicture | None:
        graph = self.executor.record(layer.graph)
        names = [graph.node_id(node) for node in range(graph.n_nodes)]
        match request:
            case NodePicture(node=node):
                return self._of_node(layer, names.index(node))
            case ContrastPicture(node=node, other=other):
                centroids = self.executor.record(layer.described).statistics.mean
                one, two = (np.array(centroids[[names.index(name)]]) for name in (node, other))
                power = self.source.settings.visuals.feature_visualisation.cosine_power
                return self._optimised(layer, towards_differences(one, two, power))
            case ChannelPicture(channel=channel):
                n_channels = self.executor.record(layer.rows).layer.channels
                return self._optimised(layer, towards_channels([channel], n_channels))

    def _of_node(self, layer: LayerStages, node: int) -> TextPicture | None:
        parts = self.looks.parts[layer.name]
        found = self.executor.record(
            stage(
                node_picture,
                f"{self.source.name}/{layer.name}/{node}",
                node=node,
                exemplars=layer.exemplars,
                crops=parts["crops"],
                visuals=parts.get("nodes"),
            )
        )
        return TextPicture(found.webp) if found.webp else None

    def _optimised(self, layer: LayerStages, targets: Targets) -> TextPicture:
        """Render the picture of the only target."""
        executor, settings, inputs = self.executor, self.source.settings, self.inputs
        if inputs.network is None or inputs.opened is None:
            raise ValueError("a picture without a network")
        rendering = Rendering(
            layer=executor.record(layer.rows).layer,
            network=executor.record(inputs.network).identity,
            settings=shaping(settings.visuals.feature_visualisation),
            whole=renders_whole(self.source),
            seed=settings.seed,
        )
        (one,) = picture_stages(targets, rendering, Renderers(inputs.opened))
        if lacking := executor.lacks([one]):
            executor.progress.start("pictures of the essay", len(lacking))
        picture = executor.record(one)
        if lacking:
            executor.progress.finish()
        return TextPicture(
            encoded(as_shown(np.asarray(picture.picture), settings.visuals.shown_channels)),
            Optimisation(picture.steps, picture.cosine, picture.objective),
        )
