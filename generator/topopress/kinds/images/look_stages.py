"""The stages that pack exemplars, feature visualisations and thumbnails for the viewer."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.shape.ranking import ranked
from topopress.analysis.shape.types import LayerShape, Structures
from topopress.bundle.exploration import Look
from topopress.bundle.packing import add_chunk, pack, short_hash
from topopress.bundle.schema import PictureKind, VisualSummary
from topopress.core.arrays import Float64
from topopress.kinds.images.documents import (
    CHUNK_ARRAYS,
    ArmPicture,
    ImagesHeader,
    Sheet,
    ThumbnailsHeader,
)
from topopress.kinds.images.words import OBJECTIVE_TERMS
from topopress.mapper.types import MapperGraph
from topopress.visuals.types import (
    ExemplarCrops,
    FeatureVisualisations,
    SpriteSheet,
    Thumbnails,
)

KIND = "images"
"""Name of the kind in the manifest."""
Arrays = Mapping[str, NDArray[np.generic]]
_SIDES = ("top", "left", "bottom", "right")
_WHOLE = 65535
_FIGURES = {"cosine": 0.0, "objective": 0.0, "steps": 0, "nearest": -1}
"""Figures of each node's feature visualisation, with the value of a node that has none."""


def layer_look(
    layer: str,
    crops: ExemplarCrops,
    shape: LayerShape,
    graph: MapperGraph,
    nodes: FeatureVisualisations | None,
    arms: FeatureVisualisations | None,
    rows: FeatureVisualisations | None,
) -> Look:
    """Pack the pictures of a layer, whose name in addresses and file names is given.

    Feature visualisations are those of nodes, of arms of bifurcations and of single rows; None
    where they are switched off.
    """
    files: dict[str, bytes] = {}
    made = {"exemplar": crops, "visual": nodes, "inversion": rows, "contrast": arms}
    sheets = {
        f"{name}_sheets": _add_sheets(files, f"{layer}-{name}s", one.sheets if one else ())
        for name, one in made.items()
    }
    visuals = visual_summary(nodes, arms, rows)
    header = ImagesHeader(
        kind="images",
        layer=layer,
        visuals=visuals,
        contrasts=[arm_pictures(shape.structures, arms)[k] for k in ranked(shape)],
        **sheets,
    )
    arrays = {
        **crop_arrays(crops),
        **visual_arrays(nodes, graph.n_nodes),
        **inversion_arrays(rows),
    }
    path = add_chunk(files, f"{layer}-images", pack(header, arrays, CHUNK_ARRAYS))
    return Look(path, files, visuals)


def sample_look(thumbnails: Thumbnails) -> Look:
    """Pack the thumbnails of the samples."""
    files: dict[str, bytes] = {}
    sheets = _add_sheets(files, "thumbnails", thumbnails.sheets)
    header = ThumbnailsHeader(kind="thumbnails", sheets=sheets)
    arrays = {
        "sample": thumbnails.sample,
        "tile": thumbnails.tile,
        **_box_arrays("", thumbnails.place),
    }
    return Look(add_chunk(files, "thumbnails", pack(header, arrays, CHUNK_ARRAYS)), files)


def visual_summary(
    nodes: FeatureVisualisations | None,
    arms: FeatureVisualisations | None,
    rows: FeatureVisualisations | None,
) -> VisualSummary | None:
    """Return the figures of a layer's feature visualisations; None where they are switched off."""
    if nodes is None:
        return None
    return VisualSummary(
        nodes=_kind(nodes),
        arms=arms and _kind(arms),
        rows=rows and _kind(rows),
        top1_share=nodes.top1_share,
        cosine=float(nodes.cosine.mean()) if len(nodes.of) else None,
    )


def crop_arrays(crops: ExemplarCrops) -> Arrays:
    """Return the crop of each exemplar and the part of the input it shows."""
    return {
        "exemplar_sprite": crops.sprite,
        **_box_arrays("exemplar_", crops.seen),
    }


def visual_arrays(visuals: FeatureVisualisations | None, n_nodes: int) -> Arrays:
    """Return the feature visualisation of each node, and its figures."""
    sprite = np.full(n_nodes, -1, np.int32) if visuals is None else visuals.places(n_nodes)
    figures = {
        f"visual_{figure}": np.full(n_nodes, without)
        if visuals is None
        else np.append(getattr(visuals, figure), without)[sprite]
        for figure, without in _FIGURES.items()
    }
    return {"visual_sprite": sprite, **figures}


def inversion_arrays(inversions: FeatureVisualisations | None) -> Arrays:
    """Return the rows that have a feature visualisation, and its figures."""
    fields = {"row": "of", "cosine": "cosine", "objective": "objective", "steps": "steps"}
    return {
        f"inversion_{name}": np.zeros(0) if inversions is None else getattr(inversions, field)
        for name, field in fields.items()
    }


def arm_pictures(
    structures: Structures, contrasts: FeatureVisualisations | None
) -> list[list[ArmPicture | None]]:
    """Return the picture of each arm of each structure, None where there is none."""
    drawn: dict[int, ArmPicture] = {}
    if contrasts is not None:
        figures = (contrasts.of, contrasts.cosine, contrasts.objective, contrasts.steps)
        columns = zip(*(values.tolist() for values in figures), strict=True)
        for k, (arm, cosine, objective, steps) in enumerate(columns):
            drawn[arm] = ArmPicture(sprite=k, cosine=cosine, objective=objective, steps=steps)
    return [
        [drawn.get(arm) for arm in range(first, last)]
        for first, last in pairwise(structures.arm_offsets.tolist())
    ]


def _kind(made: FeatureVisualisations) -> PictureKind:
    name = made.objective_name
    terms = OBJECTIVE_TERMS[name]
    return PictureKind(objective=name, aim=terms, drawn=len(made.of), wanted=made.wanted)


def _box_arrays(prefix: str, boxes: Float64) -> Arrays:
    whole = np.rint(boxes * _WHOLE).astype(np.int64)
    return {f"{prefix}{side}": whole[:, k] for k, side in enumerate(_SIDES)}


def sheet_path(stem: str, number: int, sheet: SpriteSheet) -> str:
    """Return the path of a sheet below the exploration's folder."""
    return f"images/{stem}-{number}.{short_hash(sheet.webp)}.webp"


def _add_sheets(files: dict[str, bytes], stem: str, sheets: Sequence[SpriteSheet]) -> list[Sheet]:
    listed = []
    for k, sheet in enumerate(sheets):
        path = sheet_path(stem, k, sheet)
        files[path] = sheet.webp
        tile = sheet.width if sheet.width == sheet.height else (sheet.width, sheet.height)
        listed.append(Sheet(file=path, tile=tile, columns=sheet.columns, count=sheet.count))
    return listed
