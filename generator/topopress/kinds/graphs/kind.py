"""Graphs that other tools have made as a kind of samples: the samples are the rows of a graph."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from topopress.activations.types import Rows
from topopress.config.base import DataSettings
from topopress.config.load import ExplorationSource
from topopress.core.errors import ConfigError
from topopress.kinds.arrays.described import described_kind
from topopress.kinds.arrays.looks import card_looks
from topopress.kinds.arrays.row_table import RowTable
from topopress.kinds.arrays.stages import ArrayFile, TableFile, array_rows
from topopress.kinds.graphs.settings import LAYER, Graph
from topopress.kinds.graphs.stages import (
    GraphFile,
    facts_of_file,
    given_graph,
    given_structures,
    graph_of_file,
    graph_samples,
    judged_structures,
    made_again,
    read_all,
    rows_without_vectors,
    with_lens,
)
from topopress.kinds.graphs.words import graph_words
from topopress.kinds.kind import GivenStages, HashFile, Inputs, Kind, LayerStages, Looks
from topopress.samples.arrays.reading import ArrayPlace
from topopress.samples.types import Labels
from topopress.stage.stage import Stage, stage


def _inputs(source: ExplorationSource, hash_file: HashFile) -> Inputs:
    data = _data_of(source)
    _require_no_settings(source, data)
    file = GraphFile(data.file, source.folder, data.value)
    digest = _digest(file, hash_file)
    graph = stage(given_graph, source.name, digest=digest, value=data.value, opened=file)
    described = data.of_table()
    table, vectors = TableFile(described, source.folder), _vectors(source, data)
    matrix = vectors.open("cpu") if vectors else None
    samples = stage(
        graph_samples,
        source.name,
        graph=graph,
        where=file.where,
        settings=described,
        table=RowTable(described, source.folder).digest(hash_file),
        n_vectors=matrix.n_rows if matrix else 0,
        vectors=matrix.where if matrix else "",
        opened=table,
    )
    rows = _rows_stage(source, samples, vectors, hash_file)
    if data.lens is not None:
        graph = stage(with_lens, source.name, graph=graph, samples=samples, column=data.lens)
    return Inputs(
        samples=samples,
        fits=stage(read_all, source.name, rows=rows, samples=samples, graph=graph),
        reader=table,
        attributed=False,
        listed_first=True,
    )


def _data_of(source: ExplorationSource) -> Graph:
    data = source.settings.data
    if not isinstance(data, Graph):
        raise TypeError(f"data of kind {data.kind!r} are no graph")
    return data


def _require_no_settings(source: ExplorationSource, data: Graph) -> None:
    """Refuse settings that would change nothing.

    Raises:
        ConfigError: the author sets how the graph is made, or a scatter of rows without vectors.
    """
    written = source.settings.model_fields_set
    allowed = {"stability"} if data.vectors else set()
    if others := sorted(source.settings.mapper.model_fields_set - allowed):
        raise ConfigError(
            f"{source.where(f'mapper.{others[0]}')}: has no effect, because the graph of "
            f"{data.file!r} is published as it is; leave it out, or publish the vectors with "
            "data.kind = 'arrays'"
        )
    if "projection" in written and data.vectors is None:
        raise ConfigError(
            f"{source.where('projection')}: has no effect, because there are no vectors; leave it "
            "out, or name the vectors in data.vectors"
        )


def _digest(file: GraphFile, hash_file: HashFile) -> str:
    file.require()
    return hash_file(file.folder / file.file)


def _vectors(source: ExplorationSource, data: Graph) -> ArrayFile | None:
    if data.vectors is None:
        return None
    return ArrayFile(ArrayPlace.of(data.vectors), source.folder, "data.vectors")


def _rows_stage(
    source: ExplorationSource,
    samples: Stage[Labels],
    vectors: ArrayFile | None,
    hash_file: HashFile,
) -> Stage[Rows]:
    item = f"{source.name}/{LAYER}"
    if vectors is None:
        return stage(rows_without_vectors, item, samples=samples)
    digest, place = hash_file(vectors.folder / vectors.place.file), vectors.place
    return stage(array_rows, item, layer=LAYER, file=digest, array=place.array, opened=vectors)


def _rows(source: ExplorationSource, inputs: Inputs) -> Mapping[str, Stage[Rows]]:
    return {LAYER: _read(inputs)["rows"]}


def _read(inputs: Inputs) -> Mapping[str, Any]:
    """Return the stages of all that is read before anything is computed, by their names."""
    if inputs.fits is None:
        raise TypeError("a graph and its rows are read before anything else")
    return inputs.fits.inputs


def _given(source: ExplorationSource, inputs: Inputs, item: str) -> GivenStages:
    data, settings, rows = _data_of(source), source.settings, _rows(source, inputs)[LAYER]
    graph = _read(inputs)["graph"]
    seed, has_vectors = settings.seed, data.vectors is not None
    again = stage(made_again, item, graph=graph, rows=rows, seed=seed) if has_vectors else None
    made = stage(graph_of_file, item, graph=graph, samples=inputs.samples, rebuilt=again)
    shape = stage(given_structures, item, graph=made)
    if again is not None:
        shape = stage(
            judged_structures,
            item,
            graph=made,
            rows=rows,
            rebuilt=again,
            stability=settings.mapper.stability,
            seed=seed,
        )
    facts = stage(
        facts_of_file,
        item,
        graph=graph,
        made=made,
        value=data.value,
        lens=data.lens,
        rebuilt=again,
    )
    return GivenStages(made, shape, facts, has_vectors)


def _cards(source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]) -> Looks:
    """Return the stages of rows that look like nothing; without vectors they have no channels."""
    looks = card_looks(source, inputs, layers)
    return looks if _data_of(source).vectors else replace(looks, layers={})


def _kind(data: DataSettings) -> Kind:
    """Return the kind as the settings say how rows look; a picture comes before a text."""
    if not isinstance(data, Graph):
        raise TypeError(f"data of kind {data.kind!r} are no graph")
    kind = described_kind(data, _inputs, _rows)
    looks = kind.looks if data.picture or data.text else _cards
    return replace(kind, words=graph_words, looks=looks, given=_given)


KIND = _kind
