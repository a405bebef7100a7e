"""The scatters of a layer as the viewer reads them: points in integers, and words about them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.nodes.kept_neighbours import NEAREST
from topopress.analysis.stages import KeptNeighbours, Scatter
from topopress.bundle.packing import add_chunk, pack
from topopress.bundle.parts import LayerParts
from topopress.bundle.schema import ProjectionHeader
from topopress.config.projection import Projection, ProjectionKind
from topopress.core.arrays import Float32, Int64
from topopress.core.language import gettext_viewer

LARGEST = 65535


def first_points(parts: LayerParts) -> tuple[Int64, Int64]:
    """Return the points of the scatter that is shown first; none for rows without vectors."""
    empty = np.empty((0, 2), np.float32)
    return screen_points(parts.scatters[0].projection if parts.scatters else empty)


def first_caption(parts: LayerParts) -> str:
    """Return how the scatter that is shown first was made; empty for rows without vectors."""
    return _captions(parts)[0] if parts.scatters else ""


def add_further(files: dict[str, bytes], layer_id: str, parts: LayerParts) -> list[str]:
    """Add a chunk for each further scatter to files by path; return their paths."""
    paths: list[str] = []
    if not parts.scatters:
        return paths
    further = zip(parts.projection.kinds, parts.scatters, _captions(parts), strict=True)
    for kind, scatter, caption in list(further)[1:]:
        header = ProjectionHeader(kind="projection", layer=layer_id, projection=caption)
        x, y = screen_points(scatter.projection)
        arrays: Mapping[str, NDArray[np.generic]] = {"x": x, "y": y}
        paths.append(add_chunk(files, f"{layer_id}-{kind}", pack(header, arrays)))
    return paths


def screen_points(points: Float32) -> tuple[Int64, Int64]:
    """Scale both axes by the larger range, so that distances keep their proportion.

    y grows downwards.
    """
    if not len(points):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = points.min(axis=0), points.max(axis=0)
    span = float((high - low).max()) or 1.0
    centred = (points - (low + high) / 2) / span + 0.5
    scaled = np.rint(centred.clip(0, 1) * LARGEST).astype(np.int64)
    return scaled[:, 0], LARGEST - scaled[:, 1]


def _captions(parts: LayerParts) -> list[str]:
    each = zip(parts.projection.kinds, parts.scatters, parts.neighbours, strict=True)
    return [
        ". ".join(filter(None, (_made(kind, parts.projection, scatter), _kept(neighbours))))
        for kind, scatter, neighbours in each
    ]


def _made(kind: ProjectionKind, settings: Projection, scatter: Scatter) -> str:
    if kind == "tsne":
        return _said(
            gettext_viewer("t-SNE of the directions, perplexity {perplexity}"),
            perplexity=f"{settings.perplexity:g}",
        )
    if kind == "umap":
        return _said(
            gettext_viewer("UMAP of the directions, {neighbours} neighbours, min_dist {distance}"),
            neighbours=str(settings.n_neighbors),
            distance=f"{settings.min_dist:g}",
        )
    return _said(
        gettext_viewer("Two principal components, {share} of the variance"),
        share=_percent(scatter.explained or 0),
    )


def _kept(neighbours: KeptNeighbours) -> str:
    """Return how many of the nearest points are nearest vectors too; empty for too few rows."""
    if neighbours.kept is None:
        return ""
    share = _percent(neighbours.kept)
    return _said(
        gettext_viewer("Of the {nearest} nearest points, {share} are nearest vectors too"),
        nearest=str(NEAREST),
        share=share,
    )


def _said(message: str, **values: str) -> str:
    """Return a message in English with its values; the viewer translates it."""
    return message.format_map(values)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"
