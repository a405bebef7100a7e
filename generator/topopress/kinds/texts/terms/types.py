"""What is counted of texts, and what sets nodes apart."""

from dataclasses import dataclass
from typing import Literal

from topopress.core.arrays import Float64, Int32, Int64

Source = Literal["context", "label", "column"]
"""Words of the context, the labels, or the values of another column."""


@dataclass(frozen=True, slots=True, eq=False)
class TermClass:
    """The terms of one class that each sample has: words of its context, or its value in a column.

    A unit is what counts once, however many rows hold it: of contexts the distinct text, of columns
    the place in a distinct text.

    Attributes:
        name: Name of the column; empty for contexts and labels.
        source: Where the terms come from.
        terms: The distinct terms, sorted.
        unit: Unit of each sample, shape (n_samples,).
        offsets: Where the terms of each sample begin in ``term``, shape (n_samples + 1,).
        term: Indices into ``terms``, each once for a sample, ascending.
    """

    name: str
    source: Source
    terms: tuple[str, ...]
    unit: Int32
    offsets: Int64
    term: Int32


@dataclass(frozen=True, slots=True, eq=False)
class TermTable:
    """The terms of all samples, class by class."""

    classes: tuple[TermClass, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowSamples:
    """Sample of each row of a layer, shape (n_rows,)."""

    sample: Int32


@dataclass(frozen=True, slots=True, eq=False)
class ClassTerms:
    """The terms of one class that set each node apart, those with the largest z first.

    Attributes:
        name: See ``TermClass``.
        source: See ``TermClass``.
        terms: The distinct terms that set any node apart, sorted.
        units: Units of each node, shape (n_nodes,).
        rest: Units of the rows outside of each node.
        chance: Largest z of any term in shuffled nodes as large as each node.
        within: The same in shuffled nodes with as many rows of each group; NaN where such nodes
            tell nothing, or where the class is the group.
        offsets: Where the terms of each node begin, shape (n_nodes + 1,).
        term: Indices into ``terms``.
        z: z-score of each, larger than ``chance``.
        here: Units of the node that have the term.
        elsewhere: Units of the rest that have it.
    """

    name: str
    source: Source
    terms: tuple[str, ...]
    units: Int64
    rest: Int64
    chance: Float64
    within: Float64
    offsets: Int64
    term: Int32
    z: Float64
    here: Int64
    elsewhere: Int64

    def of_node(self, node: int, *, beyond: bool) -> list[str]:
        """Return the terms of a node; with ``beyond`` only those that ``is_beyond``."""
        first, last = self.offsets[node : node + 2].tolist()
        kept = [k for k in range(first, last) if not beyond or self.is_beyond(node, k)]
        return [self.terms[self.term[k]] for k in kept]

    def is_beyond(self, node: int, k: int) -> bool:
        """Return whether no shuffled node of the same groups reaches a term, as far as is known."""
        return not self.z[k] <= self.within[node]


@dataclass(frozen=True, slots=True, eq=False)
class NodeTerms:
    """The terms that set the nodes of a layer apart, class by class.

    ``draws`` is the number of shuffled nodes that each node is compared with.
    """

    classes: tuple[ClassTerms, ...]
    draws: int
