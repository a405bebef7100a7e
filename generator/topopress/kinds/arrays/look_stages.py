"""The stages that show rows: what a table says of them, their largest channels, their pictures."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.stages import Vectors
from topopress.bundle.exploration import Look
from topopress.bundle.packing import add_chunk, pack
from topopress.core.arrays import Int32, Int64, Uint8
from topopress.kinds.arrays.documents import CHUNK_ARRAYS, ChannelsHeader, DetailsHeader
from topopress.kinds.arrays.row_descriptions import RowDescriptions
from topopress.kinds.arrays.tiles import cropped_to, fitted_into, shape_of_tiles
from topopress.kinds.images.stages import RowSamples, ShownRows, ShownSamples
from topopress.samples.types import SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource
from topopress.visuals.sprites import EXEMPLAR_QUALITY, make_sheets
from topopress.visuals.types import ExemplarCrops, Thumbnails

Arrays = Mapping[str, NDArray[np.generic]]

LARGEST = 5
"""Channels that are shown of a row."""
MOST_DETAILED = 10_000
"""Samples up to which the table is published of all of them, else of exemplars only."""


def row_details(
    work: Work,
    *,
    samples: SampleTable,
    shown: ShownSamples,
    table: str,
    opened: Resource[RowDescriptions],
) -> Look:
    """Pack what the table says of samples in its further columns; ``table`` is its SHA-256.

    It has all samples where they are few, else those that are exemplars.
    """
    everything = len(samples.samples) <= MOST_DETAILED
    chosen = np.arange(len(samples.samples)) if everything else shown.sample
    listed = [samples.samples[k] for k in chosen.tolist()]
    rows, cells = work.open(opened), list[list[str]]()
    known = {name for sample in samples.samples for name in sample.metadata}
    columns = [name for name in rows.columns if name in known]
    for sample in listed:
        of_columns = [value_in_words(sample.metadata.get(name, "")) for name in columns]
        cells.append([*of_columns, *rows.caption(sample)])
    values = sorted({"", *(cell for line in cells for cell in line)})
    place = {value: k for k, value in enumerate(values)}
    header = DetailsHeader(
        kind="details",
        columns=[*columns, *rows.caption_columns],
        values=values,
        links=[rows.link_of(sample) for sample in listed] if rows.links else [],
    )
    arrays = {
        "sample": chosen,
        "value": np.array([place[cell] for line in cells for cell in line], np.int64),
    }
    files: dict[str, bytes] = {}
    return Look(add_chunk(files, "details", pack(header, arrays, CHUNK_ARRAYS)), files)


def value_in_words(value: str | float) -> str:
    """Return the value of a column as a card shows it."""
    if isinstance(value, str):
        return value
    whole = value == int(value) and abs(value) < 10**15
    return str(int(value)) if whole else f"{value:.6g}"


def largest_channels(layer: str, rows: Vectors, exemplars: ShownRows) -> Look:
    """Pack the channels of the largest absolute value of each exemplar.

    ``layer`` is the name of the layer in file names.
    """
    chosen: Int32 = np.unique(exemplars.row)
    vectors = np.asarray(rows.vectors[chosen], np.float32)
    shown = min(LARGEST, rows.vectors.shape[1])
    order: Int64 = np.argsort(-np.abs(vectors), axis=1, kind="stable")[:, :shown]
    arrays: Arrays = {
        "row": chosen,
        "channel": order.ravel(),
        "size": np.take_along_axis(vectors, order, axis=1).ravel(),
    }
    files: dict[str, bytes] = {}
    header = ChannelsHeader(kind="channels", layer=layer, shown=shown)
    return Look(add_chunk(files, f"{layer}-channels", pack(header, arrays, CHUNK_ARRAYS)), files)


def row_crops(
    work: Work,
    *,
    rows: RowSamples,
    exemplars: ShownRows,
    samples: SampleTable,
    size: int,
    opened: Resource[RowDescriptions],
) -> ExemplarCrops:
    """Cut the middle of the picture of each exemplar; ``size`` is the longer side in pixels."""
    distinct, sprite = np.unique(exemplars.row, return_inverse=True)
    table = work.open(opened)
    pictures = [table.picture(samples.samples[k]) for k in rows.sample[distinct].tolist()]
    tile = shape_of_tiles([_size_of(each) for each in pictures if each is not None], size)
    crops = [cropped_to(picture, tile) for picture in pictures]
    return ExemplarCrops(
        sprite=sprite.astype(np.int32),
        seen=np.tile([0.0, 0.0, 1.0, 1.0], (len(sprite), 1)),
        sheets=make_sheets(crops, tile=tile, quality=EXEMPLAR_QUALITY),
    )


def row_thumbnails(
    work: Work,
    *,
    shown: ShownSamples,
    samples: SampleTable,
    size: int,
    opened: Resource[RowDescriptions],
) -> Thumbnails:
    """Return the whole pictures of samples, reduced; ``size`` is their longer side in pixels."""
    table, tiles, shares, having = work.open(opened), list[Uint8](), [], []
    for k in shown.sample.tolist():
        picture = table.picture(samples.samples[k])
        if picture is not None:
            tile, share = fitted_into(picture, size)
            tiles.append(tile)
            shares.append([0.0, 0.0, *share])
            having.append(k)
    return Thumbnails(
        sample=np.array(having, np.int32),
        tile=np.arange(len(having), dtype=np.int32),
        place=np.array(shares, np.float64).reshape(-1, 4),
        sheets=make_sheets(tiles, tile=(size, size), quality=EXEMPLAR_QUALITY),
    )


def _size_of(picture: Uint8) -> tuple[int, int]:
    return picture.shape[0], picture.shape[1]
