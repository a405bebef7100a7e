"""The index of the search: what is read from pages and graphs, and the file itself."""

import json

import pytest

from topopress.pages.search.graph_names import front_coded, graph_names
from topopress.pages.search.index_file import PATH, search_index
from topopress.pages.search.page_texts import page_text
from topopress.pages.site.release import DIGEST, SHORT
from topopress.pages.site.render import render_site
from unit.pages import synthetic

HOSTILE = '</script><img src=x onerror=alert(1)>"\u2028'


def index_of(script):
    assert script.startswith(b"topoSearch.index(")
    return json.loads(script.removeprefix(b"topoSearch.index(").removesuffix(b")\n"))


def sections(body):
    html = f"<html><head><title>T</title></head><body>Head<main>{body}</main>Foot</body></html>"
    return [(one.place, one.heading, one.text) for one in page_text(html.encode()).sections]


@pytest.fixture(scope="module")
def files():
    return render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)


def test_texts_belong_to_the_heading_before_them():
    assert sections('<h1>T</h1>a<p>b</p><h2 id="x">He<b>ad</b></h2>c<h3 id="y">I</h3>') == [
        ("", "", "a b"),
        ("x", "Head", "c"),
        ("y", "I", ""),
    ]


def test_a_heading_without_an_id_has_that_of_the_element_it_begins():
    body = '<section id="s"><h2>A</h2>b</section><section id="t">c<h2>D</h2></section>'
    assert sections(body) == [("", "", ""), ("s", "A", "b c"), ("", "D", "")]


def test_a_term_with_an_id_is_a_place():
    body = '<dl><dt id="lens">Lens</dt><dd>A function.</dd></dl>'
    assert sections(body)[1:] == [("lens", "Lens", "A function.")]


@pytest.mark.parametrize(
    "left_out",
    [
        "<svg><title>x</title></svg>",
        "<script>x</script>",
        "<nav>x<nav>x</nav>x</nav>",
        "<math><mi>x</mi></math>",
        "<div data-unsearched>x<br><div>x</div>x</div>",
    ],
)
def test_what_is_left_out(left_out):
    assert sections(f"a {left_out} b") == [("", "", "a b")]


def test_what_is_shown_as_text_is_searched_as_text():
    assert sections("a &lt;b&gt; &amp;amp; 漢字 שלום") == [("", "", "a <b> &amp; 漢字 שלום")]


def test_all_pages_but_those_no_reader_looks_for_are_searched(files):
    index = index_of(files[PATH])
    paths = [path for path, *_ in index["pages"]]
    unlisted = {"404.html", *(path for path in files if path.endswith("/embed.html"))}
    assert sorted(paths) == [
        path for path in files if path.endswith(".html") and path not in unlisted
    ]
    titles = {path: title for path, title, _ in index["pages"]}
    # The name of the site, which all titles have, is left out.
    assert titles["index.html"] == "Photographs"
    assert titles["photographs/layers/block3.html"].startswith("block3: ")
    assert "Photographs" not in titles["photographs/method.html"]


def test_tables_of_nodes_are_not_searched_as_texts(files):
    texts = json.dumps(index_of(files[PATH])["pages"])
    assert "i0c0" not in texts
    assert "The first layer" in texts


def test_the_digest_of_the_build_is_not_in_it(files):
    # Pages get it after the index is made of them.
    assert DIGEST.encode() not in files[PATH]
    assert SHORT.encode() not in files[PATH]


def test_labels_lead_to_the_nodes_with_most_of_them():
    source = synthetic.source()
    names = graph_names(source)
    assert names.layers[names.start][0] == source.bundle.manifest.start
    assert sorted(one.name for one in names.labels) == synthetic.LABELS
    sizes = [each.percent * each.members for one in names.labels for each in one.nodes[:1]]
    assert sizes == sorted(sizes, reverse=True)
    label = names.labels[0]
    assert 1 <= len(label.nodes) <= 3
    for one in label.nodes:
        view = source.bundle.views[one.layer]
        node = view.node_ids.index(one.node)
        assert view.sizes[node] == one.members
        assert source.bundle.manifest.labels[int(view.figure("majority")[node])] == label.name


def test_names_are_front_coded():
    assert front_coded(["coffee-1", "coffee-12", "coins"]) == ("0 coffee-1", "8 2", "2 ins")
    assert front_coded(["a b", "a c"]) == ("0 a b", "2 c")


def test_numbers_of_rows_and_digests_are_no_names():
    ids = ("0", "1", "2", "3", "002bc3301cd20000")
    assert graph_names(synthetic.source(sample_ids=ids)).samples == ()
    assert graph_names(synthetic.source(sample_ids=tuple("abcde"))).samples[1] == "0 b"


def test_hostile_texts_stay_texts():
    page = f"<title>{HOSTILE.replace('<', '&lt;')}</title><main><p>a</p></main>".encode()
    index = index_of(search_index(synthetic.SITE, {"a.html": page}, []))
    assert index["pages"] == [["a.html", " ".join(HOSTILE.split()), [["", "", "a"]]]]


def test_the_same_pages_give_the_same_bytes(files):
    again = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    assert again[PATH] == files[PATH]
