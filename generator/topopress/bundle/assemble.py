"""From the records of a layer to the documents that the viewer reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.nodes.quality import chain_notice
from topopress.analysis.nodes.statistics import nodes_of_samples, similarity_of_members
from topopress.analysis.settings.verdict import verdicts
from topopress.bundle.classes import class_arrays
from topopress.bundle.exploration import LayerView
from topopress.bundle.given import given_columns
from topopress.bundle.node_figures import figure_arrays, read_figures
from topopress.bundle.packing import add_chunk, delta_code, pack
from topopress.bundle.parts import LayerParts
from topopress.bundle.scatters import add_further, first_caption, first_points
from topopress.bundle.schema import (
    GraphHeader,
    Layer,
    NumbersHeader,
    RowsHeader,
    SamplesHeader,
    Structure,
)
from topopress.bundle.schema import NumberColumn as NumberDocument
from topopress.bundle.shape import (
    edge_shares,
    sample_notice,
    stability_summary,
    structure_documents,
)
from topopress.config.addresses import layer_address
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64
from topopress.mapper.types import MapperGraph
from topopress.samples.label_columns import LabelColumn
from topopress.samples.number_columns import NumberColumn
from topopress.samples.types import SampleTable

Arrays = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True, eq=False)
class LayerBundle:
    """One layer as the site carries it: its view, and its files by path."""

    view: LayerView
    files: Mapping[str, bytes]


def bundle_layer(parts: LayerParts) -> LayerBundle:
    """Pack one layer."""
    graph, look, layer_id = parts.graph, parts.look, layer_address(parts.name)
    figures, edge_bootstrap = read_figures(parts), edge_shares(parts.shape.stability)
    node_ids = tuple(map(graph.node_id, range(graph.n_nodes)))
    structures = structure_documents(parts.shape, node_ids)
    centroids, n_samples = parts.described.statistics.centroid, len(parts.labels.label)
    similarity = similarity_of_members(parts.rows, graph, centroids)
    rows_header = RowsHeader(kind="rows", layer=layer_id, projection=first_caption(parts))
    chunks = {
        "graph": _graph_chunk(layer_id, parts, structures, figures, edge_bootstrap),
        "rows": pack(rows_header, _rows_arrays(parts, similarity)),
    }
    if parts.family:
        chunks["family"] = parts.family.stream
    files = dict(look.files) if look else {}
    paths = {kind: add_chunk(files, f"{layer_id}-{kind}", chunks[kind]) for kind in chunks}
    further = add_further(files, layer_id, parts)
    offsets, nodes = nodes_of_samples(parts.rows, graph, similarity, n_samples=n_samples)
    view = LayerView(
        layer=_layer(layer_id, parts, paths, further),
        position=parts.layout.position,
        node_ids=node_ids,
        figures=figures,
        edges=graph.edges,
        jaccard=graph.jaccard,
        structures=tuple(structures),
        edge_bootstrap=edge_bootstrap,
        choice=parts.chosen.choice if parts.chosen else None,
        sample_offsets=offsets,
        sample_nodes=nodes,
        visuals=look.visuals if look else None,
        columns=(*given_columns(parts.given), *(look.columns if look else ())),
        said=parts.given.said if parts.given else (),
        neighbours=parts.neighbours,
    )
    return LayerBundle(view, files)


def bundle_samples(
    table: SampleTable, columns: Sequence[LabelColumn]
) -> tuple[str, dict[str, bytes]]:
    """Return the path of the chunk of names and labels, and the file by its path."""
    own = all(sample.origin == sample.id for sample in table.samples)
    origins = [] if own else sorted({sample.origin for sample in table.samples})
    header = SamplesHeader(kind="samples", ids=[s.id for s in table.samples], origins=origins)
    place = {origin: k for k, origin in enumerate(origins)}
    arrays: Arrays = {
        "label": table.label,
        "columns": np.concatenate([np.empty(0, np.int32), *(c.label for c in columns)]),
        "origin": np.array([place.get(s.origin, 0) for s in table.samples], np.int64),
    }
    files: dict[str, bytes] = {}
    return add_chunk(files, "samples", pack(header, arrays)), files


def bundle_numbers(
    columns: Sequence[NumberColumn], predicted: Mapping[str, Float32]
) -> tuple[list[NumberDocument], str | None, dict[str, bytes]]:
    """Return what the numbers of samples are, the path of their chunk, and the file by its path.

    Figures of predictions have half the precision: their last digits say nothing, and zeros in
    their place make the chunk smaller.
    """
    listed = [NumberDocument(name=column.name, source="table") for column in columns]
    listed += [NumberDocument(name=name, source="network") for name in predicted]
    files: dict[str, bytes] = {}
    if not listed:
        return [], None, files
    rounded = (values.astype(np.float16) for values in predicted.values())
    values = np.concatenate([*(column.values for column in columns), *rounded])
    stream = pack(NumbersHeader(kind="numbers"), {"numbers": values})
    return listed, add_chunk(files, "numbers", stream), files


def _layer(
    layer_id: str, parts: LayerParts, paths: Mapping[str, str], projections: list[str]
) -> Layer:
    info, lens = parts.rows.layer, parts.described.statistics.mean_lens
    settings = parts.chosen.mapper if parts.chosen else None
    quantile, n_rows = settings and settings.clusterer.quantile, len(parts.rows.sample)
    lens_known = bool(len(lens)) and not np.isnan(lens).any()
    return Layer(
        id=layer_id,
        name=parts.name,
        channels=info.channels,
        map_size=info.map_size and list(info.map_size),
        n_rows=n_rows,
        n_nodes=parts.graph.n_nodes,
        n_edges=len(parts.graph.edges),
        lens_min=float(lens.min()) if lens_known else 0.0,
        lens_max=float(lens.max()) if lens_known else 0.0,
        eps=_single(parts.graph.eps),
        metric=settings.clusterer.metric if settings else None,
        n_intervals=_n_intervals(settings, parts.graph) if settings else [],
        intervals=_intervals(parts.graph),
        eps_quantile=quantile if isinstance(quantile, float) else None,
        ball_radius=parts.graph.ball_radius,
        radius_quantile=_radius_quantile(settings) if settings else None,
        contracted=parts.graph.contracted if settings and settings.contracts else None,
        notices=_notices(parts),
        sampled=sample_notice(
            n_rows,
            parts.stability.sample,
            judged=parts.shape.stability is not None,
            family=parts.family is not None,
        ),
        quality=parts.described.quality,
        purities=list(parts.purities.purities),
        stability=stability_summary(parts.shape),
        unjudged=parts.given.unjudged if parts.given else None,
        graph=paths["graph"],
        rows=paths["rows"],
        projections=projections,
        family=paths.get("family"),
        look=parts.look.path if parts.look else None,
    )


def _graph_chunk(
    layer_id: str,
    parts: LayerParts,
    structures: list[Structure],
    figures: Float64,
    edge_bootstrap: Float64,
) -> bytes:
    graph, statistics, exemplars = parts.graph, parts.described.statistics, parts.exemplars
    names = parts.network.classes if parts.network else ()
    classes, attribution = class_arrays(parts.attribution, names)
    header = GraphHeader(
        kind="graph",
        layer=layer_id,
        structures=structures,
        classes=classes,
        agreement=parts.attribution.agreement if parts.attribution and classes else None,
        names=list(parts.given.names) if parts.given else [],
    )
    arrays: Arrays = {
        "x": parts.layout.position[:, 0],
        "y": parts.layout.position[:, 1],
        "interval": graph.node_interval,
        "cluster": graph.node_cluster,
        **figure_arrays(figures),
        "member_offsets": graph.member_offsets,
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
        "exemplar_offsets": exemplars.offsets,
        "exemplar_kind": exemplars.kind,
        "exemplar_row": exemplars.row,
        "exemplar_similarity": exemplars.similarity,
        **attribution,
        "counterpart_interval": parts.counterparts.interval.ravel(),
        "counterpart_cluster": parts.counterparts.cluster.ravel(),
        "counterpart_shared": parts.counterparts.shared.ravel(),
        "counterpart_jaccard": parts.counterparts.jaccard.ravel(),
    }
    return pack(header, arrays)


def _rows_arrays(parts: LayerParts, similarity: Float64) -> Arrays:
    graph, lens = parts.graph, parts.graph.lens
    x, y = first_points(parts)
    listed = parts.lists_members and parts.rows.layer.channels > 0
    return {
        "x": x,
        "y": y,
        "sample": parts.rows.sample,
        "lens": lens[:0] if np.isnan(lens).any() else lens,
        "second_lens": graph.second_lens,
        "members": delta_code(graph.member_offsets, graph.members),
        "similarity": np.rint((similarity if listed else similarity[:0]) * 32767),
    }


def _n_intervals(settings: Mapper, graph: MapperGraph) -> list[int]:
    if settings.balls is not None:
        return [len(graph.intervals)]
    return [int(cover.n_intervals) for cover in settings.covers]


def _radius_quantile(settings: Mapper) -> float | None:
    share = settings.balls and settings.balls.quantile
    return share if isinstance(share, float) else None


def _intervals(graph: MapperGraph) -> list[int]:
    """Return how many intervals each lens has; two lenses have all boxes of them, row by row.

    Nothing where another tool made the graph and its file names no intervals.
    """
    if graph.n_nodes and not graph.intervals:
        return []
    if not len(graph.second_lens):
        return [len(graph.intervals)]
    first = len({box.bounds[0] for box in graph.intervals})
    return [first, len(graph.intervals) // max(first, 1)]


def _notices(parts: LayerParts) -> list[str]:
    said = verdicts(parts.chosen.choice) if parts.chosen else ()
    notices = (*said, chain_notice(parts.described.quality))
    return [notice[:1].upper() + notice[1:] for notice in notices if notice]


def _single(eps: Float64) -> float | None:
    """Return the one eps of all intervals, or None where they differ."""
    return float(eps[0]) if len(eps) and bool((eps == eps[0]).all()) else None
