import numpy as np
import pytest
import torch

from topopress.kinds.images.words import OBJECTIVE_TERMS
from topopress.visuals.nearest_centroid import nearest_nodes
from topopress.visuals.objectives import discriminative, objective_value
from topopress.visuals.targets import (
    towards_activations,
    towards_channels,
    towards_differences,
    towards_distinct_means,
    towards_means,
    towards_whitened,
    whitening_matrix,
)

MEANS = np.array([[3.0, 4.0], [0.0, 2.0]], np.float32)


def test_every_aim_names_an_objective_of_the_table():
    targets = [
        towards_means(MEANS, 2.0),
        towards_distinct_means(MEANS, 2.0),
        towards_activations(MEANS, 2.0),
        towards_channels([1], 2),
        towards_differences(MEANS, MEANS[::-1], 2.0),
        towards_whitened(MEANS, np.eye(2), 2.0),
    ]
    assert {target.objective for target in targets} == set(OBJECTIVE_TERMS)
    assert [len(target) for target in targets] == [2, 2, 2, 1, 2, 2]


def test_a_channel_is_the_channel_whatever_the_others_do():
    target = towards_channels([1], 2)
    answers = torch.tensor([[3.0, 4.0]])
    value = objective_value(answers, torch.from_numpy(target.directions), target.power)
    assert float(value) == 4.0


def test_a_contrast_points_from_one_mean_to_the_other():
    target = towards_differences(MEANS, MEANS[::-1], 2.0)
    np.testing.assert_array_equal(target.directions, [[3, 2], [-3, -2]])


def test_whitening_undoes_what_the_rows_share():
    rng = np.random.default_rng(0)
    rows = (rng.standard_normal((5000, 2)) * [10, 1]).astype(np.float32)
    target = towards_whitened(np.ones((1, 2), np.float32), whitening_matrix(rows, ridge=1e-6), 2.0)
    assert target.directions[0, 1] / target.directions[0, 0] == pytest.approx(100, rel=0.3)
    np.testing.assert_array_equal(target.references, np.ones((1, 2)))


def test_whitening_needs_no_full_rank():
    matrix = whitening_matrix(np.array([[1, 1], [2, 2]], np.float32))
    assert np.isfinite(matrix).all()
    np.testing.assert_array_equal(whitening_matrix(np.zeros((3, 2), np.float32)), np.eye(2))


def test_a_whitened_direction_does_not_depend_on_the_others():
    rng = np.random.default_rng(0)
    means = rng.standard_normal((9, 40)).astype(np.float32)
    matrix = whitening_matrix(rng.standard_normal((100, 40)).astype(np.float32))
    together = towards_whitened(means, matrix, 2.0).directions
    for k in range(9):
        alone = towards_whitened(means[k : k + 1], matrix, 2.0).directions
        np.testing.assert_array_equal(alone[0], together[k])


def test_the_nearest_node_is_nearest_by_cosine():
    answers = np.array([[30, 41], [1, 9], [0, 0], [5, 1]], np.float32)
    np.testing.assert_array_equal(nearest_nodes(answers, MEANS), [0, 1, -1, 0])
    assert nearest_nodes(answers, MEANS[:0]).tolist() == [-1] * 4


def test_of_nodes_with_the_same_mean_the_pictures_own_is_nearest():
    means = MEANS[[0, 1, 0]]
    answers = np.array([[30, 41]] * 3, np.float32)
    np.testing.assert_array_equal(nearest_nodes(answers, means), [0, 0, 0])
    own = np.array([0, 1, 2], np.int32)
    np.testing.assert_array_equal(nearest_nodes(answers, means, own), [0, 0, 2])


def test_a_negative_value_does_not_gain_by_being_anothers():
    values, log_probability = torch.tensor([2.0, -2.0]), torch.tensor([0.5, 0.5]).log()
    assert discriminative(values, log_probability).tolist() == [1.0, -2.0]


def test_the_slope_of_what_is_told_apart_is_that_of_the_product_divided_by_the_probability():
    value, logarithm = torch.tensor([3.0, 2.0], requires_grad=True), torch.tensor([0.25, 1.0]).log()
    logarithm.requires_grad_(True)
    slopes = torch.autograd.grad(discriminative(value, logarithm).sum(), (value, logarithm))
    products = torch.autograd.grad((value * logarithm.exp()).sum(), (value, logarithm))
    torch.testing.assert_close(slopes[1] * logarithm.exp(), products[1])
    # That of the value itself, plus nothing: the logarithm's share is the second slope.
    torch.testing.assert_close(slopes[0] * logarithm.exp(), products[0])


def test_the_slope_does_not_vanish_with_the_probability():
    value, logarithm = torch.tensor([3.0]), torch.tensor([-200.0], requires_grad=True)
    (slope,) = torch.autograd.grad(discriminative(value, logarithm).sum(), logarithm)
    assert float(slope) == 3.0
