import dataclasses
import re

import numpy as np
import pytest

from topopress.bundle.colour_map import STEPS, VIRIDIS, colour_at, colours_of, share_of
from topopress.pages.drawing import CARD, FIGURE, OPENING, PREVIEW, draw
from unit.pages.synthetic import LABELS, bundle, layer_view, source, with_figures


@pytest.fixture
def view():
    return layer_view("block3", 40, 28, np.random.default_rng(0))


def manifest_of(view):
    return bundle([view], name="n", title="t").manifest


def test_the_themes_share_the_map_and_leave_out_the_end_that_is_hard_to_see():
    assert colours_of("light")[0] == f"#{VIRIDIS[0]}"
    assert colours_of("dark")[-1] == f"#{VIRIDIS[-1]}"
    assert len(set(colours_of("light"))) == STEPS
    assert (colour_at(-1), colour_at(2)) == (colours_of("light")[0], colours_of("light")[-1])


def test_colour_map_rises_in_lightness():
    def lightness(k):
        red, green, blue = (int(colour_at(k / 60)[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    values = [lightness(k) for k in range(61)]
    assert values == sorted(values)


def test_equal_bounds_give_the_middle():
    assert share_of(3.0, 3.0, 3.0) == 0.5


@pytest.mark.parametrize("canvas", [FIGURE, OPENING])
def test_everything_is_inside_the_view_box(view, canvas):
    drawing = draw(view, manifest_of(view), canvas, "g")
    assert len(drawing.nodes) == len(view.node_ids)
    for dot in drawing.nodes:
        x, y, r = float(dot.x), float(dot.y), float(dot.r)
        assert r <= x <= drawing.width - r
        assert r <= y <= drawing.height - r


def test_area_is_in_proportion_to_members(view):
    sizes = np.array([400, 100, *[25] * (len(view.node_ids) - 2)])
    drawing = draw(with_figures(view, size=sizes), manifest_of(view), FIGURE, "g")
    assert [float(dot.r) for dot in drawing.nodes][:3] == pytest.approx([17, 8.5, 4.25], abs=0.06)


def test_edges_are_grouped_by_weight(view):
    drawing = draw(view, manifest_of(view), FIGURE, "g")
    classes = [(edge.weight, edge.dashed) for edge in drawing.edges]
    assert classes == sorted(set(classes))
    assert sum(edge.d.count("M") for edge in drawing.edges) == len(view.edges)


def test_edges_in_less_than_half_of_the_resamples_are_dashed_where_a_legend_says_so(view):
    figure, preview = (draw(view, manifest_of(view), canvas, "g") for canvas in (FIGURE, PREVIEW))
    dashed = sum(edge.d.count("M") for edge in figure.edges if edge.dashed)
    assert dashed == (view.edge_bootstrap < 0.5).sum() > 0
    assert figure.legend.dashed
    assert not any(edge.dashed for edge in preview.edges)
    unjudged = dataclasses.replace(view, edge_bootstrap=view.edge_bootstrap[:0])
    assert not draw(unjudged, manifest_of(view), FIGURE, "g").legend.dashed


def test_edges_to_nodes_left_out_are_left_out(view):
    few = dataclasses.replace(PREVIEW, max_nodes=3)
    drawing = draw(view, manifest_of(view), few, "g")
    assert sum(dots.d.count("M") for dots in drawing.dots) == 3
    assert sum(edge.d.count("M") for edge in drawing.edges) <= 3


def test_titles_say_what_a_node_is(view):
    titles = [dot.title for dot in draw(view, manifest_of(view), FIGURE, "g").nodes]
    assert all("members, mean lens" in title for title in titles)
    assert any(label in title for title in titles for label in LABELS)
    assert {dot.title for dot in draw(view, manifest_of(view), OPENING, "g").nodes} == {""}


@pytest.mark.parametrize("canvas", [CARD, PREVIEW])
def test_small_drawings_group_all_nodes_large_ones_first(view, canvas):
    drawing = draw(view, manifest_of(view), canvas, "g")
    assert drawing.nodes == ()
    assert sum(dots.d.count("h0") for dots in drawing.dots) == len(view.node_ids)
    widths = [float(dots.width) for dots in drawing.dots]
    assert widths == sorted(widths, reverse=True)
    places = [float(v) for dots in drawing.dots for v in re.findall(r"[\d.]+(?=,|h)", dots.d)]
    assert 0 <= min(places) <= max(places) <= drawing.width


def test_no_nodes_and_one_node_can_be_drawn():
    view = source().bundle.views[0]
    for n in (0, 1):
        small = dataclasses.replace(
            view,
            position=view.position[:n],
            node_ids=view.node_ids[:n],
            figures=view.figures[:, :n],
            edges=view.edges[:0],
            jaccard=view.jaccard[:0],
            edge_bootstrap=view.edge_bootstrap[:0],
        )
        assert len(draw(small, source().bundle.manifest, FIGURE, "g").nodes) == n
