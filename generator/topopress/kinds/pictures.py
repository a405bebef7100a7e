"""The figures an essay asks for: requests, and the finished pictures or passages.

A request compares by what it asks for; ``where``, the file and line that ask for it, only serves
messages. ``layer`` is the id of a layer, ``node`` the name of a node.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NodePicture:
    """Asks for the picture of a node: its feature visualisation and its nearest exemplars."""

    layer: str
    node: str
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ContrastPicture:
    """Asks for a picture of the centroid of ``node`` minus the centroid of ``other``."""

    layer: str
    node: str
    other: str
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ChannelPicture:
    """Asks for a picture of a channel, numbered from 0."""

    layer: str
    channel: int
    where: str = field(default="", compare=False)


PictureRequest = NodePicture | ContrastPicture | ChannelPicture


@dataclass(frozen=True, slots=True)
class Optimisation:
    """How the optimisation of a picture ended: the cosine is that of its activation to the aim."""

    steps: int
    cosine: float
    objective: float


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A WebP picture made because an essay asks for it; put together where not optimised."""

    webp: bytes
    optimisation: Optimisation | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A text cut to a few lines; ``marked`` is its word, empty for a whole text."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class TextPassages:
    """Texts that stand for a node because an essay asks for it, nearest to its centroid first."""

    passages: tuple[Passage, ...]


TextFigure = TextPicture | TextPassages


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture on a sheet of the site.

    Attributes:
        file: Path of the sheet below the exploration's folder.
        sheet: Width and height of the sheet in pixels.
        place: Left, top, width and height of the picture.
    """

    file: str
    sheet: tuple[int, int]
    place: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class LayerSprites:
    """Pictures of a layer: feature visualisations by node, crops by the number of an exemplar."""

    nodes: Mapping[int, Sprite] = field(default_factory=dict)
    exemplars: Mapping[int, Sprite] = field(default_factory=dict)
