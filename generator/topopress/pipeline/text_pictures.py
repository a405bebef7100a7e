"""The pictures a text asks for: of a node, of what it has and another lacks, of a channel."""

import numpy as np

from topopress.network.types import LayerInfo
from topopress.pages.pictures import Optimisation, TextPicture
from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.pictures import find_pictures, render_pictures, telling
from topopress.pipeline.records import read_record
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs
from topopress.visuals.targets import Targets, towards_channels, towards_differences
from topopress.visuals.types import Exemplars, FeatureVisualisations


def picture_node(
    bench: Bench, layer: str, node: int, exemplars: Artifact, visuals: Artifact | None
) -> TextPicture | None:
    """Return the stored picture that stands for a node in a text.

    None for a node that has neither exemplars nor a feature visualisation.
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
        outputs.write("picture.webp", picture or b"")

    picture = bench.stages.run(action, compute).read("picture.webp")
    return TextPicture(picture) if picture else None


def picture_contrast(
    bench: Bench, inputs: Inputs, graph: LayerGraph, nodes: tuple[int, int]
) -> TextPicture:
    """Return the picture of what a node's mean has and another one's lacks."""
    node, other = (np.array(graph.statistics.mean[[one]]) for one in nodes)
    power = bench.settings.visuals.feature_visualisation.cosine_power
    aims = towards_differences(node, other, power)
    return _render(bench, inputs, graph.matrix.layer, aims, "contrasts of a text")


def picture_channel(bench: Bench, inputs: Inputs, layer: LayerInfo, channel: int) -> TextPicture:
    """Return the picture of a channel of a layer, counted from 0."""
    aims = towards_channels([channel], layer.channels)
    return _render(bench, inputs, layer, aims, "channels of a text")


def _render(
    bench: Bench, inputs: Inputs, layer: LayerInfo, aims: Targets, what: str
) -> TextPicture:
    """Return the picture of the only aim, by processes that end with the call if by any."""
    from topopress.visuals.node_picture import encoded

    with Bench(bench.source, bench.stages) as own:
        found = find_pictures(own, inputs, layer, aims)
        with telling(own.stages.progress, f"{layer.name}: {what}", len(found.missing)):
            drawn = render_pictures(own, layer, aims, found)
    return TextPicture(
        encoded(drawn[0].array("picture")), Optimisation(**drawn[0].json("reached.json"))
    )
