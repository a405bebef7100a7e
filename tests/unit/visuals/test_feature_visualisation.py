from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from rendered_pictures import in_order
from topopress.config.visuals import FeatureVisualisation
from topopress.core.errors import ActivationError
from topopress.visuals.effective_field import Square
from topopress.visuals.feature_visualisation import (
    finish,
    reached,
    render,
    strongest,
)
from topopress.visuals.input_canvas import OwnInput, choose_canvas, prepare_canvas
from topopress.visuals.nearest_centroid import nearest_nodes
from topopress.visuals.targets import towards_distinct_means, towards_means
from unit.visuals.small_network import LAYER, small_network, target_vectors

SETTINGS = FeatureVisualisation(size=24, canvas=32, steps=4)
SEEDS = (11, 12, 13, 14, 15)


def rendered(vectors, seeds, network=None, settings=SETTINGS):
    targets = towards_means(vectors, settings.cosine_power)
    parts = render(network or small_network(), LAYER, targets, settings=settings, seeds=seeds)
    return in_order(parts, settings)


def test_alone_or_in_a_batch_the_bytes_are_the_same():
    network, vectors = small_network(), target_vectors(5)
    together = rendered(vectors, SEEDS, network)
    for k in range(5):
        alone = rendered(vectors[k : k + 1], SEEDS[k : k + 1], network)
        np.testing.assert_array_equal(alone.pictures[0], together.pictures[k])
        assert alone.cosine[0] == together.cosine[k]
        assert alone.objective[0] == together.objective[k]


def test_the_order_and_an_early_end_of_others_change_nothing():
    settings = SETTINGS.model_copy(update={"steps": 40, "patience": 4})
    network, vectors = (
        small_network(),
        np.concatenate([target_vectors(9), target_vectors(2)[::-1] * 3]),
    )
    seeds = (*SEEDS, 16, 17, 18, 19, 20, 21)
    together = rendered(vectors, seeds, network, settings)
    assert together.steps.min() < together.steps.max() <= 40
    order = [4, 6, 1, 10, 0, 5, 8, 9, 3, 2, 7]
    shuffled = rendered(vectors[order], [seeds[k] for k in order], network, settings)
    for name in ("pictures", "cosine", "objective", "steps", "activations"):
        np.testing.assert_array_equal(getattr(shuffled, name), getattr(together, name)[order])


def test_the_activation_is_that_of_the_picture():
    vectors = target_vectors(3)
    result = rendered(vectors, SEEDS[:3])
    dots = (result.activations * vectors).sum(1)
    lengths = np.linalg.norm(result.activations, axis=1) * np.linalg.norm(vectors, axis=1)
    np.testing.assert_allclose(dots / lengths, result.cosine, rtol=1e-5)


def test_the_number_of_threads_is_no_matter_and_is_kept():
    network, vectors = small_network(), target_vectors(2)
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
    result = rendered(target_vectors(5), SEEDS, settings=settings)
    assert result.pictures.shape == (5, 24, 24, 3)
    assert result.pictures.dtype == np.uint8
    assert result.cosine.min() > 0.5
    assert result.objective.min() > 0


def test_a_target_of_zero_is_grey_and_scores_nothing():
    vectors = target_vectors(2)
    vectors[1] = 0
    result = rendered(vectors, SEEDS[:2])
    assert result.cosine[1] == result.objective[1] == 0
    assert result.pictures[1].std() < 12


def test_no_targets_no_pictures():
    result = rendered(np.empty((0, 12), np.float32), ())
    assert result.pictures.shape == (0, 24, 24, 3)
    assert len(result.cosine) == 0


def test_a_target_that_is_not_finite_is_refused():
    vectors = target_vectors(1)
    vectors[0, 3] = np.nan
    with pytest.raises(ActivationError, match="not finite"):
        rendered(vectors, (1,))


def canvas_of(features, field, **more):
    own = OwnInput(3, (224, 224))
    input_canvas = choose_canvas(features, field, stride=4, largest_canvas=128, own=own, **more)
    sides = (input_canvas.image, input_canvas.size, input_canvas.centre)
    assert all(side[0] == side[1] for side in sides)
    return tuple(side[0] for side in sides)


def test_the_frame_follows_the_field_and_the_centre():
    blocks = nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1), nn.Conv2d(4, 4, 3, 2, 1))
    assert canvas_of(blocks, Square(19)) == (20, 32, 18.0)
    assert canvas_of(blocks, Square(100)) == (100, 112, 58.0)
    assert canvas_of(blocks, Square(500, (-1.5, -1.5))) == (112, 112, 56.5)


def taking(*sides):
    def features(pixels):
        if pixels.shape[2] not in sides:
            raise ValueError(f"{sides} pixels, please")
        return pixels[:, :, ::4, ::4]

    return features


def test_canvases_that_the_network_does_not_take_are_passed_over():
    assert canvas_of(taking(64, 128), Square(19))[:2] == (20, 64)
    assert canvas_of(taking(32, 64), Square(100))[:2] == (100, 64)
    assert canvas_of(taking(224), Square(100))[:2] == (100, 224)
    assert canvas_of(taking(224), Square(300))[:2] == (196, 224)


def test_a_canvas_has_the_shape_of_the_input():
    blocks = nn.Sequential(nn.Conv2d(5, 4, 3, 2, 1), nn.Conv2d(4, 4, 3, 2, 1))
    own = OwnInput(5, (48, 64))
    chosen = choose_canvas(blocks, Square(60), stride=4, largest_canvas=128, own=own)
    assert (chosen.image, chosen.channels) == ((48, 60), 5)
    assert chosen.size == (48, 64)
    small = choose_canvas(blocks, Square(10), stride=4, largest_canvas=128, own=own)
    assert (small.image, small.size) == ((16, 16), (32, 32))

    def picky(pixels):
        if pixels.shape[2:] != (48, 64):
            raise ValueError("48 x 64 pixels, please")
        return blocks(pixels)

    only = choose_canvas(picky, Square(60), stride=4, largest_canvas=32, own=own)
    assert (only.image, only.size) == ((42, 56), (48, 64))
    assert [own.canvas(n) for n in (64, 128, 100)] == [(48, 64), (96, 128), (75, 100)]


