"""The chunks of images: exemplars, thumbnails and feature visualisations, all, some, none."""

import numpy as np

from topopress.analysis.shape.types import Structures
from topopress.bundle.packing import read_header
from topopress.kinds.images.documents import CHUNK_ARRAYS
from topopress.kinds.images.look_stages import (
    arm_pictures,
    crop_arrays,
    inversion_arrays,
    layer_look,
    sample_look,
    visual_arrays,
    visual_summary,
)
from topopress.kinds.images.words import OBJECTIVE_TERMS
from topopress.visuals.types import FeatureVisualisations, SpriteSheet, Thumbnails
from unit.bundle.small_layer import crops, parts


def pictures(of, *, wanted=5, nearest=None, objective_name="distinct") -> FeatureVisualisations:
    """Return pictures of some things; the k-th reached a cosine of .9 - k / 10 and 10 + k."""
    count = len(of)
    return FeatureVisualisations(
        of=np.array(of, np.int32),
        wanted=wanted,
        cosine=0.9 - np.arange(count) / 10,
        objective=10.0 + np.arange(count),
        steps=np.arange(count, dtype=np.int32) + 60,
        nearest=np.array(of if nearest is None else nearest, np.int32),
        objective_name=objective_name,
        sheets=(),
    )


def summary_of(nodes, arms=None, rows=None):
    return visual_summary(nodes, arms, rows)


def test_shares_are_of_the_pictures_there_are():
    summary = summary_of(pictures([0, 3], nearest=[0, 1]))
    assert summary is not None
    assert (summary.top1_share, round(summary.cosine, 6)) == (0.5, 0.85)


def test_without_pictures_nothing_is_said_of_them():
    summary = summary_of(pictures([]))
    assert summary is not None
    assert (summary.top1_share, summary.cosine) == (None, None)


def test_each_kind_says_what_it_aims_at_and_how_many_a_budget_left():
    arms = pictures([], wanted=3, objective_name="contrast")
    rows = pictures([7], objective_name="inversion")
    summary = summary_of(pictures([0, 3]), arms=arms, rows=rows)
    assert summary is not None
    kinds = [kind and (kind.aim, kind.drawn, kind.wanted) for kind in _kinds(summary)]
    terms = [OBJECTIVE_TERMS[name] for name in ("distinct", "contrast", "inversion")]
    assert kinds == list(zip(terms, (2, 0, 1), (5, 3, 5), strict=True))
    alone = summary_of(pictures([0, 3]))
    assert alone is not None
    assert _kinds(alone)[1:] == [None, None]


def _kinds(summary):
    return [summary.nodes, summary.arms, summary.rows]


def test_figures_of_nodes_stand_where_their_nodes_do():
    arrays = visual_arrays(pictures([0, 2], nearest=[0, 1]), 3)
    assert arrays["visual_sprite"].tolist() == [0, -1, 1]
    assert arrays["visual_objective"].tolist() == [10, 0, 11]
    assert arrays["visual_steps"].tolist() == [60, 0, 61]
    assert arrays["visual_nearest"].tolist() == [0, -1, 1]
    assert {len(values) for values in inversion_arrays(None).values()} == {0}


def test_figures_of_single_activations_stand_in_the_order_of_their_rows():
    arrays = inversion_arrays(pictures([4, 9]))
    assert arrays["inversion_row"].tolist() == [4, 9]
    assert arrays["inversion_cosine"].tolist() == [0.9, 0.8]
    assert arrays["inversion_objective"].tolist() == [10, 11]
    assert arrays["inversion_steps"].tolist() == [60, 61]
    assert visual_arrays(None, 3)["visual_sprite"].tolist() == [-1, -1, -1]


def test_each_arm_has_its_picture_and_what_that_reached():
    fork = Structures(
        kind=("loop", "bifurcation"),
        id=("loop-i0c0", "bifurcation-i1c0"),
        rows=np.array([30, 20]),
        node_offsets=np.array([0, 3, 7]),
        nodes=np.arange(7, dtype=np.int32),
        arm_offsets=np.array([0, 0, 3]),
        arm_node_offsets=np.array([0, 1, 2, 3]),
        arm_nodes=np.array([4, 5, 6], np.int32),
    )
    loop, arms = arm_pictures(fork, pictures([0, 2]))
    assert loop == []
    assert [arm and (arm.sprite, arm.cosine, arm.objective, arm.steps) for arm in arms] == [
        (0, 0.9, 10, 60),
        None,
        (1, 0.8, 11, 61),
    ]
    assert arm_pictures(fork, None) == [[], [None, None, None]]


def test_boxes_are_whole_numbers_up_to_65535():
    arrays = crop_arrays(crops())
    sides = ("top", "left", "bottom", "right")
    assert [arrays[f"exemplar_{side}"].tolist() for side in sides] == [[0, 0]] * 2 + [
        [65535] * 2
    ] * 2


def test_a_layers_chunk_names_its_sheets_and_has_all_arrays():
    layer = parts()
    look = layer_look("block1", crops(), layer.shape, layer.graph, pictures([0]), None, None)
    header = read_header(look.files[look.path])
    assert header["kind"] == "images"
    assert header["visuals"]["nodes"]["drawn"] == 1
    assert look.visuals.nodes.drawn == 1


def test_thumbnails_are_published_with_their_sheets():
    sheet = SpriteSheet(height=8, width=8, columns=1, count=1, webp=b"a sheet")
    one, box = np.zeros(1, np.int32), np.array([[0, 0.25, 0.5, 1]])
    look = sample_look(Thumbnails(one, one, box, (sheet,)))
    (listed,) = read_header(look.files[look.path])["sheets"]
    assert look.files[listed["file"]] == b"a sheet"
    assert set(CHUNK_ARRAYS["thumbnails"]) == {"sample", "tile", "top", "left", "bottom", "right"}
