"""Confidence and logits, from logits and from probabilities."""

import numpy as np
import pytest

from topopress.mapper.head import (
    ROWS_AT_ONCE,
    are_probabilities,
    class_logit,
    confidence,
    log_probability,
)

LOGITS = np.log(np.array([[1, 1, 2], [1, 3, 4], [6, 2, 2]], dtype=np.float32))
SHARES = np.array([[0.25, 0.25, 0.5], [0.125, 0.375, 0.5], [0.6, 0.2, 0.2]], dtype=np.float32)


@pytest.mark.parametrize("outputs", [LOGITS, SHARES, LOGITS + 1000])
def test_confidence_is_the_largest_softmax_output(outputs):
    assert confidence(outputs) == pytest.approx([0.5, 0.5, 0.6], abs=1e-4)


def test_a_logit_is_the_output_or_the_logarithm_of_the_probability():
    assert class_logit(LOGITS, 1) == pytest.approx(np.log([1, 3, 2]))
    assert class_logit(SHARES, 1) == pytest.approx(np.log([0.25, 0.375, 0.2]))
    never = class_logit(np.array([[0.0, 1.0]], dtype=np.float32), 0)
    assert np.isfinite(never).all()
    assert never[0] < -87


@pytest.mark.parametrize("outputs", [LOGITS, SHARES, LOGITS + 1000])
def test_the_probability_of_a_class_of_each_sample(outputs):
    found = np.exp(log_probability(outputs, np.array([0, 2, 0])))
    assert found == pytest.approx([0.25, 0.5, 0.6], abs=1e-4)


def test_no_probability_is_zero_or_above_one():
    found = log_probability(np.array([[0.0, 1.000001]], np.float32), np.array([0]))
    assert -88 < found[0] < -87
    assert log_probability(np.array([[0.0, 1.000001]], np.float32), np.array([1]))[0] == 0
    assert log_probability(np.array([[1e4, 0.0]], np.float32), np.array([1]))[0] == -1e4


def test_what_counts_as_probabilities():
    assert are_probabilities(SHARES)
    assert not are_probabilities(LOGITS)
    assert not are_probabilities(-SHARES)
    assert not are_probabilities(np.concatenate([SHARES, LOGITS]))


def test_many_samples_are_read_block_by_block(tmp_path):
    outputs = np.random.default_rng(0).normal(size=(ROWS_AT_ONCE + 9, 4)).astype(np.float32)
    np.save(tmp_path / "o.npy", outputs)
    found = confidence(np.load(tmp_path / "o.npy", mmap_mode="r"))
    softmax = np.exp(outputs) / np.exp(outputs).sum(axis=1, keepdims=True)
    assert found == pytest.approx(softmax.max(axis=1), rel=1e-5)
