"""The inputs that stand for each node: what its members nearest to the mean see."""

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from topopress.artifacts import (
    ActivationMatrix,
    Exemplars,
    Float32,
    Float64,
    ImageSample,
    Int32,
    Int64,
    MapperGraph,
    NodeStatistics,
    Uint8,
)
from topopress.config.schema import Visuals
from topopress.data.survey import PictureSource
from topopress.visuals.receptive_field import ReceptiveField
from topopress.visuals.sprites import EXEMPLAR_QUALITY, make_sheets


def make_exemplars(  # noqa: PLR0913 - each is another stage's result
    matrix: ActivationMatrix,
    graph: MapperGraph,
    statistics: NodeStatistics,
    *,
    pictures: PictureSource,
    samples: Sequence[ImageSample],
    field: ReceptiveField,
    settings: Visuals,
) -> Exemplars:
    """Choose every node's exemplars and cut them out; a row in several nodes is stored once."""
    offsets, row, similarity = choose(matrix, graph, statistics, count=settings.exemplars)
    distinct, sprite = np.unique(row, return_inverse=True)
    crops = list(_crops(matrix, distinct, pictures, samples, field, settings.exemplar_size))
    sheets = make_sheets(crops, tile=settings.exemplar_size, quality=EXEMPLAR_QUALITY)
    return Exemplars(offsets, row, similarity, sprite.astype(np.int32), sheets)


def choose(
    matrix: ActivationMatrix, graph: MapperGraph, statistics: NodeStatistics, *, count: int
) -> tuple[Int64, Int32, Float64]:
    """Choose the members of each node that are nearest to its mean by cosine similarity.

    At most one row of each sample, unless the node has fewer than ``count`` samples. Ties: the
    smaller row first.

    Returns:
        Offsets, shape (n_nodes + 1,); rows, nearest first; their similarities.
    """
    rows, similarities = [], []
    for node in range(graph.n_nodes):
        members = graph.members_of(node)
        similarity = _cosine(matrix.vectors[members], statistics.mean[node])
        nearest = np.lexsort((members, -similarity))
        kept = nearest[_distinct_first(matrix.sample[members[nearest]], count)]
        rows.append(members[kept])
        similarities.append(similarity[kept])
    offsets = np.concatenate([[0], np.cumsum([len(r) for r in rows])]).astype(np.int64)
    return (
        offsets,
        np.concatenate([np.empty(0, np.int32), *rows]).astype(np.int32),
        np.concatenate([np.empty(0), *similarities]),
    )


def _cosine(vectors: Float32, mean: Float32) -> Float64:
    exact, towards = vectors.astype(np.float64), mean.astype(np.float64)
    # Sums along rows, not a matrix product: that would depend on how many rows there are.
    dot = np.einsum("ij,j->i", exact, towards)
    lengths = np.sqrt(np.einsum("ij,ij->i", exact, exact)) * np.sqrt(np.dot(towards, towards))
    cosine: Float64 = np.divide(dot, lengths, out=np.zeros(len(dot)), where=lengths > 0)
    return np.clip(cosine, -1.0, 1.0)


def _distinct_first(samples: Int32, count: int) -> Int64:
    """Return the ``count`` places to keep, ascending: new samples before repeated ones."""
    first = np.zeros(len(samples), dtype=bool)
    first[np.unique(samples, return_index=True)[1]] = True
    places = np.concatenate([np.flatnonzero(first), np.flatnonzero(~first)])
    return np.sort(places[:count])


def _crops(
    matrix: ActivationMatrix,
    rows: Int32,
    pictures: PictureSource,
    samples: Sequence[ImageSample],
    field: ReceptiveField,
    side: int,
) -> Iterator[Uint8]:  # rows ascend, and with them the samples: each is read once
    current, picture = -1, np.empty((0, 0, 3), np.uint8)
    for row in rows:
        if matrix.sample[row] != current:
            current = int(matrix.sample[row])
            picture = pictures.read(samples[current])
        yield cut(picture, matrix.position[row], field, side)


def cut(picture: Uint8, position: Int32, field: ReceptiveField, side: int) -> Uint8:
    """Return what a position sees of a picture, resized to (side, side, 3)."""
    box = field.box((int(position[0]), int(position[1])), picture.shape[:2])
    part = Image.fromarray(picture[box.top : box.bottom, box.left : box.right])
    # Pillow's bicubic widens its kernel when it shrinks, so nothing aliases.
    return np.asarray(part.resize((side, side), Image.Resampling.BICUBIC))
