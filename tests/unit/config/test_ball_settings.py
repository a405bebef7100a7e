"""Settings of balls: what is filled in, what is open, what does not go together."""

import pytest
from pydantic import ValidationError

from topopress.config.automatic import settled, unresolved
from topopress.config.balls import BallCover
from topopress.config.schema import Mapper, UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers.unclustered import Unclustered


def test_balls_need_no_more_than_their_kind():
    chosen = Mapper(cover={"kind": "ball"})
    assert chosen.cover == BallCover(kind="ball", radius="auto", radius_quantile="auto")
    assert chosen.clusterer == Unclustered(kind="none", metric="auto")
    assert chosen.balls is chosen.cover
    assert chosen.covers == ()
    assert (chosen.contained_nodes, chosen.contracts) == ("keep", False)


def test_a_clusterer_without_a_kind_is_none_beside_balls():
    chosen = Mapper(cover={"kind": "ball"}, clusterer={"metric": "cosine"})
    assert chosen.clusterer == Unclustered(kind="none", metric="cosine")
    assert isinstance(Mapper(clusterer={"metric": "cosine"}).clusterer, Dbscan)
    named = Mapper(cover={"kind": "ball", "radius_quantile": 0.1}, clusterer={"kind": "dbscan"})
    assert isinstance(named.clusterer, Dbscan)


def test_settings_made_in_python_are_filled_in_too():
    assert Mapper(cover=BallCover(kind="ball")) == Mapper(cover={"kind": "ball"})


def test_what_is_open_is_chosen():
    chosen = Mapper(cover={"kind": "ball"})
    assert unresolved(chosen) == ("cover.radius_quantile", "clusterer.metric")
    values = {"metric": "cosine", "eps_quantile": 0.5, "n_intervals": 3, "radius_quantile": 0.02}
    done = settled(chosen, **values)
    assert (done.cover.radius, done.cover.radius_quantile) == ("auto", 0.02)
    assert unresolved(done) == ()
    fixed = Mapper(cover={"kind": "ball", "radius": 2.0}, clusterer={"metric": "euclidean"})
    assert unresolved(fixed) == ()
    assert settled(fixed, **values) == fixed


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"cover": {"kind": "ball", "metric": "cosine"}}, "stands in mapper.clusterer"),
        ({"cover": {"kind": "ball", "radius": 2.0}}, "in units of a metric: set clusterer.metric"),
        ({"cover": {"kind": "ball"}, "lens": ["l2_norm", "component:1"]}, "takes one lens"),
        ({"cover": {"kind": "ball"}, "clusterer": {"kind": "dbscan"}}, "give cover.radius"),
        (
            {
                "cover": {"kind": "ball", "radius_quantile": 0.1},
                "clusterer": {"kind": "dbscan", "eps": "adaptive"},
            },
            "'adaptive' is for intervals",
        ),
        (
            {"second_cover": {"kind": "ball"}, "lens": ["l2_norm", "component:1"]},
            "balls cover all rows at once",
        ),
        ({"cover": {"kind": "ball", "radius": 0}}, "greater than 0"),
        ({"cover": {"kind": "ball", "overlap": 0.3}}, "overlap"),
        ({"contained_nodes": True}, "'keep' or 'contract'"),
    ],
)
def test_what_does_not_go_together_is_refused(written, said):
    with pytest.raises(ValidationError, match=said):
        Mapper.model_validate(written)


def test_intervals_can_do_without_a_clusterer():
    chosen = Mapper(clusterer={"kind": "none", "metric": "cosine"})
    assert isinstance(chosen.cover, UniformCover)
