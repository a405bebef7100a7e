from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from topopress.config.schema import FeatureVisualisation
from topopress.errors import ActivationError
from topopress.visuals.effective_field import Square
from topopress.visuals.feature_visualisation import (
    choose_frame,
    finish,
    in_order,
    prepare,
    render,
    render_framed,
    strongest,
)
from topopress.visuals.objectives import towards_distinct_means, towards_means
from topopress.visuals.own_node import nearest_nodes
from unit.visuals.small_network import LAYER, small_network, targets

SETTINGS = FeatureVisualisation(size=24, canvas=32, steps=4, batch_size=4)
SEEDS = (11, 12, 13, 14, 15)


def rendered(vectors, seeds, network=None, settings=SETTINGS):
    aims = towards_means(vectors, settings.cosine_power)
    parts = render(network or small_network(), LAYER, aims, settings=settings, seeds=seeds)
    return in_order(parts, settings)


def test_alone_or_in_a_batch_the_bytes_are_the_same():
    network, vectors = small_network(), targets(5)
    together = rendered(vectors, SEEDS, network)
    for k in range(5):
        alone = rendered(vectors[k : k + 1], SEEDS[k : k + 1], network)
        np.testing.assert_array_equal(alone.pictures[0], together.pictures[k])
        assert alone.cosine[0] == together.cosine[k]
        assert alone.objective[0] == together.objective[k]


def test_the_order_and_an_early_end_of_others_change_nothing():
    settings = SETTINGS.model_copy(update={"steps": 40, "patience": 4, "batch_size": 3})
    network, vectors = small_network(), np.concatenate([targets(5), targets(2)[::-1] * 3])
    seeds = (*SEEDS, 16, 17)
    together = rendered(vectors, seeds, network, settings)
    assert together.steps.min() < together.steps.max() <= 40
    order = [4, 6, 1, 0, 5, 3, 2]
    shuffled = rendered(vectors[order], [seeds[k] for k in order], network, settings)
    for name in ("pictures", "cosine", "objective", "steps", "activations"):
        np.testing.assert_array_equal(getattr(shuffled, name), getattr(together, name)[order])


def test_the_activation_is_that_of_the_picture():
    vectors = targets(3)
    result = rendered(vectors, SEEDS[:3])
    dots = (result.activations * vectors).sum(1)
    lengths = np.linalg.norm(result.activations, axis=1) * np.linalg.norm(vectors, axis=1)
    np.testing.assert_allclose(dots / lengths, result.cosine, rtol=1e-5)


def test_the_number_of_threads_is_no_matter_and_is_kept():
    network, vectors = small_network(), targets(2)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        two = rendered(vectors, SEEDS[:2], network)
        assert torch.get_num_threads() == 2
        torch.set_num_threads(1)
        one = rendered(vectors, SEEDS[:2], network)
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(one.pictures, two.pictures)


def test_the_pictures_answer_to_their_targets():
    settings = SETTINGS.model_copy(update={"steps": 48})
    result = rendered(targets(5), SEEDS, settings=settings)
    assert result.pictures.shape == (5, 24, 24, 3)
    assert result.pictures.dtype == np.uint8
    assert result.cosine.min() > 0.5
    assert result.objective.min() > 0


def test_a_target_of_zero_is_grey_and_scores_nothing():
    vectors = targets(2)
    vectors[1] = 0
    result = rendered(vectors, SEEDS[:2])
    assert result.cosine[1] == result.objective[1] == 0
    assert result.pictures[1].std() < 12


def test_no_targets_no_pictures():
    result = rendered(np.empty((0, 12), np.float32), ())
    assert result.pictures.shape == (0, 24, 24, 3)
    assert len(result.cosine) == 0


def test_a_target_that_is_not_finite_is_refused():
    vectors = targets(1)
    vectors[0, 3] = np.nan
    with pytest.raises(ActivationError, match="not finite"):
        rendered(vectors, (1,))


