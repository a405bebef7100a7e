"""The chunks that only explorations of images have: how rows and samples look.

Their types for the viewer are generated together with those of ``bundle/schema.py``.
"""

from collections.abc import Mapping
from typing import Literal

from topopress.bundle.schema import Document, VisualSummary


class Sheet(Document):
    """Pictures of one size in one WebP file, row by row.

    Picture k of several sheets is on the first sheet whose counts, added up, exceed k.
    """

    file: str
    """Path relative to the exploration's folder."""
    tile: int | tuple[int, int]
    """Side of a square picture in pixels; width and height of another."""
    columns: int
    """Pictures in a row."""
    count: int
    """Pictures on this sheet."""


class ArmPicture(Document):
    """The picture of what an arm of a bifurcation has and the others lack; how far it came."""

    sprite: int
    """Counted through all contrast sheets."""
    cosine: float
    """Of the layer's answer to the picture with that difference."""
    objective: float
    """Value reached."""
    steps: int


class ImagesHeader(Document):
    """Header of a layer's chunk of images."""

    kind: Literal["images"]
    layer: str
    exemplar_sheets: list[Sheet]
    """The part of its sample that each exemplar sees."""
    visual_sheets: list[Sheet]
    """Feature visualisations of nodes."""
    inversion_sheets: list[Sheet]
    """Feature visualisations of single rows."""
    contrast_sheets: list[Sheet]
    """Feature visualisations of what an arm of a bifurcation has and the others lack."""
    visuals: VisualSummary | None
    """None where there are no feature visualisations."""
    contrasts: list[list[ArmPicture | None]]
    """Picture of each arm of each structure of the graph; None where there is none."""


class ThumbnailsHeader(Document):
    """Header of the chunk of thumbnails: small images of the samples that exemplars come from."""

    kind: Literal["thumbnails"]
    sheets: list[Sheet]


CHUNK_ARRAYS: Mapping[str, Mapping[str, str]] = {
    "images": {
        "exemplar_sprite": "uint32",  # (n_exemplars,) counted through all exemplar sheets
        "exemplar_top": "uint16",  # what it sees of what the network is shown, 0..65535 a side
        "exemplar_left": "uint16",
        "exemplar_bottom": "uint16",
        "exemplar_right": "uint16",
        "visual_sprite": "int32",  # (n_nodes,) counted through all visual sheets, -1 for none
        "visual_cosine": "float32",  # (n_nodes,) 0 where there is no picture, as the next two
        "visual_objective": "float32",
        "visual_steps": "uint16",
        "visual_nearest": "int32",  # (n_nodes,) whose mean the layer's answer is nearest to, or -1
        "inversion_row": "uint32",  # (n_inversions,) ascending, in the order of the pictures
        "inversion_cosine": "float32",
        "inversion_objective": "float32",
        "inversion_steps": "uint16",
    },
    "thumbnails": {
        "sample": "uint32",  # (n_thumbnails,) ascending
        "tile": "uint32",  # counted through all sheets
        "top": "uint16",  # what the network is shown, 0..65535 of the tile's sides
        "left": "uint16",
        "bottom": "uint16",
        "right": "uint16",
    },
}
