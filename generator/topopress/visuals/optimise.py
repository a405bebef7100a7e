"""The optimisation loop: a batch of slots, each with one picture.

Each slot has its own target, noise, augmentations, step number and moments of Adam. So a finished
picture is replaced at once by the next one, and pictures do not influence each other. Adam: Kingma
and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from topopress.core.arrays import Float32
from topopress.core.seeds import rng_for
from topopress.visuals.augmentations import AugmentationRange, draw_augmentations
from topopress.visuals.batched_layer import BatchedLayer
from topopress.visuals.competing_means import CompetingMeans
from topopress.visuals.lucent_bridge import drawing, spectrum_shape
from topopress.visuals.objectives import discriminative, objective_value, unit
from topopress.visuals.targets import Targets

# A small BETA_1 reaches a third more objective in few steps.
BETA_1, BETA_2, EPSILON = 0.3, 0.99, 1e-8
WARM_UP = 4
LAST_RATE = 0.1
# Wide augmentations find a picture, narrow ones refine it: it is published without any.
LATE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Schedule:
    """Schedule of an optimisation.

    Attributes:
        steps: Largest number of steps.
        learning_rate: Largest step size of Adam. It rises over a few steps, then falls as half a
            cosine to a tenth.
        patience: Steps of an average. In the second half, a picture is finished when the average
            objective exceeds the one before by less than ``least_gain``; 0: never.
        least_gain: Smallest gain, as a share of the objective.
        initial_spread: Standard deviation of the initial spectrum.
        augmentations: Range of the random transforms in the first half of the steps; the second
            half uses half of it.
    """

    steps: int
    learning_rate: float
    patience: int = 0
    least_gain: float = 0.01
    initial_spread: float = 0.003
    augmentations: AugmentationRange = field(default_factory=AugmentationRange)

    def step_size(self, step: int) -> float:
        """Return the step size of a step, counted from 0."""
        rise = min(1.0, (step + 1) / WARM_UP)
        fall = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return self.learning_rate * rise * (LAST_RATE + (1 - LAST_RATE) * fall)

    @property
    def second_half_start(self) -> int:
        """First step of the second half: narrow augmentations, discriminative objective."""
        return -(-self.steps // 2)

    def progress_in_second_half(self, step: int) -> float:
        """Return the progress in the second half: 0 up to its first step, 1 at the last step."""
        length = self.steps - 1 - self.second_half_start
        return max(step - self.second_half_start, 0) / max(length, 1)

    def augmentations_for(self, seed: int) -> Tensor:
        """Return a picture's augmentations, one affine map per step, shape (steps, 2, 3)."""
        half = self.augmentations.narrowed(LATE_SHARE)
        wide = draw_augmentations(seed, self.steps, self.augmentations)
        narrow = draw_augmentations(seed, self.steps, half)
        return torch.cat([wide[: self.second_half_start], narrow[self.second_half_start :]])

    def is_over(self, values: Sequence[float]) -> bool:
        """Return whether a picture is finished, from the objective's value at each step."""
        if len(values) >= self.steps:
            return True
        if not self.patience or len(values) < self.second_half_start + 2 * self.patience:
            return False
        late = math.fsum(values[-self.patience :])
        early = math.fsum(values[-2 * self.patience : -self.patience])
        return late - early < self.least_gain * abs(late)


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """One finished picture, pixels in 0..1, (height, width, n_inputs), and its target's index."""

    item: int
    picture: Float32
    steps: int


def optimise(
    batched_layer: BatchedLayer, targets: Targets, seeds: Sequence[int], schedule: Schedule
) -> Iterator[Optimised]:
    """Optimise one picture per target and yield each when it is finished.

    The pictures do not influence each other: the objective is their sum, and each picture has its
    own seed, the only source of randomness.
    """
    slots = Slots(batched_layer, targets, seeds, schedule)
    waiting = list(reversed(range(len(targets))))
    for slot in range(min(batched_layer.batch_slots, len(targets))):
        slots.begin(slot, waiting.pop())
    while any(item is not None for item in slots.items):
        with torch.enable_grad():
            pictures = slots.draw()
            over = [k for k in range(batched_layer.batch_slots) if slots.is_over(k)]
            if not over:
                slots.step(pictures)
                continue
        drawn = pictures.detach().cpu().numpy()
        for slot in over:
            yield slots.end(slot, drawn[slot])
            if waiting:
                slots.begin(slot, waiting.pop())


