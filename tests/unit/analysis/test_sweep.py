"""The grid of a sweep, and the figures of its graphs."""

import pytest

from topopress.analysis.nodes.quality import graph_quality
from topopress.analysis.settings.sweep import swept_graphs, swept_settings
from topopress.analysis.settings.types import SweepAxes
from topopress.config.schema import Mapper
from topopress.mapper.graph import build_graph
from unit.analysis.drawn_graphs import circle


def mapper(**clusterer):
    cover = {"n_intervals": 8, "overlap": 0.3}
    return Mapper.model_validate({"cover": cover, "clusterer": {"metric": "cosine", **clusterer}})


def test_the_axes_around_a_layers_own_settings():
    found = swept_settings(mapper(eps=0.2), SweepAxes())
    assert {s.cover.n_intervals for s in found} == {4, 6, 8, 12, 16}
    assert {s.cover.overlap for s in found} == {0.2, 0.3, 0.4, 0.5}
    assert {s.clusterer.eps for s in found} == {0.14, 0.17, 0.2, 0.24, 0.28}
    assert len(set(found)) == len(found) == 100


def test_axes_that_are_given():
    axes = SweepAxes(n_intervals=(5,), overlaps=(0.1, 0.2), radii=(0.3,))
    found = swept_settings(mapper(eps=0.2), axes)
    assert [(s.cover.n_intervals, s.cover.overlap, s.clusterer.eps) for s in found] == [
        (5, 0.1, 0.3),
        (5, 0.2, 0.3),
    ]


@pytest.mark.parametrize(
    "clusterer", [{"kind": "hdbscan"}, {"eps": "adaptive", "eps_quantile": 0.5}]
)
def test_without_a_single_radius_there_is_no_axis_of_radii(clusterer):
    assert len(swept_settings(mapper(**clusterer), SweepAxes())) == 20


def test_two_lenses_have_one_axis_of_intervals():
    own = mapper(eps=0.2).model_copy(update={"lens": ("l1_norm", "l2_norm")})
    found = swept_settings(own, SweepAxes(n_intervals=(3,), radii=(0.2,)))
    assert {tuple(cover.n_intervals for cover in s.covers) for s in found} == {(3, 3)}


def test_each_graph_has_the_figures_of_the_graph_that_is_built_alone():
    rows = circle(200)
    settings = swept_settings(
        mapper(metric="euclidean", eps=0.4),
        SweepAxes(n_intervals=(4, 7), overlaps=(0.3, 0.5)),
    )
    found = dict(swept_graphs(rows, settings, seed=0))
    assert sorted(found) == list(range(len(settings)))
    assert len({graph.n_nodes for graph in found.values()}) > 2
    for index, swept in found.items():
        graph = build_graph(rows, settings[index], seed=0)
        assert (swept.n_nodes, swept.n_edges) == (graph.n_nodes, len(graph.edges))
        assert swept.quality == graph_quality(graph)
        assert swept.radius == settings[index].clusterer.eps
        assert swept.n_intervals == settings[index].cover.n_intervals
