"""Lenses: a number for each row, whose range is covered before the rows are clustered."""

from collections.abc import Callable, Mapping

import numpy as np

from topopress.config.lenses import LensName, is_column, parse_lens
from topopress.core.arrays import Float32, Float64
from topopress.core.errors import ActivationError
from topopress.mapper.distance_lenses import density, eccentricity, knn_distance
from topopress.mapper.principal import component

ROWS_AT_ONCE = 512

Columns = Mapping[str, Float64]
"""Values of those lenses that cannot be computed from vectors: name -> shape (n_rows,)."""
_Lens = Callable[[Float32, LensName, str, int], Float64]


def l2_norm(vectors: Float32) -> Float64:
    """Return the Euclidean length of each row in double precision, shape (n_rows,)."""
    return _row_by_row(vectors, lambda block: np.sqrt(np.einsum("ij,ij->i", block, block)))


LENSES: Mapping[str, _Lens] = {
    "l1_norm": lambda vectors, _name, _metric, _seed: _row_by_row(
        vectors, lambda block: np.abs(block).sum(axis=1)
    ),
    "l2_norm": lambda vectors, _name, _metric, _seed: l2_norm(vectors),
    "max_norm": lambda vectors, _name, _metric, _seed: _row_by_row(
        vectors, lambda block: np.abs(block).max(axis=1, initial=0.0)
    ),
    "component": lambda vectors, name, _metric, _seed: component(vectors, name.number),
    "eccentricity": lambda vectors, _name, metric, seed: eccentricity(vectors, metric, seed=seed),
    "knn_distance": lambda vectors, name, metric, seed: knn_distance(
        vectors, metric, neighbours=name.number, seed=seed
    ),
    "density": lambda vectors, _name, metric, seed: density(vectors, metric, seed=seed),
}
"""The lenses that are computed from the vectors; the others are given as columns."""


def lens_values(
    vectors: Float32,
    name: str,
    *,
    metric: str = "euclidean",
    seed: int = 0,
    columns: Columns | None = None,
) -> Float64:
    """Return the named lens of each row, shape (n_rows,).

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        name: A name that ``topopress.config.lenses`` can parse.
        metric: A key of ``METRICS``, for the lenses that measure distances.
        seed: Draws the rows with which these compare where there are many.
        columns: Values of the lenses that are no function of the vectors, by their name.

    Raises:
        ActivationError: if there is no row, or a row or its lens value is not finite.
        ConfigError: if the layer has too few channels for the lens.
        ValueError: if a column is missing or of another length.
    """
    if len(vectors) == 0:
        raise ActivationError(
            "a layer without rows has no Mapper graph; give the exploration at least one sample."
        )
    lengths = l2_norm(vectors)
    _require_finite(lengths, "the network returned NaN or infinity", name)
    if name == "l2_norm":
        return lengths
    if is_column(name):
        values = _column(columns or {}, name, len(vectors))
    else:
        parsed = parse_lens(name)
        values = LENSES[parsed.kind](vectors, parsed, metric, seed)
    _require_finite(values, "it has no value", name)
    return values


def _row_by_row(vectors: Float32, norm: Callable[[Float64], Float64]) -> Float64:
    norms = np.empty(len(vectors))
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        norms[part] = norm(np.asarray(vectors[part], dtype=np.float64))
    return norms


def _column(columns: Columns, name: str, n_rows: int) -> Float64:
    if name not in columns:
        raise ValueError(f"the lens {name!r} needs a column; there are: {sorted(columns)}")
    values = np.asarray(columns[name], dtype=np.float64)
    if values.shape != (n_rows,):
        raise ValueError(f"the column {name!r} has shape {values.shape}, not ({n_rows},)")
    return values


def _require_finite(values: Float64, what: str, name: str) -> None:
    broken = np.flatnonzero(~np.isfinite(values))
    if len(broken):
        raise ActivationError(
            f"the lens '{name}' is not finite in {len(broken)} of {len(values)} rows, first in row "
            f"{broken[0]}: {what} there. Check the network's weights and its preprocessing."
        )
