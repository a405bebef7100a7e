"""A page for each class and a page of all classes."""

import re
from dataclasses import replace

import pytest

from topopress.diagnosis.class_relations import Beside
from topopress.diagnosis.class_types import ClassLayer, ClassNode
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic, synthetic_classes


def pages(*classes, **changes):
    made = synthetic_classes.source(*classes)
    if changes:
        made = replace(made, classes=replace(made.classes, **changes))
    files = render_site(synthetic.SITE, [made])
    assert check_site(files) == []
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def found():
    return pages()


def test_the_directory_lists_all_classes(found):
    directory = words(found["photographs/classes/index.html"])
    assert "2 labels with at least 10 images" in directory
    assert "cat 50 90 % 80 % 25 % block10 owl" in directory
    assert "dog 50 – 80 % 25 %" in directory
    assert 'href="cat.html"' in found["photographs/classes/index.html"]


def test_the_exploration_and_all_its_pages_lead_to_it(found):
    home = found["photographs/index.html"]
    assert '<a href="classes/index.html">A page for each of 2 classes</a>' in home
    assert 'href="classes/index.html"><bdi>Classes' in home
    assert 'href="../classes/index.html"' in found["photographs/layers/block10.html"]


def test_a_page_says_what_the_network_answers(found):
    page = words(found["photographs/classes/cat.html"])
    assert "50 of 200 images have this label." in page
    assert "answers with it for 45 of them (90 %), and for 7 others." in page
    assert "cat 45 90 % dog 5 10 %" in page
    assert "s3 dog 91 %" in page


def test_a_page_shows_nodes_with_what_they_add_to_the_logit(found):
    html = found["photographs/classes/cat.html"]
    assert "30 of 40 members (75 %); adds 0.56 to its logit, 6 % of it" in words(html)
    assert html.count("../images/late-visuals-0.00000000.webp") == 2
    assert 'viewBox="96 0 96 96"' in html
    view = "../index.html#layer=block10&amp;colour=share:cat"
    assert html.count(f'href="{view}"') == 2
    assert 'href="../index.html#layer=block10&amp;node=' in html


def test_a_page_says_from_which_layer_on_classes_are_apart(found):
    page = words(found["photographs/classes/cat.html"])
    assert "dog – 1 % 1 % 25 % apart from block6 on" in page
    assert "owl 20 % 20 % 20 % 1 % together from block3 on" in page
    assert '<a href="dog.html"><bdi>dog</bdi></a>' in found["photographs/classes/cat.html"]


def test_an_answer_without_a_label_has_a_page_of_its_own_kind():
    answer = synthetic_classes.figures(
        "tabby, tabby cat", source="answer", right=None, answered=None, failed=(), others=()
    )
    site = pages(synthetic_classes.figures(), answer)
    page = words(site["photographs/classes/tabby-tabby-cat.html"])
    assert "The network answers with this class for 50 of 200 images." in page
    assert "Labels of the images with this answer" in page
    assert "Further answers of the network" in words(site["photographs/classes/index.html"])


def test_what_is_not_shown_is_not_explained():
    told = words(pages()["photographs/classes/cat.html"])
    assert "Then up to two that add most to its logit" in told
    assert "Exemplars are members of the class." in told
    node = ClassNode(1, 30, 40, None, None, ())
    layers = (ClassLayer(None, ()), ClassLayer(None, ()), ClassLayer(Beside(1, 0.2, 9), (node,)))
    page = words(pages(synthetic_classes.figures(layers=layers))["photographs/classes/cat.html"])
    assert "its logit" not in page
    assert "Exemplars" not in page


def test_a_class_that_is_in_no_node():
    layers = (ClassLayer(None, ()),) * 3
    alone = synthetic_classes.figures(layers=layers, others=(), counted=(), right=None, failed=())
    page = words(pages(alone)["photographs/classes/cat.html"])
    assert "What it is confused with" not in page


def test_purity_below_twice_chance_is_no_finding():
    shares = (0.9, 0.9, 0.3)
    low = tuple(ClassLayer(Beside(share, 0.25, 60), ()) for share in shares)
    site = pages(synthetic_classes.figures(layers=low))
    assert "cat 50 90 % 30 % 25 % – owl" in words(site["photographs/classes/index.html"])


def test_without_classes_there_are_no_pages_and_no_links():
    for site in (pages(classes=()), render_site(synthetic.SITE, [synthetic.source()])):
        assert not any("/classes/" in path for path in site)
        assert "classes/index" not in str(site["photographs/index.html"])


def test_hostile_names_are_text():
    name = '<script>"&amp;'
    made = synthetic_classes.figures(name, others=())
    (path,) = (path for path in pages(made) if "classes/" in path and "index" not in path)
    assert re.fullmatch(r"photographs/classes/[a-z0-9-]+\.html", path)
    assert "<script>&#34;" not in pages(made)[path]
