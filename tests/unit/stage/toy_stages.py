"""Stage functions for the tests of stages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from topopress.core.errors import DataError
from topopress.stage.executor import Work
from topopress.stage.stage import Hashed, batch, versioned

CALLS: list[str] = []


@dataclass(frozen=True, eq=False)
class Numbers:
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    note: str


@dataclass(frozen=True, eq=False)
class Values:
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Total:
    total: float


@dataclass(frozen=True)
class Opener:
    """A resource that counts how often it is opened."""

    name: str

    def open(self, device: str) -> list[str]:
        CALLS.append(f"open {self.name} on {device}")
        return CALLS


def numbers(count: int, note: str) -> Numbers:
    CALLS.append("numbers")
    return Numbers(np.arange(count, dtype=np.float64), note)


def total(numbers: Values, factor: float) -> Total:
    CALLS.append("total")
    return Total(float(numbers.values.sum() * factor))


def grand_total(
    totals: tuple[Total, ...], by_name: Mapping[str, Total], more: Total | None
) -> Total:
    parts = [*totals, *by_name.values(), *([more] if more else [])]
    return Total(sum(part.total for part in parts))


@versioned(2)
def versioned_total(numbers: Values) -> Total:
    return Total(float(numbers.values.sum()))


def squares(work: Work, *, number: tuple[int, ...], stop_at: int) -> Iterator[tuple[int, Total]]:
    CALLS.append(f"squares of {number}")
    for place in reversed(range(len(number))):
        if number[place] == stop_at or work.is_late:
            return
        yield place, Total(float(number[place] ** 2))


def sum_of_squares(work: Work, *, count: int, stop_at: int, opened: Opener) -> Total:
    work.open(opened)
    stages = batch(squares, [f"{k}" for k in range(count)], own={"number": range(count)},
                   stop_at=stop_at)  # fmt: skip
    finished = work.compute(stages, keep=True)
    return Total(sum(work.part(stages[place]).total for place in finished))


def before_square() -> None:
    """Tests replace it."""


def square(work: Work, *, number: tuple[int, ...]) -> Iterator[tuple[int, Total]]:
    for place, value in enumerate(number):
        before_square()
        yield place, Total(float(value**2))


def shared_squares(work: Work, *, count: int) -> Total:
    stages = batch(square, [f"{k}" for k in range(count)], own={"number": range(count)})
    work.share("squares", [stages], most=2)
    return Total(sum(work.part(each).total for each in stages))


def failing(why: str) -> Total:
    raise DataError(why)


def weighted(weights: Hashed[np.ndarray], shift: np.ndarray) -> Total:
    return Total(float((weights.value + shift).sum()))


def on_disk(work: Work, count: int) -> Values:
    values = work.array("values", (count,), np.float64)
    values[:] = 1
    return Values(values)
