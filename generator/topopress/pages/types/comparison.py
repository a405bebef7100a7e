"""The comparison of the networks of two explorations over the same samples."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from topopress.core.arrays import Float64
from topopress.core.language import decimals, gettext, gettext_noop
from topopress.diagnosis.comparison_types import ClassAnswers, Matrix, NetworkComparison
from topopress.pages.contexts import Column, Link, Page, Row, Table
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.tables.flow_tables import (
    FlowSide,
    FlowTables,
    flow_data,
    flow_tables,
    neighbourhood_data,
)
from topopress.pages.tables.text import NONE, SMALLEST, count
from topopress.pages.tables.verdict_sentences import sentence, share, title
from topopress.pages.types.page_type import PageType

SHADES = 9
_NAMES = {
    "cka": gettext_noop("CKA"),
    "procrustes": gettext_noop("Procrustes"),
    "neighbours": gettext_noop("Neighbours"),
    "merge_order": gettext_noop("Merge order"),
    "nodes": gettext_noop("Matched nodes"),
}
_MEANS = {
    "cka": gettext_noop(
        "Debiased linear CKA: 1 if equal up to rotation and scale, 0 if unrelated. Few large "
        "directions can decide it."
    ),
    "procrustes": gettext_noop(
        "Orthogonal Procrustes: how much of one layer a rotation maps on the other. It is not 0 "
        "for unrelated layers, the less so the fewer the samples."
    ),
    "neighbours": gettext_noop(
        "Share of the ten nearest neighbours that are the same. It falls with the number of "
        "samples, and compares layers only within this page."
    ),
    "merge_order": gettext_noop(
        "Rank correlation of the order in which samples merge in single linkage (NTS). It depends "
        "on samples that lie apart and decides nothing."
    ),
    "nodes": gettext_noop(
        "Nodes of two Mapper graphs, matched one to one by the share of rows that are in both "
        "(Jaccard): 1 for the same nodes. 1 minus it is a distance between the graphs. It depends "
        "on their settings and decides nothing."
    ),
}
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
DISAGREE = 0.2
"""Difference between measures, each on its way from zero line to 1, from which they disagree."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The similarity of two layers."""

    text: Annotated[str, "The value of the measure."]
    shade: Annotated[int, "How dark the cell is: 0 at or below the zero line, 9 at 1."]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A layer against others."""

    name: Annotated[str, "Name of the layer."]
    cells: Annotated[tuple[MatrixCell, ...], "One for each of the others."]


@dataclass(frozen=True, slots=True)
class Block:
    """The layers of one network against those of another, or against its own."""

    caption: Annotated[str, "Which layers are compared."]
    columns: Annotated[tuple[str, ...], "Names of the layers of the columns."]
    rows: Annotated[tuple[MatrixRow, ...], "One for each layer of the rows."]


@dataclass(frozen=True, slots=True)
class MeasureBlocks:
    """One measure of all pairs of layers."""

    id: Annotated[str, "Name of the measure in the page."]
    name: Annotated[str, "Name for readers."]
    meaning: Annotated[str, "What it is."]
    reference: Annotated[str, "Its zero line, its interval and a pair to compare with."]
    blocks: Annotated[tuple[Block, ...], "Between the networks, within the first, the second."]


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
            stem = f"{source.path}/compare-{name}"
            yield (
                f"{stem}.html",
                _page(site, f"{stem}.html", source, sources.get(name, name), found),
            )
            yield f"{stem}.json", _data(found, source)


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
        measures=tuple(_blocks(one, found, (first, link.text)) for one in found.matrices),
        disagreement=_disagreement(found),
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


def _blocks(matrix: Matrix, found: NetworkComparison, names: tuple[str, str]) -> MeasureBlocks:
    n, values = len(found.first), matrix.values
    parts = (
        (names, found.first, found.second, values[:n, n:]),
        ((names[0], names[0]), found.first, found.first, values[:n, :n]),
        ((names[1], names[1]), found.second, found.second, values[n:, n:]),
    )
    return MeasureBlocks(
        id=matrix.measure,
        name=gettext(_NAMES[matrix.measure]),
        meaning=gettext(_MEANS[matrix.measure]),
        reference=_reference(matrix, n),
        blocks=tuple(_block(*part, matrix.zero) for part in parts),
    )


def _block(
    names: tuple[str, str],
    rows: Sequence[str],
    columns: Sequence[str],
    values: Float64,
    zero: float,
) -> Block:
    return Block(
        gettext("Rows: {rows}. Columns: {columns}.", rows=names[0], columns=names[1]),
        tuple(columns),
        tuple(
            MatrixRow(name, tuple(_cell(float(value), zero) for value in line))
            for name, line in zip(rows, values, strict=True)
        ),
    )


def _cell(value: float, zero: float) -> MatrixCell:
    return MatrixCell(_two(value), round(SHADES * _height(value, zero)))


def _two(value: float) -> str:
    return decimals(value if abs(value) >= SMALLEST else 0.0, 2).replace("-", "−")


def _height(value: float, zero: float) -> float:
    """Return where a value is between the zero line and 1."""
    return min(max((value - zero) / (1 - zero), 0.0), 1.0)


def _reference(matrix: Matrix, n: int) -> str:
    values = matrix.values
    said = gettext(
        "Last layers: {value}. With the rows of one exchanged at random (the zero line): {zero}.",
        value=_two(float(values[n - 1, -1])),
        zero=_two(matrix.zero),
    )
    if matrix.spread is not None:
        said += " " + gettext(
            "Two halves of the samples differ by {spread}.", spread=_two(matrix.spread)
        )
    if n > 1:
        said += " " + gettext(
            "To compare: the last two layers of the first network have {value}.",
            value=_two(float(values[n - 2, n - 1])),
        )
    return said


def _disagreement(found: NetworkComparison) -> str:
    """Return which measures see the last layers farther apart than others do."""
    n = len(found.first)
    heights = {
        one.measure: _height(float(one.values[n - 1, -1]), one.zero)
        for one in found.matrices
        if one.measure not in ("neighbours", "nodes")
    }
    low, high = min(heights, key=heights.__getitem__), max(heights, key=heights.__getitem__)
    if heights[high] - heights[low] < DISAGREE:
        return ""
    return gettext(
        "The measures disagree about the last layers: on the way from its zero line to 1, {high} "
        "is at {high_value} and {low} at {low_value}.",
        high=gettext(_NAMES[high]),
        high_value=_two(heights[high]),
        low=gettext(_NAMES[low]),
        low_value=_two(heights[low]),
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
