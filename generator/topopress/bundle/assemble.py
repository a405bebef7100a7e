"""From the artifacts of an exploration to the documents that the viewer reads."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.activations.types import ActivationMatrix
from topopress.analysis.nodes.quality import chain_notice
from topopress.analysis.nodes.sample_nodes import nodes_of_samples
from topopress.analysis.nodes.statistics import mean_over_members
from topopress.analysis.nodes.types import GraphQuality, NodeStatistics
from topopress.analysis.settings.types import Choice
from topopress.analysis.settings.verdict import nothing_to_see
from topopress.analysis.shape.types import NullStability, Stability, Structures
from topopress.bundle.exploration import LayerView
from topopress.bundle.packing import chunk_script, delta_code, pack
from topopress.bundle.responses import class_arrays, exemplar_arrays, thumbnail_arrays
from topopress.bundle.schema import (
    GraphHeader,
    Layer,
    Quality,
    RowsHeader,
    SamplesHeader,
    Sheet,
    Structure,
)
from topopress.bundle.shape import (
    part_shares,
    sample_notice,
    stability_summary,
    structure_documents,
)
from topopress.bundle.visuals import arm_pictures, visual_arrays, visual_summary
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32
from topopress.mapper.types import MapperGraph
from topopress.samples.types import SampleTable
from topopress.visuals.types import (
    Attribution,
    Exemplars,
    FeatureVisualisations,
    SpriteSheet,
    Thumbnails,
)


@dataclass(frozen=True, slots=True, eq=False)
class LayerParts:
    """All artifacts of one layer.

    Attributes:
        n_samples: Number of samples of the exploration.
        layout: Node positions, shape (n_nodes, 2).
        projection: Scatter of the rows, shape (n_rows, 2), y upwards.
        projection_caption: How the scatter was made, in words.
        settings: What the graph was made with, settled.
        structures: Features of the graph's shape.
        stability: In which share of other graphs its parts are found; None where not judged.
        null: The same for shuffled copies of the rows.
        stable: Which structures count as stable, shape (n_structures,).
        choice: What the settings were chosen from; None where that was not looked at.
        family: Stream of the layer's family chunk; None where there is none.
        visuals: Feature visualisations of the nodes; None where they are switched off.
        inversions: Those of single rows.
        contrasts: Those of arms of bifurcations.
        attribution: Classes the exemplars speak for; None where that was not computed.
        classes: Names of the network's outputs, empty where unknown.
    """

    matrix: ActivationMatrix
    graph: MapperGraph
    statistics: NodeStatistics
    quality: GraphQuality
    n_samples: int
    layout: Float32
    projection: Float32
    projection_caption: str
    exemplars: Exemplars
    settings: Mapper
    structures: Structures
    stable: NDArray[np.bool_]
    stability: Stability | None = None
    null: NullStability | None = None
    choice: Choice | None = None
    family: bytes | None = None
    visuals: FeatureVisualisations | None = None
    inversions: FeatureVisualisations | None = None
    contrasts: FeatureVisualisations | None = None
    attribution: Attribution | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LayerBundle:
    """One layer as the site carries it: its manifest entry, its view, its files by path."""

    layer: Layer
    view: LayerView
    files: Mapping[str, bytes]


def bundle_layer(layer_id: str, parts: LayerParts) -> LayerBundle:
    """Pack one layer.

    Args:
        layer_id: The layer's name in addresses and file names.
        parts: Its artifacts.
    """
    files: dict[str, bytes] = {}
    structures = structure_documents(
        parts.structures,
        parts.stability,
        parts.stable,
        arm_pictures(parts.structures, parts.contrasts),
    )
    graph = _add_chunk(files, f"{layer_id}-graph", pack(*_graph_chunk(layer_id, parts, structures)))
    rows = _add_chunk(files, f"{layer_id}-rows", pack(*_rows_chunk(layer_id, parts)))
    family = parts.family and _add_chunk(files, f"{layer_id}-family", parts.family)
    info, lens, settings = parts.matrix.layer, parts.statistics.mean_lens, parts.settings
    quantile = settings.clusterer.quantile
    layer = Layer(
        id=layer_id,
        name=info.name,
        channels=info.channels,
        height=info.height,
        width=info.width,
        n_rows=len(parts.matrix.sample),
        n_nodes=parts.graph.n_nodes,
        n_edges=len(parts.graph.edges),
        lens_min=float(lens.min(initial=np.inf)) if len(lens) else 0.0,
        lens_max=float(lens.max(initial=-np.inf)) if len(lens) else 0.0,
        eps=_single(parts.graph.eps),
        metric=settings.clusterer.metric,
        n_intervals=[int(cover.n_intervals) for cover in settings.covers],
        intervals=_intervals(parts.graph),
        eps_quantile=quantile if isinstance(quantile, float) else None,
        notices=_notices(parts),
        sampled=sample_notice(
            len(parts.matrix.sample),
            settings.stability.sample,
            judged=parts.stability is not None,
            family=parts.family is not None,
        ),
        quality=Quality(**{name: getattr(parts.quality, name) for name in Quality.model_fields}),
        stability=stability_summary(parts.structures, parts.stability, parts.null, parts.stable),
        graph=graph,
        rows=rows,
        family=family or None,
        visuals=visual_summary(parts.visuals, parts.contrasts, parts.inversions),
        **_picture_sheets(files, layer_id, parts),
    )
    return LayerBundle(layer, _view(layer, parts, structures), files)


def bundle_samples(
    table: SampleTable, thumbnails: Thumbnails
) -> tuple[str, list[Sheet], dict[str, bytes]]:
    """Pack what is said and shown of samples.

    Returns:
        Path of the samples chunk, the sheets of thumbnails, and all these files by path.
    """
    origins = sorted({sample.origin for sample in table.samples})
    header = SamplesHeader(kind="samples", ids=[s.id for s in table.samples], origins=origins)
    place = {origin: k for k, origin in enumerate(origins)}
    arrays = {
        "label": label_indices(table).astype(np.int64),
        "origin": np.array([place[s.origin] for s in table.samples], np.int64),
        **thumbnail_arrays(thumbnails),
    }
    files: dict[str, bytes] = {}
    path = _add_chunk(files, "samples", pack(header, arrays))
    return path, _add_sheets(files, "thumbnails", thumbnails.sheets), files


def label_indices(table: SampleTable) -> NDArray[np.int32]:
    """Return each sample's index into ``table.labels``, -1 where it has no label."""
    place = {label: k for k, label in enumerate(table.labels)}
    labels = (sample.label for sample in table.samples)
    return np.array([-1 if label is None else place[label] for label in labels], np.int32)


