"""Presets, kinds that need not be written, what "auto" leaves open, and mistakes."""

import orjson
import pytest
from pydantic import ValidationError

from topopress.analysis.settings.candidates import CandidateGrid
from topopress.config.automatic import settled, unresolved
from topopress.config.mistakes import sentences
from topopress.config.preparation import Preparation
from topopress.config.schema import (
    BalancedCover,
    Mapper,
    UniformCover,
)
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers.hdbscan import Hdbscan

OPEN = ("cover.n_intervals", "clusterer.metric", "clusterer.eps_quantile")


def mapper(**written):
    return Mapper.model_validate_json(orjson.dumps(written))


def test_by_default_everything_that_can_be_chosen_is():
    assert unresolved(mapper()) == OPEN
    assert mapper().cover == UniformCover(overlap=0.3, placement="centred")
    assert mapper().clusterer == Dbscan(min_samples=5)


def test_kinds_need_not_be_written():
    chosen = mapper(cover={"n_intervals": 4}, clusterer={"min_samples": 3})
    assert chosen.cover == UniformCover(n_intervals=4)
    assert chosen.clusterer == Dbscan(min_samples=3)


def test_topoact_in_one_line():
    chosen = mapper(preset="topoact")
    assert chosen.lens == "l2_norm"
    assert chosen.cover == UniformCover(n_intervals=70, overlap=0.3, placement="centred")
    assert chosen.clusterer == Dbscan(
        metric="euclidean", eps="auto", eps_quantile=0.95, min_samples=5
    )
    assert unresolved(chosen) == ()


def test_what_an_author_writes_beside_a_preset_wins():
    written = {"cover": {"overlap": 0.5}, "clusterer": {"eps": 9.5}, "lens": "density"}
    chosen = mapper(preset="topoact", **written)
    assert (chosen.cover.n_intervals, chosen.cover.overlap) == (70, 0.5)
    assert (chosen.clusterer.metric, chosen.clusterer.eps) == ("euclidean", 9.5)
    assert chosen.lens == "density"


def test_a_preset_gives_nothing_to_another_kind():
    chosen = mapper(preset="topoact", clusterer={"kind": "hdbscan"}, cover={"kind": "balanced"})
    assert isinstance(chosen.clusterer, Hdbscan)
    assert isinstance(chosen.cover, BalancedCover)
    assert unresolved(chosen) == ("cover.n_intervals", "clusterer.metric")


def test_the_preset_for_words_prepares_rows_and_joins_clusters():
    chosen = mapper(preset="words")
    assert chosen.preparation == Preparation(kind="form", position=True)
    assert (chosen.lens, chosen.cover.n_intervals, chosen.cover.overlap) == ("component:1", 10, 0.5)
    clusterer = chosen.clusterer
    assert (clusterer.kind, clusterer.metric, clusterer.linkage) == (
        "agglomerative", "cosine", "average"
    )  # fmt: skip
    assert (clusterer.distance_threshold, clusterer.eps_quantile, clusterer.min_size) == (
        "auto", 0.95, 5
    )  # fmt: skip
    assert unresolved(chosen) == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"position": False}, Preparation(kind="form")),
        ({"group": "lemma"}, Preparation(kind="form", group="lemma", position=True)),
        ({"kind": "centre"}, Preparation(kind="centre")),
        ({"kind": "none"}, Preparation()),
    ],
)
def test_parts_of_a_presets_preparation_can_be_written(written, expected):
    assert mapper(preset="words", preparation=written).preparation == expected


def test_the_usual_clusterer_beside_a_preset_is_the_presets():
    chosen = mapper(preset="words", clusterer={"eps_quantile": "auto"})
    assert (chosen.clusterer.kind, chosen.clusterer.metric) == ("agglomerative", "cosine")
    assert mapper(clusterer={"metric": "cosine"}).clusterer.kind == "dbscan"


def test_the_settings_for_words_are_among_the_candidates():
    open_settings = mapper(
        clusterer={"kind": "agglomerative", "min_size": 5},
        cover={"overlap": 0.5},
        lens="component:1",
    )
    grid = CandidateGrid.of(open_settings)
    assert grid.at("cosine", 10, 0.95) == mapper(preset="words").model_copy(
        update={"preset": None, "preparation": Preparation()}
    )
    assert 10 in grid.counts and 0.95 in grid.quantiles


def test_a_preset_in_python_takes_what_was_given_and_no_default():
    chosen = Mapper(preset="topoact", cover=UniformCover(overlap=0.5), clusterer=Dbscan())
    assert chosen == mapper(preset="topoact", cover={"overlap": 0.5})


