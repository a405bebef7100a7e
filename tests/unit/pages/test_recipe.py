"""Lens, cover and clusterer in words."""

import pytest

from topopress.bundle.schema import Layer
from topopress.config.lenses import FORMS
from topopress.config.schema import Mapper
from topopress.pages.tables.recipe import LENS_WORDS, lens_name, mapper_recipe, radius_of


def words(**written):
    return {fact.term: fact.value for fact in mapper_recipe(Mapper(**written))}


def test_what_is_left_to_the_data_is_said():
    assert words() == {
        "Lens": "l2_norm",
        "Cover": "intervals (number chosen from the data), overlap 30\u00a0%, centred",
        "Clusterer": "DBSCAN, metric chosen from the data, eps auto, quantile chosen from the "
        "data, min_samples 5",
    }


def test_what_is_taken_away_from_rows_is_said():
    assert words(preset="words")["Rows without"] == (
        "the mean of their group and what the position explains of each channel"
    )
    assert words(preparation={"kind": "centre"})["Rows without"] == "the mean of all rows"
    assert words(preparation={"position": True})["Rows without"].startswith("what the position")
    assert "Rows without" not in words(preparation={"group": "camera"})


def test_a_metric_has_the_name_that_tables_use():
    said = words(clusterer={"kind": "dbscan", "metric": "euclidean"})["Clusterer"]
    assert said.startswith("DBSCAN, Euclidean distance")


def test_two_lenses_and_other_clusterers():
    balanced = {"kind": "balanced", "n_intervals": 5, "overlap": 0.5}
    said = words(
        lens=("density", "component:1"),
        cover={"n_intervals": 3, "placement": "inside"},
        second_cover=balanced,
        clusterer={"kind": "hdbscan", "metric": "cosine"},
    )
    assert said["Lens"] == "density and component:1"
    assert said["Cover"] == (
        "3 intervals, overlap 30\u00a0%, inside by 5 intervals of equally many rows, "
        "overlap 50\u00a0%"
    )
    assert said["Clusterer"] == "HDBSCAN, cosine distance, min_cluster_size 5, min_samples 5"
    single = {"kind": "agglomerative", "linkage": "single", "distance_threshold": 0.125}
    assert words(clusterer=single)["Clusterer"] == (
        "agglomerative, single linkage, metric chosen from the data, distance_threshold 0.125, "
        "min_size 5"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("l2_norm", "L2 norm"),
        ("component:3", "principal component 3"),
        ("knn_distance", "distance to the 5 nearest rows"),
        ("logit:tench", "logit of tench"),
        ("probability:tench", "probability of tench"),
        ("entropy", "entropy of the prediction"),
        ("raw:l2_norm", "L2 norm of the rows before preparation"),
        ("raw:component:2", "principal component 2 of the rows before preparation"),
        ("file:lenses/my.py:spread", "spread in lenses/my.py"),
    ],
)
def test_a_lens_in_words(name, said):
    assert lens_name(name) == said
    assert set(LENS_WORDS) == set(FORMS)


@pytest.mark.parametrize(
    ("eps", "kind", "said"),
    [(0.125, "dbscan", "0.125"), (None, "dbscan", "one per interval"), (None, "hdbscan", "none")],
)
def test_the_radius_of_a_layer(eps, kind, said):
    layer = Layer.model_construct(eps=eps)
    assert radius_of(layer, Mapper(clusterer={"kind": kind}).clusterer) == said
