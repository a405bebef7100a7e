"""The pictures an essay asks for: requests, and the finished pictures.

A request compares by what it asks for. Its ``where``, the file and line that ask, serves messages.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NodePicture:
    """Asks for the feature visualisation and the nearest exemplars of a node, in one picture."""

    layer: str
    node: str
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ContrastPicture:
    """Asks for a picture of the centroid of ``node`` minus that of ``other``."""

    layer: str
    node: str
    other: str
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ChannelPicture:
    """Asks for a picture of a channel, counted from 0."""

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
    """A picture made because an essay asks for it.

    Attributes:
        webp: The picture.
        optimisation: How its optimisation ended; None for a picture put together from stored ones.
    """

    webp: bytes
    optimisation: Optimisation | None = None
