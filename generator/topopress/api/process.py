"""What a build needs of the process it runs in, for as long as the build runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from topopress.core.threads import one_thread

WAIT = "OMP_WAIT_POLICY"


@contextmanager
def quiet_threads() -> Iterator[None]:
    """Let libraries compute on one thread, and other threads sleep when idle, as the command does.

    Busy-waiting threads slow a shared machine tenfold. The environment is as before afterwards.
    """
    before = os.environ.get(WAIT)
    os.environ.setdefault(WAIT, "PASSIVE")
    try:
        with one_thread():
            yield
    finally:
        if before is None:
            os.environ.pop(WAIT, None)
