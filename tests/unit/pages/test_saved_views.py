"""Views that the explorer has saved, shown by an essay beside them."""

import json

import pytest

from topopress.core.errors import PageError
from unit.pages.synthetic import render_essay, source

ESSAY = "::: view file=hub.view.json colour=purity\nThe hub.\n:::"
VIEW = {"layer": "block10", "node": "i0c0", "colour": "lens"}


def saved(**changes):
    document = {"format": "topopress-view", "version": 1, "exploration": "photographs"}
    return json.dumps({**document, "view": VIEW, **changes}).encode()


def test_a_saved_view_is_shown_and_changed_by_what_the_essay_states():
    essay = render_essay(source(ESSAY, attachments={"hub.view.json": saved()}))
    html = essay.before + essay.after
    assert 'data-view="layer=block10&amp;node=i0c0&amp;colour=purity"' in html
    assert essay.files["hub.view.json"] == saved()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "there is no file 'hub.view.json'"),
        ({"hub.view.json": b"{"}, "is no JSON file"),
        ({"hub.view.json": b"[]"}, "is no saved view"),
        ({"hub.view.json": saved(format="other")}, "is no saved view"),
        ({"hub.view.json": saved(version=2)}, "is of another version"),
        ({"hub.view.json": saved(view=[])}, "lacks the exploration or the parts"),
        ({"hub.view.json": saved(exploration=3)}, "lacks the exploration or the parts"),
        ({"hub.view.json": saved(view={"layers": "a"})}, "a view has no part 'layers'"),
        ({"hub.view.json": saved(view={"layer": "block1"})}, "there is no layer 'block1'"),
    ],
)
def test_a_file_that_is_no_view_of_the_site_stops_the_build(files, words):
    with pytest.raises(PageError) as raised:
        render_essay(source(ESSAY, attachments=files))
    assert words in str(raised.value)
    assert "index.md, line 1: " in str(raised.value)


def test_a_file_elsewhere_is_refused():
    with pytest.raises(PageError, match="write the name of a file beside the essay"):
        render_essay(source("::: view file=../hub.json\na\n:::"))
