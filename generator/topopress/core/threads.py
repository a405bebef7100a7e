"""One thread for the numerical libraries of a process, so that no result depends on their number.

With another number of threads BLAS cuts a product into other blocks, OpenMP adds in another order,
and torch chooses other kernels: the last digits differ, and t-SNE or a threshold enlarges them. So
whatever is stored is computed on one thread; work goes side by side in processes.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from topopress.core.processors import usable_processors

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Variables that libraries read when they are loaded."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Let BLAS, OpenMP and torch compute on one thread inside the block.

    That holds for libraries that are loaded already, and for those that are loaded in the block.
    After it these have as many threads as before, or as they would have had.
    """
    from threadpoolctl import threadpool_info, threadpool_limits

    before = {name: os.environ.get(name) for name in ONE_THREAD}
    usual, of_torch = _usual_number(before["OMP_NUM_THREADS"]), _threads_of_torch()
    loaded = {each["filepath"] for each in threadpool_info()}
    os.environ.update(ONE_THREAD)
    _let_torch_use(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        for name, value in before.items():
            _set(name, value)
        _let_torch_use(of_torch or usual)
        later = {each["filepath"] for each in threadpool_info()} - loaded
        threadpool_limits(dict.fromkeys(later, usual))


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _usual_number(asked: str | None) -> int:
    """Return how many threads a library takes that is loaded without our limit."""
    if asked is not None and asked.isdecimal() and int(asked):
        return int(asked)
    return usable_processors()


def _threads_of_torch() -> int | None:
    """Return how many threads torch uses; None if it is not loaded."""
    torch = sys.modules.get("torch")
    return torch.get_num_threads() if torch else None


def _let_torch_use(number: int) -> None:
    # Its product library is linked into it, where threadpoolctl does not find it.
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(number)
