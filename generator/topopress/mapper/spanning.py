"""Minimum spanning trees of mutual reachability: DBSCAN of an interval at every eps at once.

In an interval, c(p) is the distance of row p to its ``min_samples - 1``-th nearest other row: p is
a core row if eps is at least c(p). Two rows are *mutually reachable* if eps is at least
``max(c(p), c(q), d(p, q))``. DBSCAN's core clusters at eps are the components of a minimum spanning
tree of that distance without its edges above eps (Campello, Moulavi and Sander 2013). p *touches*
the core row q if eps is at least ``max(d(p, q), c(q))``. If that is below c(p), p is a border row
of q's cluster until it is a core row itself.

The trees are rooted so that they are small; ``docs/family.md`` has the proof. A row that touches
another before it is a core row has the one it touches first as its parent, with an edge of weight
c(p). The other rows are *peaks* of density, and each has another peak as its parent. Only edges
between peaks have to be searched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import CoreRule, Rows

DENSE = 4096
"""Largest number of rows, or peaks, for which a square matrix of distances is kept: 128 MiB."""
BLOCK = 512
"""Rows whose distances to all others are computed at a time, if no such matrix is kept."""
PAIRS = 4096
"""Pairs whose difference is computed at a time."""
CLOSE = 1e-7
"""Squared distances below this share of squared lengths are computed from differences."""


@dataclass(frozen=True, slots=True, eq=False)
class SpanningTrees:
    """Spanning trees of all intervals of a cover, one interval after the other.

    A *membership* is a row in an interval; its *place* is counted from the interval's first.
    Distances are in units of the metric.

    Attributes:
        offsets: Memberships of interval i are ``offsets[i]`` to ``offsets[i + 1]``.
        rows: Row of each membership, ascending within an interval, shape (n_memberships,).
        core: Smallest eps at which it is a core row; infinite with fewer than ``min_samples`` rows.
        parent: Place of its parent in the tree, -1 for a root.
        weight: Smallest eps at which it is in a core cluster with its parent; infinite for a root.
        touched: Places of the rows it touches below ``core``, those touched first first, then -1,
            shape (n_memberships, max(min_samples - 2, 0)). Empty for peaks.
        touch: Smallest eps at which it touches them; infinite where there is none.
    """

    offsets: Int64
    rows: Int64
    core: Float64
    parent: Int32
    weight: Float64
    touched: Int32
    touch: Float64

    @property
    def n_intervals(self) -> int:
        """Number of intervals."""
        return len(self.offsets) - 1

    @property
    def starts(self) -> Int64:
        """First membership of each membership's interval, shape (n_memberships,)."""
        return np.repeat(self.offsets[:-1], np.diff(self.offsets))


def spanning_trees(
    vectors: Float32,
    interval_rows: Rows,
    rule: CoreRule,
    progress: Progress = SILENT,
) -> SpanningTrees:
    """Build the spanning tree of each interval.

    Edges are compared by float64 distances with a rounding error of about 1e-15 of the squared
    length of the rows. A cut at eps can differ from DBSCAN only if a distance is that close to eps.

    The vectors are finite and may be memory-mapped; progress advances by a membership at a time.
    """
    metric = METRICS[rule.metric]
    trees = []
    for rows in interval_rows:
        trees.append(_tree(metric.points(vectors[rows]), rule.min_samples))
        progress.advance(len(rows))
    nothing = _without_core(0, rule.min_samples)
    core, parent, weight, touched, touch = map(np.concatenate, zip(nothing, *trees, strict=True))
    return SpanningTrees(
        offsets=np.cumsum([0, *map(len, interval_rows)], dtype=np.int64),
        rows=np.concatenate([np.empty(0, np.int64), *interval_rows]),
        core=metric.from_euclidean(core),
        parent=parent,
        weight=metric.from_euclidean(weight),
        touched=touched,
        touch=metric.from_euclidean(touch),
    )


