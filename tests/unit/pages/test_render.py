import dataclasses
import json
import re

import pytest

from topopress.core.errors import PageError, ResourceError
from topopress.pages.site.check import check_site
from topopress.pages.site.location import CSP
from topopress.pages.site.page_outline import Outline
from topopress.pages.site.render import render_site
from unit.pages import synthetic


@pytest.fixture(scope="module")
def files():
    sources = [synthetic.source(), synthetic.source("Second.", name="second", seed=4)]
    return render_site(synthetic.SITE, sources, assets=synthetic.ASSETS)


def html(files, path):
    return files[path].decode()


def test_the_files_of_a_site(files):
    assert {path for path in files if path.endswith((".html", ".nojekyll"))} == {
        ".nojekyll", "404.html", "index.html",
        *(f"{name}/{page}" for name in ("photographs", "second") for page in (
            "index.html", "method.html", "layers/block3.html", "layers/block6.html",
            "layers/block10.html",
        )),
    }  # fmt: skip
    assert list(files) == sorted(files)


def test_the_site_is_sound(files):
    assert check_site(files) == []


@pytest.mark.parametrize(
    ("title", "long"),
    [("Topopress", False), ("Handwritten digits", True), ("A b c d e f g h i j k l m n o p", True)],
)
def test_a_long_title_is_smaller_beside_the_opening_graph(title, long):
    site = synthetic.SITE.model_copy(update={"title": title})
    page = render_site(site, [synthetic.source()], assets=synthetic.ASSETS)["index.html"].decode()
    assert ('<h1 class="long">' in page) == long


def test_the_same_input_gives_the_same_bytes(files):
    sources = [synthetic.source(), synthetic.source("Second.", name="second", seed=4)]
    assert render_site(synthetic.SITE, sources, assets=synthetic.ASSETS) == files


def test_assets_are_named_by_content_and_fonts_are_not(files):
    assets = [path for path in files if path.startswith("assets/")]
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".HASH.", path) for path in assets] == [
        "assets/fonts/OFL-T.txt",
        "assets/fonts/t.woff2",
        "assets/page.HASH.js",
        "assets/search-index.js",
        "assets/search.HASH.js",
        "assets/style.HASH.css",
        "assets/tools.HASH.js",
        "assets/viewer.HASH.js",
    ]


def test_a_missing_viewer_says_what_to_run():
    with pytest.raises(ResourceError, match="make assets"):
        render_site(synthetic.SITE, [], assets={"style.css": b""})


def test_the_viewers_contract(files):
    """The elements and attributes that the viewer relies on."""
    page = html(files, "photographs/index.html")
    manifest = json.loads(Outline(page.encode()).manifest)
    others = manifest.pop("others")
    assert [(other["name"], other["shared"]) for other in others] == [
        ("second", synthetic.N_SAMPLES)
    ]
    assert manifest == synthetic.source().bundle.manifest.model_dump(exclude={"others"})
    for wanted in (
        r'<script type="application/json" id="topo-manifest">',
        r'<section id="explorer" class="explorer" aria-label="Explorer">',
        r'<nav class="layer-nav" aria-label="Layers">',
        r'<a class="layer-link" data-layer="block3" href="layers/block3.html">'
        r'<svg class="layer-preview"',
        r'<span class="layer-name">(<bdi>)?block3(</bdi>)?</span>'
        r'<span class="layer-shape">40 channels, 28 × 28</span></a>',
        r'<div class="explorer-stage" id="explorer-stage" data-unsearched>',
        r'<figure class="static-graph">',
        r'<details class="node-table-fallback">\s*<summary>Table of the nodes</summary>',
        r'<script src="../assets/viewer\.[0-9a-f]{8}\.js" '
        r'data-tools="../assets/tools\.[0-9a-f]{8}\.js" defer></script>',
    ):
        assert re.search(wanted, page), wanted


def test_the_policy_is_first_and_strict(files):
    for path in (path for path in files if path.endswith(".html") and path != "404.html"):
        outline = Outline(files[path])
        assert outline.policy == CSP
        assert not outline.policy_is_late


