"""The picture that stands for a node in a text."""

from topopress.pipeline.bench import Bench, content_of
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
