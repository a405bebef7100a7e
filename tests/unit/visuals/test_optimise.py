import os
import signal
import warnings
from dataclasses import replace

import numpy as np
import pytest
import torch

from topopress.visuals.augmentations import AugmentationRange, augment, draw_augmentations
from topopress.visuals.batched_layer import BatchedLayer, cheaper
from topopress.visuals.input_canvas import InputCanvas
from topopress.visuals.objectives import objective_value
from topopress.visuals.optimise import Schedule, Slots, optimise
from topopress.visuals.targets import towards_distinct_means, towards_means
from topopress.visuals.truncated_network import TruncatedNetwork
from unit.visuals.small_network import LAYER, small_network, target_vectors

CANVAS = InputCanvas(image=(20, 20), size=(32, 32), centre=(18.0, 18.0))
SCHEDULE = Schedule(steps=6, learning_rate=0.1)
SEEDS = (11, 12, 13, 14, 15)
CPU = torch.device("cpu")


def features():
    return TruncatedNetwork(small_network(), LAYER)


def optimised(vectors, seeds, part=None, schedule=SCHEDULE):
    batched_layer = BatchedLayer(part or features(), CANVAS, CPU, batch_slots=5)
    done = optimise(batched_layer, towards_means(vectors, 2.0), seeds, schedule)
    return np.stack([one.picture for one in sorted(done, key=lambda one: one.item)])


def test_the_objective_is_dot_times_cosine():
    answers = torch.tensor([[3.0, 4.0]])
    towards = torch.tensor([[1.0, 0.0]])
    assert float(objective_value(answers, towards, 2.0)) == pytest.approx(3 * 0.6**2, rel=1e-3)
    against = torch.tensor([[-1.0, 0.0]])
    assert float(objective_value(answers, against, 2.0)) == pytest.approx(-3 * 0.1**2)


def test_a_layer_answers_at_its_centre_or_by_its_mean():
    activations = torch.arange(32.0).view(1, 2, 4, 4)
    assert CANVAS.vectors(activations).tolist() == [[10.0, 26.0]]
    assert replace(CANVAS, whole=True).vectors(activations).tolist() == [[7.5, 23.5]]


def test_optimising_raises_the_objective():
    part, vectors = features(), target_vectors()
    directions = torch.nn.functional.normalize(torch.from_numpy(vectors), dim=1)

    def reached(steps):
        pictures = optimised(vectors, SEEDS, part, Schedule(steps, 0.1))
        pixels = torch.from_numpy(pictures).permute(0, 3, 1, 2)
        straight = torch.eye(2, 3).expand(len(pixels), 2, 3)
        seen = augment(pixels, straight, canvas=CANVAS.size, centre=CANVAS.centre)
        return objective_value(CANVAS.vectors(part(seen)), directions, 2.0)

    assert bool((reached(32) > 2 * reached(1).clamp_min(0.01)).all())


def test_order_and_company_change_nothing():
    vectors = target_vectors()
    together = optimised(vectors, SEEDS)
    order = [3, 0, 4, 2, 1]
    shuffled = optimised(vectors[order], [SEEDS[k] for k in order])
    np.testing.assert_array_equal(shuffled, together[order])
    alone = optimised(vectors[2:3], SEEDS[2:3])
    np.testing.assert_array_equal(alone[0], together[2])
    first = np.concatenate([vectors[2:3], target_vectors(9)])
    in_another_place = optimised(np.roll(first, 7, axis=0), np.roll([SEEDS[2], *range(9)], 7))
    np.testing.assert_array_equal(in_another_place[7], together[2])


def test_a_picture_that_no_longer_gains_is_finished():
    schedule = Schedule(16, 0.1, patience=3, least_gain=0.1)
    early = [9.0] * 8
    assert not schedule.is_over([*early, 1, 2, 3, 4, 5])
    assert not schedule.is_over([*early, 1, 1, 1, 2, 2, 2])
    assert schedule.is_over([*early, 1, 1, 1, 1.1, 1.1, 1.1])
    assert schedule.is_over([*early, 3, 3, 3, 1, 1, 1])
    assert not schedule.is_over(early)
    assert schedule.is_over([float(k) for k in range(16)])
    assert not Schedule(16, 0.1).is_over([1.0] * 15)


def test_a_processor_computes_in_full_precision():
    seen = []

    def watching(pixels):
        seen.append(torch.is_autocast_enabled("cpu"))
        return features()(pixels)

    optimised(target_vectors(), SEEDS, watching)
    assert not any(seen)


