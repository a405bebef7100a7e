"""Figures of the outputs of a network's head, one row of outputs per sample.

A head outputs logits or, if the network ends in a softmax as lucent's do, probabilities.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64

ROWS_AT_ONCE = 4096
TOLERANCE = 4e-3
"""Largest difference between 1 and the sum of probabilities of 16 bits; bfloat16 has 8 digits."""


def confidence(outputs: Float32) -> Float64:
    """Return the largest class probability of each sample, shape (n_samples,).

    Args:
        outputs: Shape (n_samples, n_classes), finite; may be memory-mapped.
    """
    if are_probabilities(outputs):
        return _each_block(outputs, lambda block: block.max(axis=1))
    # The largest probability is 1 over the sum of all, each as a share of the largest.
    return _each_block(
        outputs,
        lambda block: 1 / np.exp(block - block.max(axis=1, keepdims=True)).sum(axis=1),
    )


def entropy(outputs: Float32) -> Float64:
    """Return the entropy of each sample's class probabilities, shape (n_samples,).

    It is divided by the logarithm of the number of classes: 0 where one class is certain, 1 where
    all are equally likely.
    """
    of_block = _of_probabilities if are_probabilities(outputs) else _of_logits
    most = math.log(max(outputs.shape[1], 2))
    return np.divide(_each_block(outputs, of_block), most)


def _of_logits(block: Float64) -> Float64:
    shifted = block - block.max(axis=1, keepdims=True)
    shares = np.exp(shifted)
    total = shares.sum(axis=1)
    found: Float64 = np.log(total) - (shares * shifted).sum(axis=1) / total
    return found


def _of_probabilities(block: Float64) -> Float64:
    found: Float64 = -(block * np.log(np.where(block > 0, block, 1))).sum(axis=1)
    return found


def class_probabilities(outputs: Float32) -> Float64:
    """Return the probability of each class for each sample, shape (n_samples, n_classes)."""
    if are_probabilities(outputs):
        return np.asarray(outputs, dtype=np.float64)
    shares = np.empty(outputs.shape)
    for start, block in enumerate(_blocks(outputs)):
        part = slice(start * ROWS_AT_ONCE, (start + 1) * ROWS_AT_ONCE)
        shares[part] = np.exp(block - block.max(axis=1, keepdims=True))
        shares[part] /= shares[part].sum(axis=1, keepdims=True)
    return shares


def class_logit(outputs: Float32, index: int) -> Float64:
    """Return the logit of a class for each sample, shape (n_samples,).

    For probabilities it is the logarithm, which is the logit up to a constant of each sample; 0
    counts as the smallest positive number of single precision.
    """
    column = np.asarray(outputs[:, index], dtype=np.float64)
    if not are_probabilities(outputs):
        return column
    return np.log(np.maximum(column, np.finfo(np.float32).tiny))


def log_probability(outputs: Float32, classes: Int64) -> Float64:
    """Return the logarithm of the probability of one class for each sample, shape (n_samples,).

    A probability of 0 counts as the smallest positive number of single precision.

    Args:
        outputs: Shape (n_samples, n_classes), finite; may be memory-mapped.
        classes: The class that is asked of each sample, shape (n_samples,).
    """
    known = are_probabilities(outputs)
    found = np.empty(len(outputs))
    for start in range(0, len(outputs), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        block = np.asarray(outputs[part], dtype=np.float64)
        asked = np.take_along_axis(block, classes[part, None], axis=1)[:, 0]
        if known:
            found[part] = np.log(np.maximum(asked, np.finfo(np.float32).tiny))
        else:
            largest = block.max(axis=1)
            found[part] = asked - largest - np.log(np.exp(block - largest[:, None]).sum(axis=1))
    # Probabilities of single precision can be a little above 1.
    return np.minimum(found, 0.0)


def are_probabilities(outputs: Float32) -> bool:
    """Return whether none is negative and those of each sample sum to 1."""
    return all(
        bool((block >= 0).all() and (np.abs(block.sum(axis=1) - 1) <= TOLERANCE).all())
        for block in _blocks(outputs)
    )


def _blocks(outputs: Float32) -> Iterator[Float64]:
    for start in range(0, len(outputs), ROWS_AT_ONCE):
        yield np.asarray(outputs[start : start + ROWS_AT_ONCE], dtype=np.float64)


def _each_block(outputs: Float32, value: Callable[[Float64], Float64]) -> Float64:
    return np.concatenate([np.empty(0), *(value(block) for block in _blocks(outputs))])