def test_without_javascript_there_are_the_graph_and_its_nodes(files):
    view = synthetic.source().bundle.views[2]
    page = html(files, "photographs/index.html")
    assert page.count('<tr><th scope="row"><a class="view-link"') == len(view.node_ids)
    graph = page.partition('<svg class="graph"')[2].partition("</svg>")[0]
    assert graph.count("<circle") == len(view.node_ids)
    assert graph.count("M") >= len(view.edges)


def test_a_long_table_is_cut_on_the_page_and_whole_on_the_layers(files, monkeypatch):
    monkeypatch.setattr("topopress.pages.types.exploration.ROWS_ON_PAGE", 4)
    cut = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    n = len(synthetic.source().bundle.views[2].node_ids)
    page = html(cut, "photographs/index.html")
    assert page.count('<th scope="row">') == 4
    assert f'<a href="layers/block10.html">All {n} nodes</a>' in page
    whole = html(cut, "photographs/layers/block10.html").partition('id="nodes"')[2]
    assert whole.count('<th scope="row">') == n


def test_layers_lead_to_their_neighbours(files):
    first = html(files, "photographs/layers/block3.html")
    middle = html(files, "photographs/layers/block6.html")
    assert 'rel="prev"' not in first
    assert '<a rel="prev" href="block3.html">' in middle
    assert '<a rel="next" href="block10.html">' in middle
    assert 'href="../index.html#layer=block6"' in middle


def test_the_method_page_says_all(files):
    page = html(files, "photographs/method.html")
    for words in (
        "truncated file", "Pikolo Espresso Bar", "1a" * 32, "numpy", "topopress build photographs",
        "pip install topopress==0.1.0", "Singh", "Rathore", "Ester", "Maaten", "Activation atlas",
        "@misc{example2026photographs,", "0.231", "quantile 0.4", "(x - 127) / 128",
    ):  # fmt: skip
        assert words in page, words


def test_404_works_at_any_depth(files):
    page = Outline(files["404.html"])
    assert [reference.address for reference in page.references] == [
        "data:,",
        "https://example.org/photographs/",
    ]


def test_nothing_tells_when_or_where_it_was_built(files):
    for path, content in files.items():
        assert b"/work" not in content, path
        assert b"/tmp" not in content, path


def test_home_without_explorations():
    files = render_site(synthetic.SITE, [], assets=synthetic.ASSETS)
    assert b"Nothing has been published yet" in files["index.html"]
    assert check_site(files) == []


def test_an_exploration_without_labels():
    import numpy as np

    rng = np.random.default_rng(0)
    views = [synthetic.layer_view("block3", 40, 28, rng, labels=[])]
    bundle = synthetic.bundle(views, name="photographs", title="t", labels=[])
    source = synthetic.source("Text.", bundle=bundle)
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    assert check_site(files) == []
    assert b"Majority label" not in files["photographs/index.html"]


def test_structures_are_listed_with_their_stability_and_lead_into_the_explorer(files):
    page = html(files, "photographs/layers/block10.html")
    assert "1 bifurcation and 2 flares, 1 of them stable." in page
    assert "finds 0.3 bifurcations" in page or "finds 0.2 bifurcations" in page
    assert 'href="../index.html#layer=block10&amp;structure=flare-i1c0.2"' in page
    assert page.count('<tr class="unstable">') == 2
    assert '<th scope="col">Stability</th>' in page


def test_the_choice_of_settings_is_published(files):
    method = html(files, "photographs/method.html")
    assert "Cosine distance, 20 intervals, quantile 0.4 (eps 0.231)" in method
    assert method.count('<tr class="chosen">') == 3
    assert "The best score is 4.2 times the best score on 3 copies" in method
    assert '<a href="layers/block3.html#choice">All 12 candidates of block3</a>' in method
    layer = html(files, "photographs/layers/block3.html")
    assert layer.partition('class="candidates"')[2].partition("</table>")[0].count("<tr") == 13


