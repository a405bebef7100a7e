"""The only place that knows lucent: its parametrisation, and its loop as a yardstick.

A picture is a spectrum in decorrelated colours (Olah, Mordvintsev and Schubert, "Feature
Visualization", Distill 2017). lucent 0.1.8's own loop hooks every submodule of the network it is
given and never lets go, fills the weights' gradients, calls Ctrl-C an early stop, and takes an
error inside the network for a picture that is too small; the loop of ``optimise`` is ours.
"""

import threading
import warnings
from collections.abc import Callable

import torch
from torch import Tensor

with warnings.catch_warnings():
    # kornia 0.4.1 decorates its functions with the deprecated torch.jit.script.
    warnings.simplefilter("ignore")
    from lucent.optvis import param
    from lucent.optvis import render as lucent_render

# tqdm's own lock is a semaphore of the system, which a worker that is ended leaves behind.
lucent_render.tqdm.set_lock(threading.RLock())


def parametrise(count: int, side: int) -> tuple[Tensor, Callable[[], Tensor]]:
    """Return a spectrum to optimise, and a function that draws its pictures.

    Args:
        count: Number of pictures.
        side: Of each, in pixels.

    Returns:
        The spectrum, shape (count, 3, side, side // 2 + 1, 2), in whatever state; and a function
        without arguments that returns pictures in 0..1, shape (count, 3, side, side).
    """
    # lucent draws from torch's global generator: let it, in a fork; the caller draws its own.
    with torch.random.fork_rng(devices=[]):
        parameters, image = param.image(side, batch=count)
    return parameters[0], image
