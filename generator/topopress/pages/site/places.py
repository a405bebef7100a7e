"""The ids that templates give to elements, read from the templates alone."""

import re
from dataclasses import dataclass

from jinja2 import Environment, TemplateError, meta, nodes

from topopress.core.errors import TopopressError
from topopress.pages.site.environment import is_bundled, template_source

_ID = re.compile(r"""\bid=["']([^"']*)["']""")
_PRINTED = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Places:
    """The ids of a page; ``patterns`` match those that depend on what is shown."""

    ids: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def has(self, fragment: str) -> bool:
        """Return whether an element can have that id."""
        return fragment in self.ids or any(one.fullmatch(fragment) for one in self.patterns)


def places_of(templates: Environment, name: str) -> Places:
    """Return the ids of a template and of all templates that it uses."""
    found, words = set[str](), set[str]()
    seen, waiting = set[str](), [name]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        try:
            source, is_ours = template_source(templates, each), is_bundled(templates, each)
            tree = templates.parse(source)
        except (TemplateError, TopopressError):
            continue  # is reported where templates are checked
        # Our macros are given their id by name, so each word of ours can be an id.
        words |= {str(one.value) for one in tree.find_all(nodes.Const)} if is_ours else set()
        found.update(one for one in _ID.findall(source) if not is_ours or _is_id(one, each == name))
        waiting += filter(None, meta.find_referenced_templates(tree))
    plain = {one for one in found if "{{" not in one}
    pieces = (map(re.escape, _PRINTED.split(one)) for one in sorted(found - plain))
    patterns = tuple(re.compile(".+".join(each)) for each in pieces)
    return Places(frozenset(plain | words), patterns)


def _is_id(written: str, of_page: bool) -> bool:
    """Return whether a template of ours gives an id, and not a macro the one that it is given.

    The template of a page gives what it lists ids of their own, such as ``{{ section.id }}``: which
    these are is known after the build, which checks all links once more.
    """
    return bool(_PRINTED.sub("", written)) or (of_page and "." in written)
