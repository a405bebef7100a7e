"""What the engine promises beside its labels: exact ties, bounds, threads, memory, lazy loading."""

import subprocess
import sys
import threading
from fractions import Fraction

import numpy as np
import pytest

from topopress.core.progress import SILENT
from topopress.mapper.clusterers import dbscan
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.exact import layouts, projection
from topopress.mapper.exact.blocks import Interval, Tiling
from topopress.mapper.exact.bounds import Extent, coordinate_errors, limits
from topopress.mapper.exact.engine import labels, look_at_all_pairs
from topopress.mapper.exact.kernels import within_eps
from topopress.mapper.exact.layouts import projected_layout, whole_layout
from topopress.mapper.exact.parallel import GivenUpError, side_by_side
from topopress.mapper.exact.plain import plain_dbscan
from topopress.mapper.exact.points import POINTS, chosen
from topopress.mapper.exact.projection import project


def squared_gap(x, y, zeros):
    gaps = [Fraction(a) - Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    return sum(gap * gap for gap in gaps) + (zeros[0] != zeros[1])


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("size", [1e-20, 1.0, 1e20])
def test_radii_next_to_a_distance_are_told_apart(metric, size):
    rng = np.random.default_rng(0)
    vectors = (rng.normal(size=(20, 9)) * size * 10.0 ** rng.integers(-9, 9, (20, 9))).astype("f4")
    vectors[3] = 0
    points = POINTS[metric](vectors)
    exact = chosen(points, slice(None))
    extent = Extent(9, 9, 9, 1e-5, 1.0, 1.0, -1.0)
    for a in range(19):
        goal = squared_gap(exact[a], exact[a + 1], points.zero[a : a + 2].tolist())
        eps = float(goal) ** 0.5
        for near in (np.nextafter(eps, 0), eps, np.nextafter(eps, np.inf)):
            counts = np.zeros(6, dtype=np.int64)
            found = within_eps(points, a, a + 1, limits(float(near), extent), counts)
            assert found == (goal <= Fraction(float(near)) ** 2)
            assert counts[4] == 1


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("n_channels", [3, 60, 300])
def test_projected_rows_bound_every_distance(metric, n_channels):
    rng = np.random.default_rng(1)
    low = rng.normal(size=(200, 3)) @ rng.normal(size=(3, n_channels))
    vectors = (low + 1e-6 * rng.normal(size=low.shape)).astype(np.float32) * 1000
    vectors[:3] = 0
    points = POINTS[metric](vectors)
    found = project(points, rng=rng)
    exact = np.column_stack([chosen(points, slice(None)), points.zero]) * found.scale
    for a, b in rng.integers(0, 200, (500, 2)):
        distance = np.linalg.norm(exact[a] - exact[b])
        slack = float(found.error[a]) + float(found.error[b])
        coordinates = np.column_stack([found.first[:, : found.k1], found.rest]).astype(float)
        gap = coordinates[a] - coordinates[b]
        for width, residual in ((found.k1, found.first[:, -2]), (len(gap), found.far)):
            near, far = float(residual[a]), float(residual[b])
            along = float((gap[:width] ** 2).sum())
            assert (along + (near - far) ** 2) ** 0.5 <= distance + slack
            assert (along + (near + far) ** 2) ** 0.5 >= distance - slack


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("size", [1e-30, 1.0, 1e30])
def test_whole_rows_bound_every_distance(metric, size):
    rng = np.random.default_rng(8)
    vectors = ((rng.normal(size=(90, 50)) + 100) * size).astype(np.float32)
    vectors[:3] = 0
    points = POINTS[metric](vectors)
    found = project(points, rng=rng)
    rows = np.arange(90)
    layout, extent = whole_layout(found, rows)
    exact = np.column_stack([chosen(points, rows), points.zero]) * found.scale
    assert extent.error < 1e-6
    for a, b in rng.integers(0, 90, (300, 2)):
        distance = np.linalg.norm(exact[a] - exact[b])
        along = float(((layout.first[a, :50].astype(float) - layout.first[b, :50]) ** 2).sum())
        near, far = float(layout.far[a]), float(layout.far[b])
        assert (along + (near - far) ** 2) ** 0.5 <= distance + 2 * extent.error
        assert (along + (near + far) ** 2) ** 0.5 >= distance - 2 * extent.error


@pytest.mark.parametrize("flat", [0.0, projection.FLAT])
def test_noise_in_every_channel_makes_the_engine_multiply_all_channels(flat, monkeypatch):
    """Else almost every pair would be a comparison of two whole rows."""
    rng = np.random.default_rng(9)
    monkeypatch.setattr(projection, "FLAT", flat)
    vectors = rng.normal(size=(1500, 600)).astype(np.float32)
    found, rows = [], np.arange(1500)
    for largest in (layouts.LOSS, np.inf):
        monkeypatch.setattr(layouts, "LOSS", largest)
        source = project(POINTS["euclidean"](vectors), rng=rng)
        monkeypatch.setattr(projection, "FLAT", 0.0)
        assert source.flat == (flat > 0 and not found)
        interval = Interval(source, rows, [33.0], 5, Tiling(), lambda: None)
        look_at_all_pairs(interval)
        found.append((labels(interval)[0], int(interval.counts[2])))
    (own, few), (other, many) = found
    assert np.array_equal(own, other)
    assert 20 * few < many
    assert 0 < (own >= 0).mean() < 1


@pytest.mark.parametrize("n_channels", [40, 300])
@pytest.mark.parametrize("coarse", [0.0, 0.002, 1.0])
def test_errors_hold_in_single_and_double_precision_and_whatever_is_left(
    n_channels, coarse, monkeypatch
):
    """Exact coordinates are those of twice the digits; residuals from none to all of a row."""
    monkeypatch.setattr(projection, "COARSE", coarse)
    rng = np.random.default_rng(n_channels)
    low = rng.normal(size=(300, 5)) @ rng.normal(size=(5, n_channels))
    left = 10.0 ** rng.integers(-9, 2, (300, 1)) * rng.normal(size=low.shape)
    points = POINTS["euclidean"]((low + left).astype(np.float32))
    found = project(points, rng=np.random.default_rng(0))
    axes = projection._axes(points, np.random.default_rng(0))
    basis = np.linalg.qr(axes.double.astype(np.longdouble).astype(float))[0]
    basis *= np.sign((basis * axes.double).sum(axis=0))
    centred = (chosen(points, slice(None)).astype(np.longdouble) - axes.centre) * found.scale
    exact = (centred @ basis.astype(np.longdouble)).astype(float)
    rest = np.linalg.norm((centred - exact @ basis.T).astype(float), axis=1)
    own = np.column_stack([found.first[:, :-2], found.rest, found.far]).astype(float)
    assert (np.linalg.norm(own - np.column_stack([exact, rest]), axis=1) <= found.error).all()
    near = np.hypot(rest, np.linalg.norm(exact[:, found.k1 :], axis=1))
    assert (np.abs(near - found.first[:, -2]) <= found.error).all()


def test_a_basis_that_is_not_orthonormal_widens_the_bound():
    basis = np.linalg.qr(np.random.default_rng(2).normal(size=(50, 10)))[0]
    double, single = coordinate_errors(basis, basis.astype(np.float32), 50)
    assert double < 1e-11 < single < 1e-4
    basis[:, 0] *= 1.001
    assert min(coordinate_errors(basis, basis.astype(np.float32), 50)) > 1e-3


def test_a_basis_rounded_too_coarsely_widens_the_bound_of_single_precision_alone():
    basis = np.linalg.qr(np.random.default_rng(2).normal(size=(50, 10)))[0]
    double, single = coordinate_errors(basis, np.round(basis, 2).astype(np.float32), 50)
    assert double < 1e-11
    assert single > 1e-2


def test_limits_leave_room_on_both_sides():
    extent = Extent(832, 96, 224, 1e-5, 1.0, 2.0**-10, 0.0)
    for eps in (1e-6, 0.1, 3.0, 900.0):
        found = limits(eps, extent)
        assert found.projected_near < (eps * 2.0**-10) ** 2 < found.projected_far
        assert found.single_near < eps**2 < found.single_far
        assert found.double_near < eps**2 < found.double_far


@pytest.fixture
def always_engine(monkeypatch):
    monkeypatch.setattr(dbscan, "ENGINE_SECONDS", 0.0)


class Told:
    def __init__(self):
        self.done = 0

    def advance(self, items=1):
        self.done += items


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_both_paths_give_the_same_labels_and_report_the_same(metric, monkeypatch):
    rng = np.random.default_rng(3)
    vectors = np.maximum(rng.normal(size=(600, 20)), 0).astype(np.float32)
    vectors[7] = 0
    rows = [np.arange(0, 300), np.arange(0), np.arange(200, 203), np.arange(250, 600)]
    eps, settings = np.array([3.0, 1.0, 1.0, 2.6]), Dbscan(metric=metric)
    if metric == "cosine":
        eps /= 10
    told = Told()
    plain = settings.labels(vectors, rows, eps, told)
    monkeypatch.setattr(dbscan, "ENGINE_SECONDS", 0.0)
    engine = settings.labels(vectors, rows, eps, told)
    assert told.done == 2 * 653
    assert all(np.array_equal(a, b) for a, b in zip(plain, engine, strict=True))
    assert plain[0].max() >= 0
    assert plain[0].min() == -1


def test_threads_change_nothing():
    rows = [np.arange(k) for k in (5, 9, 0, 7)]
    for n_threads in (1, 2, 5):
        found = side_by_side(
            lambda k, _: np.full(len(rows[k]), k, dtype=np.int32), rows, SILENT, n_threads=n_threads
        )
        assert [own.tolist() for own in found] == [[k] * len(own) for k, own in enumerate(rows)]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interrupt_ends_the_threads(error):
    ended = []

    def cluster(index, check):
        if index == 0:
            raise error
        try:
            while True:
                check()
        except GivenUpError:
            ended.append(index)
            raise

    before = threading.active_count()
    with pytest.raises(error):
        side_by_side(cluster, [np.arange(2), np.arange(1)], SILENT, n_threads=2)
    assert threading.active_count() == before
    assert ended in ([], [1])


def test_a_small_site_loads_neither_numba_nor_scikit_learn():
    code = """
import sys, numpy as np
import topopress.mapper.sweep
from topopress.config.schema import Mapper, UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
v = np.random.default_rng(0).random((500, 20), dtype=np.float32)
settings = Mapper(cover=UniformCover(n_intervals=5), clusterer=Dbscan(metric="cosine", eps=0.1))
assert len(build_graph(v, settings, seed=0).members)
assert "numba" not in sys.modules and "sklearn" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_mapped_rows_are_never_copied_as_a_whole(tmp_path):
    rng = np.random.default_rng(4)
    n_rows, n_channels = 80_000, 1024  # 312 MB
    file = np.lib.format.open_memmap(tmp_path / "v.npy", "w+", np.float32, (n_rows, n_channels))
    lift = rng.normal(size=(6, n_channels)).astype(np.float32)
    for start in range(0, n_rows, 5000):
        file[start : start + 5000] = rng.normal(size=(5000, 6)).astype(np.float32) @ lift
    file.flush()
    code = """
import sys, threading, time, numpy as np
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers import dbscan
def anonymous():
    with open("/proc/self/status") as status:
        return sum(int(line.split()[1]) for line in status if line.startswith("RssAnon"))
dbscan.ENGINE_SECONDS = 0.0
settings = Dbscan(metric=sys.argv[2])
small = np.random.default_rng(0).random((300, 30), dtype=np.float32)
settings.labels(small, [np.arange(300)], np.array([0.5]))
before, peak, over = anonymous(), 0, False
def watch():
    global peak
    while not over:
        peak = max(peak, anonymous())
        time.sleep(0.005)
thread = threading.Thread(target=watch)
thread.start()
vectors = np.load(sys.argv[1], mmap_mode="r")
rows = [np.arange(0, 12000), np.arange(70000, 80000)]
settings.labels(vectors, rows, np.array([float(sys.argv[3])] * 2))
over = True
thread.join()
print((peak - before) // 1024)
"""
    arguments = [sys.executable, "-c", code, str(tmp_path / "v.npy"), "cosine", "0.05"]
    done = subprocess.run(arguments, check=True, timeout=300, capture_output=True, text=True)
    # The projection, 228 numbers per row, takes 70 MB; the sample for its basis and what BLAS and
    # LAPACK set aside some 130 MB, however many rows there are.
    assert int(done.stdout) < 280


@pytest.mark.parametrize("kind", ["ties", "relu"])
def test_plain_labels_at_several_radii_are_those_at_each(kind):
    rng = np.random.default_rng(6)
    points = rng.integers(0, 4, (120, 5)) if kind == "ties" else rng.normal(size=(120, 5))
    points = np.maximum(points, 0).astype(np.float64)
    radii = [1.0, 2.0**0.5, 3.0**0.5, 2.0] if kind == "ties" else [0.3, 0.30001, 0.9, 5.0]
    for min_samples in (1, 3, 8, 121):
        found = plain_dbscan(points, radii, min_samples)
        alone = [plain_dbscan(points, [eps], min_samples)[0] for eps in radii]
        assert all(np.array_equal(a, b) for a, b in zip(found, alone, strict=True))


def test_plain_ties_that_need_twice_the_digits():
    rng = np.random.default_rng(5)
    points = rng.normal(size=(40, 3)).astype(np.float32).astype(np.float64)
    for a in range(10):
        goal = squared_gap(points[a], points[a + 1], (0, 0))
        for eps in np.nextafter(float(goal) ** 0.5, [0, np.inf]):
            pair = plain_dbscan(points[a : a + 2], [float(eps)], 2)[0]
            assert (pair[0] == 0) == (goal <= Fraction(float(eps)) ** 2)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("lay_out", [projected_layout, whole_layout])
def test_squared_lengths_are_those_of_the_rounded_rows_that_are_multiplied(metric, lay_out):
    """The bound of a product has no room for the rounding between a row and what is stored."""
    vectors = np.random.default_rng(5).normal(size=(50, 70)).astype(np.float32)
    vectors[7] = 0
    found = project(POINTS[metric](vectors), rng=np.random.default_rng(0))
    layout, _ = lay_out(found, np.arange(3, 40))
    stored = layout.first[:, :-1].astype(float)
    assert np.allclose(layout.squared, (stored**2).sum(axis=1), rtol=1e-14, atol=0)
    assert np.array_equal(layout.first[:, -1], (-layout.squared / 2).astype(np.float32))


@pytest.mark.parametrize(
    ("n_channels", "coordinates"),
    [(40, (40, 40)), (100, (64, 100)), (384, (64, 128)), (512, (96, 192)), (832, (128, 224))],
)
def test_rows_of_few_channels_have_few_coordinates(n_channels, coordinates):
    assert projection._n_coordinates(n_channels) == coordinates
