"""From what each exemplar speaks for to what a node speaks for: a few classes of each."""

import numpy as np

from topopress.core.arrays import Float32, Int32, Int64
from topopress.visuals.types import Attribution, Exemplars

MOST_FOR = 5
MOST_AGAINST = 3
_DECIMALS = 4  # of a logit; what lies beyond depends on batches and threads


def empty_attribution() -> Attribution:
    """Return the attribution of a layer that speaks for no classes."""
    whole, part = np.empty(0, np.int32), np.empty(0, np.float32)
    return Attribution(np.empty(0, np.int64), whole, part, whole, part, agreement=0.0, way="")


def summarise(
    exemplars: Exemplars, rows: Int32, values: Float32, *, agreement: float, way: str
) -> Attribution:
    """Return the classes that nodes and their nearest exemplars speak for.

    Args:
        exemplars: Of all nodes; those nearest to the mean count.
        rows: The rows of these, ascending, each once.
        values: What each row speaks for, shape (n_rows, n_classes).
        agreement: How well that foretells what the logits lose without the row.
        way: How it was computed.
    """
    exact = values.astype(np.float64)
    outputs: list[Int64] = []
    sizes: list[np.ndarray] = []
    best = np.full(len(exemplars.row), -1, np.int32)
    amount = np.zeros(len(exemplars.row))
    for node in range(len(exemplars.offsets) - 1):
        own = exemplars.of_kind(node, "nearest")
        of_rows = exact[np.searchsorted(rows, exemplars.row[own])]
        mean = of_rows.mean(axis=0) if len(of_rows) else np.zeros(exact.shape[1])
        outputs.append(_outstanding(mean))
        sizes.append(mean[outputs[-1]])
        best[own], amount[own] = of_rows.argmax(axis=1), of_rows.max(axis=1, initial=0)
    return Attribution(
        offsets=np.cumsum([0, *map(len, outputs)]).astype(np.int64),
        output=np.concatenate([np.empty(0), *outputs]).astype(np.int32),
        value=_rounded(np.concatenate([np.empty(0), *sizes])),
        exemplar_output=best,
        exemplar_value=_rounded(amount),
        agreement=round(agreement, _DECIMALS),
        way=way,
    )


def nearest_rows(exemplars: Exemplars) -> Int32:
    """Return the rows of the exemplars that are nearest to a mean, ascending, each once."""
    return np.unique(exemplars.row[exemplars.kind == 0])


def _outstanding(mean: np.ndarray) -> Int64:
    """Return the classes spoken for, most first, then those against, most last; ties by number."""
    order = np.argsort(-mean, kind="stable")
    spoken_for = order[mean[order] > 0][:MOST_FOR]
    against = order[mean[order] < 0]
    return np.concatenate([spoken_for, against[max(0, len(against) - MOST_AGAINST) :]])


def _rounded(values: np.ndarray) -> Float32:
    return np.round(values, _DECIMALS).astype(np.float32)
