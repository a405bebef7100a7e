"""A graph with vectors is made again as its file says; stability is judged where that succeeds."""

import json
import re

import kmapper
import numpy as np
import pytest
from sklearn.cluster import DBSCAN

from array_fixture import write_table
from graph_fixture import N, kepler, vectors, write_graph
from topopress.build.site import build_site
from topopress.config.schema import Mapper
from topopress.core.errors import TopopressError
from topopress.kinds.graphs.said_settings import settings_of
from topopress.stage.listener import Recorder

SAID = {"lens": "l2norm", "intervals": 4.0, "overlap": 0.3, "clusterer": "DBSCAN(eps=1)"}
STABILITY = "[mapper.stability]\nresamples = 3"


def of_kepler(lens: np.ndarray | None = None) -> dict[str, object]:
    """Return what KeplerMapper makes of the vectors, by default with their norm as lens."""
    mapper, rows = kmapper.KeplerMapper(verbose=0), vectors()
    norm = mapper.fit_transform(rows, projection="l2norm") if lens is None else lens
    cover = kmapper.Cover(n_cubes=5, perc_overlap=0.4)
    clusterer = DBSCAN(eps=0.5, min_samples=3)
    graph = mapper.map(norm, rows, cover=cover, clusterer=clusterer)
    return {key: graph[key] for key in ("nodes", "links", "meta_data")}


def layer_of(root, graph, data, more=STABILITY, table=None):
    folder = write_graph(root, graph, f'vectors = "rows.npy"\n{data}', more)
    if table is not None:
        write_table(folder / "rows.csv", table)
    build_site(root, listener=Recorder(), durable=False)
    site = root / "public/given"
    page = (site / "index.html").read_text()
    found = re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)
    manifest = json.loads(found[1])
    (layer,) = manifest["layers"]
    return manifest, layer, (site / "method.html").read_text()


def test_a_graph_that_comes_out_the_same_is_judged(tmp_path):
    manifest, layer, method = layer_of(tmp_path, of_kepler(), "")
    assert (manifest["lens"], layer["unjudged"]) == ("l2_norm", None)
    assert layer["stability"]["resamples"] == 3
    assert layer["stability"]["node_bootstrap"] > 0.5
    assert "applied to the vectors, give the same graph" in method
    assert "Nodes in resamples" in method


def test_a_lens_of_the_users_own_comes_from_the_table(tmp_path):
    lens = np.linspace(0, 1, N) ** 2
    table = {"id": [f"p{k}" for k in range(N)], "height": [repr(value) for value in lens.tolist()]}
    data = 'metadata = "rows.csv"\nlens = "height"'
    graph = of_kepler(lens.reshape(-1, 1))
    assert graph["meta_data"]["projection"] == "custom"
    manifest, layer, _ = layer_of(tmp_path, graph, data, table=table)
    assert (manifest["lens"], layer["unjudged"]) == ("height", None)
    assert layer["stability"]["resamples"] == 3


def test_a_graph_that_comes_out_otherwise_is_not_judged(tmp_path):
    graph = of_kepler()
    name, rows = next(iter(graph["nodes"].items()))
    graph["nodes"] = graph["nodes"] | {name: rows[:-1]}
    manifest, layer, _ = layer_of(tmp_path, graph, "")
    assert (manifest["lens"], layer["stability"]) == (None, None)
    n_nodes = len(graph["nodes"])
    assert (
        f"give another graph: {n_nodes - 1} of its {n_nodes} nodes are among" in layer["unjudged"]
    )


def test_stability_can_be_switched_off(tmp_path):
    _, layer, _ = layer_of(tmp_path, of_kepler(), "", STABILITY.replace("3", "0"))
    assert (layer["stability"], layer["unjudged"]) == (None, None)


def test_the_words_of_keplermapper_are_settings():
    said = SAID | {"scaler": "MinMaxScaler()", "min_intersection": 1.0}
    said["clusterer"] = "DBSCAN(eps=3, metric='cosine', n_jobs=2)"
    found = settings_of(said, has_lens=False)
    assert isinstance(found, Mapper)
    assert (found.lens, found.cover.n_intervals, found.cover.placement) == ("l2_norm", 4, "centred")
    clusterer = found.clusterer
    assert (clusterer.eps, clusterer.metric, clusterer.min_samples) == (3.0, "cosine", 5)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"clusterer": "KMeans(n_clusters=2)"},
            "the clusterer 'KMeans(n_clusters=2)' is not known",
        ),
        ({"clusterer": "DBSCAN(p=1)"}, "is not known"),
        ({"clusterer": "DBSCAN(eps=__import__('os'))"}, "is not known"),
        ({"clusterer": "(" * 5000}, "is not known"),
        ({"lens": "PCA(n_components=2)"}, "the lens 'PCA(n_components=2)' is not known here"),
        ({"scaler": "QuantileTransformer()"}, "the scaler 'QuantileTransformer()' is not known"),
        ({"min_intersection": 2.0}, "more than one common row"),
        ({"intervals": "[4, 4]"}, "settings that are not allowed"),
        ({"overlap": 1.5}, "settings that are not allowed"),
    ],
)
def test_other_words_are_named(changes, reason):
    assert reason in settings_of(SAID | changes, has_lens=False)


def test_what_is_missing_is_named():
    assert settings_of({}, has_lens=True) == "its file does not say the intervals"


@pytest.mark.parametrize(
    ("column", "message"),
    [("hight", "did you mean 'height'"), ("side", "has 'left' in the entry 'p00'")],
)
def test_a_lens_that_is_no_column_of_numbers_is_refused(tmp_path, column, message):
    data = f'metadata = "rows.csv"\nlens = "{column}"'
    folder = write_graph(tmp_path, kepler(), data)
    table = {
        "id": [f"p{k:02d}" for k in range(N)],
        "side": ["left"] * N,
        "height": [str(k) for k in range(N)],
    }
    write_table(folder / "rows.csv", table)
    with pytest.raises(TopopressError, match=r"data\.lens") as found:
        build_site(tmp_path, listener=Recorder(), durable=False)
    assert message in str(found.value)
    assert not (tmp_path / "public").exists()