class Picky(nn.Module):
    """A small network for inputs of 48 pixels."""

    def __init__(self, module):
        super().__init__()
        self.block = module.block

    def forward(self, pixels):
        if pixels.shape[2] != 48:
            raise ValueError("48 pixels, please")
        return self.block(pixels)


@pytest.mark.parametrize("whole", [False, True])
def test_a_network_of_one_size_is_shown_that_size(whole):
    small = small_network()
    picky = replace(
        small,
        module=Picky(small.module).eval(),
        info=replace(small.info, input_size=(48, 48)),
        prepared_by=replace(small.preprocessing, resize=48, crop=48),
    )
    _, input_canvas = prepare_canvas(picky, LAYER, 32, whole=whole)
    assert input_canvas.size == (48, 48)
    targets = towards_means(target_vectors(1), 2.0)
    parts = render(picky, LAYER, targets, settings=SETTINGS, seeds=(1,), whole=whole)
    assert in_order(parts, SETTINGS).pictures.shape == (1, 24, 24, 3)


def test_a_picture_of_a_mean_over_the_map_fills_the_canvas_and_answers_by_the_mean():
    network = small_network()
    part, input_canvas = prepare_canvas(network, LAYER, 32, whole=True)
    inputs = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(5)) ** 3
    vectors = part(inputs).mean((2, 3)).numpy()
    assert (
        input_canvas.image,
        input_canvas.size,
        input_canvas.centre,
        input_canvas.whole,
    ) == ((32, 32), (32, 32), (16.0, 16.0), True)
    settings = SETTINGS.model_copy(update={"steps": 48})
    targets = towards_means(vectors, 2.0)
    parts = render(network, LAYER, targets, settings=settings, seeds=(1, 2), whole=True)
    done = in_order(parts, settings)
    assert done.cosine.min() > 0.9
    shown = torch.from_numpy(done.pictures).permute(0, 3, 1, 2).float() / 255
    resized = torch.nn.functional.interpolate(shown, (32, 32), mode="bicubic").clamp(0, 1)
    answers = part(resized).mean((2, 3))
    cosine = torch.nn.functional.cosine_similarity(answers, torch.from_numpy(vectors))
    np.testing.assert_allclose(cosine, done.cosine, atol=0.1)


def test_the_objective_reached_is_what_the_last_steps_climb():
    means = np.array([[1, 0], [0.9, 0.1]], np.float32)
    answers = np.array([[2.0, 0.0], [-1.0, 0.0]], np.float32)
    alone = reached(answers, towards_means(means, 2.0))
    apart = reached(answers, towards_distinct_means(means, 2.0))
    assert 0 < apart[0] < alone[0]
    assert apart[1] == alone[1] < 0


def test_contrast_is_raised_as_far_as_it_costs_little():
    cosines = np.array([[0.90, 0.50, 0.80], [0.91, 0.60, 0.79], [0.895, 0.62, 0.77]])
    everywhere = np.ones_like(cosines, dtype=bool)
    np.testing.assert_array_equal(strongest(cosines, everywhere), [2, 2, 1])
    np.testing.assert_array_equal(strongest(cosines, ~everywhere), [2, 2, 1])
    own = np.array([[True, True, False], [False, True, True], [False, False, True]])
    np.testing.assert_array_equal(strongest(cosines, own), [0, 1, 2])


def test_company_does_not_change_pictures_that_are_told_apart():
    network, vectors = small_network(), target_vectors(5)
    targets = towards_distinct_means(vectors, 2.0)
    together = in_order(render(network, LAYER, targets, settings=SETTINGS, seeds=SEEDS), SETTINGS)
    for order in ([3], [4, 0, 2]):
        seeds = [SEEDS[k] for k in order]
        some = in_order(
            render(network, LAYER, targets.at(order), settings=SETTINGS, seeds=seeds), SETTINGS
        )
        np.testing.assert_array_equal(some.pictures, together.pictures[order])


def test_telling_means_apart_makes_more_pictures_their_own():
    network, random = small_network(), torch.Generator().manual_seed(0)
    part, input_canvas = prepare_canvas(network, LAYER, 32)
    base = torch.rand(1, 3, 32, 32, generator=random)
    alike = (base + 0.4 * torch.randn(10, 3, 32, 32, generator=random)).clamp(0, 1)
    means = input_canvas.vectors(part(alike)).numpy()
    settings = SETTINGS.model_copy(update={"steps": 48})

    def own(targets):
        parts = render(network, LAYER, targets, settings=settings, seeds=range(10))
        found = nearest_nodes(in_order(parts, settings).activations, means)
        return int((found == np.arange(10)).sum())

    assert own(towards_distinct_means(means, 2.0)) > own(towards_means(means, 2.0))


def test_contrast_is_raised_and_never_lowered():
    rng = np.random.default_rng(0)
    pale = (0.5 + 0.1 * rng.standard_normal((16, 16, 3))).clip(0, 1).astype(np.float32)
    strong = rng.integers(0, 2, (16, 16, 3)).astype(np.float32)
    assert finish(pale, 16, 1.8).std() == pytest.approx(1.8 * 25.5, rel=0.1)
    np.testing.assert_array_equal(finish(strong, 16, 1.8), (strong * 255).astype(np.uint8))
