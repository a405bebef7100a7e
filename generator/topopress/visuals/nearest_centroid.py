"""The node whose centroid is nearest to the activation of a finished picture."""

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32

_TIE = 1e-9


def nearest_nodes(activations: Float32, means: Float32, target: Int32 | None = None) -> Int32:
    """Return the node whose mean has the largest cosine similarity to each activation, shape (n,).

    Activations have shape (n, n_channels), means (n_nodes, n_channels). For pictures of nodes,
    ``target`` is the node of each, shape (n,). It wins ties, because nodes in an overlap can have
    the same members. Other ties go to the smaller number; -1 for an activation of zero.
    """
    directions, nearest = unit_vectors(means), np.full(len(activations), -1, np.int32)
    for k, activation in enumerate(unit_vectors(activations)):
        if not len(means) or not activation.any():
            continue
        # einsum, because the last bits of a matrix product depend on the number of pictures.
        cosine = np.einsum("ij,j->i", directions, activation)
        nearest[k] = cosine.argmax()
        if target is not None and cosine[target[k]] >= cosine.max() - _TIE:
            nearest[k] = target[k]
    return nearest


def unit_vectors(vectors: Float32) -> Float64:
    """Return unit vectors in double precision, shape (n, n_channels); zero stays zero."""
    exact = vectors.astype(np.float64)
    lengths = np.sqrt(np.einsum("ij,ij->i", exact, exact))[:, None]
    return exact / np.where(lengths > 0, lengths, 1)
