"""The report on the network of an exploration: what each layer does, and which does nothing."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated

from topopress.core.language import gettext, gettext_noop
from topopress.diagnosis.measures.paired import Difference
from topopress.diagnosis.report_types import BlockResult, LayerSummary, NetworkReport
from topopress.diagnosis.verdicts.types import Verdict
from topopress.pages.contexts import Column, Link, Page, Row, Table
from topopress.pages.essay.views import fragment
from topopress.pages.site.location import REPORT as PAGE
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.strip import Strip, strip
from topopress.pages.tables.flow_tables import (
    FlowSide,
    FlowTables,
    flow_data,
    flow_tables,
    neighbourhood_data,
)
from topopress.pages.tables.text import NONE, count, number, percent
from topopress.pages.tables.verdict_sentences import points, sentence, share, title
from topopress.pages.types.page_type import PageType

DATA = "report.json"
_UNTESTED = {
    "no_labels": gettext_noop(
        "What the layers know of labels, and what blocks are needed for: there are too few samples "
        "with a label, or only one label."
    ),
    "no_head": gettext_noop(
        "Whether the network says less than its layers hold: its answers are not the labels, so "
        "blocks are tested by a probe of the last layer."
    ),
    "no_tests": gettext_noop("What the blocks are needed for: none was skipped or replaced."),
    "no_blocks": gettext_noop(
        "What the blocks are needed for: no class of modules occurs twice in this network. The "
        "setting report.blocks names modules to skip."
    ),
    "not_skipped": gettext_noop(
        "Skipping the blocks that change the shape of what they are given: see the table."
    ),
    "not_linear": gettext_noop(
        "A linear map in the place of blocks whose output has more places than their input."
    ),
    "no_power": gettext_noop(
        "Which blocks are needed: the network is less than 20 points above the commonest label, "
        "and then every block seems to add nothing."
    ),
    "training": gettext_noop(
        "Whether the network was trained with exchanged labels or for another task: without its "
        "training data these look the same."
    ),
    "weakened": gettext_noop(
        "Whether one block is weaker than it could be: that has no sign of its own but lost "
        "accuracy."
    ),
    "elsewhere": gettext_noop(
        "Other samples than these: what a block does for other inputs or labels is not known."
    ),
}


@dataclass(frozen=True, slots=True)
class SaidVerdict:
    """What a rule says."""

    title: Annotated[str, "Name of what is said, such as Adds nothing."]
    sentence: Annotated[str, "The sentence with its figures."]
    href: Annotated[str, "Link to the layer in the explorer; empty where it names no layer."]


@dataclass(frozen=True, slots=True)
class ReportPage(Page):
    """Context of ``report.html.jinja``."""

    exploration: Annotated[Link, "The exploration whose network this is about."]
    network: Annotated[str, "Name of the network; empty without one."]
    summary: Annotated[str, "What the figures are of, in a sentence."]
    verdicts: Annotated[tuple[SaidVerdict, ...], "What rules say; none where no rule holds."]
    partings: Annotated[tuple[SaidVerdict, ...], "Where pairs of classes part."]
    strip: Annotated[Strip, "Figures of all layers, as a drawing."]
    layers: Annotated[Table, "The same figures, as a table."]
    blocks: Annotated[Table | None, "What blocks are needed for; None where none was tested."]
    tested: Annotated[str, "On how many samples blocks were tested, in a sentence."]
    flow: Annotated[FlowTables | None, "Rows from layer to layer; None with one layer."]
    untested: Annotated[tuple[str, ...], "What was not tested."]
    data: Annotated[str, "Address of all figures and verdicts as JSON."]


def _pages(site: SiteInputs) -> Iterator[tuple[str, ReportPage | bytes]]:
    for source in site.explorations:
        if source.report is not None:
            path = f"{source.path}/{PAGE}"
            yield path, _report_page(site, path, source, source.report)
            yield f"{source.path}/{DATA}", _data(source.report, source)


def _report_page(
    site: SiteInputs, path: str, source: PageSource, report: NetworkReport
) -> ReportPage:
    name, network = source.settings.title, source.provenance.network
    ids = {view.layer.name: view.layer.id for view in source.bundle.views}
    return ReportPage(
        **site.common(path),
        title=gettext("Report: {title}", title=name),
        description=gettext("What the layers of the network of “{title}” do.", title=name),
        exploration=Link(name, "index.html"),
        network=network.name if network else "",
        summary=_summary(report, source),
        verdicts=tuple(_said(one, ids) for one in report.verdicts),
        partings=tuple(_said(one, ids) for one in report.partings),
        strip=_strip(report),
        layers=_layers(report, ids),
        blocks=_blocks(report),
        tested=_tested(report, source),
        flow=_flow(report, source, ids),
        untested=tuple(gettext(_UNTESTED[one]) for one in report.untested),
        data=DATA,
    )


def _strip(report: NetworkReport) -> Strip:
    n = len(report.layers)
    own = [] if report.own is None else [report.own] * n
    return strip(
        report.layers, own, gettext("Figures of {n} layers: {shown}", n=n, shown="{shown}")
    )


def _flow(report: NetworkReport, source: PageSource, ids: dict[str, str]) -> FlowTables | None:
    sides = [
        FlowSide(one.name, "index.html", ids[one.name], ids[one.name]) for one in report.layers
    ]
    flows = zip(report.flows, report.neighbourhoods, itertools.pairwise(sides), strict=True)
    return flow_tables(list(flows), source, with_classes=True)


def _said(verdict: Verdict, ids: dict[str, str]) -> SaidVerdict:
    layer = next((ids[name] for name in verdict.of.values() if name in ids), "")
    href = f"index.html{fragment({'layer': layer})}" if layer else ""
    return SaidVerdict(title(verdict), sentence(verdict), href)


def _summary(report: NetworkReport, source: PageSource) -> str:
    measured = gettext(
        "Measured on {n} {samples}, by the mean vector of each.",
        n=count(report.n_samples),
        samples=source.words.samples,
    )
    if report.own is None:
        return measured
    own = gettext(
        "The network itself is right for {own} ± {error} of those with a label, asked for one of "
        "these labels; the commonest label is that of {chance}.",
        own=share(report.own),
        error=points(2 * (report.own_error or 0.0)),
        chance=share(report.chance or 0.0),
    )
    return f"{measured} {own}"


def _tested(report: NetworkReport, source: PageSource) -> str:
    by = (
        gettext("Accuracy is that of a linear probe of the last layer, which stays as it is.")
        if report.by_probe
        else gettext("Accuracy is that of the network’s own answers among the labels.")
    )
    words = source.words.samples
    skipped = gettext(
        "Blocks are skipped on {n} {samples}.", n=count(report.n_tested), samples=words
    )
    fitted = gettext(
        "Linear maps are fitted on {fitted} of them and tested on the others.",
        fitted=count(report.n_fitted),
    )
    return f"{skipped} {fitted} {by}"


def _layers(report: NetworkReport, ids: dict[str, str]) -> Table:
    titles = (
        gettext("Probe"), gettext("± 2 SE"), gettext("Gain"), gettext("Exchanged labels"),
        gettext("Dimension"), gettext("Effective rank"), gettext("Saturation"), gettext("Dead"),
        gettext("Purity above chance"), gettext("Bifurcations"), gettext("In stable nodes"),
        gettext("Stability above null"), gettext("Neighbours kept"), gettext("CKA"),
        gettext("Procrustes"), gettext("Linear R²"),
    )  # fmt: skip
    rows = (
        Row(_layer_figures(one), Link(one.name, f"layers/{ids[one.name]}.html"))
        for one in report.layers
    )
    caption = gettext("Figures of each layer; the last four compare it with the layer before.")
    return Table(caption, tuple(map(Column, titles)), tuple(rows))


def _layer_figures(layer: LayerSummary) -> tuple[str, ...]:
    pair = layer.pair
    alike = (pair.overlap, pair.cka, pair.procrustes, pair.r2) if pair else (None,) * 4
    return (
        _share(layer.probe),
        _points(None if layer.error is None else 2 * layer.error),
        _difference(layer.gain),
        _share(layer.control),
        number(layer.dimension),
        number(layer.rank),
        percent(layer.saturation),
        percent(layer.dead),
        percent(layer.purity),
        count(layer.bifurcations),
        percent(layer.stable),
        _points(layer.above_null),
        *(number(value, 2) for value in alike),
    )


def _blocks(report: NetworkReport) -> Table | None:
    if not report.blocks:
        return None
    titles = (
        gettext("Skipped"), gettext("At most"), gettext("Answers changed"),
        gettext("Linear map instead"), gettext("At most"),
    )  # fmt: skip
    rows = tuple(Row((one.name, *_block_figures(one))) for one in report.blocks)
    caption = gettext("Points of accuracy that are lost without each block.")
    columns = (Column(gettext("Block"), label=True), *map(Column, titles))
    return Table(caption, columns, rows)


def _block_figures(block: BlockResult) -> tuple[str, ...]:
    skip, linear = block.skip, block.linear
    return (
        _difference(skip),
        _points(skip.at_most if skip else None),
        _share(block.changed),
        _difference(linear),
        _points(linear.at_most if linear else None),
    )


def _share(value: float | None) -> str:
    return NONE if value is None else share(value)


def _points(value: float | None) -> str:
    return NONE if value is None else points(value)


def _difference(difference: Difference | None) -> str:
    if difference is None:
        return NONE
    return f"{points(difference.value)} ± {points(difference.error)}"


def _data(report: NetworkReport, source: PageSource) -> bytes:
    """Return all figures as JSON, with the sentences."""
    said = {
        "verdicts": [{**asdict(one), "sentence": sentence(one)} for one in report.verdicts],
        "partings": [{**asdict(one), "sentence": sentence(one)} for one in report.partings],
        "flows": [flow_data(one, source.sample_ids) for one in report.flows],
        "neighbourhoods": [
            neighbourhood_data(one, source.sample_ids) for one in report.neighbourhoods
        ],
    }
    text = json.dumps({**asdict(report), **said}, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


REPORT = PageType("report.html.jinja", ReportPage, _pages)