def _graph_chunk(
    layer_id: str, parts: LayerParts, structures: list[Structure]
) -> tuple[GraphHeader, dict[str, NDArray[np.generic]]]:
    graph, statistics = parts.graph, parts.statistics
    classes, spoken_for = class_arrays(parts.attribution, parts.classes)
    arrays: dict[str, NDArray[np.generic]] = {
        "x": parts.layout[:, 0],
        "y": parts.layout[:, 1],
        "interval": graph.node_interval,
        "cluster": graph.node_cluster,
        "lens": statistics.mean_lens,
        "second_lens": mean_over_members(graph.second_lens, graph),
        "tightness": statistics.tightness,
        "purity": statistics.purity,
        "majority": statistics.majority,
        "member_offsets": graph.member_offsets,
        "members": delta_code(graph.member_offsets, graph.members),
        "source": graph.edges[:, 0],
        "target": graph.edges[:, 1],
        "shared": graph.shared,
        "jaccard": graph.jaccard,
        "composition_offsets": statistics.composition_offsets,
        "composition_label": statistics.composition_label,
        "composition_count": statistics.composition_count,
        "spread_low": statistics.spread[:, 0],
        "spread_middle": statistics.spread[:, 1],
        "spread_high": statistics.spread[:, 2],
        **exemplar_arrays(parts.exemplars),
        **spoken_for,
        **visual_arrays(parts.visuals, parts.inversions, graph.n_nodes),
        **part_shares(parts.stability),
    }
    header = GraphHeader(
        kind="graph",
        layer=layer_id,
        structures=structures,
        classes=classes,
        agreement=parts.attribution.agreement if parts.attribution and classes else None,
    )
    return header, arrays


