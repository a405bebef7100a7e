"""The only place that knows lucent: its parametrisation, its objective protocol, its render loop.

lucent 0.1.8 hooks every submodule of the network it is given and never lets go, calls Ctrl-C an
early stop, and takes an error inside the network for a picture that is too small. Here it gets
to see one throw-away module, and whatever goes wrong comes out again.
"""

import contextlib
import math
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from topopress.artifacts import Float32
from topopress.seeds import rng_for
from topopress.visuals.views import ViewRange, draw_views, look

with warnings.catch_warnings():
    # kornia 0.4.1 decorates its functions with the deprecated torch.jit.script.
    warnings.simplefilter("ignore")
    from lucent.optvis import param
    from lucent.optvis import render as lucent_render

# tqdm's own lock is a semaphore of the system, which a worker that is ended leaves behind.
lucent_render.tqdm.set_lock(threading.RLock())

Features = Callable[[Tensor], Tensor]
"""Pictures in 0..1, shape (n, 3, side, side) -> activations, shape (n, n_channels, h, w)."""

COSINE_FLOOR = 0.1
SMALLEST_NORM = 1e-4
ADAM_BETAS = (0.3, 0.99)
_HOOKED = "out"


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
    """How the pictures of a batch are optimised.

    Attributes:
        steps: Number of optimisation steps.
        learning_rate: Largest step size of Adam; it rises over a few steps, then falls as half a
            cosine.
        cosine_power: Power of the cosine in the objective.
        initial_spread: Standard deviation of the initial spectrum.
        views: How far the random views depart from the picture.
    """

    steps: int
    learning_rate: float
    cosine_power: float
    initial_spread: float = 0.01
    views: ViewRange = field(default_factory=ViewRange)


def centre_objective(activations: Tensor, targets: Tensor, cosine_power: float) -> Tensor:
    """Return dot product times cosine similarity to a power, at the centre position.

    The objective of the Activation Atlas (Carter, Armstrong, Schubert, Johnson and Olah,
    Distill 2019): the dot product asks for a strong response, the cosine for nothing else.

    Args:
        activations: Shape (n, n_channels, height, width).
        targets: Directions of length one (or zero: no direction), shape (n, n_channels).
        cosine_power: Power of the cosine, which counts as 0.1 where it is less, so that a picture
            that starts on the wrong side still has a slope to climb.

    Returns:
        Shape (n,).
    """
    centre = at_centre(activations)
    dot = (centre * targets).sum(1)
    cosine = dot / (centre.norm(dim=1) + SMALLEST_NORM)
    objective: Tensor = dot * cosine.clamp_min(COSINE_FLOOR) ** cosine_power
    return objective


def at_centre(activations: Tensor) -> Tensor:
    """Return the activation vectors of the centre position, shape (n, n_channels)."""
    return activations[:, :, activations.shape[2] // 2, activations.shape[3] // 2]


def optimise(
    features: Features, targets: Tensor, seeds: Sequence[int], frame: Frame, schedule: Schedule
) -> Float32:
    """Optimise one picture per target.

    The pictures do not influence each other: the objective is a sum, and all that is random
    is drawn for each by its own seed. Bytes are equal among batches of one length only, because
    the arithmetic of a convolution depends on the batch's length in its last bits.

    Args:
        features: The network up to a layer; differentiable, its weights frozen.
        targets: Activation vectors, shape (n, n_channels).
        seeds: One per target; nothing else is random.
        frame: How the network is shown a picture.
        schedule: How.

    Returns:
        Pictures in 0..1, shape (n, side, side, 3).

    Raises:
        KeyboardInterrupt: if the user interrupts.
        Exception: whatever ``features`` raises.
    """
    views = draw_views(seeds, schedule.steps, schedule.views)
    holder = _Holder(features, views, frame)
    directions = functional.normalize(targets, dim=1)
    with torch.enable_grad(), _interruptions_pass():
        images = _surfacing(
            lambda: lucent_render.render_vis(
                holder,
                lambda layer: (
                    -centre_objective(layer(_HOOKED), directions, schedule.cosine_power).sum()
                ),
                param_f=lambda: _parametrisation(seeds, frame.side, schedule.initial_spread),
                optimizer=lambda parameters: _CosineAdam(parameters, schedule),
                transforms=[],
                thresholds=(schedule.steps,),
                preprocess=False,
                fixed_image_size=frame.side,
                show_image=False,
                progress=False,
            )
        )
    return np.asarray(images[-1], dtype=np.float32)


class _Swallowed(Exception):
    """Carries an error past lucent, which takes RuntimeErrors for small pictures."""


class _Holder(nn.Module):
    """What lucent sees instead of the network: one identity to hook."""

    def __init__(self, features: Features, views: Tensor, frame: Frame) -> None:
        super().__init__()
        self.out = nn.Identity()
        self._features = (features,)  # in a tuple, lest a module become a child that is hooked
        self._views = iter(views)
        self._look = partial(look, canvas=frame.canvas, centre=frame.centre)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the activations of the next random view of the pictures."""
        try:
            (features,) = self._features
            activations = features(self._look(pictures, next(self._views)))
        except Exception as error:
            raise _Swallowed from error
        hooked: Tensor = self.out(activations)
        return hooked


class _CosineAdam(torch.optim.Adam):
    """Adam whose step size rises over a few steps and then falls as half a cosine.

    A short memory (beta1 0.3) is worth a third more objective in the few steps we can afford.
    """

    WARM_UP = 4
    FLOOR = 0.05

    def __init__(self, parameters: list[Tensor], schedule: Schedule) -> None:
        super().__init__(parameters, lr=schedule.learning_rate, betas=ADAM_BETAS)
        self._schedule = schedule
        self._done = 0

    def step(self, closure: Callable[[], Tensor]) -> Tensor:  # type: ignore[override]
        """Take one step at the size that is due."""
        self.param_groups[0]["lr"] = self._schedule.learning_rate * self._factor()
        self._done += 1
        loss: Tensor = super().step(closure)
        return loss

    def _factor(self) -> float:
        rise = min(1.0, (self._done + 1) / self.WARM_UP)
        fall = 0.5 * (1 + math.cos(math.pi * self._done / self._schedule.steps))
        return rise * (self.FLOOR + (1 - self.FLOOR) * fall)


def _parametrisation(
    seeds: Sequence[int], side: int, spread: float
) -> tuple[list[Tensor], Callable[[], Tensor]]:
    # lucent draws from torch's global generator: let it, in a fork, and put our own draw there.
    with torch.random.fork_rng(devices=[]):
        parameters, image = param.image(side, batch=len(seeds))
    spectrum = parameters[0]
    shape = tuple(spectrum.shape[1:])
    drawn = [rng_for(seed, "spectrum").standard_normal(shape, np.float32) for seed in seeds]
    with torch.no_grad():
        spectrum.copy_(torch.from_numpy(np.stack(drawn)) * spread)
    return parameters, image


def _surfacing(render: Callable[[], list[Float32]]) -> list[Float32]:
    try:
        return render()
    except _Swallowed as carrier:
        cause = carrier.__cause__
        if cause is None:
            raise
        raise cause from None


@contextlib.contextmanager
def _interruptions_pass() -> Iterator[None]:
    """Make Ctrl-C stop the build.

    lucent catches KeyboardInterrupt and prints that it stopped early, and prints on no other
    occasion that we give it: its print raises.
    """
    lucent_render.print = _raise_interrupt
    try:
        yield
    finally:
        del lucent_render.print


def _raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