NAN = float("nan")


def test_without_a_judgement_nothing_is_said_of_it():
    source = synthetic.source("Text {{ block3.resamples }}.")
    views = [
        dataclasses.replace(
            view,
            layer=view.layer.model_copy(update={"stability": None, "notices": ["It is a"]}),
            figures=synthetic.with_figures(view, node_bootstrap=NAN, node_family=NAN).figures,
            edge_bootstrap=view.edge_bootstrap[:0],
            structures=tuple(
                one.model_copy(update={"bootstrap": None, "family": None, "stable": False})
                for one in view.structures
            ),
            choice=None,
        )
        for view in source.bundle.views
    ]
    bundle = synthetic.bundle(views, name="photographs", title="t")
    unjudged = dataclasses.replace(source, bundle=bundle)
    files = render_site(synthetic.SITE, [unjudged], assets=synthetic.ASSETS)
    assert check_site(files) == []
    page = html(files, "photographs/layers/block3.html")
    assert "Their stability was not measured" in page
    assert "Resamples" not in page
    assert 'class="unstable"' not in page
    assert "edge-doubtful" not in page
    assert "Stability was not measured here" in html(files, "photographs/method.html")


def changed(source, update, **more):
    """The made-up exploration with other entries in the manifest, for each layer."""
    views = [
        dataclasses.replace(view, layer=view.layer.model_copy(update=update), **more)
        for view in source.bundle.views
    ]
    bundle = synthetic.bundle(views, name="photographs", title="t")
    return dataclasses.replace(source, bundle=bundle)


def test_notices_and_samples_are_said_on_every_page_that_shows_the_graph():
    chain, sample = "In 95% of the intervals a single node", "Stability is that of a sample"
    source = changed(synthetic.source(), {"notices": [chain], "sampled": sample})
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    assert check_site(files) == []
    for path in ("index.html", "layers/block3.html"):
        assert f'<p class="warning">{chain}</p>' in html(files, f"photographs/{path}")
    assert f'<p class="table-note">{sample}</p>' in html(files, "photographs/layers/block3.html")
    method = html(files, "photographs/method.html")
    assert method.count(chain) == method.count(sample) == 3


def test_two_lenses_are_told_apart():
    source = synthetic.source()
    update = {"n_intervals": [4, 5], "intervals": [4, 5]}
    views = [
        dataclasses.replace(
            view,
            layer=view.layer.model_copy(update=update),
            figures=synthetic.with_figures(view, second_lens=-view.figure("lens")).figures,
        )
        for view in source.bundle.views
    ]
    bundle = synthetic.bundle(views, name="photographs", title="t")
    manifest = bundle.manifest.model_copy(update={"second_lens": "component:1"})
    files = render_site(
        synthetic.SITE,
        [dataclasses.replace(source, bundle=dataclasses.replace(bundle, manifest=manifest))],
        assets=synthetic.ASSETS,
    )
    page = html(files, "photographs/layers/block3.html")
    for wanted in (
        '<th scope="col">Intervals</th><th scope="col">Members</th>'
        '<th scope="col">Mean L2 norm</th><th scope="col">Mean principal component 1</th>',
        r">i5c0</a></th><td>1, 0</td><td>\d+</td><td>[\d.]+</td><td>−[\d.]+</td>",
        "within a box of L2 norm and principal component 1",
        r"<title>i5c0: \d+ members, mean L2 norm [\d.]+, principal component 1 −[\d.]+",
    ):
        assert re.search(wanted, page), wanted


def test_two_writers_of_one_path_are_refused():
    source = synthetic.source("Text.")
    clash = dataclasses.replace(source.bundle, files={**source.bundle.files, "index.html": b""})
    with pytest.raises(PageError, match=r"photographs/index\.html"):
        render_site(
            synthetic.SITE,
            [dataclasses.replace(source, bundle=clash)],
            assets=synthetic.ASSETS,
        )
