"""Templates and references of a site's own are checked before there is anything to render."""

import os

import pytest

from topopress.core import resources
from topopress.core.errors import PageError
from topopress.pages.site.own_templates import template_mistakes
from topopress.pages.site.render import render_site
from topopress.pages.tables.references import FILE
from unit.pages import synthetic

OURS = (resources.templates() / FILE).read_text("utf-8")


def mistakes(folder, **files):
    for name, text in files.items():
        file = folder / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return template_mistakes(folder)


def of_home(folder, text):
    return mistakes(folder, **{"home.html.jinja": text})


def test_a_folder_that_is_not_there_has_no_mistakes(tmp_path):
    assert template_mistakes(tmp_path / "templates") == []


def test_sound_templates_have_no_mistakes(tmp_path):
    for name in ("home.html.jinja", "base.html.jinja", "exploration.html.jinja", FILE):
        (tmp_path / name).write_text((resources.templates() / name).read_text("utf-8"))
    extra = '{% include "mine/foot.html.jinja" %}{{ page.title }}'
    (found,) = of_home(tmp_path, extra + "{% include 'none' ignore missing %}")
    assert "line 1: there is no template 'mine/foot.html.jinja'" in found
    assert mistakes(tmp_path, **{"mine__foot.html.jinja": "{{ page.site.title }}"}) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a\n{% if %}", "templates/home.html.jinja, line 2: Expected an expression"),
        ("{{ a", "templates/home.html.jinja, line 1: unexpected end of template"),
        ("a\n\n{{ 1 | nofilter }}", "line 3: no filter named 'nofilter'"),
        ("{% if 1 is nottest %}{% endif %}", "line 1: no test named 'nottest'"),
        ('{% extends "bas.html.jinja" %}', "did you mean 'base.html.jinja'?"),
        ('{% from "partials/fact.html.jinja" import facts %}', "partials/facts.html.jinja"),
        ("\n{{ page.titel }}", "line 2: page has no field 'titel'; did you mean 'title'?"),
        ("{% for card in page.card %}{% endfor %}", "did you mean 'cards'?"),
    ],
)
def test_each_mistake_names_template_and_line(tmp_path, text, why):
    found = of_home(tmp_path, text)
    assert len(found) == 1
    assert why in found[0]
    assert found[0].startswith("templates/home.html.jinja, line ")


def test_a_template_that_no_page_uses_is_a_mistyped_name(tmp_path):
    found = mistakes(tmp_path, **{"hom.html.jinja": "x", "notes.html.jinja": "x"})
    assert found == [
        "templates/hom.html.jinja: no page uses a template of this name; did you mean "
        "'home.html.jinja'?"
    ]


def test_a_template_that_is_no_text(tmp_path):
    (tmp_path / "home.html.jinja").write_bytes(b"\xff")
    assert "cannot be read as UTF-8 text" in template_mistakes(tmp_path)[0]


@pytest.mark.parametrize(
    ("bibtex", "why"),
    [
        ("@book{mine, title = {x}, author = {A. B}, year = 2001}", "it lacks; copy them"),
        (OURS + "\n@book{mine, title = {x}}", "'mine' needs author and year"),
        (OURS + "\n@book{mine, title = {", "Unexpectedly reached end of file"),
    ],
)
def test_references_are_checked(tmp_path, bibtex, why):
    found = mistakes(tmp_path, **{FILE: bibtex})
    assert len(found) == 1
    assert found[0].startswith("templates/references.bib")
    assert why in found[0]


@pytest.mark.parametrize(
    "text", ["{{ 1 / 0 }}", "{{ page.title + 1 }}", "\n{{ page.cards[9].href }}", "{{ nope }}"]
)
def test_what_a_template_computes_fails_with_its_name_and_line(tmp_path, text):
    (tmp_path / "home.html.jinja").write_text(text)
    with pytest.raises(PageError, match=r"templates/home\.html\.jinja, line \d: "):
        render_site(
            synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS, templates=tmp_path
        )


def test_a_template_that_comes_or_changes_later_is_used(tmp_path):
    from topopress.pages.site.environment import environment, template_source

    def text():
        return environment(tmp_path).get_template("tags.html.jinja").render(page=None)

    (tmp_path / "base.html.jinja").write_text("a{% block main %}{% endblock %}")
    assert template_source(environment(tmp_path), "tags.html.jinja").startswith("{% extends")
    (tmp_path / "tags.html.jinja").write_text("one")
    assert text() == "one"
    (tmp_path / "tags.html.jinja").write_text("and two")
    os.utime(tmp_path / "tags.html.jinja", (1, 1))
    assert text() == "and two"
    (tmp_path / "tags.html.jinja").unlink()
    assert (
        environment(tmp_path)
        .get_template("tags.html.jinja")
        .filename.endswith("templates/tags.html.jinja")
    )
