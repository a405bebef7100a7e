"""Copies a network's module, which may hold what cannot be copied."""

import copy
import io
import threading
from types import GeneratorType

from torch import nn

_SHARED = (
    io.IOBase, GeneratorType, threading.Event, type(threading.Lock()), type(threading.RLock()),
)  # fmt: skip
"""Kinds of objects that cannot be copied and hold no part of a module."""


def copy_of(module: nn.Module) -> nn.Module:
    """Return a deep copy; locks, open files and generators among the attributes are shared.

    Raises:
        Exception: anything, if an author's object refuses to be copied.
    """
    values = [value for part in module.modules() for value in vars(part).values()]
    return copy.deepcopy(module, {id(each): each for each in values if isinstance(each, _SHARED)})
