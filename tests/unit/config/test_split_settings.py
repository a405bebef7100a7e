"""Settings of a cover along class probabilities: what is filled in, what does not go together."""

import pytest
from pydantic import ValidationError

from topopress.api.errors import ParameterError
from topopress.api.mapper_graph import mapper_graph
from topopress.config.automatic import settled, unresolved
from topopress.config.overlays import check_overlay
from topopress.config.schema import Mapper
from topopress.config.splits import SplitCover
from topopress.kinds.images.settings import ImageArray
from topopress.mapper.clusterers.unclustered import Unclustered


def test_a_split_needs_no_more_than_its_kind():
    chosen = Mapper(cover={"kind": "split"})
    assert chosen.cover == SplitCover(
        kind="split", overlap=0.1, neighbours=10, rows=50, spread=0.1, least_rows=5
    )
    assert chosen.clusterer == Unclustered(kind="none", metric="cosine")
    assert chosen.splits is chosen.cover
    assert (chosen.covers, chosen.balls, chosen.needs_network) == ((), None, True)
    assert unresolved(chosen) == ()
    assert settled(chosen, metric="cosine", eps_quantile=0.5, n_intervals=3) == chosen
    assert Mapper(cover=SplitCover(kind="split")) == chosen
    named = Mapper(cover={"kind": "split"}, clusterer={"metric": "euclidean"})
    assert named.clusterer.metric == "euclidean"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"cover": {"kind": "split"}, "lens": ["l2_norm", "component:1"]}, "takes one lens"),
        ({"cover": {"kind": "split"}, "clusterer": {"kind": "dbscan"}}, "kind to 'none'"),
        ({"cover": {"kind": "split"}, "clusterer": {"metric": "auto"}}, "for 'cosine'"),
        (
            {"second_cover": {"kind": "split"}, "lens": ["l2_norm", "component:1"]},
            "split all rows at once",
        ),
        ({"cover": {"kind": "split", "overlap": 0.6}}, "less than or equal to 0.5"),
        ({"cover": {"kind": "split", "spread": 0}}, "greater than 0"),
        ({"cover": {"kind": "split", "n_intervals": 5}}, "n_intervals"),
    ],
)
def test_what_does_not_go_together_is_refused(written, said):
    with pytest.raises(ValidationError, match=said):
        Mapper.model_validate(written)


def test_rows_alone_and_new_data_are_refused():
    with pytest.raises(ParameterError, match="rows do not have"):
        mapper_graph([[1.0, 2.0]] * 9, cover="split")
    data = ImageArray(kind="npz", file="pictures.npz")
    with pytest.raises(ValueError, match="new rows have no place"):
        check_overlay(data, data, Mapper(cover={"kind": "split"}))