_Tree = tuple[Float64, Int32, Float64, Int32, Float64]
"""Core distance, parent, weight, touched and touch of the rows of one interval."""


def follow(parent: NDArray[np.integer]) -> Int64:
    """Return the root of the tree of each, given the parent of each; a root is its own parent."""
    root = parent.astype(np.int64)
    while True:
        further = root[root]
        if np.array_equal(further, root):
            return root
        root = further


def _tree(points: Float64, min_samples: int) -> _Tree:
    if len(points) < max(min_samples, 1):
        return _without_core(len(points), min_samples)
    cloud = _Cloud.of(points)
    halves = None
    if len(points) <= DENSE:
        halves = _halves(cloud, cloud)
        np.fill_diagonal(halves, np.inf)
    nearest, apart = _nearest(cloud, halves, min_samples - 1)
    core = apart.max(axis=1, initial=0.0)
    touched, touch = _touched(nearest, apart, core)
    itself = np.arange(len(points))
    first = touched[:, 0] if touched.shape[1] else np.full(len(points), -1)
    peak = follow(np.where(first < 0, itself, first))
    parent = first.astype(np.int32)
    weight = np.where(first < 0, np.inf, core)
    joined, to, reach = _join_peaks(cloud, halves, core, peak)
    parent[joined], weight[joined] = to, reach
    return core, parent, weight, touched, touch


