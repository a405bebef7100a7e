"""The lens of ``mapper_graph``: a name, numbers, a function, or a pair of these."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from topopress.api.arrays import number_array
from topopress.api.errors import ParameterError
from topopress.config.lenses import FORMS, is_column, parse_lens
from topopress.core.arrays import Float32, Float64
from topopress.core.errors import suggestion
from topopress.mapper.lens import LENSES

LensFunction = Callable[[Float32], Any]
GIVEN = ("metadata:lens", "metadata:second lens")
"""What lenses are called that are given as numbers: columns, as an exploration has them."""
NAMES = ", ".join(f"{kind}:{FORMS[kind]}".removesuffix(":") for kind in LENSES)
"""The names that can be given here, as a user writes them."""
PAIR = 2


@dataclass(frozen=True, slots=True, eq=False)
class GivenLens:
    """A lens, or two.

    Attributes:
        names: One name or two, as the settings have them.
        columns: Values of those that are given as numbers, shape (n_rows,), by their name.
    """

    names: tuple[str, ...]
    columns: dict[str, Float64] = field(default_factory=dict)


def given_lens(lens: Any, vectors: Float32) -> GivenLens:  # noqa: ANN401
    """Return the names of the lenses, and the numbers of those that are no name.

    Args:
        lens: A name; an array of shape (n_rows,), (n_rows, 1) or (n_rows, 2); a function that
            returns one when it is called with the vectors; or a pair of these, of which at least
            one is a name or a function.
        vectors: The rows, shape (n_rows, n_channels).

    Raises:
        ParameterError: it is something else, or not finite.
    """
    if not _is_pair(lens):
        return _joined([*_one(lens, vectors, "lens")])
    parts = [_one(each, vectors, f"lens[{number}]") for number, each in enumerate(lens)]
    for number, part in enumerate(parts):
        if len(part) != 1:
            raise ParameterError(
                f"lens[{number}]: expected one number for each row in each lens of a pair, got two"
            )
    found = _joined([part[0] for part in parts])
    if found.names[0] == found.names[1]:
        raise ParameterError(f"lens: expected two different lenses, got {list(lens)}")
    return found


def _is_pair(lens: Any) -> bool:  # noqa: ANN401
    pair = isinstance(lens, list | tuple) and len(lens) == PAIR
    return pair and any(isinstance(each, str) or callable(each) for each in lens)


def _joined(parts: list[str | Float64]) -> GivenLens:
    names, columns = [], {}
    for given, part in zip(GIVEN, parts, strict=False):
        names.append(part if isinstance(part, str) else given)
        if not isinstance(part, str):
            columns[given] = part
    return GivenLens(tuple(names), columns)


def _one(lens: Any, vectors: Float32, where: str) -> list[str | Float64]:  # noqa: ANN401
    """Return the name, or the column or two columns of numbers."""
    if isinstance(lens, str):
        return [_named(lens, where)]
    called = callable(lens)
    values = number_array(lens(vectors) if called else lens, where).astype(np.float64)
    columns = values[:, None] if values.ndim == 1 else values
    if columns.ndim != PAIR or len(columns) != len(vectors) or columns.shape[1] not in (1, PAIR):
        n = len(vectors)
        raise ParameterError(
            f"{where}: expected numbers of shape ({n},) or ({n}, 2), one or two for each row, "
            f"{'and the function returned' if called else 'got'} shape {values.shape}"
        )
    _require_finite(columns, where)
    return [np.ascontiguousarray(column) for column in columns.T]


def _named(name: str, where: str) -> str:
    kind = name.partition(":")[0]
    if kind not in FORMS:
        hint = suggestion(kind, LENSES)
        raise ParameterError(f"{where}: there is no lens {name!r}{hint} (allowed: {NAMES})")
    try:
        parse_lens(name)
    except ValueError as error:
        raise ParameterError(f"{where}: {error}") from error
    if is_column(name):
        raise ParameterError(
            f"{where}: {name!r} needs more than the vectors; hand over its numbers instead, an "
            f"array of shape (n_rows,), or name one of {NAMES}"
        )
    return name


def _require_finite(columns: Float64, where: str) -> None:
    broken = np.flatnonzero(~np.isfinite(columns).all(axis=1))
    if len(broken):
        raise ParameterError(
            f"{where}: is not finite in {len(broken)} of {len(columns)} rows, first in row "
            f"{broken[0]}; every row needs a number"
        )
