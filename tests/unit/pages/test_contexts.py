"""Templates use what their contexts document, and contexts hold nothing that no template uses."""

import dataclasses
import re
import types
import typing
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from topopress.core import resources
from topopress.core.errors import PageError, ResourceError
from topopress.pages.contexts import Page
from topopress.pages.site.check import check_site
from topopress.pages.site.environment import environment, render
from topopress.pages.site.render import render_site
from topopress.pages.types.article import ArticlePage
from topopress.pages.types.layer_tables import TablesPage
from topopress.pages.types.page_type import PageType
from topopress.pages.types.table import PAGE_TYPES
from unit.pages import synthetic

FOLDER = resources.templates()
TEMPLATES = sorted(FOLDER.glob("*.jinja")) + sorted((FOLDER / "partials").glob("*.jinja"))
CONTEXTS = {
    **{page_type.template: page_type.context for page_type in PAGE_TYPES},
    "article.html.jinja": ArticlePage,
    "sweep.html.jinja": TablesPage,
    "tune.html.jinja": TablesPage,
}


def hints(context):
    return typing.get_type_hints(context, include_extras=True)


def within(context):
    """Yield a context and all dataclasses that its fields hold."""
    yield context
    for hint in hints(context).values():
        for kind in (hint.__origin__, *typing.get_args(hint.__origin__)):
            if dataclasses.is_dataclass(kind):
                yield from within(kind)


CLASSES = list(dict.fromkeys(one for context in CONTEXTS.values() for one in within(context)))


@pytest.mark.parametrize("context", CLASSES, ids=lambda context: context.__name__)
def test_every_field_has_a_help_text(context):
    for name, hint in hints(context).items():
        (text,) = hint.__metadata__
        assert text.endswith((".", ")")), name
        assert len(text) > 10, name
    assert context.__doc__


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_know_only_page(path):
    tree = environment().parse(path.read_text("utf-8"))
    imported = {name for node in tree.find_all(nodes.FromImport) for name in node.names}
    assert meta.find_undeclared_variables(tree) - imported <= {"page"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_ask_pages_only_for_documented_fields(path):
    tree = environment().parse(path.read_text("utf-8"))
    context = CONTEXTS.get(path.name, Page)
    for chain in attribute_chains(tree):
        owner = context
        for attribute in chain:
            fields = {field.name for field in dataclasses.fields(owner)}
            assert attribute in fields, f"page.{'.'.join(chain)}"
            owner = plain(hints(owner)[attribute].__origin__)
            if not dataclasses.is_dataclass(owner):
                break


def attribute_chains(tree):
    """Yield ["site", "title"] for page.site.title."""
    for node in tree.find_all(nodes.Getattr):
        chain = []
        inner = node
        while isinstance(inner, nodes.Getattr):
            chain.insert(0, inner.attr)
            inner = inner.node
        if isinstance(inner, nodes.Name) and inner.name == "page":
            yield chain


def plain(hint):
    """Return the class in an optional type."""
    if isinstance(hint, types.UnionType):
        return next(kind for kind in hint.__args__ if kind is not types.NoneType)
    return hint


def test_every_documented_field_is_used():
    text = "\n".join(path.read_text("utf-8") for path in TEMPLATES)
    used = set(re.findall(r"\.(\w+)", text))
    unused = {
        f"{context.__name__}.{field.name}"
        for context in CLASSES
        for field in dataclasses.fields(context)
        if field.name not in used
    }
    assert unused == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_marked_safe_in_a_template(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe|autoescape", text)
    assert " style=" not in text


def test_all_templates_render():
    files = render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)
    assert all(b"</html>" in content for path, content in files.items() if path.endswith(".html"))


@dataclasses.dataclass(frozen=True, slots=True)
class FiguresPage(Page):
    figures: typing.Annotated[tuple[str, ...], "Members of each node of the first layer."]


def figures_pages(site):
    for source in site.explorations:
        path = f"{source.name}/more/figures.html"
        sizes = tuple(map(str, source.bundle.views[0].sizes))
        common = site.common(path)
        yield path, FiguresPage(**common, title="Figures", description="x", figures=sizes)
        yield f"{source.name}/more/figures.csv", b"1,2"


def test_a_new_type_of_page_is_a_file_a_template_and_an_entry(tmp_path: Path):
    (tmp_path / "figures.html.jinja").write_text(
        '{% extends "base.html.jinja" %}{% block main %}<h1>{{ page.title }}</h1>'
        '{{ page.figures | join(" ") }}<a href="figures.csv">CSV</a>{% endblock %}'
    )
    files = render_site(
        synthetic.SITE,
        [synthetic.source()],
        templates=tmp_path,
        assets=synthetic.ASSETS,
        page_types=(*PAGE_TYPES, PageType("figures.html.jinja", FiguresPage, figures_pages)),
    )
    page = files["photographs/more/figures.html"].decode()
    assert " ".join(map(str, synthetic.source().bundle.views[0].sizes)) in page
    assert '<a href="../method.html">' in page
    assert files["photographs/more/figures.csv"] == b"1,2"
    assert check_site(files) == []


def test_a_sites_own_template_comes_first(tmp_path: Path):
    (tmp_path / "home.html.jinja").write_text(
        '{% extends "base.html.jinja" %}{% block main %}<h1>{{ page.title }}!</h1>{% endblock %}'
    )
    files = render_site(
        synthetic.SITE, [synthetic.source()], templates=tmp_path, assets=synthetic.ASSETS
    )
    assert b"<h1>Photographs!</h1>" in files["index.html"]
    assert b"How to read" not in files["index.html"]
    assert b"byline" in files["photographs/index.html"]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ page.titel }}", "has no attribute 'titel'"),
        ("\n{% if %}", "line 2"),
        ("{{ title }}", "'title' is undefined"),
        ('{% include "nope.html" %}', "nope.html"),
    ],
)
def test_a_wrong_template_is_one_clear_error(tmp_path, template, words):
    (tmp_path / "home.html.jinja").write_text(template)
    with pytest.raises((PageError, ResourceError), match=words):
        render_site(
            synthetic.SITE, [synthetic.source()], templates=tmp_path, assets=synthetic.ASSETS
        )


def test_output_is_escaped(tmp_path):
    (tmp_path / "x.jinja").write_text("{{ page.title }}")
    page = types.SimpleNamespace(title="<b>\x00&")
    assert render(environment(tmp_path), "x.jinja", page) == "&lt;b&gt;\ufffd&amp;".encode()
