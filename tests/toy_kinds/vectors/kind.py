"""A kind of bare vectors: no network, no pictures. The drill of a new kind in CONTRIBUTING.md."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from topopress.activations.types import Rows
from topopress.config.load import ExplorationSource
from topopress.config.schema import Exploration
from topopress.core.errors import DataError
from topopress.kinds.kind import HashFile, Inputs, Kind
from topopress.kinds.words import KindWords
from topopress.network.types import LayerInfo, NetworkInfo, VectorShape
from topopress.samples.types import Sample, SampleTable, Survey
from topopress.stage.executor import Work
from topopress.stage.stage import Stage, stage
from topopress.store.canonical import sha256_of_file
from toy_kinds.vectors.settings import Vectors


@dataclass(frozen=True)
class Folder:
    """The folder of an exploration."""

    path: Path

    def open(self, device: str) -> Path:
        """Return the path."""
        return self.path


def samples(work: Work, table: str, digest: str, folder: Folder) -> Survey:
    """List the lines of the table."""
    lines = csv.DictReader((work.open(folder) / table).read_text("utf-8").splitlines())
    return Survey.of(
        [Sample(line.pop("id"), table, line.pop("label"), digest, metadata=line) for line in lines]
    )


def rows(work: Work, file: str, digest: str, samples: SampleTable, folder: Folder) -> Rows:
    """Read the vectors."""
    vectors = np.load(work.open(folder) / file)
    if len(vectors) != len(samples.samples):
        raise DataError(
            f"data.file: {len(vectors)} rows, {len(samples.samples)} lines in the table"
        )
    sample = np.arange(len(vectors), dtype=np.int32)
    layer = LayerInfo("vectors", vectors.shape[1], VectorShape())
    return Rows(layer, vectors, sample, "whole", np.empty((len(vectors), 0), np.int32))


def _inputs(source: ExplorationSource, hash_file: HashFile) -> Inputs:
    data = source.settings.data
    assert isinstance(data, Vectors)
    digest = hash_file(source.folder / data.table)
    folder = Folder(source.folder)
    return Inputs(stage(samples, source.name, table=data.table, digest=digest, folder=folder))


def _rows(source: ExplorationSource, inputs: Inputs) -> Mapping[str, Stage[Rows]]:
    data = source.settings.data
    assert isinstance(data, Vectors)
    digest = sha256_of_file(source.folder / data.file)
    folder = Folder(source.folder)
    found = stage(rows, f"{source.name}/vectors", file=data.file, digest=digest,
                  samples=inputs.samples, folder=folder)  # fmt: skip
    return {"vectors": found}


def _words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    return KindWords(
        sample="measurement",
        samples="measurements",
        origins="tables",
        vectors="vectors",
        source="a table of vectors",
        rows=(("Row", "The vector of one measurement."),),
        exemplar="Pages show its name.",
    )


KIND = Kind("vectors", _inputs, _rows, _words)
