"""Counts in how many units of some sets of rows, and of the other rows, each term is."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from topopress.core.arrays import Float64, Int32
from topopress.kinds.texts.terms.log_odds import z_scores
from topopress.kinds.texts.terms.types import TermClass

LEAST = 2
"""Units of a node that a term must be in: what a single text says is said of no node."""
Sets = Any
"""Sets of rows: a sparse matrix of zeros and ones, shape (n_sets, n_rows)."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Counts and z-scores of terms in sets of rows; see ``z_scores`` for their meaning.

    Attributes:
        here, elsewhere: Shape (n_sets, n_terms).
        units, rest: Shape (n_sets,).
        z: Shape (n_sets, n_terms); 0 for terms in fewer than ``LEAST`` units of a set.
    """

    here: Float64
    units: Float64
    elsewhere: Float64
    rest: Float64
    z: Float64


class LayerCounts:
    """The terms of one class in the rows of a layer.

    A pair is a unit and a term that some row of the unit has. A pair counts once in a set of rows,
    whichever of its rows are in it. It is also elsewhere if not all of its rows are in the set.
    """

    def __init__(self, of: TermClass, sample: Int32) -> None:
        """Find the pairs of the rows, whose samples are given, shape (n_rows,)."""
        n_terms, counts = len(of.terms), np.diff(of.offsets)[sample]
        row = np.repeat(np.arange(len(sample)), counts)
        within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        term = of.term[np.repeat(of.offsets[:-1][sample], counts) + within]
        # A term that every row has counts the units themselves.
        row = np.concatenate([row, np.arange(len(sample))])
        term = np.concatenate([term, np.full(len(sample), n_terms)])
        keys = of.unit[sample[row]].astype(np.int64) * (n_terms + 1) + term
        pairs, pair = np.unique(keys, return_inverse=True)
        shape = len(sample), len(pairs)
        self._pairs_of_rows = csr_array((np.ones(len(row)), (row, pair)), shape)
        self._rows_of_pair = np.bincount(pair, minlength=len(pairs)).astype(np.float64)
        one = np.ones(len(pairs)), (np.arange(len(pairs)), pairs % (n_terms + 1))
        self._term_of_pair = csr_array(one, (len(pairs), n_terms + 1))
        self._all: Float64 = self._term_of_pair.sum(axis=0)
        self._share = (self._all[:-1] + 0.5) / (self._all[-1] + 1)

    def scores(self, sets: Sets) -> Scores:
        """Return the counts and the z-scores of all terms in some sets of rows."""
        held = sets @ self._pairs_of_rows
        gone = held.copy()
        gone.data = (held.data == self._rows_of_pair[held.indices]).astype(np.float64)
        held.data = np.ones_like(held.data)
        here = (held @ self._term_of_pair).toarray()
        elsewhere = self._all - (gone @ self._term_of_pair).toarray()
        units, rest = here[:, -1], elsewhere[:, -1]
        here, elsewhere = here[:, :-1], elsewhere[:, :-1]
        z = np.zeros_like(here)
        which, term = np.nonzero(here >= LEAST)
        z[which, term] = z_scores(
            here[which, term],
            units[which],
            elsewhere[which, term],
            rest[which],
            share=self._share[term],
        )
        return Scores(here, units, elsewhere, rest, z)

    def largest(self, sets: Sets) -> float:
        """Return the largest z-score of any term in any of some sets; 0 if none is positive."""
        return float(self.scores(sets).z.max(initial=0.0))
