"""The page of all classes of an exploration."""

from collections.abc import Iterator, Sequence

from topopress.config.addresses import class_addresses
from topopress.core.language import gettext, ngettext
from topopress.diagnosis.class_relations import TOGETHER
from topopress.diagnosis.class_types import ClassFigures
from topopress.pages.contexts import Link
from topopress.pages.site.location import CLASSES as FILE
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.tables.purity_tables import purity_mark
from topopress.pages.tables.text import NONE, capital, count, percent
from topopress.pages.types.class_contexts import ClassesPage, ClassGroup, ClassRow
from topopress.pages.types.page_type import PageType


def _pages(site: SiteInputs) -> Iterator[tuple[str, ClassesPage]]:
    for source in site.explorations:
        if source.classes is None or not source.has_classes:
            continue
        path, last = f"{source.name}/{FILE}", source.bundle.views[-1].layer
        title = source.settings.title
        yield (
            path,
            ClassesPage(
                **site.common(path),
                title=gettext("Classes: {title}", title=title),
                description=gettext(
                    "The classes of “{title}”, with a page for each: its nodes through the layers, "
                    "and what it is confused with.",
                    title=title,
                ),
                exploration=Link(title, "../index.html"),
                summary=_summary(source, source.classes.classes),
                layer=Link(last.name, f"../layers/{last.id}.html"),
                groups=tuple(_groups(source, source.classes.classes)),
                samples=capital(source.words.samples),
            ),
        )


def _summary(source: PageSource, classes: Sequence[ClassFigures]) -> str:
    labels = sum(one.source == "label" for one in classes)
    answers = len(classes) - labels
    said = []
    if labels:
        said.append(ngettext("{n} label", "{n} labels", labels))
    if answers:
        said.append(
            ngettext(
                "{n} further answer of the network", "{n} further answers of the network", answers
            )
        )
    return gettext(
        "{classes} with at least {least} {samples}. Each has a page: its nodes through the layers, "
        "and what it is confused with.",
        classes=gettext(" and ").join(said),
        least=count(source.classes.least if source.classes else 0),
        samples=source.words.samples,
    )


def _groups(source: PageSource, classes: Sequence[ClassFigures]) -> Iterator[ClassGroup]:
    addresses = class_addresses([one.name for one in classes])
    links = [
        Link(one.name, f"{address}.html") for one, address in zip(classes, addresses, strict=True)
    ]
    titles = {"label": gettext("Labels"), "answer": gettext("Further answers of the network")}
    several = len({one.source for one in classes}) > 1
    for kind, title in titles.items():
        members = [k for k, one in enumerate(classes) if one.source == kind]
        if members:
            rows = tuple(_row(source, classes[k], links[k]) for k in members)
            known = any(classes[k].right is not None for k in members)
            yield ClassGroup(f"{kind}s", title if several or kind == "answer" else "", rows, known)


def _row(source: PageSource, one: ClassFigures, link: Link) -> ClassRow:
    own = one.layers[-1].own
    together = [other.name for other in one.others if other.relation == "together"]
    return ClassRow(
        link=link,
        samples=count(one.samples),
        right=NONE if one.right is None else percent(one.right / one.samples),
        purity=purity_mark(own.share, own.chance) if own else None,
        since=_since(source, one),
        others=", ".join(together) or NONE,
    )


def _since(source: PageSource, one: ClassFigures) -> str:
    """Return the first layer from which on the purity is at least twice chance in all."""
    found = NONE
    for view, layer in zip(reversed(source.bundle.views), reversed(one.layers), strict=True):
        if layer.own is None or layer.own.share < TOGETHER * layer.own.chance:
            break
        found = view.layer.name
    return found


CLASSES = PageType("classes.html.jinja", ClassesPage, _pages)
