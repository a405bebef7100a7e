"""The compiled loops: they decide which pairs are neighbours, and join the clusters.

This is one file, because numba notices a change only in the file of the outermost function.

Every kernel accepts pairs in any order and any number of times, with the same clusters as result
(see ``connect``). Arithmetic is strict except in ``_partial``, whose sums may be in any order; the
constants of ``bounds.py`` include that.
"""

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32, Int64, Uint8
from topopress.mapper.exact.compiled import compiled, compiled_any_order
from topopress.mapper.exact.state import Layout, Limits, Points, State, Tile

STRIDE = 32
"""Coordinates that are summed between two tests whether a pair is already too far apart."""
LANES = 32
"""Products that are passed over at once if none reaches its threshold."""
SPLITTER = 134217729.0
"""2**27 + 1: splits a double into two halves whose products are exact (Dekker 1971)."""
PARTS = 384
"""Places for the parts of an exact sum, of which there are at most 353 (docs/exactness.md)."""
UNDECIDED, NEAR, FAR = 0, 1, 2


@compiled
def find(parent: Int32, place: int) -> int:
    """Return the root of a place, halving the path to it."""
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


@compiled
def join(state: State, first: int, second: int) -> None:
    """Unite the components of two core rows, the smaller below the larger."""
    a = find(state.parent, first)
    b = find(state.parent, second)
    if a == b:
        return
    if state.size[a] < state.size[b]:
        a, b = b, a
    state.parent[b] = a
    state.size[a] += state.size[b]


@compiled
def _knows(state: State, place: int, other: int) -> bool:
    found = False
    for slot in range(state.n_known[place]):
        found = found or state.known[place, slot] == other
    return found


@compiled
def _learn(state: State, place: int, other: int) -> None:
    state.known[place, state.n_known[place]] = other
    state.n_known[place] += 1


@compiled
def _promote(state: State, place: int) -> None:
    """Make a row a core row once it has min_samples - 1 neighbours; join it with core ones."""
    if state.core[place] or state.n_known[place] < state.known.shape[1]:
        return
    state.core[place] = 1
    for slot in range(state.n_known[place]):
        if state.core[state.known[place, slot]]:
            join(state, place, state.known[place, slot])


@compiled
def connect(state: State, first: int, second: int) -> None:
    """Record that two different rows are neighbours.

    Two core rows are joined at once. Otherwise a row that is no core row stores the other in its
    list. When the later of the two becomes a core row, it finds the earlier one in its list and
    joins it. So in the end all neighbouring core rows are joined, for any order of the pairs.
    """
    if state.core[first] and state.core[second]:
        join(state, first, second)
        return
    if state.core[first]:
        first, second = second, first
    if _knows(state, first, second):
        return
    _learn(state, first, second)
    if not state.core[second]:
        _learn(state, second, first)
    _promote(state, first)
    _promote(state, second)


@compiled
def crown(state: State, places: Int32, core: Uint8, root: Int32) -> None:
    """Add the core rows and their components of an earlier clustering.

    Args:
        state: Changed.
        places: Place of each row of the earlier clustering, shape (n,).
        core: 1 for its core rows, shape (n,).
        root: A row of the same component for each of them, counted there, shape (n,).
    """
    for k in range(len(places)):
        place = places[k]
        if not core[k] or state.core[place]:
            continue
        state.core[place] = 1
        for slot in range(state.n_known[place]):
            if state.core[state.known[place, slot]]:
                join(state, place, state.known[place, slot])
    for k in range(len(places)):
        if core[k]:
            join(state, places[k], places[root[k]])


@compiled
def recall(state: State, places: Int32, core: Uint8, n_known: Int32, known: Int32) -> None:
    """Add the known neighbours of rows that were no core rows in an earlier clustering."""
    for k in range(len(places)):
        if core[k]:
            continue
        for slot in range(n_known[k]):
            connect(state, places[k], places[known[k, slot]])


@compiled
def refresh(state: State) -> None:
    """Update the stored roots."""
    for place in range(len(state.parent)):
        state.root[place] = find(state.parent, place) if state.core[place] else -1 - place


@compiled
def cluster_numbers(state: State, places: Int64) -> Int32:
    """Return scikit-learn's labels, in the order of ``places``.

    Clusters are numbered by their first core row in that order. A border row belongs to the
    smallest number among its core neighbours; its list holds them all.
    """
    number = _numbered(state, places)
    label = np.full(len(places), -1, dtype=np.int32)
    for k in range(len(places)):
        place = places[k]
        if state.core[place]:
            label[k] = number[find(state.parent, place)]
        else:
            label[k] = _smallest(state, place, number)
    return label


