"""The loop that optimises pictures: a batch of slots, each with a picture of its own.

A slot has its own target, noise, views, step number and moments of Adam, so that a picture that
is finished makes room for the next one at once, and none knows of the others. Adam: Kingma and Ba,
"Adam: A Method for Stochastic Optimization", ICLR 2015.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from topopress.artifacts import Float32
from topopress.seeds import rng_for
from topopress.visuals.lucent_bridge import drawing, spectrum_shape
from topopress.visuals.objectives import Aims, at_centre, centre_objective, own_probability
from topopress.visuals.views import ViewRange, draw_views, look

Features = Callable[[Tensor], Tensor]
"""Pictures in 0..1, shape (n, 3, side, side) -> activations, shape (n, n_channels, h, w)."""

# A short memory is worth a third more objective in the few steps that we can afford.
BETA_1, BETA_2, EPSILON = 0.3, 0.99, 1e-8
WARM_UP = 4
LAST_RATE = 0.1
# Wide views find a picture, narrow ones refine what is looked at straight in the end.
LATE_VIEWS = 0.5


@dataclass(frozen=True, slots=True)
class Frame:
    """How the network is shown a picture.

    Attributes:
        side: Side of the picture, in pixels.
        canvas: Side of what the network is shown: the picture, mirrored beyond its edges.
        centre: Where on the canvas the middle of the picture lies, in pixels: where the layer's
            centre position looks.
    """

    side: int
    canvas: int
    centre: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how far pictures are optimised.

    Attributes:
        steps: Largest number of steps.
        learning_rate: Largest step size of Adam; it rises over a few steps, then falls as half a
            cosine to a tenth.
        patience: A picture is finished when its objective, averaged over so many steps, exceeds
            that over as many steps before by less than ``least_gain``; 0: never.
        least_gain: As a share of the objective.
        initial_spread: Standard deviation of the initial spectrum.
        views: How far the random views depart from the picture in the first half of the steps; in
            the second, half of it.
    """

    steps: int
    learning_rate: float
    patience: int = 0
    least_gain: float = 0.01
    initial_spread: float = 0.003
    views: ViewRange = field(default_factory=ViewRange)

    def rate(self, step: int) -> float:
        """Return the step size of a step, counted from 0."""
        rise = min(1.0, (step + 1) / WARM_UP)
        fall = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return self.learning_rate * rise * (LAST_RATE + (1 - LAST_RATE) * fall)

    def is_late(self, step: int) -> bool:
        """Return whether a step is in the second half."""
        return 2 * step >= self.steps

    def views_for(self, seed: int) -> Tensor:
        """Return the views of a picture with a seed, one for each step: (steps, 2, 3)."""
        wide = draw_views([seed], self.steps, self.views)[:, 0]
        narrow = draw_views([seed], self.steps, self.views.narrowed(LATE_VIEWS))[:, 0]
        half = -(-self.steps // 2)
        return torch.cat([wide[:half], narrow[half:]])

    def is_over(self, reached: Sequence[float]) -> bool:
        """Return whether a picture with these values of the objective is finished."""
        if len(reached) >= self.steps:
            return True
        if not self.patience or len(reached) < 2 * self.patience:
            return False
        late = math.fsum(reached[-self.patience :])
        early = math.fsum(reached[-2 * self.patience : -self.patience])
        return late - early < self.least_gain * abs(late)


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """One finished picture.

    Attributes:
        item: Which of the aims it belongs to.
        picture: In 0..1, shape (side, side, 3).
        steps: How many steps it took.
    """

    item: int
    picture: Float32
    steps: int


def optimise(
    features: Features,
    aims: Aims,
    seeds: Sequence[int],
    *,
    frame: Frame,
    schedule: Schedule,
    batch_size: int,
) -> Iterator[Optimised]:
    """Optimise one picture per aim and yield each when it is finished.

    The pictures do not influence each other: the objective is a sum, and all that is random is
    drawn for each by its own seed. The network is always shown ``batch_size`` pictures, because
    the last bits of its arithmetic depend on their number.

    Args:
        features: The network up to a layer; differentiable, its weights frozen.
        aims: What each picture is to respond to.
        seeds: One per aim; nothing else is random.
        frame: How the network is shown a picture.
        schedule: How long, how far.
        batch_size: Pictures optimised side by side.
    """
    slots = _Slots(aims, seeds, frame, schedule, batch_size)
    waiting = list(reversed(range(len(aims))))
    for slot in range(min(batch_size, len(aims))):
        slots.begin(slot, waiting.pop())
    while any(item is not None for item in slots.items):
        with torch.enable_grad():
            pictures = slots.draw()
            over = [k for k in range(batch_size) if slots.is_over(k)]
            if not over:
                slots.step(features, pictures)
                continue
        drawn = pictures.detach().cpu().numpy()
        for slot in over:
            yield slots.end(slot, drawn[slot])
            if waiting:
                slots.begin(slot, waiting.pop())


class _Slots:
    """The state of a batch."""

    def __init__(
        self, aims: Aims, seeds: Sequence[int], frame: Frame, schedule: Schedule, size: int
    ) -> None:
        self.items: list[int | None] = [None] * size
        self._aims, self._seeds, self._frame, self._schedule = aims, seeds, frame, schedule
        self._spectrum = torch.zeros(size, *spectrum_shape(frame.side), requires_grad=True)
        self._draw = drawing(frame.side)
        self._mean = torch.zeros_like(self._spectrum, requires_grad=False)
        self._square = torch.zeros_like(self._mean)
        self._directions = torch.zeros(size, aims.directions.shape[1])
        self._rivals = torch.zeros(size, *aims.rivals.shape[1:])
        self._views = torch.eye(2, 3).repeat(size, schedule.steps, 1, 1)
        self._reached: list[list[float]] = [[] for _ in range(size)]

    def begin(self, slot: int, item: int) -> None:
        """Put a new picture into a slot."""
        seed, schedule = self._seeds[item], self._schedule
        shape = tuple(self._spectrum.shape[1:])
        noise = rng_for(seed, "spectrum").standard_normal(shape, np.float32)
        with torch.no_grad():
            self._spectrum[slot] = torch.from_numpy(noise * np.float32(schedule.initial_spread))
            self._mean[slot], self._square[slot] = 0, 0
        self._directions[slot] = _unit(self._aims.directions[item])
        self._rivals[slot] = _unit(self._aims.rivals[item])
        self._views[slot] = schedule.views_for(seed)
        self._reached[slot] = []
        self.items[slot] = item

    def draw(self) -> Tensor:
        """Return the pictures as they are."""
        return self._draw(self._spectrum)

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

    def step(self, features: Features, pictures: Tensor) -> None:
        """Take one step in all slots; an empty one idles."""
        number = [min(len(reached), self._schedule.steps - 1) for reached in self._reached]
        views = self._views[torch.arange(len(number)), number]
        seen = look(pictures, views, canvas=self._frame.canvas, centre=self._frame.centre)
        with _cheaper(seen.device):
            activations = features(seen)
        values = self._values(activations.float())
        (slope,) = torch.autograd.grad(
            (values * self._own(activations, number)).sum(), self._spectrum
        )
        with torch.no_grad():
            self._climb(slope, number)
        for reached, value in zip(self._reached, values.tolist(), strict=True):
            reached.append(value)

    def _values(self, activations: Tensor) -> Tensor:
        directions = self._directions.to(activations.device)
        return centre_objective(activations, directions, self._aims.power)

    def _own(self, activations: Tensor, number: list[int]) -> Tensor:
        """Return by what each value is weighted: in the second half, that it is of its own aim."""
        late = torch.tensor([self._schedule.is_late(k) for k in number], device=activations.device)
        if not self._rivals.shape[1] or not late.any():
            return torch.ones(len(number), device=activations.device)
        directions, rivals = (
            kept.to(activations.device) for kept in (self._directions, self._rivals)
        )
        own = own_probability(at_centre(activations).float(), directions, rivals)
        return torch.where(late, own, torch.ones_like(own))

    def _climb(self, slope: Tensor, number: list[int]) -> None:
        self._mean.mul_(BETA_1).add_(slope, alpha=1 - BETA_1)
        self._square.mul_(BETA_2).addcmul_(slope, slope, value=1 - BETA_2)
        # Slots stand at different steps: rate and corrections are columns.
        rates = [self._schedule.rate(k) / (1 - BETA_1 ** (k + 1)) for k in number]
        roots = [math.sqrt(1 - BETA_2 ** (k + 1)) for k in number]
        size = self._column([r * q for r, q in zip(rates, roots, strict=True)])
        floor = self._column([EPSILON * root for root in roots])
        self._spectrum.add_(size * self._mean / (self._square.sqrt() + floor))

    def _column(self, values: list[float]) -> Tensor:
        return self._spectrum.new_tensor(values).view(-1, 1, 1, 1, 1)


def _unit(vectors: Float32) -> Tensor:
    return functional.normalize(torch.from_numpy(np.array(vectors, np.float32)), dim=-1)


def _cheaper(device: torch.device) -> AbstractContextManager[object]:
    """Let a GPU compute the network in half the bits; processors stay exact."""
    if device.type != "cuda":
        return nullcontext()
    return torch.autocast("cuda", torch.bfloat16)
