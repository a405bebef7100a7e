"""Drawings of views: what an address selects, colours, hides and moves, without a script."""

import numpy as np
import pytest

from topopress.bundle.packing import delta_code
from topopress.core.errors import PageError
from topopress.pages.views.held import Held, without_steps
from topopress.pages.views.still import VIEW, draw_view
from unit.pages.synthetic import render_essay, source

LAYER = {"layer": "block10"}
TOUR = """\
:::: tour layer=block10
::: step node=i0c0
One *step*.
:::
::: step node=i0c0
The same view.
:::
::: step colour=purity
Another.
:::
::::
"""


def drawing(**state):
    return draw_view(source(), LAYER | state, "v")


def html_of(markdown):
    essay = render_essay(source(markdown))
    assert essay.is_live
    return essay.before + essay.after


@pytest.fixture
def held():
    # Two nodes: rows 0, 1, 2 and rows 2, 3; samples 0, 0, 1, 2.
    return Held(
        node=np.array([0, 0, 0, 1, 1]),
        row=np.array([0, 1, 2, 2, 3]),
        sample=np.array([0, 0, 1, 2]),
        sizes=np.array([3, 2]),
    )


def test_shares_means_and_counts_are_those_of_the_members(held):
    rows = held.rows_with(np.array([True, False, False]))
    assert held.shares(rows).tolist() == [2 / 3, 0]
    assert held.shares(held.rows_of(np.array([False, True]))).tolist() == [1 / 3, 1]
    assert held.means(np.array([3.0, 6.0, np.nan])).tolist() == [4, 6]
    assert held.counts(np.array([1, -1, 0]), 2).tolist() == [[0, 2], [1, 0]]
    assert held.samples_of(rows, 3).tolist() == [True, False, False]


def test_members_are_read_back_as_they_were():
    offsets, members = np.array([0, 3, 3, 5]), np.array([2, 3, 7, 0, 9])
    assert without_steps(offsets, delta_code(offsets, members)).tolist() == members.tolist()


def test_a_selected_node_is_outlined_and_named():
    one = drawing(node="i0c0")
    assert [over.kind for over in one.over] == ["outline"]
    assert [name.text.partition(" ")[0] for name in one.names] == ["i0c0"]
    assert "Outlined: i0c0: " in one.label
    assert not any(dots.faded for dots in one.dots)


def test_colours_are_those_of_the_view():
    assert drawing().legend.name == "mean L2 norm"
    purity = drawing(colour="purity").legend
    assert (purity.name, purity.low, purity.high) == ("label purity", "0\u00a0%", "100\u00a0%")
    labels = drawing(colour="label", palette="cat:ff0000").legend
    assert not labels.swatches
    assert {"cat": "#ff0000"}.items() <= {one.text: one.colour for one in labels.labels}.items()


def test_edges_below_the_threshold_are_left_out():
    def edges(one):
        return sum(strokes.d.count("M") for strokes in one.edges)

    assert 0 < edges(drawing(edges="0.3")) < edges(drawing())


def test_nodes_are_moved_and_the_place_is_shown():
    moved, shown = drawing(pinned="i0c0:40,0", node="i0c0"), drawing(node="i0c0")
    assert float(moved.names[0].x) > float(shown.names[0].x)
    near = drawing(at="0,0,3", node="i0c0")
    assert (near.width, near.height) == (VIEW.width, shown.height)
    outline = next(over.d for over in near.over)
    x, y = map(float, outline[1:].split("a")[0].split(","))
    assert (x, y + 18) == pytest.approx((VIEW.width / 2, near.height / 2), abs=6)


def test_sizes_are_those_of_the_view():
    assert len({dots.width for dots in drawing(size="constant").dots}) == 1
    assert not drawing(size="constant").legend.sizes


def test_a_figure_has_its_drawing_its_caption_and_the_way_to_the_explorer():
    html = html_of("::: view layer=block10 node=i0c0 #fig:hub\nThe *hub*.\n:::")
    assert 'data-view="layer=block10&amp;node=i0c0"' in html
    assert 'data-folder="" data-manifest="data/manifest.' in html
    assert "<em>hub</em>" in html
    assert 'href="#layer=block10&amp;node=i0c0">Open in the explorer' in html


def test_graphs_side_by_side_are_drawn_side_by_side():
    html = html_of("::: view layer=block10 beside=block3\nTwo.\n:::")
    assert html.count('<svg class="graph"') == 2
    assert "<bdi>block3</bdi>" in html


def test_the_steps_of_a_tour_have_a_drawing_where_the_view_changes():
    html = html_of(TOUR)
    assert html.count('class="tour-step"') == 3
    assert html.count('<figure class="view-figure"') == 2


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("::: view layer=block1\na\n:::", "there is no layer 'block1'"),
        (
            "::: view layer=block10 node=i99c9\na\n:::",
            "'::: view': layer 'block10' has no node 'i99c9'",
        ),
        ("::: view layer=block10 beside=other/block3\na\n:::", "there is no exploration 'other'"),
        ("::: view layer=block10 nodes\na\n:::", "'nodes' is no part of it"),
        ("::: view node=i0c0\na\n:::", "a view needs a layer"),
        ("::: tour layer=block10\na\n:::", "has no '::: step'"),
        ("::: step layer=block10\na\n:::", "it stands within '::: tour'"),
    ],
)
def test_what_is_not_there_stops_the_build(markdown, words):
    with pytest.raises(PageError) as raised:
        render_essay(source(markdown))
    assert words in str(raised.value)
    assert "index.md, line 1" in str(raised.value)
