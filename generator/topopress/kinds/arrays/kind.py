"""Rows from arrays as a kind of samples: no network, one vector of each row in every layer."""

from collections.abc import Mapping

from topopress.activations.types import Rows
from topopress.config.base import DataSettings
from topopress.config.load import ExplorationSource
from topopress.config.mistakes import dotted
from topopress.kinds.arrays.described import described_kind
from topopress.kinds.arrays.row_table import RowTable
from topopress.kinds.arrays.settings import Arrays, DescribedRows
from topopress.kinds.arrays.stages import (
    ArrayFile,
    TableFile,
    array_rows,
    arrays_fit,
    require_one_length,
    row_samples,
)
from topopress.kinds.kind import HashFile, Inputs, Kind
from topopress.samples.arrays.reading import ArrayPlace
from topopress.stage.stage import Stage, stage


def _inputs(source: ExplorationSource, hash_file: HashFile) -> Inputs:
    data = _data_of(source)
    files = _files(source, data)
    count = require_one_length({name: file.open("cpu") for name, file in files.items()})
    described = data.of_table()
    table = TableFile(described, source.folder)
    return Inputs(
        samples=stage(
            row_samples,
            source.name,
            settings=described,
            table=RowTable(described, source.folder).digest(hash_file),
            n_rows=count.n_rows,
            of=count.of,
            opened=table,
        ),
        fits=stage(arrays_fit, source.name, rows=_row_stages(source, files, hash_file)),
        reader=table,
        attributed=False,
        listed_first=True,
    )


def _data_of(source: ExplorationSource) -> Arrays:
    data = source.settings.data
    if not isinstance(data, Arrays):
        raise TypeError(f"data of kind {data.kind!r} are no arrays")
    return data


def _files(source: ExplorationSource, data: Arrays) -> Mapping[str, ArrayFile]:
    return {
        name: ArrayFile(ArrayPlace.of(file), source.folder, dotted(["data", "layers", name]))
        for name, file in data.layers.items()
    }


def _row_stages(
    source: ExplorationSource, files: Mapping[str, ArrayFile], hash_file: HashFile
) -> Mapping[str, Stage[Rows]]:
    return {
        name: stage(
            array_rows,
            f"{source.name}/{name}",
            layer=name,
            file=hash_file(source.folder / file.place.file),
            array=file.place.array,
            opened=file,
        )
        for name, file in files.items()
    }


def _rows(source: ExplorationSource, inputs: Inputs) -> Mapping[str, Stage[Rows]]:
    if inputs.fits is None:
        raise TypeError("the arrays of an exploration are read before anything else")
    rows: Mapping[str, Stage[Rows]] = inputs.fits.inputs["rows"]
    return rows


def _kind(data: DataSettings) -> Kind:
    """Return the kind as the settings say how rows look; a picture comes before a text."""
    if not isinstance(data, DescribedRows):
        raise TypeError(f"data of kind {data.kind!r} have no table of rows")
    return described_kind(data, _inputs, _rows)


KIND = _kind
