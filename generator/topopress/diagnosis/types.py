"""Types of the diagnosis: what each layer says of the samples, and what is worth a look."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Int32, Int64

Reason = Literal["same content", "same text", "same picture", "near"]
"""Why samples are near duplicates, the surest first."""

Unjudged = Literal["", "no labels", "too few"]
"""Why labels cannot be judged: there are none, or all are the same; or there are too few."""


@dataclass(frozen=True, slots=True, eq=False)
class SampleMeans:
    """The mean vector of each sample in one layer.

    Attributes:
        mean_of: The samples that have a mean, ascending, shape (n_means,). Words that a network has
            no token for have none.
        means: Shape (n_means, n_channels).
    """

    mean_of: Int32
    means: Float32


@dataclass(frozen=True, slots=True, eq=False)
class LayerLabels:
    """What a layer says of the labels: nothing where they are too few to say anything.

    Attributes:
        of: The samples with a label and a mean, ascending, shape (n,).
        score: How far the best other label stands above the given one, shape (n,).
        suggested: The label that the other samples suggest, shape (n,).
        chance: Chance that the label is an error, shape (n,).
        error: Mean squared leave-one-out error on the given labels; None without any.
        share: Estimated share of label errors.
        low: Lower end of its interval.
        high: Upper end.
        weakness: Share of samples for which the predictions themselves are wrong.
        is_weak: Whether overlap of the classes cannot be told from errors.
    """

    of: Int32
    score: Float32
    suggested: Int32
    chance: Float32
    error: float | None = None
    share: float = 0.0
    low: float = 0.0
    high: float = 0.0
    weakness: float = 0.0
    is_weak: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LayerNeighbours:
    """The neighbours of each sample by cosine distance, and how far it is from many of them.

    Attributes:
        of: The samples that have a mean, ascending, shape (n,).
        near: The ten nearest other samples of each, nearest first, shape (n, 10).
        far: Mean distance to many neighbours, shape (n,).
    """

    of: Int32
    near: Int32
    far: Float32


@dataclass(frozen=True, slots=True, eq=False)
class LayerPairs:
    """Pairs of samples that are nearer than chance allows, the least chance first.

    Attributes:
        first: The smaller sample of each pair, shape (n_pairs,).
        second: The larger one.
        chance: Chance of a sample to have such a pair without any copy.
        dimension: TwoNN estimate of the layer.
    """

    first: Int32
    second: Int32
    chance: Float32
    dimension: float


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """What two inputs have in common that look the same.

    Attributes:
        same: Of texts, a digest of the normalised text, shape (n_samples,); empty for others.
        bits: Of small pictures, a perceptual hash of 64 bits, shape (n_samples,), 0 for pictures of
            one colour; shape (0,) for others.
    """

    same: tuple[str, ...]
    bits: NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class NodeMembers:
    """The nodes of a graph: their names and their rows, as ``MapperGraph`` has them."""

    node_interval: Int32
    node_cluster: Int32
    member_offsets: Int64
    members: Int32

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the nodes, such as ``i12c0``."""
        pairs = zip(self.node_interval.tolist(), self.node_cluster.tolist(), strict=True)
        return tuple(f"i{interval}c{cluster}" for interval, cluster in pairs)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sample with its surroundings in a layer.

    Attributes:
        sample: Number of the sample.
        near: Its nearest other samples, nearest first.
        nodes: Names of the nodes that hold it, the largest first.
        beside: How many other samples are in these nodes.
    """

    sample: int
    near: tuple[int, ...]
    nodes: tuple[str, ...]
    beside: int


@dataclass(frozen=True, slots=True)
class LabelError:
    """A sample whose label is worth a look."""

    seen: Seen
    label: str
    suggested: str
    score: float
    chance: float


@dataclass(frozen=True, slots=True)
class Outlier:
    """A sample that is far from all others; ``score`` is the share of samples that are less far."""

    seen: Seen
    score: float


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Samples that are copies of each other, or nearly.

    Attributes:
        samples: The samples, ascending.
        reasons: Why they are here, the surest reason first.
        chance: Largest chance of a pair that only nearness joins; None where there is none.
        splits: The splits that the samples are of, sorted, where these are known.
    """

    samples: tuple[int, ...]
    reasons: tuple[Reason, ...]
    chance: float | None
    splits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mistaken:
    """How often a network predicts one class for samples of another label."""

    label: str
    predicted: str
    count: int


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """A node in which the network errs more often than elsewhere; see ``failures.Failing``.

    ``mistaken`` are the most frequent errors, ``examples`` some of the samples in error.
    """

    layer: str
    node: str
    samples: int
    errors: int
    low: float
    high: float
    elsewhere: float
    mistaken: tuple[Mistaken, ...]
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerError:
    """A layer, its leave-one-out error on the given labels, and whether it is weak."""

    layer: str
    error: float
    is_weak: bool


@dataclass(frozen=True, slots=True)
class ExpectedErrors:
    """How many labels are errors, as the layer of the least leave-one-out error has it.

    Attributes:
        labelled: Samples with a label.
        number: Estimated number of errors.
        low: Lower end of its interval.
        high: Upper end.
        is_weak: Whether overlap of the classes cannot be told from errors in this layer.
        layers: All layers, the least error first.
    """

    labelled: int
    number: float
    low: float
    high: float
    is_weak: bool
    layers: tuple[LayerError, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What is worth a look in the data of an exploration, each list most suspicious first.

    Attributes:
        layer: Whose neighbours and nodes are shown: the one of the least leave-one-out error, or
            the last.
        label_errors: Samples for which the others suggest another label.
        outliers: The samples that are farthest from all others.
        near_duplicates: Groups of copies.
        failure_groups: Nodes in which the network errs.
        expected: How many labels are errors; None where labels cannot be judged.
        unjudged: Why labels cannot be judged; empty where they are.
        sample: The samples that a page shows, ascending, shape (n_shown,).
    """

    layer: str
    label_errors: tuple[LabelError, ...]
    outliers: tuple[Outlier, ...]
    near_duplicates: tuple[Duplicates, ...]
    failure_groups: tuple[FailureGroup, ...]
    expected: ExpectedErrors | None
    unjudged: Unjudged
    sample: Int32


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, divided where a word of it is the sample; else ``word`` is all of it."""

    before: str
    word: str
    after: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a sheet of pictures, in its pixels; ``tall`` and ``wide`` are of the sheet."""

    sheet: int
    left: float
    top: float
    width: float
    height: float
    tall: int
    wide: int


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """What a page shows of samples: passages of texts, or parts of sheets of pictures.

    Attributes:
        sample: The samples, ascending, shape (n,).
        passages: Of texts one of each, else none.
        cuts: Of pictures one of each, else none.
        sheets: The sheets, as WebP.
    """

    sample: Int32
    passages: tuple[Passage, ...]
    cuts: tuple[Cut, ...]
    sheets: tuple[bytes, ...]
