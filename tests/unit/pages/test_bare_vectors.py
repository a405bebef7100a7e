"""Pages of vectors that no network computed and that no picture shows."""

import dataclasses
import re

import numpy as np
import pytest

from topopress.kinds.words import KindWords
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic

WORDS = KindWords(
    sample="measurement",
    samples="measurements",
    origins="tables",
    vectors="vectors",
    source="a table of vectors",
    rows=(("Row", "The vector of one measurement."),),
    exemplar="Pages show its name.",
)
SITE = synthetic.SITE.model_copy(update={"title": "Vectors", "tagline": "", "url": None})
ESSAY = "There are {{ samples }} rows, network {{ network }}, {{ parameters }} parameters.\n"


@pytest.fixture(scope="module")
def pages():
    rng = np.random.default_rng(5)
    view = synthetic.layer_view("vectors", 20, 1, rng, labels=[])
    bare = view.layer.model_copy(update={"look": None, "map_size": None})
    view = dataclasses.replace(view, layer=bare, visuals=None)
    source = synthetic.source(
        ESSAY,
        name="measured",
        bundle=synthetic.bundle([view], name="measured", title="Measured", labels=[]),
        settings=synthetic.settings("Measured").model_copy(update={"summary": ""}),
        provenance=dataclasses.replace(synthetic.provenance(), network=None, settings_toml=""),
        words=WORDS,
    )
    files = render_site(SITE, [source], assets=synthetic.ASSETS)
    assert check_site(files) == []
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def text_of(html):
    body = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", body, flags=re.S)


def test_pages_say_what_the_kind_says(pages):
    assert "<dt>Measurements</dt>" in pages["measured/index.html"]
    assert "network –, – parameters" in pages["measured/index.html"]
    assert "Mapper graphs of the vectors." in pages["measured/index.html"]
    method = pages["measured/method.html"]
    for wanted in ("a table of vectors", "The vector of one measurement.", "Number of tables"):
        assert wanted in method
    assert "3,000 vectors in" in pages["measured/layers/vectors.html"]


def test_pages_say_nothing_of_a_network_or_of_pictures(pages):
    assert 'id="network"' not in pages["measured/method.html"]
    assert "Own pictures" not in pages["measured/method.html"]
    assert "<dt>Network</dt>" not in pages["measured/index.html"]
    for path in ("index.html", "method.html", "layers/vectors.html"):
        text = text_of(pages[f"measured/{path}"])
        found = re.findall(r"(?i)image|crop|pixel|photograph|feature vis|activation vec", text)
        assert found == [], path


def test_home_explains_graphs_without_a_network(pages):
    home = pages["index.html"]
    assert not re.findall(r"network|samples|layer responds", text_of(home) + home.split("<body")[0])
    for wanted in ("<h3>Vectors</h3>", "the place from left to right", "on activations."):
        assert wanted in re.sub(r"\s+", " ", home)
