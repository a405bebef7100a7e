"""The further columns of samples that can be read as labels: texts that several samples share."""

from dataclasses import dataclass

import numpy as np

from topopress.samples.types import Labels, SampleTable

REPEATED = 0.5
"""Most distinct values of a column of labels, as a share of the samples that have a value."""

MOST = 32_767
"""Most distinct values: the published index of a value is a 16-bit number."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelColumn(Labels):
    """A column of the metadata as labels; ``name`` is that of the column."""

    name: str


def label_columns(table: SampleTable) -> tuple[LabelColumn, ...]:
    """Return the columns of the metadata that are labels, by name.

    A column is labels if it has texts only, at least two of them, and the average text belongs to
    two samples or more: a column of names that differ from sample to sample is none. Nor is one
    that says the same as the label; of several that say the same, the last by name remains.
    """
    names = sorted({name for sample in table.samples for name in sample.metadata})
    found = [column for name in names if (column := _column(table, name)) is not None]
    return tuple(
        column
        for k, column in enumerate(found)
        if not any(_same(column, other) for other in (table, *found[k + 1 :]))
    )


def _same(column: Labels, other: Labels) -> bool:
    return column.labels == other.labels and np.array_equal(column.label, other.label)


def _column(table: SampleTable, name: str) -> LabelColumn | None:
    values = [sample.metadata.get(name, "") for sample in table.samples]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        return None
    labels = sorted({*texts} - {""})
    filled = len(texts) - texts.count("")
    if not 1 < len(labels) <= min(REPEATED * filled, MOST):
        return None
    index = {text: k for k, text in enumerate(labels)}
    label = np.array([index.get(text, -1) for text in texts], np.int32)
    return LabelColumn(tuple(labels), label, name)
