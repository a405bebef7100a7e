"""Checks the templates of a site's own, before there is anything to render."""

import dataclasses
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from topopress.core import resources
from topopress.core.errors import TopopressError
from topopress.pages.contexts import Page
from topopress.pages.site.environment import environment, template_source
from topopress.pages.tables.references import FILE, read_references
from topopress.pages.tables.text import listed, or_near
from topopress.pages.types.article import ArticlePage
from topopress.pages.types.table import PAGE_TYPES

_ENDING = ".jinja"
_CONTEXTS: Mapping[str, type[Page]] = {
    "base.html.jinja": Page,
    "article.html.jinja": ArticlePage,
    **{one.template: one.context for one in PAGE_TYPES},
}


def template_mistakes(own: Path) -> list[str]:
    """Return what is wrong with the templates and references in a site's own folder.

    What depends on the results, such as an empty list, is found when the pages are rendered.
    """
    ours = resources.templates()
    if not own.is_dir() or own.resolve() == ours.resolve():
        return []
    templates = environment(own)
    names = [path.relative_to(own).as_posix() for path in _files(own)]
    known = [path.relative_to(ours).as_posix() for path in ours.rglob(f"*{_ENDING}")]
    trees: dict[str, nodes.Template] = {}
    mistakes: list[str] = []
    for name in names:
        try:
            trees[name] = _parsed(templates, name)
        except TemplateSyntaxError as error:
            mistakes.append(f"templates/{name}, line {error.lineno}: {error.message}")
        except TopopressError as error:
            mistakes.append(str(error))
        else:
            mistakes += _unknown_filters(name, trees[name], templates)
    used = {one for tree in trees.values() for _, one in _templates_in(tree)}
    for name, tree in trees.items():
        mistakes += _misnamed(name, tree, {*names, *known})
        mistakes += _unknown_fields(name, tree)
        if name not in {*known, *used} and (near := _like(name, known)):
            mistakes.append(
                f"templates/{name}: no page uses a template of this name; did you mean {near!r}?"
            )
    return mistakes + list(_reference_mistakes(templates))


def from_own_templates(own: Path) -> list[str]:
    """Return a sentence about the site's own templates, which may have caused a problem of pages.

    Essays and settings are checked with file and line before; so what is left to find in pages
    comes from templates.
    """
    names = sorted(f"templates/{path.relative_to(own).as_posix()}" for path in _files(own))
    return [f"the site has templates of its own: {', '.join(names)}"] if names else []


def _files(own: Path) -> list[Path]:
    """Return the templates in a site's own folder; none where it is ours."""
    is_ours = own.resolve() == resources.templates().resolve()
    return [] if is_ours else sorted(own.rglob(f"*{_ENDING}"))


def _like(name: str, known: list[str]) -> str | None:
    """Return the template of ours whose name differs by a letter or two."""
    stems = {one.partition(".")[0]: one for one in known}
    near = get_close_matches(name.partition(".")[0], stems, n=1, cutoff=0.8)
    return stems[near[0]] if near else None


def _parsed(templates: Environment, name: str) -> nodes.Template:
    return templates.parse(template_source(templates, name), name)


def _templates_in(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the templates that a template includes, imports or extends, with the line."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        given = getattr(node, "template", None)
        if isinstance(given, nodes.Const) and not getattr(node, "ignore_missing", False):
            yield node.lineno, str(given.value)


def _unknown_filters(name: str, tree: nodes.Template, jinja: Environment) -> Iterator[str]:
    """Yield unknown filters and tests, also those in branches, which Jinja finds when it runs."""
    for what, known in ((nodes.Filter, jinja.filters), (nodes.Test, jinja.tests)):
        for node in tree.find_all(what):
            if node.name not in known:
                word = what.__name__.lower()
                near = or_near(node.name, known)
                yield f"templates/{name}, line {node.lineno}: no {word} named {node.name!r}{near}"


def _misnamed(name: str, tree: nodes.Template, known: set[str]) -> Iterator[str]:
    for line, wanted in _templates_in(tree):
        if wanted not in known:
            yield (
                f"templates/{name}, line {line}: there is no template {wanted!r}"
                f"{or_near(wanted, known)}"
            )


def _unknown_fields(name: str, tree: nodes.Template) -> Iterator[str]:
    """Yield the fields that a page of this type does not have, such as ``page.titel``."""
    context = _CONTEXTS.get(name)
    if context is None:
        return
    fields = [field.name for field in dataclasses.fields(context)]
    tested = {id(test.node) for test in tree.find_all(nodes.Test) if test.name == "defined"}
    for node in tree.find_all(nodes.Getattr):
        is_field = isinstance(node.node, nodes.Name) and node.node.name == "page"
        if is_field and node.attr not in fields and id(node) not in tested:
            yield (
                f"templates/{name}, line {node.lineno}: page has no field {node.attr!r}"
                f"{or_near(node.attr, fields)} Fields: {', '.join(fields)}"
            )


def _reference_mistakes(templates: Environment) -> Iterator[str]:
    try:
        works = read_references(template_source(templates, FILE))
        ours = read_references((resources.templates() / FILE).read_text("utf-8"))
    except TopopressError as error:
        yield str(error)
        return
    if lacking := [key for key in ours if key not in works]:
        yield (
            f"templates/{FILE}: pages cite {listed(lacking)}, which it lacks; copy them from the "
            f"{FILE} that comes with Topopress"
        )