def _without_core(n_rows: int, min_samples: int) -> _Tree:
    shape = (n_rows, max(min_samples - 2, 0))
    never = np.full(n_rows, np.inf)
    nobody = np.full(n_rows, -1, np.int32)
    return never, nobody, never, np.full(shape, -1, np.int32), np.full(shape, np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class _Cloud:
    """Points with half their squared lengths; equal points have the same ``twin``."""

    points: Float64
    half: Float64
    twin: Int64

    @classmethod
    def of(cls, points: Float64) -> "_Cloud":
        points = np.ascontiguousarray(points) + 0.0  # -0.0 and 0.0 are one number, two byte strings
        seen: dict[bytes, int] = {}
        twin = [seen.setdefault(point.tobytes(), k) for k, point in enumerate(points)]
        half = np.einsum("ij,ij->i", points, points) / 2
        return cls(points, half, np.array(twin, dtype=np.int64))

    def __getitem__(self, chosen: Int64 | slice) -> "_Cloud":
        return _Cloud(self.points[chosen], self.half[chosen], self.twin[chosen])


def _halves(some: _Cloud, others: _Cloud) -> Float64:
    """Return half the squared distance of each point to each, shape (n_some, n_others).

    Halves of integers stay exact, and need only two passes over the products. For pairs so close
    that a difference of products has few digits, the difference of the points is squared instead.
    """
    block = some.points @ others.points.T
    np.subtract(others.half, block, out=block)
    block += some.half[:, None]
    bound = CLOSE * max(some.half.max(initial=0), others.half.max(initial=0))
    for start in range(0, len(block), BLOCK):
        strip = block[start : start + BLOCK]
        i, j = np.nonzero(strip <= bound)
        strip[i, j] = 0.0
        unlike = some.twin[start + i] != others.twin[j]
        i, j = i[unlike], j[unlike]
        strip[i, j] = _differences(some.points, others.points, start + i, j) ** 2 / 2
    return block


def _differences(some: Float64, others: Float64, i: Int64, j: Int64) -> Float64:
    """Return the distance of ``some[i]`` to ``others[j]``, from their differences."""
    found = np.empty(len(i))
    for start in range(0, len(i), PAIRS):
        part = slice(start, start + PAIRS)
        difference = some[i[part]] - others[j[part]]
        found[part] = np.sqrt(np.einsum("ij,ij->i", difference, difference))
    return found


def _strips(cloud: _Cloud, halves: Float64 | None) -> Iterator[Float64]:
    """Yield the rows of the matrix of half squared distances in strips."""
    if halves is not None:
        yield halves
        return
    for start in range(0, len(cloud.points), BLOCK):
        strip = _halves(cloud[start : start + BLOCK], cloud)
        np.fill_diagonal(strip[:, start:], np.inf)
        yield strip


def _nearest(cloud: _Cloud, halves: Float64 | None, count: int) -> tuple[Int64, Float64]:
    """Return the ``count`` nearest others of each point and their distances, in no order."""
    if count == 0:
        none = (len(cloud.points), 0)
        return np.empty(none, np.int64), np.empty(none)
    found = [
        np.argpartition(strip, count - 1, axis=1)[:, :count] for strip in _strips(cloud, halves)
    ]
    near = np.concatenate(found)
    each = np.repeat(np.arange(len(near)), count)
    apart = _differences(cloud.points, cloud.points, each, near.ravel())
    return near, apart.reshape(near.shape)


def _touched(nearest: Int64, apart: Float64, core: Float64) -> tuple[Int32, Float64]:
    """Return the rows each row touches below its core distance, those touched first first.

    Fewer than ``min_samples - 1`` others are nearer than the core distance, and only they can be
    touched: so they are among the nearest ``min_samples - 1``, of which one is not nearer.
    """
    touch = np.maximum(apart, core[nearest])
    touch[touch >= core[:, None]] = np.inf
    places = np.where(np.isinf(touch), -1, nearest)
    order = np.lexsort((places, touch), axis=1)[:, : max(nearest.shape[1] - 1, 0)]
    touched = np.take_along_axis(places, order, axis=1).astype(np.int32)
    return touched, np.take_along_axis(touch, order, axis=1)


def _join_peaks(
    cloud: _Cloud, halves: Float64 | None, core: Float64, peak: Int64
) -> tuple[Int64, Int64, Float64]:
    """Return the peaks that get a parent, their parents, and the weights of these edges.

    The weight between two peaks is the least mutual reachability of a row below one of them to a
    row below the other.
    """
    peaks, basin = np.unique(peak, return_inverse=True)
    order = np.argsort(basin, kind="stable")
    starts = np.searchsorted(basin[order], np.arange(len(peaks) + 1))
    basins = _Basins(cloud[order], core[order], starts)
    if halves is not None:
        halves = halves if len(peaks) == len(core) else halves[np.ix_(order, order)]
    child, parent = _contracted_tree(basins, halves)
    reach = [basins.reach(a, b) for a, b in zip(child.tolist(), parent.tolist(), strict=True)]
    return peaks[child], peaks[parent], np.array(reach, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Basins:
    """Rows sorted by their peak; those of peak k are ``starts[k]`` to ``starts[k + 1]``."""

    cloud: _Cloud
    core: Float64
    starts: Int64

    def reach(self, first: int, second: int) -> float:
        """Return the least mutual reachability between the rows of two peaks."""
        a, b = (slice(*self.starts[peak : peak + 2].tolist()) for peak in (first, second))
        half = _halves(self.cloud[a], self.cloud[b])
        half = np.maximum(half, (self.core[a] ** 2 / 2)[:, None])
        half = np.maximum(half, self.core[b] ** 2 / 2)
        i, j = np.unravel_index(np.argmin(half), half.shape)
        difference = self.cloud.points[a][i] - self.cloud.points[b][j]
        apart = float(np.sqrt(difference @ difference))
        return max(apart, float(self.core[a][i]), float(self.core[b][j]))


def _contracted_tree(basins: _Basins, halves: Float64 | None) -> tuple[Int64, Int64]:
    """Return a minimum spanning tree of the peaks: all but the first, and their parents."""
    n_peaks = len(basins.starts) - 1
    if n_peaks <= DENSE:
        whole = np.arange(n_peaks)
        parent, _ = _prim(_contracted(basins, whole, halves))
        return whole[1:], parent[1:]
    # An edge of the tree of all is one of the tree of any part that holds both its ends.
    groups = np.array_split(np.arange(n_peaks), -(-2 * n_peaks // DENSE))
    found = []
    for pair in combinations(groups, 2):
        part = np.concatenate(pair)
        parent, weight = _prim(_contracted(basins, part, None))
        found.append((part[1:], part[parent[1:]], weight[1:]))
    child, parent, weight = map(np.concatenate, zip(*found, strict=True))
    return _oriented(child, parent, weight, n_peaks)


def _contracted(basins: _Basins, part: Int64, halves: Float64 | None) -> Float64:
    """Return the least half squared reachability between the basins of a part of the peaks."""
    sizes = np.diff(basins.starts)[part]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows = np.repeat(basins.starts[part] - first, sizes) + np.arange(sizes.sum())
    cloud, half_core = basins.cloud[rows], basins.core[rows] ** 2 / 2
    owner = np.repeat(np.arange(len(part)), sizes)
    least = np.full((len(part), len(part)), np.inf)
    strips = _upper_strips(cloud) if halves is None else [(slice(None), slice(None), halves)]
    for down, across, strip in strips:
        np.maximum(strip, half_core[across], out=strip)
        np.maximum(strip, half_core[down, None], out=strip)
        _lower(least, strip, owner[down], owner[across])
    np.minimum(least, least.T.copy(), out=least)
    np.fill_diagonal(least, np.inf)
    return least


def _upper_strips(cloud: _Cloud) -> Iterator[tuple[slice, slice, Float64]]:
    """Yield each pair of rows once, in strips that begin at the diagonal."""
    for start in range(0, len(cloud.points), BLOCK):
        down, across = slice(start, start + BLOCK), slice(start, None)
        yield down, across, _halves(cloud[down], cloud[across])


def _lower(least: Float64, strip: Float64, down: Int64, across: Int64) -> None:
    """Lower each pair of owners to the least number of a strip, whose owners are ascending."""
    i = np.flatnonzero(np.diff(down, prepend=-1))
    j = np.flatnonzero(np.diff(across, prepend=-1))
    found = strip
    if len(j) < len(across):
        found = np.minimum.reduceat(found, j, axis=1)
    if len(i) < len(down):
        found = np.minimum.reduceat(found, i, axis=0)
    at = np.ix_(down[i], across[j])
    least[at] = np.minimum(least[at], found)


def _prim(matrix: Float64) -> tuple[Int64, Float64]:
    """Return the parent of each in a minimum spanning tree rooted in 0, and the edges' weights.

    Prim 1957: the tree grows by the one outside that is nearest to it. Of equal edges the one
    found first counts.
    """
    n = len(matrix)
    parent, least = np.full(n, -1, dtype=np.int64), np.full(n, np.inf)
    weight, outside = np.full(n, np.inf), np.ones(n, dtype=bool)
    latest = 0
    for _ in range(n - 1):
        outside[latest] = False
        least[latest] = np.inf
        closer = matrix[latest] < least
        closer &= outside
        np.copyto(least, matrix[latest], where=closer)
        np.copyto(parent, latest, where=closer)
        latest = int(np.argmin(least))
        weight[latest] = least[latest]
    return parent, weight


def _oriented(child: Int64, parent: Int64, weight: Float64, n: int) -> tuple[Int64, Int64]:
    """Return the parent of each but 0 in a minimum spanning tree of a sparse graph."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

    # Ranks instead of weights, since scipy treats a weight of 0 as no edge.
    rank = np.unique(weight, return_inverse=True)[1] + 1.0
    low, high = np.minimum(child, parent), np.maximum(child, parent)
    _, once = np.unique(low * n + high, return_index=True)
    graph = coo_array((rank[once], (low[once], high[once])), shape=(n, n))
    _, before = breadth_first_order(minimum_spanning_tree(graph.tocsr()), 0, directed=False)
    return np.arange(1, n), before[1:].astype(np.int64)
