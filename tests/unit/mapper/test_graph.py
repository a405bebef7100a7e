"""The whole construction: the documented example, known shapes, and what must not matter."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from topopress.config.schema import Mapper, UniformCover
from topopress.core.errors import ActivationError
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import lens_values

# The example of docs/mapper.md: two arms at right angles that meet at the origin.
EXAMPLE = np.array(
    [(0, 0), (2, 0), (4, 0), (6, 0), (8, 0), (10, 0), (12, 0), (0, 8), (0, 10), (0, 12)],
    dtype=np.float32,
)


def settings(n=3, p=0.5, placement="centred", **clusterer):
    cover = UniformCover(n_intervals=n, overlap=p, placement=placement)
    return Mapper(
        cover=cover, clusterer=Dbscan(**{"metric": "euclidean", "eps_quantile": 0.5, **clusterer})
    )


def graph_of(vectors, *, seed=0, **chosen):
    return build_graph(np.asarray(vectors, dtype=np.float32), settings(**chosen), seed=seed)


def described(graph):
    nodes = [
        f"{graph.node_id(n)}: {' '.join(map(str, graph.members_of(n)))}"
        for n in range(graph.n_nodes)
    ]
    weights = zip(graph.edges.tolist(), graph.shared, graph.jaccard, strict=True)
    edges = [
        f"{graph.node_id(a)} - {graph.node_id(b)}: {shared} shared, Jaccard {jaccard:.3f}"
        for (a, b), shared, jaccard in weights
    ]
    return nodes + edges


def components(graph):
    root = list(range(graph.n_nodes))
    for a, b in graph.edges.tolist():
        root = [root[a] if r == root[b] else r for r in root]
    return len(set(root))


def loops(graph):
    return len(graph.edges) - graph.n_nodes + components(graph)


def test_the_worked_example():
    graph = graph_of(EXAMPLE, eps=2.1, min_samples=2)
    assert described(graph) == [
        "i0c0: 0 1 2 3",
        "i1c0: 1 2 3 4 5",
        "i1c1: 7 8",
        "i2c0: 3 4 5 6",
        "i2c1: 7 8 9",
        "i0c0 - i1c0: 3 shared, Jaccard 0.500",
        "i0c0 - i2c0: 1 shared, Jaccard 0.143",
        "i1c0 - i2c0: 3 shared, Jaccard 0.500",
        "i1c1 - i2c1: 2 shared, Jaccard 0.667",
    ]


def test_the_worked_example_placed_inside_has_noise():
    graph = graph_of(EXAMPLE, placement="inside", eps=2.1, min_samples=2)
    assert described(graph) == [
        "i0c0: 0 1 2 3",
        "i1c0: 2 3 4",
        "i2c0: 3 4 5 6",
        "i2c1: 7 8 9",
        "i0c0 - i1c0: 2 shared, Jaccard 0.400",
        "i0c0 - i2c0: 1 shared, Jaccard 0.143",
        "i1c0 - i2c0: 2 shared, Jaccard 0.400",
    ]


def test_the_documentation_shows_these_examples():
    text = (Path(__file__).parents[3] / "docs" / "mapper.md").read_text("utf-8")
    for placement in ("centred", "inside"):
        graph = graph_of(EXAMPLE, placement=placement, eps=2.1, min_samples=2)
        assert "\n".join(described(graph)) in text


def test_a_circle_has_one_loop():
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    circle = np.column_stack([np.cos(angle) + 2, np.sin(angle)])
    graph = graph_of(circle, n=8, p=0.3, eps=0.2, min_samples=3)
    assert (components(graph), loops(graph)) == (1, 1)


def test_two_blobs_at_right_angles_are_two_components():
    rng = np.random.default_rng(0)
    blobs = np.concatenate([rng.normal((9, 0), 0.5, (200, 2)), rng.normal((0, 9), 0.5, (200, 2))])
    graph = graph_of(blobs, n=5, p=0.4, eps=1.0, min_samples=3)
    assert components(graph) == 2
    assert loops(graph) == 0


def test_a_y_has_one_branching_node():
    t = np.linspace(0, 4, 200)
    stem = np.column_stack([t, t])
    arms = [stem[-1] + np.outer(t, direction) for direction in ((1.2, -0.2), (-0.2, 1.2))]
    graph = graph_of(np.concatenate([stem, *arms]), n=12, p=0.3, eps=0.3, min_samples=3)
    degree = np.bincount(graph.edges.ravel(), minlength=graph.n_nodes)
    assert sorted(degree[degree != 2].tolist()) == [1, 1, 1, 3]
    assert components(graph) == 1


def test_noise_alone_is_an_empty_graph():
    scattered = np.random.default_rng(0).uniform(-1, 1, size=(50, 30))
    graph = graph_of(scattered, eps=0.01)
    assert graph.n_nodes == 0
    assert graph.members.shape == (0,)
    assert graph.edges.shape == (0, 2)
    assert graph.member_offsets.tolist() == [0]


@pytest.mark.parametrize("eps", [0.5, "auto", "adaptive"])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_one_row(eps, metric):
    assert graph_of([[1, 2]], eps=eps, metric=metric).n_nodes == 0
    graph = graph_of([[1, 2]], eps=eps, metric=metric, min_samples=1)
    assert described(graph) == ["i0c0: 0"]


def test_no_row_is_an_error():
    with pytest.raises(ActivationError):
        graph_of(np.empty((0, 4)))


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_a_constant_lens_is_clustered_once(metric):
    angle = np.repeat([0.0, 0.5 * np.pi, np.pi], 10)
    graph = graph_of(np.column_stack([np.cos(angle), np.sin(angle)]), eps=0.1, metric=metric, n=30)
    assert described(graph)[:1] == ["i0c0: 0 1 2 3 4 5 6 7 8 9"]
    assert graph.n_nodes == 3
    assert len(graph.edges) == 0


def test_all_zero_vectors_are_one_node():
    for metric in ("cosine", "euclidean"):
        for eps in ("auto", 0.2):
            assert graph_of(np.zeros((10, 4)), eps=eps, metric=metric).n_nodes == 1


def blobs(n=300):
    rng = np.random.default_rng(3)
    centres = rng.normal(scale=4, size=(6, 8))
    return centres[rng.integers(6, size=n)] + rng.normal(scale=0.3, size=(n, 8))


def test_nodes_are_numbered_by_interval_then_by_smallest_core_row():
    graph = graph_of(blobs(), n=10, p=0.3, eps=1.2)
    keys = [
        # A row of these well-separated blobs that is the first of its node is a core row.
        (int(graph.node_interval[n]), int(graph.members_of(n)[0]))
        for n in range(graph.n_nodes)
    ]
    assert keys == sorted(keys)
    for (before, after), (one, two) in zip(
        pairwise(graph.node_interval), pairwise(graph.node_cluster), strict=True
    ):
        assert two == (one + 1 if before == after else 0)
    assert all((np.diff(graph.members_of(n)) > 0).all() for n in range(graph.n_nodes))


@pytest.mark.parametrize("seed", range(5))
def test_a_permutation_of_the_rows_renumbers_rows_and_nodes_alone(seed):
    vectors = blobs()
    order = np.random.default_rng(seed).permutation(len(vectors))
    plain = graph_of(vectors, n=10, p=0.3, eps=1.2)
    permuted = graph_of(vectors[order], n=10, p=0.3, eps=1.2)

    def nodes(graph, names):
        return [
            (int(graph.node_interval[n]), frozenset(names[graph.members_of(n)].tolist()))
            for n in range(graph.n_nodes)
        ]

    before, after = nodes(plain, np.arange(len(vectors))), nodes(permuted, order)
    assert set(before) == set(after)
    assert [i for i, _ in after] == sorted(i for i, _ in after)
    assert {frozenset((before[a], before[b])) for a, b in plain.edges.tolist()} == {
        frozenset((after[a], after[b])) for a, b in permuted.edges.tolist()
    }


def test_the_same_input_gives_the_same_graph(tmp_path):
    vectors = blobs().astype(np.float32)
    np.save(tmp_path / "v.npy", vectors)
    first = graph_of(vectors, eps="auto")
    again = build_graph(np.load(tmp_path / "v.npy", mmap_mode="r"), settings(eps="auto"), seed=0)
    for name in ("lens", "eps", "members", "edges", "jaccard"):
        assert np.array_equal(getattr(first, name), getattr(again, name)), name


def test_dtypes_are_those_of_the_artifact():
    graph = graph_of(blobs(), eps="auto")
    kinds = {
        "lens": "float64", "eps": "float64", "node_interval": "int32", "node_cluster": "int32",
        "member_offsets": "int64", "members": "int32", "edges": "int32", "shared": "int32",
        "jaccard": "float64",
    }  # fmt: skip
    assert {name: str(getattr(graph, name).dtype) for name in kinds} == kinds


def test_progress_counts_every_membership():
    class Recorder:
        done = total = 0
        finished = False

        def start(self, what, total):
            self.total = total

        def advance(self, items=1):
            self.done += items

        def finish(self):
            self.finished = True

    recorder = Recorder()
    build_graph(blobs().astype(np.float32), settings(eps=1.0), seed=0, progress=recorder)
    assert recorder.done == recorder.total > 300
    assert recorder.finished


def two_lenses(**chosen):
    return Mapper(
        lens=("l2_norm", "metadata:side"),
        cover=UniformCover(n_intervals=3, overlap=0.5),
        second_cover=UniformCover(n_intervals=2, overlap=0.0, placement="inside"),
        clusterer=Dbscan(metric="euclidean", eps=2.1, min_samples=2),
        **chosen,
    )


SIDE = {"metadata:side": np.array([0.0] * 7 + [1.0] * 3)}


def test_two_lenses_cut_the_example_into_boxes():
    graph = build_graph(EXAMPLE, two_lenses(), seed=0, columns=SIDE)
    assert described(graph)[:5] == [
        "i0c0: 0 1 2 3",
        "i2c0: 1 2 3 4 5",
        "i3c0: 7 8",
        "i4c0: 3 4 5 6",
        "i5c0: 7 8 9",
    ]
    assert len(graph.intervals) == 6
    assert graph.intervals[3].bounds == ((2, 10), (0.5, 1))
    assert (graph.intervals[3].low, graph.intervals[3].high) == (2, 10)
    assert graph.second_lens.tolist() == SIDE["metadata:side"].tolist()
    assert np.array_equal(graph.lens, graph_of(EXAMPLE, eps=2.1).lens)


def test_one_lens_has_no_second():
    graph = graph_of(EXAMPLE, eps=2.1, min_samples=2)
    assert graph.second_lens.shape == (0,)


def test_distances_in_lenses_are_the_clusterers():
    vectors = blobs().astype(np.float32)
    lenses = []
    for metric in ("euclidean", "cosine"):
        chosen = settings(metric=metric, eps=0.1).model_copy(update={"lens": "eccentricity"})
        lenses.append(build_graph(vectors, chosen, seed=0).lens)
        expected = lens_values(vectors, "eccentricity", metric=metric, seed=0)
        assert np.array_equal(lenses[-1], expected)
    assert not np.allclose(*lenses)


def test_what_must_be_chosen_first_is_an_error():
    with pytest.raises(ValueError, match=r"cover.n_intervals, clusterer.metric, clusterer.eps_q"):
        build_graph(EXAMPLE, Mapper(), seed=0)


def test_topoacts_setting_is_a_line():
    vectors = blobs().astype(np.float32)
    given = settings(n=70, p=0.3, eps="auto", eps_quantile=0.95)
    one = build_graph(vectors, Mapper(preset="topoact"), seed=0)
    other = build_graph(vectors, given, seed=0)
    assert described(one) == described(other)
