"""The stages of the Mapper construction: lens columns, the graph, its layout."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from topopress.config.lenses import needs_metadata, needs_network, needs_raw_rows, parse_lens
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int32
from topopress.core.errors import ConfigError, DataError, suggestion
from topopress.mapper.class_lenses import asked_classes, class_lens
from topopress.mapper.head import class_probabilities
from topopress.mapper.own_lens import LensFile, OwnLens
from topopress.mapper.splits import PROBABILITIES
from topopress.mapper.types import LinkedMembers, MapperGraph
from topopress.network.types import ClassOutputs, DescribedNetwork
from topopress.samples.types import Sample, SampleTable
from topopress.stage.executor import Work


@dataclass(frozen=True, slots=True)
class NetworkClasses:
    """Names of a network's outputs, empty where unknown."""

    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LensColumns:
    """Lenses that are no function of a layer's vectors.

    Attributes:
        values: One value per sample, shape (n_samples,), by the name of the lens; and the class
            probabilities, shape (n_samples, n_classes), if the cover needs them.
        of_rows: One value per row of a layer, shape (n_rows,), by the name of the lens.
    """

    values: Mapping[str, Float64]
    of_rows: Mapping[str, Float64] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class LensValues:
    """One value per row, shape (n_rows,)."""

    values: Float64


@dataclass(frozen=True, slots=True, eq=False)
class RowVectors:
    """The vectors of a layer, shape (n_rows, n_channels)."""

    vectors: Float32


@dataclass(frozen=True, slots=True, eq=False)
class SampledVectors:
    """The vectors of a layer, shape (n_rows, n_channels), and the sample of each, (n_rows,)."""

    vectors: Float32
    sample: Int32


