"""The pictures that stand for a node, or for what it has and another lacks, in a text."""

import numpy as np

from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.pictures import render_pictures
from topopress.pipeline.records import read_record
from topopress.responses import Exemplars, FeatureVisualisations
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs


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


def picture_contrast(
    bench: Bench, inputs: Inputs, graph: LayerGraph, nodes: tuple[int, int]
) -> bytes:
    """Return the picture of what a node's mean has and another one's lacks, as WebP.

    It is rendered where the store lacks it, by processes that end with the call.

    Raises:
        KeyError: if feature visualisations are off.
    """
    from topopress.visuals.node_picture import encoded
    from topopress.visuals.objectives import towards_differences

    settings = bench.settings.visuals.feature_visualisation
    if not settings.enabled:
        raise KeyError(nodes)
    node, other = (np.array(graph.statistics.mean[[one]]) for one in nodes)
    aims = towards_differences(node, other, settings.cosine_power)
    with Bench(bench.source, bench.stages) as own:
        drawn = render_pictures(own, inputs, graph.matrix.layer, aims, what="contrasts of a text")
    return encoded(drawn[0].array("picture"))
