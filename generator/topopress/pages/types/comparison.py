"""The comparison of the networks of two explorations over the same samples."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated

from topopress.core.language import gettext, gettext_noop
from topopress.diagnosis.comparison_types import ClassAnswers, NetworkComparison
from topopress.pages.contexts import Column, Link, Page, Row, Table
from topopress.pages.site.location import SiteInputs, comparison_page
from topopress.pages.sources import PageSource
from topopress.pages.tables.flow_tables import (
    FlowSide,
    FlowTables,
    flow_data,
    flow_tables,
    neighbourhood_data,
)
from topopress.pages.tables.matrices import MeasureBlocks, disagreement, measure_blocks
from topopress.pages.tables.text import NONE, count
from topopress.pages.tables.verdict_sentences import sentence, share, title
from topopress.pages.types.page_type import PageType

_UNTESTED = {
    "no_answers": gettext_noop(
        "Whether the networks are the same up to the seed: for that their answers have to be "
        "compared, and not both have answers among the labels."
    ),
    "other_size": gettext_noop(
        "Whether channels are permuted or rotated: the last layers have different numbers of them."
    ),
    "one_class": gettext_noop(
        "Small differences: two networks of one task that differ in one class by 13 points look "
        "alike to these rules. The table of classes shows them."
    ),
}


@dataclass(frozen=True, slots=True)
class SaidOfTwo:
    """What a rule says of two networks."""

    title: Annotated[str, "Name of what is said."]
    sentence: Annotated[str, "The sentence with its figures."]


@dataclass(frozen=True, slots=True)
class ComparisonPage(Page):
    """Context of ``comparison.html.jinja``."""

    exploration: Annotated[Link, "The exploration of the first network."]
    other: Annotated[Link, "The exploration of the second network."]
    summary: Annotated[str, "What is compared, in a sentence."]
    verdicts: Annotated[tuple[SaidOfTwo, ...], "What rules say; none where no rule holds."]
    measures: Annotated[tuple[MeasureBlocks, ...], "All measures."]
    disagreement: Annotated[str, "Where measures disagree; empty where they do not."]
    classes: Annotated[Table, "What becomes of the samples of each label."]
    flow: Annotated[FlowTables | None, "Rows from one last layer to the other."]
    untested: Annotated[tuple[str, ...], "What was not tested."]
    data: Annotated[str, "Address of all figures and verdicts as JSON."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, ComparisonPage | bytes]]:
    sources = {one.name: one for one in site.explorations}
    for source in site.explorations:
        for name, found in source.comparisons.items():
            path = f"{source.path}/{comparison_page(name)}"
            yield path, _page(site, path, source, sources.get(name, name), found)
            yield path.removesuffix(".html") + ".json", _data(found, source)


def _page(
    site: SiteInputs,
    path: str,
    source: PageSource,
    other: PageSource | str,
    found: NetworkComparison,
) -> ComparisonPage:
    """Return the page; ``other`` is an exploration, or its name where it has no pages."""
    first, link = source.settings.title, _link(other)
    return ComparisonPage(
        **site.common(path),
        title=gettext("{first} and {second}", first=first, second=link.text),
        description=gettext(
            "The networks of “{first}” and “{second}”, layer by layer.",
            first=first,
            second=link.text,
        ),
        exploration=Link(first, "index.html"),
        other=link,
        summary=_summary(found, source),
        verdicts=tuple(SaidOfTwo(title(one), sentence(one)) for one in found.verdicts),
        measures=measure_blocks(found, (first, link.text)),
        disagreement=disagreement(found),
        classes=_classes(found, (first, link.text)),
        flow=_flow(found, source, other),
        untested=tuple(gettext(_UNTESTED[one]) for one in found.untested),
        data=path.rpartition("/")[2].replace(".html", ".json"),
    )


def _link(other: PageSource | str) -> Link:
    if isinstance(other, str):
        return Link(other, "")
    return Link(other.settings.title, f"../{other.name}/index.html")


def _flow(
    found: NetworkComparison, source: PageSource, other: PageSource | str
) -> FlowTables | None:
    """Return the flow between the last layers."""
    own = _side(source, found.flow.first, "index.html")
    if isinstance(other, str):
        theirs = FlowSide(other, "", "", "")
    else:
        theirs = _side(other, found.flow.second, f"../{other.name}/index.html")
    pair = found.flow, found.neighbourhoods, (own, theirs)
    return flow_tables([pair], source, with_classes=False)


def _side(source: PageSource, layer: str, page: str) -> FlowSide:
    found = next(view.layer.id for view in source.bundle.views if view.layer.name == layer)
    return FlowSide(source.settings.title, page, found, f"{source.name}/{found}")


def _summary(found: NetworkComparison, source: PageSource) -> str:
    measured = gettext(
        "Compared on {n} {samples} that both were shown, by the mean vector of each.",
        n=count(found.n_samples),
        samples=source.words.samples,
    )
    if found.agreement is None:
        return measured
    return f"{measured} " + gettext(
        "They give the same answer for {agreement}.", agreement=share(found.agreement)
    )


def _classes(found: NetworkComparison, names: tuple[str, str]) -> Table:
    titles = (
        gettext("Samples"),
        gettext("{network} is right", network=names[0]),
        gettext("{network} is right", network=names[1]),
        gettext("Same answer"),
        gettext("Same neighbours"),
    )
    caption = gettext(
        "By label: the one whose neighbours in the last layers have least in common is first."
    )
    columns = (Column(gettext("Label"), label=True), *map(Column, titles))
    return Table(caption, columns, tuple(Row(_class_figures(one)) for one in found.classes))


def _class_figures(one: ClassAnswers) -> tuple[str, ...]:
    shares = one.first, one.second, one.agree, one.neighbours
    return (
        one.name,
        count(one.n_samples),
        *(NONE if value is None else share(value) for value in shares),
    )


def _data(found: NetworkComparison, source: PageSource) -> bytes:
    """Return all figures as JSON, with the sentences."""
    plain = asdict(found)
    for matrix in plain["matrices"]:
        matrix["values"] = [[round(float(x), 4) for x in line] for line in matrix["values"]]
    plain["flow"] = flow_data(found.flow, source.sample_ids)
    plain["neighbourhoods"] = neighbourhood_data(found.neighbourhoods, source.sample_ids)
    plain["verdicts"] = [{**asdict(one), "sentence": sentence(one)} for one in found.verdicts]
    return (json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


COMPARISON = PageType("comparison.html.jinja", ComparisonPage, _pages)