@dataclass(frozen=True, slots=True)
class SettledMapper:
    """Settings of the Mapper construction with nothing left open."""

    mapper: Mapper


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Node positions, shape (n_nodes, 2)."""

    position: Float32


def lens_columns(
    samples: SampleTable,
    network: NetworkClasses | None,
    outputs: ClassOutputs | None,
    lenses: tuple[str, ...],
    split: bool,
    where: str,
) -> LensColumns:
    """Return the lenses that read the samples' metadata or the network's outputs.

    ``split`` says whether the cover needs the class probabilities, and ``where`` is the file and
    key of the lenses, for messages.

    Raises:
        ConfigError: a lens names a class that the network lacks.
        DataError: a lens names a column of the metadata that is missing or not of numbers, or
            compares outputs with labels, and a sample has none or one that is no class.
    """
    values = {name: _metadata(samples, name, where) for name in lenses if needs_metadata(name)}
    for name in filter(needs_network, lenses):
        if network is None or outputs is None:
            raise ConfigError(f"{where}: the lens {name!r} needs a network with a class head")
        values[name] = class_lens(name, samples, network.classes, outputs.outputs, where)
    if split:
        if outputs is None:
            raise ConfigError(f"{where}: a cover of kind 'split' needs a network with a class head")
        values[PROBABILITIES] = class_probabilities(outputs.outputs)
    return LensColumns(values)


def row_lens_columns(
    rows: RowVectors,
    columns: LensColumns | None,
    own: Mapping[str, LensValues],
    lenses: tuple[str, ...],
) -> LensColumns:
    """Return the columns of a layer: those of all layers, and those that it has itself.

    The latter are the lenses of rows as they are, and those that an author's code computes.
    """
    from topopress.mapper.lens import lens_values

    names = filter(needs_raw_rows, lenses)
    of_rows = {name: lens_values(rows.vectors, parse_lens(name).text) for name in names}
    of_rows |= {name: lens.values for name, lens in own.items()}
    return LensColumns({} if columns is None else columns.values, of_rows)


def own_lens(
    work: Work,
    rows: RowVectors,
    lens: str,
    code: str,
    seed: int,
    opened: LensFile,
) -> OwnLens:
    """Return the values of a lens that an author's code computes of the rows of a layer.

    ``code`` is the SHA-256 of its file.

    Raises:
        ConfigError: the code fails, or gives no finite number for each row.
    """
    return work.open(opened)(rows.vectors)


def check_lenses(
    lenses: tuple[str, ...], samples: SampleTable, network: DescribedNetwork | None, where: str
) -> None:
    """Find what ``lens_columns`` would refuse, before the network is shown anything.

    Raises:
        ConfigError: a lens names a class that the network lacks, or the network has no head.
        DataError: a lens names a column of the metadata that is missing or not of numbers, or
            compares outputs with labels, and a sample has none or one that is no class.
    """
    for name in filter(needs_metadata, lenses):
        _metadata(samples, name, where)
    for name in filter(needs_network, lenses):
        if network is None or network.outputs is None:
            raise ConfigError(
                f"{where}: the lens {name!r} needs a network with a class head, one vector for "
                "each input; use another lens, such as 'l2_norm'"
            )
        asked_classes(name, samples, network.classes, network.outputs, where)


def check_split(mapper: Mapper, network: DescribedNetwork | None, where: str) -> None:
    """Refuse a cover along class probabilities where the network has none.

    Raises:
        ConfigError: the network has no head, or there is no network.
    """
    if mapper.splits is not None and (network is None or network.outputs is None):
        raise ConfigError(
            f"{where}: a cover of kind 'split' follows the class probabilities of a network with a "
            "class head, one vector for each input; take another cover, such as 'ball'"
        )


def mapper(
    work: Work,
    rows: SampledVectors,
    columns: LensColumns | None,
    chosen: SettledMapper,
    seed: int,
) -> MapperGraph:
    """Build the Mapper graph of a layer."""
    from topopress.mapper.graph import build_graph

    return build_graph(
        rows.vectors,
        chosen.mapper,
        seed=seed,
        columns=columns_of(columns, rows.sample),
        progress=work.progress,
    )


def layout(graph: MapperGraph, seed: int) -> Layout:
    """Place the nodes of a graph."""
    from topopress.mapper.layout import layout

    return Layout(layout(graph, seed=seed))


def layout_after(graph: MapperGraph, earlier: LinkedMembers, position: Layout, seed: int) -> Layout:
    """Place the nodes of a graph near those of an earlier one that share their rows."""
    from topopress.mapper.layout_after import layout_after

    return Layout(layout_after(graph, earlier, position.position, seed=seed))


def columns_of(columns: LensColumns | None, sample: Int32) -> dict[str, Float64]:
    """Return the value of each lens column for rows, given the sample of each."""
    if columns is None:
        return {}
    return {name: each[sample] for name, each in columns.values.items()} | dict(columns.of_rows)


def _metadata(table: SampleTable, lens: str, where: str) -> Float64:
    column = parse_lens(lens).text
    known = sorted({key for sample in table.samples for key in sample.metadata})
    if column not in known:
        there = f"there are: {', '.join(known)}" if known else "they have none at all"
        raise DataError(
            f"{where}: the samples' metadata has no column {column!r}"
            f"{suggestion(column, known)} ({there}); the further columns of a table "
            "are the metadata"
        )
    return np.array([_number(sample, column, where) for sample in table.samples], np.float64)


def _number(sample: Sample, column: str, where: str) -> float:
    value = sample.metadata.get(column, "")
    if not isinstance(value, str) and math.isfinite(value):
        return value
    if isinstance(value, str) and _is_number(value):
        raise DataError(
            f"{where}: the column {column!r} is text, because not every value comes back from a "
            f"number as it is written; set data.numbers = [{column!r}] to read it as numbers"
        )
    found = "nothing" if value == "" else repr(value)
    raise DataError(
        f"{where}: the column {column!r} needs a number for every sample, and says {found} for "
        f"{sample.origin!r}"
    )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
