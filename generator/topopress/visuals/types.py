"""What a node responds to: exemplars, attribution, feature visualisations."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32, Int64, Uint8


@dataclass(frozen=True, slots=True, eq=False)
class SpriteSheet:
    """Many pictures of one size in one image file, row by row.

    ``height`` and ``width`` are those of a picture in pixels. A row of the sheet has ``columns``
    pictures.
    """

    height: int
    width: int
    columns: int
    count: int
    webp: bytes


KINDS = ("nearest", "spread", "label", "member")
"""Kinds of exemplars: nearest to the mean, spread over the node, one for each label. Rows without
vectors have none of these, but members that are drawn at random."""


@dataclass(frozen=True, slots=True, eq=False)
class ExemplarRows:
    """The members that stand for each node.

    Attributes:
        offsets: Shape (n_nodes + 1,).
        kind: Index into ``KINDS``, ascending within a node, shape (n_exemplars,).
        row: Row of each exemplar, in the order in which its kind was chosen.
        similarity: Cosine similarity of that row to the node's mean, shape (n_exemplars,); shape
            (0,) for rows without vectors.
    """

    offsets: Int64
    kind: Uint8
    row: Int32
    similarity: Float64

    def of_kind(self, node: int, kind: str) -> slice:
        """Return where the exemplars of one kind of a node are."""
        first, last = self.offsets[node : node + 2].tolist()
        kinds = self.kind[first:last]
        number = KINDS.index(kind)
        start, stop = np.searchsorted(kinds, [number, number + 1]).tolist()
        return slice(first + start, first + stop)


@dataclass(frozen=True, slots=True, eq=False)
class ExemplarCrops:
    """The crop of each exemplar: the part of its sample that its position sees.

    Attributes:
        sprite: Index of its crop, counted through all sheets, shape (n_exemplars,).
        seen: Top, left, bottom and right of the crop as shares of the height and width of the
            network's input, shape (n_exemplars, 4).
        sheets: The crops.
    """

    sprite: Int32
    seen: Float64
    sheets: tuple[SpriteSheet, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnails:
    """Small pictures of the network's input for each sample that any exemplar comes from.

    Samples that are parts of one picture are parts of one tile.

    Attributes:
        sample: The samples, ascending, shape (n_thumbnails,).
        tile: Tile of each, counted through all sheets.
        place: The part of the tile that is the network's input: top, left, bottom and right as
            shares of the tile's height and width, shape (n_thumbnails, 4).
        sheets: The tiles.
    """

    sample: Int32
    tile: Int32
    place: Float64
    sheets: tuple[SpriteSheet, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """Class attribution of nodes and of their nearest exemplars; see ``visuals.attribution``.

    Values are in logits, minus their mean over the classes. All arrays are empty where the network
    has no classes or no derivative.

    Attributes:
        offsets: Shape (n_nodes + 1,).
        output: Numbers of each node's classes: the largest values first, then the most negative.
        value: Mean over the node's nearest exemplars.
        exemplar_output: Class of the largest value of each exemplar, shape (n_exemplars,); -1 for
            kinds other than ``nearest``.
        exemplar_value: That value, shape (n_exemplars,); 0 for the other kinds.
        agreement: Median over some nearest exemplars of the correlation with zero ablation.
        way: Method that computed the derivatives; empty where there are none.
    """

    offsets: Int64
    output: Int32
    value: Float32
    exemplar_output: Int32
    exemplar_value: Float32
    agreement: float
    way: str


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One finished picture.

    Attributes:
        picture: Shape (height, width, n_inputs); the longer side has the size of the settings.
        activation: The layer's activation, shape (n_channels,).
        cosine: Cosine similarity of the activation to the target.
        objective: Value of the objective reached, after so many steps.
    """

    picture: Uint8
    activation: Float32
    cosine: float
    objective: float
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class FeatureVisualisations:
    """Optimised pictures of a layer's nodes, of single rows, or of the arms of bifurcations.

    Attributes:
        of: What each picture is of, ascending, shape (n_pictures,): a node, a row, or an arm,
            counted through all structures as in ``Structures.arm_node_offsets``.
        wanted: How many were asked for; a budget may leave some out.
        cosine: Cosine similarity of the finished picture's activation to the target,
            shape (n_pictures,).
        objective: Value of the objective reached, shape (n_pictures,).
        steps: Optimisation steps taken, shape (n_pictures,).
        nearest: Node whose mean is nearest, by cosine, to the finished picture's activation,
            shape (n_pictures,); -1 where the activation is zero.
        objective_name: Which objective: a key of ``OBJECTIVE_TERMS`` in ``kinds/images/words.py``.
        sheets: The pictures, one after the other.
    """

    of: Int32
    wanted: int
    cosine: Float64
    objective: Float64
    steps: Int32
    nearest: Int32
    objective_name: str
    sheets: tuple[SpriteSheet, ...]

    @property
    def top1_share(self) -> float | None:
        """Share of the pictures of nodes whose nearest node is their own; None without any."""
        return float((self.nearest == self.of).mean()) if len(self.of) else None

    def places(self, count: int) -> Int32:
        """Return which picture is of each of ``count`` things, -1 where none is."""
        place = np.full(count, -1, np.int32)
        place[self.of] = np.arange(len(self.of))
        return place
