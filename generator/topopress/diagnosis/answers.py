"""What a network answers among the labels of the samples."""

from collections.abc import Sequence

import numpy as np

from topopress.core.arrays import Float32, Int32, Int64


def outputs_of_labels(labels: Sequence[str], classes: Sequence[str]) -> tuple[Int64, ...]:
    """Return for each label the outputs whose class has its name; nothing if one has none.

    Names are compared without regard to case, and with spaces for underscores. Several classes may
    have one name.
    """
    names = np.array([_plain(name) for name in classes])
    found = tuple(np.flatnonzero(names == _plain(label)) for label in labels)
    return found if all(map(len, found)) else ()


def among_labels(outputs: Float32, of_labels: Sequence[Int64]) -> Int32:
    """Return the label with the largest output of each sample, shape (n_samples,).

    Outputs of other classes do not count: a probe cannot answer them either.

    Args:
        outputs: Shape (n_samples, n_classes).
        of_labels: The outputs of each label.
    """
    largest = np.column_stack([outputs[:, columns].max(axis=1) for columns in of_labels])
    return np.asarray(largest.argmax(axis=1), np.int32)


def _plain(name: str) -> str:
    return name.replace("_", " ").casefold()
