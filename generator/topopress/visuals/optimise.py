"""The loop that optimises pictures: a batch of slots, each with a picture of its own.

A slot has its own target, noise, views, step number and moments of Adam, so that a picture that
is finished makes room for the next one at once, and none knows of the others. Adam: Kingma and Ba,
"Adam: A Method for Stochastic Optimization", ICLR 2015.
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

# A short memory is worth a third more objective in the few steps that we can afford.
BETA_1, BETA_2, EPSILON = 0.3, 0.99, 1e-8
WARM_UP = 4
LAST_RATE = 0.1
# Wide views find a picture, narrow ones refine what is looked at straight in the end.
LATE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how far pictures are optimised.

    Attributes:
        steps: Largest number of steps.
        learning_rate: Largest step size of Adam; it rises over a few steps, then falls as half a
            cosine to a tenth.
        patience: In the second half, a picture is finished when its objective, averaged over so
            many steps, exceeds that over as many steps before by less than ``least_gain``; 0:
            never.
        least_gain: As a share of the objective.
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
        """First step of the second half, in which views are narrow and means are told apart."""
        return -(-self.steps // 2)

    def progress_in_second_half(self, step: int) -> float:
        """Return how much of the second half is over at a step: 0 at its first, 1 at the last."""
        return max(step - self.second_half_start, 0) / max(
            self.steps - 1 - self.second_half_start, 1
        )

    def augmentations_for(self, seed: int) -> Tensor:
        """Return the views of a picture with a seed, one for each step: (steps, 2, 3)."""
        wide = draw_augmentations([seed], self.steps, self.augmentations)[:, 0]
        narrow = draw_augmentations([seed], self.steps, self.augmentations.narrowed(LATE_SHARE))[
            :, 0
        ]
        return torch.cat([wide[: self.second_half_start], narrow[self.second_half_start :]])

    def is_over(self, reached: Sequence[float]) -> bool:
        """Return whether a picture with these values of the objective is finished."""
        if len(reached) >= self.steps:
            return True
        if not self.patience or len(reached) < self.second_half_start + 2 * self.patience:
            return False
        late = math.fsum(reached[-self.patience :])
        early = math.fsum(reached[-2 * self.patience : -self.patience])
        return late - early < self.least_gain * abs(late)


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """One finished picture.

    Attributes:
        item: Which of the targets it belongs to.
        picture: In 0..1, shape (side, side, 3).
        steps: How many steps it took.
    """

    item: int
    picture: Float32
    steps: int


def optimise(
    batched_layer: BatchedLayer, targets: Targets, seeds: Sequence[int], schedule: Schedule
) -> Iterator[Optimised]:
    """Optimise one picture per target and yield each when it is finished.

    The pictures do not influence each other: the objective is a sum, and all that is random is
    drawn for each by its own seed.

    Args:
        batched_layer: The layer that looks at them; differentiable.
        targets: What each picture is to respond to.
        seeds: One per target; nothing else is random.
        schedule: How long, how far.
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
    """The state of a batch, all of it where the network lies."""

    def __init__(
        self,
        batched_layer: BatchedLayer,
        targets: Targets,
        seeds: Sequence[int],
        schedule: Schedule,
    ) -> None:
        """Prepare empty slots."""
        size, side = batched_layer.batch_slots, batched_layer.input_canvas.image_side
        self.items: list[int | None] = [None] * size
        self._layer, self._targets, self._seeds, self._schedule = (
            batched_layer,
            targets,
            seeds,
            schedule,
        )
        self._mean = torch.zeros(size, *spectrum_shape(side), device=batched_layer.device)
        self._square = torch.zeros_like(self._mean)
        self.spectrum = torch.zeros_like(self._mean).requires_grad_(True)
        self._draw = drawing(side, batched_layer.device)
        self._directions = self._mean.new_zeros(size, targets.directions.shape[1])
        self._competing = CompetingMeans(targets.competing_means, size, batched_layer.device)
        self._augmentations = self._mean.new_zeros(size, schedule.steps, 2, 3)
        self._augmentations[:] = torch.eye(2, 3)
        self._reached: list[list[float]] = [[] for _ in range(size)]

    def begin(self, slot: int, item: int) -> None:
        """Put a new picture into a slot."""
        seed, schedule = self._seeds[item], self._schedule
        shape = tuple(self.spectrum.shape[1:])
        noise = rng_for(seed, "spectrum").standard_normal(shape, np.float32)
        with torch.no_grad():
            self.spectrum[slot] = torch.from_numpy(noise * np.float32(schedule.initial_spread))
            self._mean[slot], self._square[slot] = 0, 0
        self._directions[slot] = unit(self._targets.directions[item])
        self._competing.assign(slot, self._targets.directions[item])
        self._augmentations[slot] = schedule.augmentations_for(seed)
        self._reached[slot] = []
        self.items[slot] = item

    def draw(self) -> Tensor:
        """Return the pictures as they are."""
        return self._draw(self.spectrum)

    def is_over(self, slot: int) -> bool:
        """Return whether a slot's picture is finished."""
        return self.items[slot] is not None and self._schedule.is_over(self._reached[slot])

    def end(self, slot: int, drawn: Float32) -> Optimised:
        """Take the finished picture out of a slot."""
        item = self.items[slot]
        if item is None:
            raise RuntimeError("an empty slot has no picture")
        self.items[slot] = None
        picture = np.ascontiguousarray(drawn.transpose(1, 2, 0))
        return Optimised(item, picture, len(self._reached[slot]))

    def step(self, pictures: Tensor) -> None:
        """Take one step in all slots; an empty one idles."""
        number = [min(len(reached), self._schedule.steps - 1) for reached in self._reached]
        values = self.values(pictures, number)
        (slope,) = torch.autograd.grad(values.sum(), self.spectrum)
        with torch.no_grad():
            self.climb(slope, number)
        for reached, value in zip(self._reached, values.tolist(), strict=True):
            reached.append(value)

    def values(self, pictures: Tensor, number: list[int]) -> Tensor:
        """Return the objective of each slot's picture in its view of a step, shape (n,)."""
        augmentations = self._augmentations[torch.arange(len(number)), number]
        answers = self._layer.forward(pictures, augmentations)
        values = objective_value(answers, self._directions, self._targets.power)
        late = [k >= self._schedule.second_half_start for k in number]
        if not len(self._competing) or not any(late):
            return values
        progress = values.new_tensor([self._schedule.progress_in_second_half(k) for k in number])
        log_probability = self._competing.log_probability(answers, self._directions, progress)
        return torch.where(
            values.new_tensor(late) > 0, discriminative(values, log_probability), values
        )

    def climb(self, slope: Tensor, number: list[int]) -> None:
        """Take a step of Adam along the slope."""
        self._mean.mul_(BETA_1).add_(slope, alpha=1 - BETA_1)
        self._square.mul_(BETA_2).addcmul_(slope, slope, value=1 - BETA_2)
        # Slots stand at different steps: rate and corrections are columns.
        rates = [self._schedule.step_size(k) / (1 - BETA_1 ** (k + 1)) for k in number]
        roots = [math.sqrt(1 - BETA_2 ** (k + 1)) for k in number]
        size = self._column([r * q for r, q in zip(rates, roots, strict=True)])
        floor = self._column([EPSILON * root for root in roots])
        self.spectrum.add_(size * self._mean / (self._square.sqrt() + floor))

    def _column(self, values: list[float]) -> Tensor:
        return self.spectrum.new_tensor(values).view(-1, 1, 1, 1, 1)
