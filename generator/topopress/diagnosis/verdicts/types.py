"""What rules read, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from topopress.core.arrays import Flags, Int32
from topopress.diagnosis.measures.paired import Difference, difference

Rule = Literal[
    "dead",
    "collapsed",
    "reset",
    "broken_from",
    "same_answer",
    "says_less",
    "readable_nowhere",
    "read_early",
    "adds_nothing",
    "could_be_linear",
    "changes_little",
    "apart_at_first",
    "part_between",
    "part_gradually",
    "do_not_part",
    "permuted",
    "rescaled",
    "rotated",
    "same_but_classes",
    "same_up_to_the_seed",
]
"""The rules, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says.

    Attributes:
        rule: The rule that holds.
        of: What it says it of, by the sentence's placeholders: layers, blocks, classes.
        figures: The figures of the sentence: shares, or plain numbers.
    """

    rule: Rule
    of: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class LayerFacts:
    """What rules read of a layer.

    Attributes:
        name: The layer.
        right: Whether a linear probe is right, of each labelled row; empty without labels.
        dimension: By TwoNN; 0 where it is unknown.
        dead: Share of the channels that never vary.
    """

    name: str
    right: Flags
    dimension: float
    dead: float


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """What rules read of a block.

    Attributes:
        name: The block.
        skip: Accuracy that is lost if the block is skipped; None where it cannot be.
        linear: Accuracy that is lost with the best linear map in its place; None where none fits.
        initial: Whether its norm layers are as before training; None where it has none, or weights
            were not read.
        structure: As ``BlockWeights`` has it; None where weights were not read.
        after: How many of the layers are complete when it begins.
    """

    name: str
    skip: Difference | None = None
    linear: Difference | None = None
    initial: bool | None = None
    structure: float | None = None
    after: int = 0


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What rules read of two layers that follow each other.

    Attributes:
        first: The earlier layer.
        second: The later layer.
        overlap: Mean share of common nearest neighbours.
        cka: Debiased CKA.
        tested: Whether a block between them was skipped or replaced.
    """

    first: str
    second: str
    overlap: float
    cka: float
    tested: bool


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a network answers, beside the labels.

    Attributes:
        said: Number of the label that it answers, of each labelled row, shape (n_rows,).
        label: The label, shape (n_rows,).
        names: Names of the labels.
    """

    said: Int32
    label: Int32
    names: tuple[str, ...]

    @property
    def right(self) -> Flags:
        """Whether each answer is the label."""
        return np.asarray(self.said == self.label)

    @property
    def chance(self) -> float:
        """Share of the commonest label."""
        counts = np.bincount(self.label)
        return float(counts.max() / len(self.label))


@dataclass(frozen=True, slots=True, eq=False)
class NetworkFacts:
    """What the rules about one network read.

    Attributes:
        layers: In forward order.
        answers: The network's own answers, or those of a probe of its last layer; None without
            labels.
        by_probe: Whether a probe gives the answers, so that the network's own say nothing.
        blocks: In forward order.
        pairs: Layers that follow each other.
    """

    layers: tuple[LayerFacts, ...]
    answers: Answers | None
    by_probe: bool = False
    blocks: tuple[BlockFacts, ...] = ()
    pairs: tuple[PairFacts, ...] = ()

    @property
    def best(self) -> LayerFacts | None:
        """The layer from which a probe reads most; None without labels."""
        known = [layer for layer in self.layers if len(layer.right)]
        return max(known, key=lambda layer: float(layer.right.mean()), default=None)

    @property
    def gap(self) -> Difference | None:
        """The network's own accuracy minus that of the best probe; None where it has no answers."""
        best = self.best
        if best is None or self.answers is None or self.by_probe:
            return None
        return difference(self.answers.right, best.right)