@compiled
def _numbered(state: State, places: Int64) -> Int32:
    """Return the number of the cluster of each root."""
    number = np.full(len(places), -1, dtype=np.int32)
    clusters = 0
    for place in places:
        if not state.core[place]:
            continue
        root = find(state.parent, place)
        if number[root] < 0:
            number[root] = clusters
            clusters += 1
    return number


@compiled
def _smallest(state: State, place: int, number: Int32) -> int:
    """Return the smallest number among the core neighbours of a row; -1 without any."""
    least = -1
    for slot in range(state.n_known[place]):
        other = state.known[place, slot]
        if state.core[other]:
            found = number[find(state.parent, other)]
            if least < 0 or found < least:
                least = found
    return least


@compiled_any_order
def _partial(left: Float32, right: Float32, start: int, stop: int) -> np.float32:
    total = np.float32(0)
    # With indices that cannot be negative the loop is compiled to vector instructions.
    for c in range(np.uint64(start), np.uint64(stop)):
        difference = left[c] - right[c]
        total += difference * difference
    return total


@compiled_any_order
def _partial_scaled(
    x: Float32, y: Float32, sizes: tuple[np.float32, np.float32], start: int, stop: int
) -> np.float32:
    total = np.float32(0)
    for c in range(np.uint64(start), np.uint64(stop)):
        difference = x[c] * sizes[0] - y[c] * sizes[1]
        total += difference * difference
    return total


@compiled
def _projected(layout: Layout, a: int, b: int, product: float, limits: Limits) -> int:
    """Decide a pair by its principal coordinates and residuals, if they suffice."""
    far = np.float32(limits.projected_far)
    k1 = layout.first.shape[1] - 2
    if limits.scratch:
        total = _partial(layout.first[a], layout.first[b], 0, k1)
    else:
        gap = np.float64(layout.first[a, k1]) - np.float64(layout.first[b, k1])
        total = np.float32(max(layout.squared[a] - 2.0 * np.float64(product) - gap * gap, 0.0))
    width = layout.rest.shape[1]
    start = 0
    while start < width and total <= far:
        stop = min(start + STRIDE, width)
        total += _partial(layout.rest[a], layout.rest[b], start, stop)
        start = stop
    if total > far:
        return FAR
    apart = np.float64(layout.far[a]) - np.float64(layout.far[b])
    if total + apart * apart > limits.projected_far:
        return FAR
    apart = np.float64(layout.far[a]) + np.float64(layout.far[b])
    return NEAR if total + apart * apart <= limits.projected_near else UNDECIDED


@compiled
def _single(points: Points, a: int, b: int, limits: Limits) -> int:
    """Decide a pair by its single-precision distance, if that suffices."""
    far = np.float32(limits.single_far)
    sizes = (points.inverse[a], points.inverse[b])
    total = np.float32(1.0 if points.zero[a] != points.zero[b] else 0.0)
    width = points.vectors.shape[1]
    start = 0
    while start < width and not total > far:
        stop = min(start + 4 * STRIDE, width)
        total += _partial_scaled(points.vectors[a], points.vectors[b], sizes, start, stop)
        start = stop
    if total > far:
        return FAR
    return NEAR if total <= limits.single_near else UNDECIDED


@compiled
def _coordinate(points: Points, row: int, channel: int) -> float:
    value = np.float64(points.vectors[row, channel])
    return value / points.largest[row] / points.length[row]  # type: ignore[no-any-return]


@compiled
def _double(points: Points, a: int, b: int, limits: Limits) -> int:
    """Decide a pair by its double-precision distance, if that suffices."""
    total = 1.0 if points.zero[a] != points.zero[b] else 0.0
    for c in range(points.vectors.shape[1]):
        difference = _coordinate(points, a, c) - _coordinate(points, b, c)
        total += difference * difference
    if total > limits.double_far:
        return FAR
    return NEAR if total <= limits.double_near else UNDECIDED


@compiled
def _product(x: float, y: float) -> tuple[float, float]:
    """Return x * y and its rounding error, exactly (Dekker 1971)."""
    p = x * y
    t = SPLITTER * x
    xh = t - (t - x)
    xl = x - xh
    t = SPLITTER * y
    yh = t - (t - y)
    yl = y - yh
    return p, ((xh * yh - p) + xh * yl + xl * yh) + xl * yl


