"""The order in which the structures of a graph are listed."""

import numpy as np

from topopress.analysis.shape.stability import strength
from topopress.analysis.shape.types import Stability, Structures
from topopress.core.arrays import Flags, Float64

EVERY_GRAPH_HAS_ONE = "mainland"


def ranked_structures(
    structures: Structures, stability: Stability | None, stable: Flags
) -> list[int]:
    """Return the structures but the largest component: stable ones first, by their rows.

    The others follow by their strength, the smaller of their two shares.

    Args:
        structures: All of them.
        stability: In which share of other graphs each is found; None where not judged.
        stable: Which of them count as stable, shape (n_structures,).
    """
    strengths: Float64 = np.zeros(len(structures.kind))
    if stability is not None:
        strengths = strength(stability.structure_family, stability.structure_bootstrap)

    def rank(k: int) -> tuple[bool, float, int, str]:
        # Rows say how much of the layer a stable structure is.
        weakness = 0.0 if stable[k] else -float(strengths[k])
        return not stable[k], weakness, -int(structures.rows[k]), structures.id[k]

    listed = [k for k, kind in enumerate(structures.kind) if kind != EVERY_GRAPH_HAS_ONE]
    return sorted(listed, key=rank)