class Slots:
    """The state of a batch, on the device of the network."""

    def __init__(
        self,
        batched_layer: BatchedLayer,
        targets: Targets,
        seeds: Sequence[int],
        schedule: Schedule,
    ) -> None:
        size, canvas = batched_layer.batch_slots, batched_layer.input_canvas
        self.items: list[int | None] = [None] * size
        self._layer, self._targets = batched_layer, targets
        self._seeds, self._schedule = seeds, schedule
        shape = spectrum_shape(canvas.channels, canvas.image)
        self._mean = torch.zeros(size, *shape, device=batched_layer.device)
        self._square = torch.zeros_like(self._mean)
        self.spectrum = torch.zeros_like(self._mean).requires_grad_(True)
        self._draw = drawing(canvas.channels, canvas.image, batched_layer.device)
        self._directions = self._mean.new_zeros(size, targets.directions.shape[1])
        self._competing = CompetingMeans(targets.competing_means, size, batched_layer.device)
        self._augmentations = self._mean.new_zeros(size, schedule.steps, 2, 3)
        self._augmentations[:] = torch.eye(2, 3)
        self._values: list[list[float]] = [[] for _ in range(size)]

    def begin(self, slot: int, item: int) -> None:
        """Start a new picture in a slot."""
        seed, schedule = self._seeds[item], self._schedule
        shape = tuple(self.spectrum.shape[1:])
        noise = rng_for(seed, "spectrum").standard_normal(shape, np.float32)
        with torch.no_grad():
            self.spectrum[slot] = torch.from_numpy(noise * np.float32(schedule.initial_spread))
            self._mean[slot], self._square[slot] = 0, 0
        self._directions[slot] = unit(self._targets.directions[item])
        self._competing.assign(slot, self._targets.directions[item])
        self._augmentations[slot] = schedule.augmentations_for(seed)
        self._values[slot] = []
        self.items[slot] = item

    def draw(self) -> Tensor:
        """Return the current pictures, shape (batch_slots, n_inputs, height, width)."""
        return self._draw(self.spectrum)

    def is_over(self, slot: int) -> bool:
        """Return whether a slot's picture is finished."""
        return self.items[slot] is not None and self._schedule.is_over(self._values[slot])

    def end(self, slot: int, drawn: Float32) -> Optimised:
        """Remove the finished picture from a slot and return it."""
        item = self.items[slot]
        if item is None:
            raise RuntimeError("an empty slot has no picture")
        self.items[slot] = None
        picture = np.ascontiguousarray(drawn.transpose(1, 2, 0))
        return Optimised(item, picture, len(self._values[slot]))

    def step(self, pictures: Tensor) -> None:
        """Take one step in all slots; empty ones are computed and ignored."""
        steps = [min(len(values), self._schedule.steps - 1) for values in self._values]
        objectives = self.values(pictures, steps)
        (slope,) = torch.autograd.grad(objectives.sum(), self.spectrum)
        with torch.no_grad():
            self.climb(slope, steps)
        for values, objective in zip(self._values, objectives.tolist(), strict=True):
            values.append(objective)

    def values(self, pictures: Tensor, steps: list[int]) -> Tensor:
        """Return the objective of each slot's picture at its own step, shape (batch_slots,)."""
        schedule, directions = self._schedule, self._directions
        augmentations = self._augmentations[torch.arange(len(steps)), steps]
        activations = self._layer.forward(pictures, augmentations)
        values = objective_value(activations, directions, self._targets.power)
        late = [step >= schedule.second_half_start for step in steps]
        if not len(self._competing) or not any(late):
            return values
        progress = values.new_tensor([schedule.progress_in_second_half(step) for step in steps])
        probability = self._competing.log_probability(activations, directions, progress)
        return torch.where(values.new_tensor(late) > 0, discriminative(values, probability), values)

    def climb(self, slope: Tensor, steps: list[int]) -> None:
        """Take a step of Adam along the gradient."""
        self._mean.mul_(BETA_1).add_(slope, alpha=1 - BETA_1)
        self._square.mul_(BETA_2).addcmul_(slope, slope, value=1 - BETA_2)
        # Slots are at different steps, so step sizes and bias corrections are columns.
        rates = [self._schedule.step_size(k) / (1 - BETA_1 ** (k + 1)) for k in steps]
        roots = [math.sqrt(1 - BETA_2 ** (k + 1)) for k in steps]
        size = self._column([r * q for r, q in zip(rates, roots, strict=True)])
        floor = self._column([EPSILON * root for root in roots])
        self.spectrum.add_(size * self._mean / (self._square.sqrt() + floor))

    def _column(self, values: list[float]) -> Tensor:
        return self.spectrum.new_tensor(values).view(-1, 1, 1, 1, 1)
