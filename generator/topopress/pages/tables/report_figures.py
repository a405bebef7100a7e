"""Figures of the report and of the anomalies, as essays and claims state them."""

from collections.abc import Callable, Mapping

from topopress.bundle.exploration import LayerView
from topopress.diagnosis.measures.paired import Difference
from topopress.diagnosis.report_types import BlockResult, LayerSummary
from topopress.diagnosis.types import ExpectedErrors
from topopress.pages.sources import PageSource
from topopress.pages.tables.text import missing

Figure = float | None


def of_report(value: Callable[[LayerSummary], Figure]) -> Callable[[LayerView, PageSource], Figure]:
    """Return what takes a figure of a layer from the report; None without a report."""

    def figure(view: LayerView, source: PageSource) -> Figure:
        layers = () if source.report is None else source.report.layers
        found = next((one for one in layers if one.name == view.layer.name), None)
        return None if found is None else value(found)

    return figure


def of_expected(value: Callable[[ExpectedErrors], float]) -> Callable[[PageSource], Figure]:
    """Return what takes a figure of the expected label errors; None where there is none."""

    def figure(source: PageSource) -> Figure:
        expected = None if source.anomalies is None else source.anomalies.findings.expected
        return None if expected is None else value(expected)

    return figure


BLOCK_FIGURES: Mapping[str, Callable[[BlockResult], Figure]] = {
    "skipped": lambda block: _value(block.skip),
    "skipped_at_most": lambda block: _most(block.skip),
    "linear": lambda block: _value(block.linear),
    "linear_at_most": lambda block: _most(block.linear),
}
"""Accuracy that is lost without a block: the facts ``without.BLOCK.fact``, as shares."""


def no_report() -> LookupError:
    """Return the error of a fact of a block where no report is made."""
    return LookupError("facts of blocks are of the report; set report = true in exploration.toml")


def block_of(source: PageSource, name: str) -> BlockResult:
    """Return a block of the report.

    Raises:
        LookupError: there is no report, or it has no such block.
    """
    if source.report is None:
        raise no_report()
    blocks = {one.name: one for one in source.report.blocks}
    if name not in blocks:
        raise missing("the report has no block", name, blocks, f"Blocks: {', '.join(blocks)}")
    return blocks[name]


def _value(difference: Difference | None) -> Figure:
    return None if difference is None else difference.value


def _most(difference: Difference | None) -> Figure:
    return None if difference is None else difference.at_most
