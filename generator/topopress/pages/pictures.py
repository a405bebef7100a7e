"""The pictures an essay asks for: requests, and the finished pictures.

A request compares by what it asks for; ``where`` only serves messages.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NodePicture:
    """Asks for the picture of a node: its feature visualisation and its nearest exemplars.

    Attributes:
        layer: Id of the layer.
        node: Name of the node.
        where: File and line that ask for it.
    """

    layer: str
    node: str
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ContrastPicture:
    """Asks for a picture of the difference between the centroids of two nodes.

    Attributes:
        layer: Id of the layer.
        node: Name of the node whose centroid counts.
        other: Name of the node whose centroid is subtracted.
        where: File and line that ask for it.
    """

    layer: str
    node: str
    other: str
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ChannelPicture:
    """Asks for a picture of a channel.

    Attributes:
        layer: Id of the layer.
        channel: Number of the channel, from 0.
        where: File and line that ask for it.
    """

    layer: str
    channel: int
    where: str = field(default="", compare=False)


PictureRequest = NodePicture | ContrastPicture | ChannelPicture


@dataclass(frozen=True, slots=True)
class Optimisation:
    """How the optimisation of a picture ended.

    Attributes:
        steps: Optimisation steps taken.
        cosine: Cosine similarity of the finished picture's activation to the target.
        objective: Value of the objective reached.
    """

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
