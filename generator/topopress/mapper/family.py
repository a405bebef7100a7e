"""The published family of a graph: graphs of the same rows under other covers and at any eps."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from topopress.config.limits import MOST_ELEMENTS
from topopress.config.schema import Family as OtherCovers
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clusterers.base import Clusterer
from topopress.mapper.cover import CoverSettings, cover_lenses, cover_rows
from topopress.mapper.cut import eps_levels
from topopress.mapper.spanning import SpanningTrees, spanning_trees

LEVELS = 120
"""Values of eps that are published, beside the graph's own."""
LARGEST_OVERLAP = 0.9
"""Larger ones are not tried, unless the graph's own is larger."""


@dataclass(frozen=True, slots=True, eq=False)
class FamilyCover:
    """The trees of one cover of a family, with the numbers by which a reader chooses it."""

    n_intervals: int
    overlap: float
    trees: SpanningTrees


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The published family of the graph of one layer.

    Attributes:
        rows: The published rows, ascending, shape (n_published,).
        lens: Their lens values, shape (n_published,).
        min_samples: Rows within eps that make a core row.
        own_eps: eps of the graph, or None where it differs from interval to interval.
        levels: Values of eps that are published, ascending; ``own_eps`` is one of them.
        covers: The trees, cover by cover.
    """

    rows: Int64
    lens: Float64
    min_samples: int
    own_eps: float | None
    levels: Float64
    covers: tuple[FamilyCover, ...]


def family_covers(mapper: Mapper, others: OtherCovers) -> list[CoverSettings]:
    """Return the covers of the family of settled settings, the graph's own first.

    Every number of intervals comes with every overlap. Two covers that rounding or the bounds make
    equal are one.
    """
    (own,) = mapper.covers
    factors = (1.0, *others.intervals)
    steps = (0.0, *others.overlaps)
    return list(dict.fromkeys(changed_cover(own, *change) for change in product(factors, steps)))


def changed_cover(cover: CoverSettings, factor: float, step: float) -> CoverSettings:
    """Return a settled cover with so many times the intervals, and another overlap."""
    n_intervals = min(max(round(int(cover.n_intervals) * factor), 1), MOST_ELEMENTS)
    overlap = cover.overlap
    if step:
        overlap = min(max(round(overlap + step, 6), 0.0), max(LARGEST_OVERLAP, overlap))
    return cover.model_copy(update={"n_intervals": n_intervals, "overlap": overlap})


def build_family(
    vectors: Float32,
    lens: Float64,
    rows: Int64,
    covers: Sequence[CoverSettings],
    clusterer: Clusterer,
    progress: Progress = SILENT,
) -> Family:
    """Build the spanning trees of the published rows for each cover.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        lens: Lens value of each row, shape (n_rows,).
        rows: The rows to publish, ascending.
        covers: Settled covers of the lens; that of the graph first.
        clusterer: It can be cut; its radius is a number if all intervals have the same.
        progress: Advances by a membership at a time.
    """
    given, rule = clusterer.radius_setting, clusterer.core_rule
    own_eps = given if isinstance(given, float) else None
    chosen = [
        [rows[each] for each in cover_rows([lens[rows]], cover_lenses([lens], [cover]))]
        for cover in covers
    ]
    progress.start("spanning trees", sum(len(each) for cover in chosen for each in cover))
    trees = [spanning_trees(vectors, each, rule, progress) for each in chosen]
    progress.finish()
    fixed = [] if own_eps is None else [own_eps]
    return Family(
        rows=rows,
        lens=lens[rows],
        min_samples=rule.min_samples,
        own_eps=own_eps,
        levels=eps_levels(trees, LEVELS, fixed),
        covers=tuple(
            FamilyCover(int(cover.n_intervals), cover.overlap, each)
            for cover, each in zip(covers, trees, strict=True)
        ),
    )
