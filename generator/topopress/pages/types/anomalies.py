"""The pages of what is worth a look in the data: cards of samples, with their neighbours."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import orjson

from topopress.config.addresses import layer_address
from topopress.core.language import gettext, ngettext
from topopress.diagnosis.document import document, table
from topopress.diagnosis.types import Duplicates, FailureGroup, LabelError, Outlier, Unjudged
from topopress.pages.contexts import Link, Page
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import ANOMALIES as PAGE
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import AnomalySource, PageSource
from topopress.pages.tables.faces import Face, FaceMaker
from topopress.pages.tables.text import count, number, percent
from topopress.pages.types.page_type import PageType

JSON, CSV, SHEETS = "anomalies.json", "anomalies.csv", "anomaly-sheets"
NEAR, MEMBERS = 5, 8


@dataclass(frozen=True, slots=True)
class ClassPair:
    """A given label and the one that is suggested in its place."""

    key: Annotated[str, "Number of the pair, which its cards have too."]
    given: Annotated[str, "The given label."]
    suggested: Annotated[str, "The label that the other samples suggest."]
    cards: Annotated[str, "How many labels it is about."]


@dataclass(frozen=True, slots=True)
class LabelPair:
    """The labels of a sample."""

    given: Annotated[str, "The given label."]
    suggested: Annotated[str, "The label that the other samples suggest."]


@dataclass(frozen=True, slots=True)
class Card:
    """Something to look at."""

    id: Annotated[str, "Id of the card on the page, from its samples: it stays the same."]
    title: Annotated[str, "What it is about."]
    faces: Annotated[tuple[Face, ...], "The samples that it is about."]
    pair: Annotated[str, "Number of the pair of classes; empty where there is none."]
    labels: Annotated[LabelPair | None, "Given and suggested label; None where none are."]
    why: Annotated[tuple[str, ...], "Why it is here, in sentences."]
    near_title: Annotated[str, "What the further samples are; empty where there are none."]
    near: Annotated[tuple[Face, ...], "The further samples, such as neighbours."]
    views: Annotated[tuple[Link, ...], "Links into the viewer."]


@dataclass(frozen=True, slots=True)
class Section:
    """A list of cards."""

    id: Annotated[str, "Id of the section."]
    title: Annotated[str, "Its heading."]
    lead: Annotated[tuple[str, ...], "What it lists, and how to read it: paragraphs."]
    cards: Annotated[tuple[Card, ...], "The cards, most suspicious first."]
    pairs: Annotated[tuple[ClassPair, ...], "Pairs of classes, the most frequent first."]


@dataclass(frozen=True, slots=True)
class AnomaliesPage(Page):
    """Context of ``anomalies.html.jinja``."""

    exploration: Annotated[Link, "The exploration whose data these are."]
    key: Annotated[str, "By which a browser keeps which cards were seen."]
    sections: Annotated[tuple[Section, ...], "The lists, one below the other."]
    json: Annotated[str, "Address of all findings as JSON."]
    csv: Annotated[str, "Address of all findings as CSV."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, AnomaliesPage | bytes]]:
    for source in site.explorations:
        if source.anomalies is None:
            continue
        path = f"{source.name}/{PAGE}"
        yield path, _page(site, path, source, source.anomalies)
        found, samples = source.anomalies.findings, source.anomalies.samples
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        yield f"{source.name}/{JSON}", orjson.dumps(document(found, samples), option=options)
        yield f"{source.name}/{CSV}", table(found, samples)
        sheets = source.anomalies.faces.sheets if source.anomalies.faces else ()
        for k, sheet in enumerate(sheets):
            yield f"{source.name}/{SHEETS}/{k}.webp", sheet


def unjudged_in_words(reason: Unjudged) -> str:
    """Return why labels cannot be judged, as a sentence."""
    if reason == "no labels":
        return gettext("The samples have no labels, or all the same.")
    return gettext("There are too few samples with a label to judge each by the others.")


def _page(site: SiteInputs, path: str, source: PageSource, of: AnomalySource) -> AnomaliesPage:
    title, cards = source.settings.title, Cards(source, of)
    return AnomaliesPage(
        **site.common(path),
        title=gettext("Anomalies: {title}", title=title),
        description=gettext("What is worth a look in the data of “{title}”.", title=title),
        exploration=Link(title, "index.html"),
        key=source.name,
        sections=(
            cards.label_errors(),
            cards.outliers(),
            cards.duplicates(),
            cards.failures(),
        ),
        json=JSON,
        csv=CSV,
    )


class Cards:
    """Makes the cards of one exploration."""

    def __init__(self, source: PageSource, of: AnomalySource) -> None:
        """Find how samples look."""
        self._found, self._samples = of.findings, of.samples
        self._faces = FaceMaker(of.faces, of.samples, SHEETS)
        settings = source.settings.listed_anomalies
        self._listed = settings.listed if settings else 0

    def label_errors(self) -> Section:
        """Return the labels that are worth a look."""
        errors = self._found.label_errors
        of_pairs = Counter((one.label, one.suggested) for one in errors[: self._listed])
        ordered = sorted(of_pairs, key=lambda pair: (-of_pairs[pair], pair))
        keys = {pair: str(k) for k, pair in enumerate(ordered)}
        return Section(
            id="label-errors",
            title=gettext("Labels to look at"),
            lead=tuple(self._about_labels()),
            cards=tuple(self._label_card(one, keys) for one in errors[: self._listed]),
            pairs=tuple(ClassPair(keys[pair], *pair, count(of_pairs[pair])) for pair in ordered),
        )

    def outliers(self) -> Section:
        """Return the samples that are far from all others."""
        outliers = self._found.outliers
        lead = gettext(
            "Samples whose vectors are farthest from many others, by the mean rank over the "
            "layers. A list of this kind is never empty: the first may still be ordinary."
        )
        cards = (self._outlier_card(one) for one in outliers[: self._listed])
        return Section("outliers", gettext("Far from all others"), (lead,), tuple(cards), ())

    def duplicates(self) -> Section:
        """Return the groups of copies."""
        groups = self._found.near_duplicates
        lead = gettext(
            "Samples with the same content, and samples whose vectors in {layer} are nearer to "
            "each other than chance allows. Copies in two splits, where these are known, come "
            "first.",
            layer=self._found.layer,
        )
        cards = (self._duplicate_card(one) for one in groups[: self._listed])
        return Section("near-duplicates", gettext("Copies, or nearly"), (lead,), tuple(cards), ())

    def failures(self) -> Section:
        """Return the nodes in which the network errs."""
        groups = self._found.failure_groups
        lead = gettext(
            "Nodes in which the predictions of the network are wrong more often than elsewhere, "
            "also at the lower end of the interval."
        )
        cards = (self._failure_card(one) for one in groups[: self._listed])
        title = gettext("Nodes in which the network errs")
        return Section("failure-groups", title, (lead,), tuple(cards), ())

    def _about_labels(self) -> Iterator[str]:
        one, found = self._found.expected, self._found
        if one is None:
            yield unjudged_in_words(found.unjudged)
            return
        yield gettext(
            "About {number} of {labelled} labels may be errors ({low} to {high}). The number holds "
            "where errors do not depend on the sample; where difficult samples are mislabelled "
            "more often, there are more.",
            number=number(one.number, 2),
            labelled=count(one.labelled),
            low=number(one.low, 2),
            high=number(one.high, 2),
        )
        yield gettext(
            "The labels are judged in {layer}, the layer that predicts the given labels best. Each "
            "label is predicted from all samples but its own. The graph and the neighbours show "
            "where a sample is; they do not change its place in the list.",
            layer=found.layer,
        )
        errors = (f"{each.layer} {number(each.error)}" for each in one.layers)
        yield gettext(
            "Mean squared error of the predictions by layer, the best first: {errors}.",
            errors=", ".join(errors),
        )
        if one.is_weak:
            yield gettext(
                "This layer often predicts labels wrongly: overlap of the classes cannot be told "
                "from label errors here, and the number is not reliable."
            )

    def _label_card(self, one: LabelError, keys: dict[tuple[str, str], str]) -> Card:
        sample, near = self._samples[one.seen.sample], one.seen.near
        votes = Counter(self._samples[k].label for k in near)
        why = [
            gettext(
                "{votes} of {total} neighbours have the label {label}, {own} have {given}.",
                votes=votes[one.suggested],
                total=len(near),
                label=one.suggested,
                own=votes[one.label],
                given=one.label,
            ),
            gettext("Chance that the label is an error: {share}.", share=percent(one.chance)),
        ]
        return Card(
            id=f"label-{sample.id}",
            title=sample.origin,
            faces=self._faces.of((one.seen.sample,)),
            pair=keys[one.label, one.suggested],
            labels=LabelPair(one.label, one.suggested),
            why=(*why, self._where(one.seen.nodes, one.seen.beside)),
            near_title=gettext("Nearest samples"),
            near=self._faces.of(near[:NEAR]),
            views=self._views(one.seen.sample, one.seen.nodes),
        )

    def _outlier_card(self, one: Outlier) -> Card:
        sample = self._samples[one.seen.sample]
        why = gettext(
            "Farther from its neighbours than {share} of the samples.", share=percent(one.score)
        )
        return Card(
            id=f"outlier-{sample.id}",
            title=sample.origin,
            faces=self._faces.of((one.seen.sample,)),
            pair="",
            labels=None,
            why=(why, self._where(one.seen.nodes, one.seen.beside)),
            near_title=gettext("Nearest samples"),
            near=self._faces.of(one.seen.near[:NEAR]),
            views=self._views(one.seen.sample, one.seen.nodes),
        )

    def _duplicate_card(self, one: Duplicates) -> Card:
        reasons = {
            "same content": gettext("The same content."),
            "same text": gettext("The same text but for case, punctuation and spaces."),
            "same picture": gettext("The same picture by its perceptual hash."),
            "near": gettext("Vectors nearer than chance allows."),
        }
        why = [reasons[reason] for reason in one.reasons]
        if len(one.splits) > 1:
            why.insert(0, gettext("In several splits: {splits}.", splits=", ".join(one.splits)))
        labels = {self._samples[k].label for k in one.samples}
        if len(labels) > 1:
            why.append(gettext("Their labels differ."))
        first = one.samples[0]
        return Card(
            id=f"copies-{self._samples[first].id}",
            title=ngettext("{n} sample", "{n} samples", len(one.samples)),
            faces=self._faces.of(one.samples[:MEMBERS]),
            pair="",
            labels=None,
            why=tuple(why),
            near_title="",
            near=(),
            views=self._views(first, ()),
        )

    def _failure_card(self, one: FailureGroup) -> Card:
        rate = gettext(
            "{errors} of {samples} predictions are wrong: {rate} ({low} to {high}), elsewhere "
            "{elsewhere}.",
            errors=one.errors,
            samples=one.samples,
            rate=percent(one.errors / one.samples),
            low=percent(one.low),
            high=percent(one.high),
            elsewhere=percent(one.elsewhere),
        )
        mistaken = (
            gettext(
                "{count} times {predicted} for {label}.",
                count=each.count,
                predicted=each.predicted,
                label=each.label,
            )
            for each in one.mistaken
        )
        view = {"layer": layer_address(one.layer), "node": one.node}
        return Card(
            id=f"failure-{layer_address(one.layer)}-{one.node}",
            title=gettext("Node {node} of {layer}", node=one.node, layer=one.layer),
            faces=(),
            pair="",
            labels=None,
            why=(rate, *mistaken),
            near_title=gettext("Samples that are predicted wrongly"),
            near=self._faces.of(one.examples),
            views=(Link(gettext("Show the node"), f"index.html{fragment(view)}"),),
        )

    def _where(self, nodes: Sequence[str], beside: int) -> str:
        if not nodes:
            return gettext("In {layer} it is in no node.", layer=self._found.layer)
        if not beside:
            return gettext(
                "In {layer} it is alone in its node {node}.",
                layer=self._found.layer,
                node=nodes[0],
            )
        return ngettext(
            "In {layer} its nodes hold {n} other sample.",
            "In {layer} its nodes hold {n} other samples.",
            beside,
            layer=self._found.layer,
        )

    def _views(self, sample: int, nodes: Sequence[str]) -> tuple[Link, ...]:
        view = {"layer": layer_address(self._found.layer), "sample": self._samples[sample].id}
        links = [Link(gettext("Show the sample in the graph"), f"index.html{fragment(view)}")]
        for node in nodes[:3]:
            at = {"layer": view["layer"], "node": node}
            text = gettext("Node {node}", node=node)
            links.append(Link(text, f"index.html{fragment(at)}"))
        return tuple(links)


ANOMALIES = PageType("anomalies.html.jinja", AnomaliesPage, _pages)
