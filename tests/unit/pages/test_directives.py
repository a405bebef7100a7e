"""Directives: how essays write them, and what each brings to its page."""

import pytest
from markupsafe import Markup

from topopress.core.errors import PageError
from topopress.pages.essay import read as reading
from topopress.pages.essay.articles import read_built
from topopress.pages.essay.directive import Directive
from topopress.pages.essay.directives import DIRECTIVES
from unit.pages.synthetic import render_essay, source


def _box(block, data, body, shown):
    return Markup('<section data-read="{}">{}</section>').format(data, body)


def _read(block, context):
    return (block.label, dict(block.attributes), [one.name for one in block.inside])


BOX = Directive("box", _read, _box, ("size",), ("colour",), label="fig")
STEP = Directive("step", _read, _box, stands_in=("box",))


@pytest.fixture(autouse=True)
def _with_boxes(monkeypatch):
    monkeypatch.setattr(reading, "DIRECTIVES", {**DIRECTIVES, "box": BOX, "step": STEP})


def html_of(markdown):
    essay = render_essay(source(markdown))
    return essay.before + essay.after


def mistakes(markdown):
    with pytest.raises(PageError) as raised:
        render_essay(source(markdown))
    return str(raised.value)


def blocks(markdown):
    return read_built([source(markdown)])["photographs"].blocks


def test_a_directive_has_attributes_a_label_and_a_body():
    (box,) = blocks('a\n\n::: box size=3 colour="light \\"blue\\"" #fig:hub\n*b* {{ layers }}\n:::')
    assert box.data == ("fig:hub", {"size": "3", "colour": 'light "blue"'}, [])
    assert (box.line, box.words) == (3, "b 3")


def test_the_body_is_markdown_and_what_is_made_is_not_cleaned():
    html = html_of("::: box size=1\n*b* <i>c</i>[^n]\n\n- d\n:::\n\n[^n]: e")
    assert html.startswith("<section data-read=")
    assert "<em>b</em> &lt;i&gt;" in html
    assert "<li>d</li>" in html
    assert '<aside class="note"' in html


@pytest.mark.parametrize(
    "markdown",
    [
        ":::: box size=1\n::: step\na\n:::\n::::",
        "::: box size=1\n\n::: step\n\na\n\n:::\n\n:::",
        "::: box size=1\n::: step\na\n```\n:::\n```\n- b\n:::\n:::",
    ],
)
def test_directives_within_directives(markdown):
    box, step = blocks(markdown)
    assert (box.inside, step.outer) == ([step], box)
    assert box.data[2] == ["step"]
    assert html_of(markdown).count("</section>") == 2


def test_headings_within_directives_do_not_place_the_explorer():
    essay = render_essay(source("a\n\n::: box size=1\n## b\n:::\n\n## c"))
    assert essay.after.startswith('<h2 id="c"')


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("a\n\n::: boxes size=1\nb\n:::", 3, "unknown directive ':::boxes'; did you mean 'box'?"),
        ("::: box\nb\n:::", 1, "size is missing. It has: size, colour"),
        ("::: box size=1 color=2\nb\n:::", 1, "unknown attribute 'color'; did you mean 'colour'?"),
        ("::: box size=1 size=2\nb\n:::", 1, "size is given twice"),
        ("::: box size=1 #a #fig:b\nb\n:::", 1, "a second label #fig:b"),
        ("::: box size=1 #tab:a\nb\n:::", 1, "its label starts with 'fig:'"),
        ("::: box size=“a b”\nb\n:::", 1, "'b”' is no part of it"),
        ('::: box size="a"b\nb\n:::', 1, "is no part of it"),
        ("::: box size=1\nb", 1, "'::: box' has no end; write ::: on a line of its own"),
        ("::: box size=1\n:::: box size=2\n:::", 2, "'::: box' has no end; write ::::"),
        (":::", 1, "':::' ends no directive"),
        ("::: box size=1\nb\n::::", 3, "'::::' ends no directive"),
        ("- a\n\n  ::: box size=1\n  b\n  :::", 3, "must not stand inside a list"),
        ("> ::: box size=1\n> b\n> :::", 1, "must not stand inside a quote"),
        ("a[^1]\n\n[^1]: b\n\n    ::: box size=1\n    :::", 5, "must not stand inside a note"),
        ("> ::: box size=1\n> b\n\n:::", 4, "ends no directive"),
        ("::: step\nb\n:::", 1, "must not stand by itself; it stands within '::: box'"),
        ("::: box size=1\n::: explorer\n:::", 2, "must not stand within '::: box'"),
        ("::: explorer #fig:a", 1, "it has no label"),
        ("::: explorer wide=1", 1, "It has no attributes"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(markdown, line, words):
    assert any(
        f"index.md, line {line}: " in one and words in one
        for one in mistakes(markdown).splitlines()
    )


def test_all_mistakes_are_said_at_once():
    assert mistakes("::: box color=1\n\n::: nothing\n\n:::\n\n:::").startswith("4 mistakes")
