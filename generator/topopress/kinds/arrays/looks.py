"""How described rows look: pictures, else texts, else cards of their largest channels."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from topopress.bundle.exploration import Look
from topopress.config.addresses import layer_address
from topopress.config.load import ExplorationSource
from topopress.kinds.arrays.look_stages import (
    largest_channels,
    row_crops,
    row_details,
    row_thumbnails,
)
from topopress.kinds.arrays.settings import DescribedRows
from topopress.kinds.images.essay_pictures import essay_pictures
from topopress.kinds.images.look_stages import sample_look
from topopress.kinds.images.looks import layer_looks, shown_stage
from topopress.kinds.kind import Inputs, LayerStages, Looks, Pictures
from topopress.kinds.pictures import NodePicture, PictureRequest
from topopress.kinds.texts.look_stages import text_look
from topopress.kinds.texts.node_looks import node_looks
from topopress.stage.executor import Executor
from topopress.stage.stage import Stage, stage

PICTURES = "pictures"
"""Name of the pictures of exemplars among the parts of a layer."""


def card_looks(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> Looks:
    """Return the stages of rows that look like nothing: cards of their table and channels."""
    return Looks(
        layers={
            name: stage(
                largest_channels,
                f"{source.name}/{name}",
                layer=layer_address(name),
                rows=layer.rows,
                exemplars=layer.exemplars,
            )
            for name, layer in layers.items()
        },
        details=_details(source, inputs, layers),
    )


def text_looks(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> Looks:
    """Return the stages of rows that are texts, or words in texts."""
    found = node_looks(source, inputs, layers)
    shown = stage(text_look, source.name, samples=inputs.samples, inputs=inputs.reader)
    return replace(found, samples=shown, details=_details(source, inputs, layers))


def picture_looks(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> Looks:
    """Return the stages of rows with pictures: the middle of each, and the whole beside it."""
    visuals = source.settings.visuals
    cut = {
        name: stage(
            row_crops,
            f"{source.name}/{name}",
            rows=layer.rows,
            exemplars=layer.exemplars,
            samples=inputs.samples,
            size=visuals.exemplar_size,
            opened=inputs.reader,
        )
        for name, layer in layers.items()
    }
    thumbnails = stage(
        row_thumbnails,
        source.name,
        shown=shown_stage(source, layers),
        samples=inputs.samples,
        size=visuals.thumbnail_size,
        opened=inputs.reader,
    )
    return Looks(
        layers=layer_looks(source, layers, cut, drawn={}),
        samples=stage(sample_look, source.name, thumbnails=thumbnails),
        details=_details(source, inputs, layers),
        parts={name: {PICTURES: each} for name, each in cut.items()},
    )


def node_pictures(
    executor: Executor,
    source: ExplorationSource,
    inputs: Inputs,
    looks: Looks,
    layers: Mapping[str, LayerStages],
    requests: Sequence[PictureRequest],
) -> Pictures:
    """Return the pictures of the nodes that an essay asks for; there are no other figures."""
    of_nodes = [one for one in requests if isinstance(one, NodePicture)]
    parts = {name: {"crops": each[PICTURES]} for name, each in looks.parts.items()}
    return essay_pictures(executor, source, inputs, replace(looks, parts=parts), layers, of_nodes)


def _details(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> Stage[Look] | None:
    data = source.settings.data
    if not isinstance(data, DescribedRows) or data.metadata is None:
        return None
    return details_stage(source, inputs, layers, inputs.samples.settings["table"])


def details_stage(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages], table: str
) -> Stage[Look]:
    """Return the stage of what is known of samples; ``table`` changes with it."""
    return stage(
        row_details,
        source.name,
        samples=inputs.samples,
        shown=shown_stage(source, layers),
        table=table,
        opened=inputs.reader,
    )