@pytest.mark.filterwarnings("ignore:CUDA is not available")
def test_a_gpu_computes_the_network_in_half_the_bits():
    with cheaper(torch.device("cuda:1")) as mode:
        assert (mode.device, mode.fast_dtype) == ("cuda", torch.bfloat16)


def test_the_whole_loop_lies_where_the_network_lies():
    """The meta device computes shapes only, and refuses tensors of any other device."""
    meta = torch.device("meta")
    weights = torch.zeros(12, 3, 4, 4, device=meta)
    batched_layer = BatchedLayer(
        lambda x: torch.nn.functional.conv2d(x, weights, stride=4), CANVAS, meta, batch_slots=3
    )
    slots = Slots(
        batched_layer, towards_distinct_means(target_vectors(3), 2.0), SEEDS[:3], SCHEDULE
    )
    for k in range(3):
        slots.begin(k, k)
    values = slots.values(slots.draw(), [0, 3, 5])
    (slope,) = torch.autograd.grad(values.sum(), slots.spectrum)
    with torch.no_grad():
        slots.climb(slope, [0, 3, 5])
    assert values.device == slope.device == meta


def test_another_seed_gives_another_picture():
    vectors = np.repeat(target_vectors(1), 2, axis=0)
    first, second = optimised(vectors, (1, 2))
    assert np.abs(first - second).max() > 0.01


def test_global_generators_are_left_alone():
    part, vectors = features(), target_vectors()
    torch.random.manual_seed(3)
    before = torch.random.get_rng_state()
    numpy_before = np.random.get_state()[1].copy()  # noqa: NPY002
    optimised(vectors, SEEDS, part)
    assert torch.equal(torch.random.get_rng_state(), before)
    np.testing.assert_array_equal(np.random.get_state()[1], numpy_before)  # noqa: NPY002


def test_the_network_keeps_no_hooks_and_no_gradients():
    network = small_network()
    optimised(target_vectors(), SEEDS, TruncatedNetwork(network, LAYER))
    assert not any(module._forward_hooks for module in network.module.modules())
    assert all(weight.grad is None for weight in network.module.parameters())


@pytest.mark.parametrize("at", [1, 3])
def test_an_error_in_the_network_comes_out_as_it_is(at):
    part, calls = features(), []

    def failing(pixels):
        calls.append(1)
        if len(calls) == at:
            raise RuntimeError("out of memory")
        return part(pixels)

    with pytest.raises(RuntimeError, match=r"^out of memory$"):
        optimised(target_vectors(), SEEDS, failing)
    assert len(calls) == at


def test_ctrl_c_stops(capsys):
    part, calls = features(), []

    def interrupted(pixels):
        calls.append(1)
        if len(calls) == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return part(pixels)

    with pytest.raises(KeyboardInterrupt):
        optimised(target_vectors(), SEEDS, interrupted)
    assert len(calls) <= 4
    assert capsys.readouterr().out == ""
    optimised(target_vectors(), SEEDS, part)


def test_a_target_of_zero_stays_grey():
    pictures = optimised(np.zeros((2, 12), np.float32), (1, 2))
    assert np.isfinite(pictures).all()
    assert pictures.std() < 0.05


def test_importing_left_no_filter_behind():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("still heard", FutureWarning, stacklevel=1)
    assert len(caught) == 1


def test_a_straight_look_shows_the_picture_where_the_centre_looks():
    picture = torch.rand(1, 3, 20, 20, generator=torch.Generator().manual_seed(0))
    seen = augment(picture, torch.eye(2, 3)[None], canvas=(32, 32), centre=(18.0, 18.0))
    torch.testing.assert_close(seen[:, :, 8:28, 8:28], picture, atol=1e-5, rtol=0)
    torch.testing.assert_close(seen[:, :, 8:28, 7], picture[:, :, :, 0], atol=1e-5, rtol=0)


def test_views_stay_within_their_range():
    within = AugmentationRange(rotation=10, scale=0.1, shift=0.08)
    views = torch.stack([draw_augmentations(seed, 20, within) for seed in range(50)])
    assert views.shape == (50, 20, 2, 3)
    assert float(views[..., 2].abs().max()) <= 0.16
    zoom = torch.linalg.det(views[..., :2]).sqrt()
    assert 1 / 1.1 - 1e-6 <= float(zoom.min()) <= float(zoom.max()) <= 1 / 0.9 + 1e-6
