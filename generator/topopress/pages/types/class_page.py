"""The page of each class: its nodes through the layers, and what it is confused with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topopress.bundle.exploration import LayerView
from topopress.config.addresses import class_addresses
from topopress.core.language import gettext
from topopress.diagnosis.class_types import ClassFigures, ClassNode, OtherClass
from topopress.kinds.pictures import LayerSprites, Sprite
from topopress.pages.contexts import Column, Fact, Link, Row, Table
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import CLASSES, SiteInputs
from topopress.pages.sources import ClassSources, PageSource
from topopress.pages.tables.purity_tables import purity_mark
from topopress.pages.tables.text import NONE, capital, count, number, percent
from topopress.pages.types.class_contexts import (
    ClassLayerCards,
    ClassNodeCard,
    ClassPage,
    ClassPurityRow,
    OtherRow,
    SheetPicture,
)
from topopress.pages.types.page_type import PageType

_EXPLORER = "../index.html"
_FOLDER = CLASSES.partition("/")[0]


def _pages(site: SiteInputs) -> Iterator[tuple[str, ClassPage]]:
    for source in site.explorations:
        if source.classes is not None:
            names = [one.name for one in source.classes.classes]
            files = (f"{address}.html" for address in class_addresses(names))
            hrefs = dict(zip(names, files, strict=True))
            yield from _Writer(site, source, source.classes, hrefs).pages()


@dataclass(frozen=True, slots=True, eq=False)
class _Writer:
    """Writes the pages of the classes of one exploration; ``hrefs`` has them by name."""

    site: SiteInputs
    source: PageSource
    made: ClassSources
    hrefs: Mapping[str, str]

    def pages(self) -> Iterator[tuple[str, ClassPage]]:
        links = [None, *(Link(*pair) for pair in self.hrefs.items()), None]
        for k, one in enumerate(self.made.classes):
            path = f"{self.source.name}/{_FOLDER}/{self.hrefs[one.name]}"
            yield path, self._page(path, one, links[k], links[k + 2])

    def _page(
        self, path: str, one: ClassFigures, before: Link | None, after: Link | None
    ) -> ClassPage:
        title, views = self.source.settings.title, self.source.bundle.views
        summary, layers = tuple(self._summary(one)), tuple(self._layers(one))
        nodes = [node for layer in layers for node in layer.nodes]
        return ClassPage(
            **self.site.common(path),
            title=gettext("{name}: {title}", name=one.name, title=title),
            description=" ".join(summary),
            exploration=Link(title, _EXPLORER),
            directory="index.html",
            name=one.name,
            summary=summary,
            view=self._coloured(one, views[-1]),
            purity=tuple(self._purity(one)),
            layers=layers,
            attributed=any(node.logit for node in nodes),
            pictured=any(node.exemplars for node in nodes),
            counted=self._counted(one),
            layer_names=tuple(view.layer.name for view in views),
            others=tuple(self._other(each) for each in one.others),
            failed=self._failed(one),
            previous=before,
            next=after,
        )

    def _summary(self, one: ClassFigures) -> Iterator[str]:
        values = {
            "n": count(one.samples),
            "total": count(one.total),
            "samples": self.source.words.samples,
        }
        if one.source == "answer":
            yield gettext(
                "The network answers with this class for {n} of {total} {samples}.", **values
            )
            return
        yield gettext("{n} of {total} {samples} have this label.", **values)
        if one.right is not None and one.answered is not None:
            yield gettext(
                "The network answers with it for {right} of them ({share}), and for {wrong} "
                "others.",
                right=count(one.right),
                share=percent(one.right / one.samples),
                wrong=count(one.answered - one.right),
            )
        elif one.counted:
            yield gettext("The label is not the name of a class of the network.")

    def _coloured(self, one: ClassFigures, view: LayerView) -> str:
        """Return the address of a layer coloured by the share of a class; empty if it has none."""
        manifest = self.source.bundle.manifest
        name = one.name
        if one.source == "answer":
            columns = [each.name for each in manifest.columns if one.name in each.labels]
            if self.made.answers not in columns:
                return ""
            name = f"{self.made.answers}:{name}"
        return _EXPLORER + fragment({"layer": view.layer.id, "colour": f"share:{name}"})

    def _purity(self, one: ClassFigures) -> Iterator[ClassPurityRow]:
        for view, layer in zip(self.source.bundle.views, one.layers, strict=True):
            own = layer.own
            yield ClassPurityRow(
                link=Link(view.layer.name, f"../layers/{view.layer.id}.html"),
                mark=purity_mark(own.share, own.chance) if own else None,
                members=count(own.members) if own else "0",
            )

    def _layers(self, one: ClassFigures) -> Iterator[ClassLayerCards]:
        views, sprites = self.source.bundle.views, self.made.sprites
        for view, layer, pictures in zip(views, one.layers, sprites, strict=True):
            if layer.nodes:
                href = self._coloured(one, view) or _EXPLORER + fragment({"layer": view.layer.id})
                cards = tuple(_card(view, each, pictures) for each in layer.nodes)
                yield ClassLayerCards(view.layer.id, Link(view.layer.name, href), cards)

    def _counted(self, one: ClassFigures) -> Table | None:
        if not one.counted:
            return None
        answers, of = one.source == "label", max(one.samples, 1)
        noun = gettext("Answer") if answers else gettext("Label")
        return Table(
            caption=gettext(
                "What the network answers for {samples} with this label",
                samples=self.source.words.samples,
            )
            if answers
            else gettext(
                "Labels of the {samples} with this answer", samples=self.source.words.samples
            ),
            columns=(Column(noun, label=True), Column(gettext("Number")), Column(gettext("Share"))),
            rows=tuple(
                Row(
                    (name, count(n), percent(n / of)),
                    Link(name, self.hrefs[name]) if self._leads_on(name, one) else None,
                )
                for name, n in one.counted
            ),
        )

    def _leads_on(self, name: str, one: ClassFigures) -> bool:
        return name in self.hrefs and name != one.name

    def _other(self, other: OtherClass) -> OtherRow:
        since = self.source.bundle.views[other.since].layer.name
        findings = {
            "apart": gettext("apart from {layer} on", layer=since),
            "together": gettext("together from {layer} on", layer=since),
            "neither": NONE,
        }
        last = other.layers[-1]
        return OtherRow(
            name=other.name,
            href=self.hrefs.get(other.name, ""),
            shares=tuple(percent(each.share) if each else NONE for each in other.layers),
            chance=percent(last.chance) if last else NONE,
            finding=findings[other.relation],
        )

    def _failed(self, one: ClassFigures) -> Table | None:
        if not one.failed:
            return None
        layer = self.source.bundle.views[-1].layer.id
        ids = self.source.sample_ids
        return Table(
            caption=gettext(
                "{samples} with this label and another answer, the surest answers first",
                samples=capital(self.source.words.samples),
            ),
            columns=(Column(gettext("Answer"), label=True), Column(gettext("Confidence"))),
            rows=tuple(
                Row(
                    (each.answer, percent(each.confidence)),
                    Link(
                        ids[each.sample],
                        _EXPLORER + fragment({"layer": layer, "sample": ids[each.sample]}),
                    ),
                )
                for each in one.failed
            ),
        )


def _card(view: LayerView, node: ClassNode, pictures: LayerSprites) -> ClassNodeCard:
    name = view.node_ids[node.node]
    drawn = pictures.nodes.get(node.node)
    exemplars = [pictures.exemplars[k] for k in node.exemplars if k in pictures.exemplars]
    return ClassNodeCard(
        link=Link(name, _EXPLORER + fragment({"layer": view.layer.id, "node": name})),
        picture=_picture(drawn, gettext("Feature visualisation of {node}", node=name))
        if drawn
        else None,
        exemplars=tuple(
            _picture(each, gettext("Exemplar {n} of {node}", n=k, node=name))
            for k, each in enumerate(exemplars, 1)
        ),
        members=gettext(
            "{members} of {size} members ({share})",
            members=count(node.members),
            size=count(node.size),
            share=percent(node.members / node.size if node.size else None),
        ),
        logit=_logit(node),
        words=tuple(
            Fact(column.title, column.cells[node.node])
            for column in view.columns
            if column.cells[node.node]
        ),
    )


def _logit(node: ClassNode) -> str:
    if node.attribution is None:
        return ""
    added = number(node.attribution, 2)
    if node.logit_share is None:
        return gettext("adds {added} to its logit", added=added)
    return gettext(
        "adds {added} to its logit, {share} of it", added=added, share=percent(node.logit_share)
    )


def _picture(sprite: Sprite, label: str) -> SheetPicture:
    left, top, width, height = sprite.place
    return SheetPicture(f"../{sprite.file}", *sprite.sheet, left, top, width, height, label)


CLASS = PageType("class.html.jinja", ClassPage, _pages)
