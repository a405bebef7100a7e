"""Known shapes and noise: what is called stable is what is there, and the null says so."""

from functools import cache

import numpy as np
import pytest

from planted_senses import planted
from topopress.analysis.shape.assessment import assess
from topopress.analysis.shape.ranking import kind_figures, strength
from topopress.analysis.shape.types import NullStability, Stability, Structures
from topopress.config.schema import Mapper
from topopress.mapper.graph import build_graph
from topopress.store.codec import read_record, write_record
from unit.analysis.drawn_graphs import circle, gaussian, letter_y, two_blobs

SHAPES = {"circle": circle, "blobs": two_blobs, "y": letter_y, "noise": gaussian}


def settings(lens="l2_norm", sample=20_000, metric="euclidean"):
    return Mapper.model_validate(
        {
            "lens": lens,
            "cover": {"n_intervals": 10, "overlap": 0.4},
            "clusterer": {"metric": metric, "eps_quantile": 0.9},
            "stability": {"sample": sample},
        }
    )


@cache
def assessed(shape, n_rows=1500, **chosen):
    rows, mapper = SHAPES[shape](n_rows), settings(**chosen)
    graph = build_graph(rows, mapper, seed=0)
    return assess(rows, graph, mapper, lambda v, s, _rows: build_graph(v, s, seed=0), seed=0)


def stable(found):
    names = [found.structures.kind[k] for k in np.flatnonzero(found.stable)]
    return {name: names.count(name) for name in names}


def arms(found):
    where = found.structures.kind.index("bifurcation")
    return len(found.structures.arms_of(where))


def test_a_circle_is_one_stable_loop():
    assert stable(assessed("circle")) == {"loop": 1}


def test_a_circle_seen_along_its_first_component():
    assert stable(assessed("circle", lens="component:1")) == {"loop": 1}


def test_two_blobs_are_two_components():
    found = assessed("blobs")
    assert stable(found) == {"island": 1}
    sizes = dict(zip(found.structures.kind, found.structures.rows, strict=True))
    assert sizes["largest_component"] > 600 and sizes["island"] > 600


def test_a_y_is_one_bifurcation_with_three_arms():
    found = assessed("y")
    assert stable(found) == {"bifurcation": 1, "flare": 3}
    assert arms(found) == 3


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_noise_has_nothing_stable(metric):
    assert stable(assessed("noise", n_rows=1000, metric=metric)) == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_null_reaches_nothing(shape):
    found = assessed(shape)
    assert all(figures.null_strongest < 0.8 for figures in kind_figures(found))
    assert found.null.copies == 4 and len(found.null.node_bootstrap) == 4


def test_the_table_of_kinds_counts():
    found = assessed("y")
    table = {one.kind: one for one in kind_figures(found)}
    assert list(table) == ["island", "bifurcation", "loop", "flare"]
    assert (table["flare"].count, table["flare"].stable) == (3, 3)
    assert table["bifurcation"].strongest >= 0.8


def test_beyond_the_sample_stability_is_that_of_the_sample():
    found = assessed("circle", n_rows=2400, sample=1200)
    assert stable(found) == {"loop": 1}
    assert found.structures.rows[0] > 2000
    assert found.stability.node_bootstrap.mean() > 0.8


def test_the_same_seed_gives_the_same_figures():
    one, again = assessed("noise", n_rows=300), assessed.__wrapped__("noise", n_rows=300)
    assert np.array_equal(
        strength(one.null.structure_family, one.null.structure_bootstrap),
        strength(again.null.structure_family, again.null.structure_bootstrap),
    )
    assert np.array_equal(one.stability.node_bootstrap, again.stability.node_bootstrap)


class Shelf:
    """Outputs and artifact of a stage, in memory."""

    def __init__(self):
        self.kept = {}

    @property
    def names(self):
        return tuple(self.kept)

    def write_array(self, name, values):
        self.kept[name] = values

    write_json = write_array

    def is_open(self, name):
        return False

    def array(self, name):
        return self.kept[name]

    json = array


def test_records_can_be_stored():
    found = assessed("y")
    for kind, record in (
        (Structures, found.structures),
        (Stability, found.stability),
        (NullStability, found.null),
    ):
        shelf = Shelf()
        write_record(shelf, record)
        back = read_record(shelf, kind)
        for name in kind.__slots__:
            assert np.array_equal(getattr(back, name), getattr(record, name)), name


def test_average_linkage_is_compared_with_copies_of_one_gaussian():
    """In shuffled rows it has no node to compare with."""
    rows = planted(n_words=1, n_senses=3).vectors - 1
    mapper = Mapper.model_validate(
        {
            "lens": "component:1",
            "cover": {"n_intervals": 4, "overlap": 0.5},
            "clusterer": {"kind": "agglomerative", "metric": "cosine", "eps_quantile": 0.95},
        }
    )
    graph = build_graph(rows, mapper, seed=0)
    found = assess(rows, graph, mapper, lambda v, s, _rows: build_graph(v, s, seed=0), seed=0)
    assert (found.null.model, found.null.copies) == ("gaussian", 4)
    assert (found.null.node_bootstrap > 0).all()
    assert found.stability.node_bootstrap.mean() > found.null.node_bootstrap.mean()


def test_dbscan_is_compared_with_shuffled_copies():
    assert assessed("noise", n_rows=300).null.model == "shuffled"
