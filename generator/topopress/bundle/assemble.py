"""From the artifacts of an exploration to the documents that the viewer reads."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.nodes.quality import chain_notice
from topopress.analysis.nodes.sample_nodes import nodes_of_samples
from topopress.analysis.settings.verdict import nothing_to_see
from topopress.bundle.classes import class_arrays
from topopress.bundle.exploration import LayerView, Look
from topopress.bundle.node_figures import figure_arrays, read_figures
from topopress.bundle.packing import add_chunk, delta_code, pack
from topopress.bundle.parts import LayerParts
from topopress.bundle.schema import (
    GraphHeader,
    Layer,
    RowsHeader,
    SamplesHeader,
    Structure,
)
from topopress.bundle.shape import (
    edge_shares,
    sample_notice,
    stability_summary,
    structure_documents,
)
from topopress.core.arrays import Float32, Float64
from topopress.mapper.types import MapperGraph
from topopress.samples.types import SampleTable

Arrays = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True, eq=False)
class LayerBundle:
    """One layer as the site carries it: its manifest entry, its view, its files by path."""

    layer: Layer
    view: LayerView
    files: Mapping[str, bytes]


def bundle_layer(layer_id: str, parts: LayerParts, look: Look | None = None) -> LayerBundle:
    """Pack one layer.

    Args:
        layer_id: The layer's name in addresses and file names.
        parts: Its artifacts.
        look: How its rows look, as the kind of the samples packed it; None where there is nothing.
    """
    graph = parts.graph
    figures, edge_bootstrap = read_figures(parts), edge_shares(parts.shape.stability)
    node_ids = tuple(graph.node_id(node) for node in range(graph.n_nodes))
    structures = structure_documents(parts.shape, node_ids)
    header = _graph_header(layer_id, parts, structures)
    chunks = {
        "graph": pack(header, _graph_arrays(parts, figures, edge_bootstrap)),
        "rows": pack(_rows_header(layer_id, parts), _rows_arrays(parts)),
        **({"family": parts.family} if parts.family else {}),
    }
    files = dict(look.files) if look else {}
    paths = {kind: add_chunk(files, f"{layer_id}-{kind}", chunks[kind]) for kind in chunks}
    offsets, nodes = nodes_of_samples(
        parts.matrix, graph, parts.statistics.mean, n_samples=parts.n_samples
    )
    view = LayerView(
        layer=_layer(layer_id, parts, paths, look.path if look else None),
        position=parts.layout,
        node_ids=node_ids,
        figures=figures,
        edges=graph.edges,
        jaccard=graph.jaccard,
        structures=tuple(structures),
        edge_bootstrap=edge_bootstrap,
        choice=parts.choice,
        sample_offsets=offsets,
        sample_nodes=nodes,
        visuals=look.visuals if look else None,
    )
    return LayerBundle(view.layer, view, files)


def bundle_samples(table: SampleTable) -> tuple[str, dict[str, bytes]]:
    """Pack names and labels of the samples.

    Returns:
        Path of the samples chunk, and the file by its path.
    """
    origins = sorted({sample.origin for sample in table.samples})
    header = SamplesHeader(kind="samples", ids=[s.id for s in table.samples], origins=origins)
    place = {origin: k for k, origin in enumerate(origins)}
    arrays: Arrays = {
        "label": table.label,
        "origin": np.array([place[s.origin] for s in table.samples], np.int64),
    }
    files: dict[str, bytes] = {}
    return add_chunk(files, "samples", pack(header, arrays)), files


def _layer(layer_id: str, parts: LayerParts, paths: Mapping[str, str], look: str | None) -> Layer:
    info, lens, settings = parts.matrix.layer, parts.statistics.mean_lens, parts.settings
    n_rows, quantile = len(parts.matrix.sample), settings.clusterer.quantile
    return Layer(
        id=layer_id,
        name=info.name,
        channels=info.channels,
        map_size=info.map_size and list(info.map_size),
        n_rows=n_rows,
        n_nodes=parts.graph.n_nodes,
        n_edges=len(parts.graph.edges),
        lens_min=float(lens.min()) if len(lens) else 0.0,
        lens_max=float(lens.max()) if len(lens) else 0.0,
        eps=_single(parts.graph.eps),
        metric=settings.clusterer.metric,
        n_intervals=[int(cover.n_intervals) for cover in settings.covers],
        intervals=_intervals(parts.graph),
        eps_quantile=quantile if isinstance(quantile, float) else None,
        notices=_notices(parts),
        sampled=sample_notice(
            n_rows,
            settings.stability.sample,
            judged=parts.shape.stability is not None,
            family=parts.family is not None,
        ),
        quality=parts.quality,
        stability=stability_summary(parts.shape),
        graph=paths["graph"],
        rows=paths["rows"],
        family=paths.get("family"),
        look=look,
    )


def _graph_header(layer_id: str, parts: LayerParts, structures: list[Structure]) -> GraphHeader:
    classes, _ = class_arrays(parts.attribution, parts.classes)
    return GraphHeader(
        kind="graph",
        layer=layer_id,
        structures=structures,
        classes=classes,
        agreement=parts.attribution.agreement if parts.attribution and classes else None,
    )


def _graph_arrays(parts: LayerParts, figures: Float64, edge_bootstrap: Float64) -> Arrays:
    graph, statistics = parts.graph, parts.statistics
    _, attribution = class_arrays(parts.attribution, parts.classes)
    return {
        "x": parts.layout[:, 0],
        "y": parts.layout[:, 1],
        "interval": graph.node_interval,
        "cluster": graph.node_cluster,
        **figure_arrays(figures),
        "member_offsets": graph.member_offsets,
        "members": delta_code(graph.member_offsets, graph.members),
        "source": graph.edges[:, 0],
        "target": graph.edges[:, 1],
        "jaccard": graph.jaccard,
        "edge_bootstrap": edge_bootstrap,
        "composition_offsets": statistics.composition_offsets,
        "composition_label": statistics.composition_label,
        "composition_count": statistics.composition_count,
        "spread_low": statistics.spread[:, 0],
        "spread_middle": statistics.spread[:, 1],
        "spread_high": statistics.spread[:, 2],
        "exemplar_offsets": parts.exemplars.offsets,
        "exemplar_kind": parts.exemplars.kind,
        "exemplar_row": parts.exemplars.row,
        "exemplar_similarity": parts.exemplars.similarity,
        **attribution,
    }


def _rows_header(layer_id: str, parts: LayerParts) -> RowsHeader:
    return RowsHeader(kind="rows", layer=layer_id, projection=parts.projection_caption)


def _rows_arrays(parts: LayerParts) -> Arrays:
    x, y = _to_uint16(parts.projection)
    return {
        "x": x,
        "y": 65535 - y,  # the screen's y grows downwards
        "sample": parts.matrix.sample,
        "lens": parts.graph.lens,
        "second_lens": parts.graph.second_lens,
    }


def _to_uint16(points: Float32) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Scale both axes by the larger range, so that distances keep their proportion."""
    if not len(points):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = points.min(axis=0), points.max(axis=0)
    span = float((high - low).max()) or 1.0
    centred = (points - (low + high) / 2) / span + 0.5
    scaled = np.rint(centred.clip(0, 1) * 65535).astype(np.int64)
    return scaled[:, 0], scaled[:, 1]


def _intervals(graph: MapperGraph) -> list[int]:
    """Return how many intervals each lens has; two lenses have all boxes of them, row by row."""
    if not len(graph.second_lens):
        return [len(graph.intervals)]
    first = len({box.bounds[0] for box in graph.intervals})
    return [first, len(graph.intervals) // max(first, 1)]


def _notices(parts: LayerParts) -> list[str]:
    nothing = nothing_to_see(parts.choice) if parts.choice else None
    notices = (nothing, chain_notice(parts.quality))
    return [notice[:1].upper() + notice[1:] for notice in notices if notice]


def _single(eps: NDArray[np.float64]) -> float | None:
    """Return the one eps of all intervals, or None where they differ."""
    return float(eps[0]) if len(eps) and bool((eps == eps[0]).all()) else None
