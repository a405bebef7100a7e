"""Where on the site the pictures of nodes and exemplars are: on the sheets of the viewer."""

from collections.abc import Collection, Sequence

from topopress.config.addresses import layer_address
from topopress.kinds.images.look_stages import sheet_path
from topopress.kinds.kind import LayerStages, Looks
from topopress.kinds.pictures import LayerSprites, Sprite
from topopress.stage.executor import Executor
from topopress.visuals.sprites import place_of
from topopress.visuals.types import ExemplarCrops, FeatureVisualisations, SpriteSheet


def node_sprites(
    executor: Executor,
    looks: Looks,
    layer: LayerStages,
    nodes: Collection[int],
    exemplars: Collection[int],
) -> LayerSprites:
    """Return the feature visualisations of some nodes and the crops of some exemplars."""
    parts, address = looks.parts[layer.name], layer_address(layer.name)
    crops = executor.record(parts["crops"])
    drawn = executor.record(parts["nodes"]) if "nodes" in parts else None
    if not isinstance(crops, ExemplarCrops):
        raise TypeError(f"crops are {type(crops).__name__}")
    found = {}
    if isinstance(drawn, FeatureVisualisations):
        place = {node: k for k, node in enumerate(drawn.of.tolist())}
        stem = f"{address}-visuals"
        found = {k: _sprite(stem, drawn.sheets, place[k]) for k in nodes if k in place}
    stem = f"{address}-exemplars"
    cut = {k: _sprite(stem, crops.sheets, int(crops.sprite[k])) for k in exemplars}
    return LayerSprites(found, cut)


def _sprite(stem: str, sheets: Sequence[SpriteSheet], index: int) -> Sprite:
    number, top, left = place_of(sheets, index)
    sheet = sheets[number]
    size = sheet.columns * sheet.width, -(-sheet.count // sheet.columns) * sheet.height
    return Sprite(sheet_path(stem, number, sheet), size, (left, top, sheet.width, sheet.height))
