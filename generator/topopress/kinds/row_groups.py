"""Which rows belong together, by a column of the samples' metadata, and where they are."""

from dataclasses import dataclass

import numpy as np

from topopress.activations.types import RowGroups, Rows
from topopress.config.load import ExplorationSource
from topopress.core.arrays import Float64, Int32
from topopress.core.errors import ConfigError, DataError, suggestion
from topopress.network.types import Place
from topopress.samples.types import SampleTable
from topopress.stage.stage import Stage, stage

FORM = "form"
"""The column of the word form, by which tokens are grouped if nothing else is said."""


@dataclass(frozen=True, slots=True, eq=False)
class RowPlaces:
    """Sample, kind of place and position of each row, as ``Rows`` has them."""

    sample: Int32
    place: Place
    position: Int32


def row_groups(rows: RowPlaces, samples: SampleTable, column: str | None, where: str) -> RowGroups:
    """Return the group of each row, by a column of its sample, and its place in its sequence.

    Rows with the same text or number are a group; those with nothing are in none. The place of a
    span is its first token. ``where`` is the file and key of the column, for messages.

    Raises:
        DataError: no sample has the column.
    """
    group = np.full(len(rows.sample), -1, np.int32)
    if column is not None:
        group = group_of_samples(samples, column, where)[rows.sample]
    spans = rows.place == "span"
    position: Float64 = np.asarray(rows.position[:, 0], np.float64) if spans else np.empty(0)
    return RowGroups(group, position)


def group_of_samples(samples: SampleTable, column: str, where: str) -> Int32:
    """Return the group of each sample, numbered in the order of the sorted values.

    Raises:
        DataError: no sample has the column.
    """
    known = sorted({key for sample in samples.samples for key in sample.metadata})
    if column not in known:
        there = f"there are: {', '.join(known)}" if known else "they have none at all"
        raise DataError(
            f"{where}: the samples' metadata has no column {column!r}"
            f"{suggestion(column, known)} ({there})"
        )
    values = [str(sample.metadata.get(column, "")) for sample in samples.samples]
    number = {value: k for k, value in enumerate(sorted({*values} - {""}))}
    return np.array([number.get(value, -1) for value in values], np.int32)


def groups_of_wholes(
    source: ExplorationSource, item: str, rows: Stage[Rows], samples: Stage[SampleTable]
) -> Stage[RowGroups] | None:
    """Return the groups of rows that are in no sequence; None where no column is named.

    Raises:
        ConfigError: the preparation needs a column that is not named, or positions.
    """
    preparation = source.settings.mapper.preparation
    if preparation.position:
        raise ConfigError(
            f"{source.where('mapper.preparation.position')}: the rows of data of kind "
            f"{source.settings.data.kind!r} have no place in a sequence; leave it out"
        )
    if preparation.kind == "form" and preparation.group is None:
        raise ConfigError(
            f"{source.where('mapper.preparation.kind')}: 'form' needs to know which rows belong "
            "together: set mapper.preparation.group to a column of the samples' metadata, or take "
            "'centre'"
        )
    return _stage(source, item, rows, samples, preparation.group) if preparation.group else None


def groups_of_spans(
    source: ExplorationSource, item: str, rows: Stage[Rows], samples: Stage[SampleTable]
) -> Stage[RowGroups]:
    """Return the groups of rows that are spans of sequences: by word form if nothing is said."""
    column = source.settings.mapper.preparation.group or FORM
    return _stage(source, item, rows, samples, column)


def _stage(
    source: ExplorationSource,
    item: str,
    rows: Stage[Rows],
    samples: Stage[SampleTable],
    column: str,
) -> Stage[RowGroups]:
    where = source.where("mapper.preparation.group")
    return stage(row_groups, item, rows=rows, samples=samples, column=column, where=where)
