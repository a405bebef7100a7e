"""Class attribution of nodes: the mean over each node's nearest exemplars, a few classes each."""

import numpy as np

from topopress.core.arrays import Float32, Int32, Int64
from topopress.visuals.types import Attribution, ExemplarRows

MOST_FOR = 5
MOST_AGAINST = 3
_DECIMALS = 4  # of a logit; further digits depend on batches and threads


def empty_attribution() -> Attribution:
    """Return the value for a layer without class attribution."""
    whole, part = np.empty(0, np.int32), np.empty(0, np.float32)
    return Attribution(np.empty(0, np.int64), whole, part, whole, part, agreement=0.0, way="")


def summarise(
    exemplars: ExemplarRows, rows: Int32, values: Float32, *, agreement: float, way: str
) -> Attribution:
    """Return the class attribution of nodes and of their nearest exemplars.

    ``rows`` are those of the nearest exemplars, ascending, each once; ``values`` their attribution,
    shape (n_rows, n_classes). ``agreement`` is the median correlation with the effect of zero
    ablation, ``way`` the method.
    """
    exact = values.astype(np.float64)
    outputs: list[Int64] = []
    sizes: list[np.ndarray] = []
    best = np.full(len(exemplars.row), -1, np.int32)
    amount = np.zeros(len(exemplars.row))
    for node in range(len(exemplars.offsets) - 1):
        nearest = exemplars.of_kind(node, "nearest")
        found = exact[np.searchsorted(rows, exemplars.row[nearest])]
        mean = found.mean(axis=0) if len(found) else np.zeros(exact.shape[1])
        outputs.append(_strongest(mean))
        sizes.append(mean[outputs[-1]])
        best[nearest], amount[nearest] = found.argmax(axis=1), found.max(axis=1, initial=0)
    return Attribution(
        offsets=np.cumsum([0, *map(len, outputs)]).astype(np.int64),
        output=np.concatenate([np.empty(0), *outputs]).astype(np.int32),
        value=_rounded(np.concatenate([np.empty(0), *sizes])),
        exemplar_output=best,
        exemplar_value=_rounded(amount),
        agreement=round(agreement, _DECIMALS),
        way=way,
    )


def nearest_rows(exemplars: ExemplarRows) -> Int32:
    """Return the rows of all nearest exemplars, ascending, each once."""
    return np.unique(exemplars.row[exemplars.kind == 0])


def _strongest(mean: np.ndarray) -> Int64:
    """Return the classes of largest, then of most negative attribution, descending."""
    order = np.argsort(-mean, kind="stable")
    positive = order[mean[order] > 0][:MOST_FOR]
    negative = order[mean[order] < 0]
    return np.concatenate([positive, negative[max(0, len(negative) - MOST_AGAINST) :]])


def _rounded(values: np.ndarray) -> Float32:
    return np.round(values, _DECIMALS).astype(np.float32)
