"""Runs an author's code for its samples, one sample at a time, within limits."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from topopress.core.errors import DataError
from topopress.kinds.own.given import Given, given_sample
from topopress.kinds.own.settings import OwnData
from topopress.kinds.own.unusable import Unusable
from topopress.network.own.code import file_run, kept_state, own_errors
from topopress.network.randomness import private_rng

MOST_SAMPLES = 200_000
"""Samples at most where the settings have no limit."""


@contextmanager
def running_samples(
    data: OwnData, base: Path, seed: int
) -> Iterator[tuple[Iterator[Given], Callable[[], list[ModuleType]]]]:
    """Run an author's code inside the block; give its samples, checked, and its modules.

    There is one sample more than the limit of the settings, if the code yields so many.

    Raises:
        DataError: the code fails, or yields what is no sample.
    """
    path, what = base / data.file, f"data.samples: {data.samples}"
    with private_rng(seed), file_run(path, what, DataError) as (module, modules), kept_state(path):
        yield _checked(_iterator(module, data), data, base), modules


def _iterator(module: ModuleType, data: OwnData) -> Iterator[object]:
    what = f"data.samples: {data.samples}"
    found = getattr(module, data.name, None)
    if found is None:
        raise DataError(f"data.samples: {data.file} defines no {data.name!r}")
    with own_errors(f"{what} fails", DataError):
        if isinstance(found, type) or (callable(found) and not hasattr(found, "__iter__")):
            found = found()
        if hasattr(found, "__iter__"):
            return iter(found)
        if hasattr(found, "__getitem__") and hasattr(found, "__len__"):  # a data set of torch
            return map(found.__getitem__, range(len(found)))
    raise DataError(
        f"{what} gives a value of type {type(found).__name__}; expected samples: a generator, a "
        "list, or a data set with a length"
    )


def _checked(samples: Iterable[object], data: OwnData, base: Path) -> Iterator[Given]:
    waiting, what = iter(samples), f"data.samples: {data.samples}"
    for number in itertools.count():
        if data.limit is not None and number > data.limit:
            return
        with own_errors(f"{what} fails at sample {number}", DataError):
            try:
                value = next(waiting)
            except StopIteration:
                return
            if number == MOST_SAMPLES and data.limit is None:
                raise DataError(
                    f"{what} yields more than {MOST_SAMPLES:,} samples; set data.limit to take the "
                    "first so many"
                )
            try:
                given = given_sample(value, base)
            except Unusable as error:
                named = _named(value)
                raise DataError(f"{what}: sample {number}{named}: {error}") from error
        yield given


def _named(value: object) -> str:
    """Return the id of a sample in words, if it has one."""
    own = value.get("id") if isinstance(value, dict) else None
    return f" ({str(own)[:40]!r})" if isinstance(own, str | int) else ""