@pytest.mark.parametrize(
    ("written", "open_settings"),
    [
        ({"clusterer": {"eps": 3}}, OPEN[:2]),
        ({"clusterer": {"eps": "adaptive", "eps_quantile": 0.5, "metric": "cosine"}}, OPEN[:1]),
        ({"clusterer": {"kind": "hdbscan"}}, OPEN[:2]),
        ({"clusterer": {"kind": "agglomerative"}}, OPEN),
        ({"clusterer": {"kind": "agglomerative", "distance_threshold": 2}}, OPEN[:2]),
        ({"lens": ["l2_norm", "density"], "cover": {"n_intervals": 3}}, OPEN[1:]),
        (
            {"lens": ["l2_norm", "density"], "second_cover": {"kind": "balanced"}},
            (OPEN[0], "second_cover.n_intervals", *OPEN[1:]),
        ),
    ],
)
def test_what_has_to_be_chosen_and_that_it_can_be(written, open_settings):
    assert unresolved(mapper(**written)) == open_settings
    chosen = settled(mapper(**written), metric="euclidean", eps_quantile=0.7, n_intervals=9)
    assert unresolved(chosen) == ()
    again = settled(chosen, metric="cosine", eps_quantile=0.1, n_intervals=2)
    assert again == chosen


def test_what_an_author_gave_stays():
    written = mapper(cover={"n_intervals": 3}, clusterer={"metric": "cosine"})
    chosen = settled(written, metric="euclidean", eps_quantile=0.7, n_intervals=9)
    assert (chosen.cover.n_intervals, chosen.clusterer.metric) == (3, "cosine")
    assert chosen.clusterer.eps_quantile == 0.7


def test_a_second_lens_is_covered_like_the_first_unless_told_otherwise():
    pair = ["l2_norm", "density"]
    assert mapper().covers == (UniformCover(),)
    assert mapper(lens=pair, cover={"n_intervals": 4}).covers == (UniformCover(n_intervals=4),) * 2
    second = mapper(lens=pair, second_cover={"kind": "balanced", "n_intervals": 2}).covers[1]
    assert second == BalancedCover(kind="balanced", n_intervals=2)


@pytest.mark.parametrize("kind", ["dbscan", "hdbscan", "agglomerative"])
def test_settings_survive_json(kind):
    chosen = mapper(lens=["l2_norm", "density"], clusterer={"kind": kind}, preset="topoact")
    assert Mapper.model_validate_json(chosen.model_dump_json()) == chosen


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"preset": "topact"}, "preset: input should be 'topoact' or 'words', got 'topact'"),
        ({"lens": "l2norm"}, "lens: there is no lens 'l2norm'; did you mean 'l2_norm'?"),
        ({"lens": 3}, "lens: should be the name of a lens or a list of two names, got 3"),
        ({"cover": {"kind": "cubic"}}, "cover.kind: must be one of 'uniform', 'balanced'"),
        (
            {"cover": {"kind": "balanced", "placement": "inside"}},
            "cover.placement: unknown key (allowed: kind, n_intervals, overlap)",
        ),
        ({"cover": {"overlap": 1.0}}, "cover.overlap: input should be less than 1, got 1.0"),
        (
            {"cover": {"n_intervals": 0}},
            "cover.n_intervals: input should be greater than or equal to 1 or 'auto', got 0",
        ),
        (
            {"clusterer": {"kind": "kmeans"}},
            "clusterer.kind: must be one of 'dbscan', 'hdbscan', 'agglomerative'",
        ),
        ({"clusterer": {"kind": "hdbscan", "eps": 1.0}}, "clusterer.eps: unknown key"),
        (
            {"clusterer": {"eps": "knee"}},
            "clusterer.eps: input should be a valid number or 'auto' or 'adaptive', got 'knee'",
        ),
        (
            {"clusterer": {"metric": "manhattan"}},
            "clusterer.metric: input should be 'auto', 'cosine' or 'euclidean', got 'manhattan'",
        ),
        ({"max_dimension": 1}, "max_dimension: unknown key"),
        ({"stability": {"resamples": -1}}, "stability.resamples: input should be greater than"),
        ({"second_cover": {}}, "(top): second_cover needs a second lens"),
        (
            {"lens": ["l1_norm", "density"], "cover": {"n_intervals": 256}},
            "(top): 65,536 cover elements are more than a graph can have (65,535)",
        ),
    ],
)
def test_a_mistake_is_one_sentence(written, said):
    with pytest.raises(ValidationError) as error:
        mapper(**written)
    ((key, sentence),) = sentences(error.value, Mapper).items()
    assert f"{key}: {sentence}".startswith(said)