def _rows_chunk(
    layer_id: str, parts: LayerParts
) -> tuple[RowsHeader, dict[str, NDArray[np.generic]]]:
    header = RowsHeader(kind="rows", layer=layer_id, projection=parts.projection_caption)
    x, y = _to_uint16(parts.projection)
    arrays: dict[str, NDArray[np.generic]] = {
        "x": x,
        "y": 65535 - y,  # the screen's y grows downwards
        "sample": parts.matrix.sample,
        "lens": parts.graph.lens,
        "second_lens": parts.graph.second_lens,
    }
    return header, arrays


def _to_uint16(points: Float32) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Scale both axes by the larger range, so that distances keep their proportion."""
    if not len(points):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = points.min(axis=0), points.max(axis=0)
    span = float((high - low).max()) or 1.0
    centred = (points - (low + high) / 2) / span + 0.5
    scaled = np.rint(centred.clip(0, 1) * 65535).astype(np.int64)
    return scaled[:, 0], scaled[:, 1]


def _view(layer: Layer, parts: LayerParts, structures: list[Structure]) -> LayerView:
    graph, statistics = parts.graph, parts.statistics
    found = part_shares(parts.stability)
    offsets, nodes = nodes_of_samples(
        parts.matrix, graph, statistics.mean, n_samples=parts.n_samples
    )
    return LayerView(
        layer=layer,
        position=parts.layout,
        node_ids=tuple(graph.node_id(node) for node in range(graph.n_nodes)),
        sizes=np.diff(graph.member_offsets),
        mean_lens=statistics.mean_lens,
        mean_second_lens=mean_over_members(graph.second_lens, graph),
        tightness=statistics.tightness,
        purity=statistics.purity,
        majority=statistics.majority,
        edges=graph.edges,
        jaccard=graph.jaccard,
        structures=tuple(structures),
        node_bootstrap=found["node_bootstrap"],
        node_family=found["node_family"],
        edge_bootstrap=found["edge_bootstrap"],
        choice=parts.choice,
        sample_offsets=offsets,
        sample_nodes=nodes,
    )


def _intervals(graph: MapperGraph) -> list[int]:
    """Return how many intervals each lens has; two lenses have all boxes of them, row by row."""
    if not len(graph.second_lens):
        return [len(graph.intervals)]
    first = len({box.bounds[0] for box in graph.intervals})
    return [first, len(graph.intervals) // max(first, 1)]


def _notices(parts: LayerParts) -> list[str]:
    nothing = nothing_to_see(parts.choice) if parts.choice else None
    said = (nothing, chain_notice(parts.quality))
    return [notice[:1].upper() + notice[1:] for notice in said if notice]


def _single(eps: NDArray[np.float64]) -> float | None:
    """Return the one eps of all intervals, or None where they differ."""
    return float(eps[0]) if len(eps) and bool((eps == eps[0]).all()) else None


def _add_chunk(files: dict[str, bytes], stem: str, stream: bytes) -> str:
    path = f"data/{stem}.{_short_hash(stream)}.js"
    files[path] = chunk_script(path, stream)
    return path


def _add_sheets(files: dict[str, bytes], stem: str, sheets: Sequence[SpriteSheet]) -> list[Sheet]:
    listed = []
    for k, sheet in enumerate(sheets):
        path = f"images/{stem}-{k}.{_short_hash(sheet.webp)}.webp"
        files[path] = sheet.webp
        listed.append(Sheet(file=path, tile=sheet.tile, columns=sheet.columns, count=sheet.count))
    return listed


def _picture_sheets(
    files: dict[str, bytes], layer_id: str, parts: LayerParts
) -> dict[str, list[Sheet]]:
    made = {
        "exemplar": parts.exemplars,
        "visual": parts.visuals,
        "inversion": parts.inversions,
        "contrast": parts.contrasts,
    }
    return {
        f"{kind}_sheets": _add_sheets(files, f"{layer_id}-{kind}s", of.sheets if of else ())
        for kind, of in made.items()
    }


def _short_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
