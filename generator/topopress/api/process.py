"""What a build needs of the process it runs in, for as long as the build runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

WAIT = "OMP_WAIT_POLICY"


@contextmanager
def quiet_threads() -> Iterator[None]:
    """Let threads of libraries that are loaded meanwhile sleep when idle, as the command does.

    Busy-waiting threads slow a shared machine tenfold. The environment is as before afterwards.
    """
    before = os.environ.get(WAIT)
    os.environ.setdefault(WAIT, "PASSIVE")
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(WAIT, None)
