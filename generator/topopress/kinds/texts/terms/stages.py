"""The stages that count the terms of texts and find those that set nodes apart."""

from typing import TYPE_CHECKING

from topopress.analysis.stages import Groups
from topopress.kinds.texts.terms.types import NodeTerms, RowSamples, TermTable
from topopress.mapper.types import MapperGraph
from topopress.samples.types import SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource

if TYPE_CHECKING:
    from topopress.kinds.texts.types import TextSource


def text_terms(work: Work, samples: SampleTable, inputs: "Resource[TextSource]") -> TermTable:
    """Find the words around each sample, its label, and the values of its columns."""
    from topopress.kinds.texts.terms.table import term_table

    source = work.open(inputs)
    return term_table(samples.samples, [source.text(sample) for sample in samples.samples])


def node_terms(
    work: Work,
    *,
    rows: RowSamples,
    graph: MapperGraph,
    terms: TermTable,
    groups: Groups | None,
    column: str | None,
    seed: int,
) -> NodeTerms:
    """Find the terms that set each node apart; ``column`` is that of the groups."""
    from topopress.kinds.texts.terms.apart import terms_apart

    group = None if groups is None or column is None else (column, groups.group)
    return terms_apart(terms, rows.sample, graph, group, seed=seed, progress=work.progress)
