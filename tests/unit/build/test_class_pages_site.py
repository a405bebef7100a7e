"""A built exploration with pages of its classes: figures, pictures, bytes, and no further stage."""

import re

import pytest

from topopress.build.site import build_site
from topopress.core.errors import PageError
from topopress.stage.listener import Recorder
from unit.build.test_predictions_site import write

ASKED = "class_pages = { least = 5 }\n"


def built(root):
    recorder = Recorder()
    build_site(root, listener=recorder, durable=False)
    return recorder.ran


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("classes")
    settings = write(root) / "exploration.toml"
    settings.write_text(
        ASKED + settings.read_text().replace("enabled = false", "size = 16\nsteps = 2")
    )
    built(root)
    return root


def test_each_label_has_a_page_that_names_files_of_the_site(root):
    folder = root / "public/tiny/classes"
    # The network answers with the names of the labels only.
    assert {file.stem for file in folder.iterdir()} == {"index", "plain", "striped", "graded"}
    page = (folder / "striped.html").read_text("utf-8")
    assert "20 of 60 images have this label." in page
    sheets = set(re.findall(r'<image href="\.\./(images/[^"]+)"', page))
    assert {sheet.split("-0")[0] for sheet in sheets} >= {"images/3-visuals", "images/3-exemplars"}
    assert all((root / "public/tiny" / sheet).is_file() for sheet in sheets)
    assert len(page.encode()) < 40_000


def test_pages_of_classes_cost_no_stage_and_no_picture(root):
    files = {file.name for file in (root / "public/tiny/images").iterdir()}
    settings = root / "content/tiny/exploration.toml"
    text = settings.read_text()
    settings.write_text(text.replace(ASKED, ""))
    assert built(root) == []
    assert {file.name for file in (root / "public/tiny/images").iterdir()} == files
    assert not (root / "public/tiny/classes").exists()
    settings.write_text(text)
    assert built(root) == []


def test_only_large_classes_have_a_page(root):
    settings = root / "content/tiny/exploration.toml"
    text = settings.read_text()
    settings.write_text(text.replace("least = 5", "least = 21"))
    built(root)
    assert not (root / "public/tiny/classes/striped.html").exists()
    settings.write_text(text)


def test_essays_link_to_pages_of_classes(root):
    settings, essay = root / "content/tiny/exploration.toml", root / "content/tiny/index.md"
    text, words = settings.read_text(), essay.read_text()
    essay.write_text(words + "\n[Stripes](classes/striped.html#nodes) and [all](classes/)\n")
    built(root)
    assert 'href="classes/striped.html#nodes"' in (root / "public/tiny/index.html").read_text()
    settings.write_text(text.replace(ASKED, ""))
    with pytest.raises(PageError, match="no such page; `class_pages = true` in its"):
        built(root)
    settings.write_text(text)
    essay.write_text(words + "\n[No class](classes/owl.html)\n")
    with pytest.raises(PageError, match=r"classes/owl\.html' leads nowhere"):
        built(root)
    essay.write_text(words)