@compiled
def _grow(parts: Float64, n: int, x: float) -> int:
    """Add a number to a sum kept as parts that do not overlap (Shewchuk 1997); exact."""
    kept = 0
    for k in range(n):
        y = parts[k]
        high = x + y
        back = high - x
        low = (x - (high - back)) + (y - back)
        if low != 0.0:
            parts[kept] = low
            kept += 1
        x = high
    parts[kept] = x
    return kept + 1


@compiled
def _within(points: Points, a: int, b: int, eps: float) -> bool:
    """Return whether the squared distance of two points is at most eps squared, exactly."""
    parts = np.zeros(PARTS)
    p, e = _product(eps, eps)
    n = _grow(parts, _grow(parts, 0, -p), -e)
    if points.zero[a] != points.zero[b]:
        n = _grow(parts, n, 1.0)
    for c in range(points.vectors.shape[1]):
        x = _coordinate(points, a, c)
        y = -_coordinate(points, b, c)
        high = x + y
        back = high - x
        low = (x - (high - back)) + (y - back)
        p, e = _product(high, high)
        n = _grow(parts, _grow(parts, n, p), e)
        if low != 0.0:
            p, e = _product(2.0 * high, low)
            n = _grow(parts, _grow(parts, n, p), e)
            p, e = _product(low, low)
            n = _grow(parts, _grow(parts, n, p), e)
    for k in range(n - 1, -1, -1):
        if parts[k] != 0.0:
            return bool(parts[k] < 0.0)
    return True


@compiled
def within_eps(points: Points, a: int, b: int, limits: Limits, counts: Int64) -> bool:
    """Return whether two rows are neighbours, by the coarsest arithmetic that suffices."""
    counts[2] += 1
    verdict = _single(points, a, b, limits)
    if verdict == UNDECIDED:
        counts[3] += 1
        verdict = _double(points, a, b, limits)
    if verdict == UNDECIDED:
        counts[4] += 1
        return _within(points, a, b, limits.eps)
    return verdict == NEAR


@compiled
def _settled(state: State, a: int, b: int) -> bool:
    """Return whether a pair is settled: core rows of one component, or one row."""
    if a == b or state.root[a] == state.root[b]:
        return True
    if not (state.core[a] and state.core[b]):
        return False
    state.root[a] = find(state.parent, a)
    state.root[b] = find(state.parent, b)
    return bool(state.root[a] == state.root[b])


@compiled
def _candidates(products: Float32, start: int, threshold: np.float32, places: Int32) -> int:
    """List the columns whose product reaches the threshold, most of which few do."""
    found = 0
    for first in range(start, len(products), LANES):
        part = products[first : first + LANES]
        reached = 0
        for k in range(len(part)):
            reached += part[k] >= threshold
        if reached == 0:
            continue
        for k in range(len(part)):
            places[found] = first + k
            found += part[k] >= threshold
    return found


@compiled
def _common_root(state: State, first: int, last: int) -> int:
    """Return the root that all of some adjacent places have stored; -1 if there is none."""
    root = state.root[first]
    for place in range(first + 1, last):
        if state.root[place] != root:
            return -1
    return root if root >= 0 else -1


@compiled
def scan(
    tile: Tile, layout: Layout, points: Points, state: State, limits: Limits, counts: Int64
) -> None:
    """Connect the neighbours among the pairs of a tile.

    Args:
        tile: Products of ``layout.first``.
        layout: The interval.
        points: All rows.
        state: Changed.
        limits: Limits of the interval at the eps of the state.
        counts: Advanced: pairs not settled by their product; not settled by their components;
            decided in single precision; in double precision; exactly.
    """
    n, width = tile.products.shape
    common = _common_root(state, tile.first, tile.first + width)
    places = np.empty(width + 1, dtype=np.int32)
    for i in range(n):
        a = tile.rows[i]
        if common >= 0 and state.root[a] == common:
            continue
        start = i + 1 if tile.triangle else 0
        found = _candidates(tile.products[i], start, tile.threshold[i], places)
        counts[0] += found
        for k in range(found):
            b = tile.first + places[k]
            if _settled(state, a, b):
                continue
            counts[1] += 1
            verdict = _projected(layout, a, b, tile.products[i, places[k]], limits)
            if verdict == UNDECIDED:
                near = within_eps(points, layout.row[a], layout.row[b], limits, counts)
                verdict = NEAR if near else FAR
            if verdict == NEAR:
                connect(state, a, b)