def test_the_frame_follows_the_field_and_the_centre():
    blocks = nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1), nn.Conv2d(4, 4, 3, 2, 1))
    frame = choose_frame(blocks, Square(19, 0.0), stride=4, largest_canvas=128)
    assert (frame.side, frame.canvas, frame.centre) == (20, 32, 18.0)
    frame = choose_frame(blocks, Square(100, 0.0), stride=4, largest_canvas=128)
    assert (frame.side, frame.canvas, frame.centre) == (100, 112, 58.0)
    frame = choose_frame(blocks, Square(500, -1.5), stride=4, largest_canvas=128)
    assert (frame.side, frame.canvas, frame.centre) == (112, 112, 56.5)


def test_a_network_of_one_size_gets_enlarged_pictures():
    class Picky(nn.Module):
        def __init__(self, module):
            super().__init__()
            self.block = module.block

        def forward(self, pixels):
            if pixels.shape[2] != 48:
                raise ValueError("48 pixels, please")
            return self.block(pixels)

    small = small_network()
    picky = replace(
        small,
        module=Picky(small.module).eval(),
        info=replace(small.info, input_size=(48, 48)),
        preprocessing=replace(small.preprocessing, resize=48, crop=48),
    )
    features, frame = prepare(picky, LAYER, 32)
    assert (frame.side, frame.canvas) == (32, 32)
    assert features(torch.rand(2, 3, 32, 32)).shape == (2, 12, 12, 12)
    aims = towards_means(targets(1), 2.0)
    result = in_order(render_framed(features, frame, aims, settings=SETTINGS, seeds=(1,)), SETTINGS)
    assert result.pictures.shape == (1, 24, 24, 3)


def test_contrast_is_raised_as_far_as_it_costs_little():
    cosines = np.array([[0.90, 0.50, 0.80], [0.91, 0.60, 0.79], [0.895, 0.62, 0.77]])
    everywhere = np.ones_like(cosines, dtype=bool)
    np.testing.assert_array_equal(strongest(cosines, everywhere), [2, 2, 1])
    np.testing.assert_array_equal(strongest(cosines, ~everywhere), [2, 2, 1])
    own = np.array([[True, True, False], [False, True, True], [False, False, True]])
    np.testing.assert_array_equal(strongest(cosines, own), [0, 1, 2])


def test_company_does_not_change_pictures_that_are_told_apart():
    network, vectors = small_network(), targets(5)
    aims = towards_distinct_means(vectors, 2.0)
    together = in_order(render(network, LAYER, aims, settings=SETTINGS, seeds=SEEDS), SETTINGS)
    for order in ([3], [4, 0, 2]):
        seeds = [SEEDS[k] for k in order]
        some = in_order(
            render(network, LAYER, aims.at(order), settings=SETTINGS, seeds=seeds), SETTINGS
        )
        np.testing.assert_array_equal(some.pictures, together.pictures[order])


def test_telling_means_apart_makes_more_pictures_their_own():
    network, base = small_network(), targets(1)
    noise = np.random.default_rng(0).standard_normal((10, 12))
    means = (base + 0.3 * np.abs(base).mean() * noise).astype(np.float32)
    settings = SETTINGS.model_copy(update={"steps": 48})

    def own(aims):
        parts = render(network, LAYER, aims, settings=settings, seeds=range(10))
        found = nearest_nodes(in_order(parts, settings).activations, means)
        return int((found == np.arange(10)).sum())

    assert own(towards_distinct_means(means, 2.0)) > own(towards_means(means, 2.0))


def test_contrast_is_raised_and_never_lowered():
    rng = np.random.default_rng(0)
    pale = (0.5 + 0.1 * rng.standard_normal((16, 16, 3))).clip(0, 1).astype(np.float32)
    strong = rng.integers(0, 2, (16, 16, 3)).astype(np.float32)
    assert finish(pale, 16, 1.8).std() == pytest.approx(1.8 * 25.5, rel=0.1)
    np.testing.assert_array_equal(finish(strong, 16, 1.8), (strong * 255).astype(np.uint8))
