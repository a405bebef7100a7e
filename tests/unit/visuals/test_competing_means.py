import numpy as np
import pytest
import torch

from topopress.visuals.competing_means import SHARE_OF_GAP, WIDEST, CompetingMeans

CPU = torch.device("cpu")
FIRST, LAST = torch.zeros(1), torch.ones(1)


def competing_of(means, direction):
    competing = CompetingMeans(np.array(means, np.float32), 1, CPU)
    competing.assign(0, np.array(direction, np.float32))
    return competing


def probability(competing, answer, direction, progress=LAST):
    return float(
        competing.log_probability(torch.tensor([answer]), torch.tensor([direction]), progress).exp()
    )


def test_the_probability_is_a_softmax_of_cosines_at_a_falling_temperature():
    competing = competing_of([[3.0, 4.0], [1.0, 0.0]], [3.0, 4.0])
    answer, own = [24.0, 7.0], [0.6, 0.8]
    difference = (0.6 * 24 + 0.8 * 7 - 24) / 25
    for progress, temperature in ((FIRST, WIDEST), (LAST, min(SHARE_OF_GAP * 0.4, WIDEST))):
        expected = 1 / (1 + np.exp(-difference / temperature))
        assert probability(competing, answer, own, progress) == pytest.approx(expected, rel=1e-3)


def test_the_last_temperature_fits_the_nearest_rival():
    near = [float(np.cos(0.1)), float(np.sin(0.1))]
    competing = competing_of([[1.0, 0.0], near, [0.0, 1.0]], [1.0, 0.0])
    own = probability(competing, [1.0, 0.0], [1.0, 0.0])
    assert own == pytest.approx(1 / (1 + np.exp(-1 / SHARE_OF_GAP)), rel=1e-3)
    assert probability(competing, [1.0, 0.0], [1.0, 0.0], FIRST) < own


def test_means_that_hardly_differ_do_not_make_the_temperature_vanish():
    competing = competing_of([[1.0, 0.0], [1.0, 1e-4]], [1.0, 0.0])
    answer = [1.0, -1e-3]
    assert probability(competing, answer, [1.0, 0.0]) == pytest.approx(0.5, abs=1e-3)


def test_a_mean_of_the_same_direction_or_of_none_is_no_rival():
    alone = competing_of([[3.0, 4.0], [6.0, 8.0], [0.0, 0.0]], [3.0, 4.0])
    assert probability(alone, [-0.6, -0.9], [0.6, 0.8]) == 1.0
    assert alone.are_nearest(torch.tensor([[-0.6, -0.9]]), torch.tensor([[0.6, 0.8]])).all()


def test_an_answer_is_its_own_if_no_rival_is_as_near():
    competing = CompetingMeans(np.eye(2, dtype=np.float32), 3, CPU)
    directions = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    for place, direction in enumerate(directions):
        competing.assign(place, direction)
    answers = torch.tensor([[2.0, 1.0], [1.0, 1.0], [2.0, 1.0]])
    own = competing.are_nearest(answers, torch.from_numpy(directions))
    assert own.tolist() == [True, False, False]


def test_without_means_everything_is_its_own():
    competing = CompetingMeans(np.empty((0, 2), np.float32), 1, CPU)
    assert len(competing) == 0
    competing.assign(0, np.array([1, 0], np.float32))
    assert probability(competing, [0.0, 1.0], [1.0, 0.0]) == 1.0


def test_an_answer_of_nothing_has_a_slope_that_is_finite():
    competing = competing_of([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, 0.0])
    answer = torch.zeros(1, 2, requires_grad=True)
    value = competing.log_probability(answer, torch.tensor([[1.0, 0.0]]), LAST)
    (slope,) = torch.autograd.grad(value.sum(), answer)
    assert torch.isfinite(slope).all()
