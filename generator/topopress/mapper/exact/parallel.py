"""Intervals on parallel threads, the largest first. The results do not depend on the threads.

The kernels and the products release the interpreter lock, so threads suffice, and share the rows.
BLAS uses one thread in each.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from typing import TypeVar, cast

from threadpoolctl import threadpool_limits

from topopress.core.processors import processors
from topopress.core.progress import Progress
from topopress.mapper.types import Rows

Check = Callable[[], None]
_Labels = TypeVar("_Labels")


class GivenUpError(Exception):
    """Raised in a thread whose result is no longer needed."""


def single_threaded() -> AbstractContextManager[object]:
    """Limit BLAS to one thread: the products are small, and there are other threads."""
    return cast("AbstractContextManager[object]", threadpool_limits(1))


def side_by_side(
    cluster: Callable[[int, Check], _Labels],
    interval_rows: Rows,
    progress: Progress,
    *,
    n_threads: int | None = None,
) -> tuple[_Labels, ...]:
    """Return ``cluster(index, check)`` of each interval, in order.

    ``cluster`` calls ``check`` regularly, which raises once the result is no longer needed (an
    error elsewhere, Ctrl-C). There are as many threads as usable cores, unless ``n_threads`` is
    given.
    """
    stopped = threading.Event()

    def check() -> None:
        if stopped.is_set():
            raise GivenUpError

    by_size = sorted(range(len(interval_rows)), key=lambda k: (-len(interval_rows[k]), k))
    labels: dict[int, _Labels] = {}
    with single_threaded(), ThreadPoolExecutor(n_threads or processors()) as pool:
        waiting: dict[Future[_Labels], int] = {pool.submit(cluster, k, check): k for k in by_size}
        try:
            for done in as_completed(waiting):
                labels[waiting[done]] = done.result()
                progress.advance(len(interval_rows[waiting[done]]))
        except BaseException:
            stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(labels[k] for k in range(len(interval_rows)))
