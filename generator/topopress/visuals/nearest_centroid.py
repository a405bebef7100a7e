"""Whether a picture is of its node: which node the network would take it for."""

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32

_TIE = 1e-9


def nearest_nodes(activations: Float32, means: Float32, own: Int32 | None = None) -> Int32:
    """Return the node whose mean is nearest by cosine similarity to each picture's activation.

    Args:
        activations: The network's answers to the finished pictures, shape (n, n_channels).
        means: Mean activation of every node of the layer, shape (n_nodes, n_channels).
        own: The node that each picture is of, shape (n,), if they are of nodes; it wins ties, for
            nodes in an overlap can have the same members.

    Returns:
        Shape (n,); otherwise the smaller number on ties, -1 where an activation is zero.
    """
    directions, nearest = unit_vectors(means), np.full(len(activations), -1, np.int32)
    for k, answer in enumerate(unit_vectors(activations)):
        if not len(means) or not answer.any():
            continue
        # Not a product of matrices, whose last bits would depend on how many pictures there are.
        cosine = np.einsum("ij,j->i", directions, answer)
        nearest[k] = cosine.argmax()
        if own is not None and cosine[own[k]] >= cosine.max() - _TIE:
            nearest[k] = own[k]
    return nearest


def unit_vectors(vectors: Float32) -> Float64:
    """Return vectors, shape (n, n_channels), at length one in double precision; zero stays zero."""
    exact = vectors.astype(np.float64)
    lengths = np.linalg.norm(exact, axis=1, keepdims=True)
    return exact / np.where(lengths > 0, lengths, 1)
