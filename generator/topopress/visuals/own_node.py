"""Whether a picture is of its node: which node the network would take it for."""

import numpy as np

from topopress.artifacts import Float32, Float64, Int32


def nearest_nodes(activations: Float32, means: Float32) -> Int32:
    """Return the node whose mean is nearest by cosine similarity to each picture's activation.

    Args:
        activations: The network's answers to the finished pictures, shape (n, n_channels).
        means: Mean activation of every node of the layer, shape (n_nodes, n_channels).

    Returns:
        Shape (n,); the smaller number on ties, -1 where an activation is zero.
    """
    lengths = np.linalg.norm(activations.astype(np.float64), axis=1)
    if not len(means):
        return np.full(len(activations), -1, np.int32)
    cosine = _directions(activations) @ _directions(means).T
    return np.where(lengths > 0, cosine.argmax(axis=1), -1).astype(np.int32)


def _directions(vectors: Float32) -> Float64:
    exact = vectors.astype(np.float64)
    lengths = np.linalg.norm(exact, axis=1, keepdims=True)
    return exact / np.where(lengths > 0, lengths, 1)
