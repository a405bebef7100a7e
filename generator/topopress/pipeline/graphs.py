"""The stages between a layer's vectors and what is known of its Mapper graph."""

from dataclasses import dataclass

import numpy as np
from pydantic import TypeAdapter

from topopress.artifacts import (
    ActivationMatrix,
    Float32,
    GraphQuality,
    MapperGraph,
    NodeStatistics,
)
from topopress.bundle.assemble import label_indices
from topopress.config.automatic import settled
from topopress.config.schema import Mapper
from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.columns import LensColumns
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.store.artifact import Artifact
from topopress.store.canonical import sha256
from topopress.store.outputs import Outputs

QUALITY = "quality.json"
SCIENCE = ("numpy", "scipy", "scikit-learn")


@dataclass(frozen=True, slots=True, eq=False)
class LayerGraph:
    """A layer's graph and what is known of it, with digests for the stages that follow.

    Attributes:
        matrix: The activation vectors, mapped into memory.
        graph: The Mapper graph.
        statistics: Per node.
        quality: Of the whole graph.
        layout: Node positions, shape (n_nodes, 2).
        projection: Scatter of the rows, shape (n_rows, 2).
        digests: Content of each of these by name.
    """

    matrix: ActivationMatrix
    graph: MapperGraph
    statistics: NodeStatistics
    quality: GraphQuality
    layout: Float32
    projection: Float32
    digests: dict[str, str]


def chosen_settings(mapper: Mapper) -> Mapper:
    """Return the settings with fixed values where the author left the choice to the data.

    The one place where that is done, until a stage chooses from the data.
    """
    return settled(mapper, metric="cosine", eps_quantile=0.5, n_intervals=30)


def build_layer_graph(
    bench: Bench, inputs: Inputs, columns: LensColumns, layer: str, rows: Artifact
) -> LayerGraph:
    """Run the Mapper construction on a layer and everything that describes its graph.

    Args:
        bench: The exploration.
        inputs: Its samples and network.
        columns: Its lenses that are no function of the vectors.
        layer: Name of the layer.
        rows: Its stored ``ActivationMatrix``.
    """
    mapped = _mapper(bench, columns, layer, rows)
    described = _statistics(bench, inputs, layer, rows, mapped)
    placed = _layout(bench, layer, mapped)
    scattered = _projection(bench, layer, rows)
    return LayerGraph(
        matrix=read_record(rows, ActivationMatrix),
        graph=read_record(mapped, MapperGraph),
        statistics=read_record(described, NodeStatistics),
        quality=TypeAdapter(GraphQuality).validate_python(described.json(QUALITY)),
        layout=placed.array("layout"),
        projection=scattered.array("projection"),
        digests={
            "vectors": content_of(rows),
            "mapper": content_of(mapped),
            "statistics": content_of(described),
            "layout": content_of(placed),
            "projection": content_of(scattered),
        },
    )


def _mapper(bench: Bench, columns: LensColumns, layer: str, rows: Artifact) -> Artifact:
    settings = bench.settings
    chosen = chosen_settings(settings.mapper)
    action = bench.action(
        "mapper",
        layer,
        inputs={"vectors": rows.digest("vectors"), **_column_digests(columns, rows)},
        params={
            **chosen.model_dump(mode="json", exclude={"preset", "stability"}),
            "seed": settings.seed,
        },
        code=("topopress.mapper.graph", "topopress.mapper.head"),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.mapper.graph import build_graph

        graph = build_graph(
            rows.array("vectors"),
            chosen,
            seed=settings.seed,
            columns=columns.of_rows(rows.array("sample")),
            progress=bench.stages.progress,
        )
        write_record(outputs, graph)

    return bench.stages.run(action, compute)


def _column_digests(columns: LensColumns, rows: Artifact) -> dict[str, str]:
    # Values per sample become values per row by the rows' samples, which count where they are used.
    return {**columns.digests, "sample": rows.digest("sample")} if columns.digests else {}


def _statistics(
    bench: Bench, inputs: Inputs, layer: str, rows: Artifact, mapped: Artifact
) -> Artifact:
    labels = label_indices(inputs.table)
    action = bench.action(
        "statistics",
        layer,
        inputs={
            "rows": content_of(rows),
            "members": content_of(mapped, "members", "member_offsets"),
            "labels": sha256(labels.tobytes()),
        },
        params={},
        code=("topopress.analysis.statistics", "topopress.analysis.quality"),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.quality import graph_quality
        from topopress.analysis.statistics import node_statistics

        graph = read_record(mapped, MapperGraph)
        statistics = node_statistics(
            read_record(rows, ActivationMatrix),
            graph,
            labels,
            n_labels=len(inputs.table.labels),
        )
        write_record(outputs, statistics)
        quality = graph_quality(graph, statistics)
        outputs.write_json(QUALITY, TypeAdapter(GraphQuality).dump_python(quality, mode="json"))

    return bench.stages.run(action, compute)


def _layout(bench: Bench, layer: str, mapped: Artifact) -> Artifact:
    action = bench.action(
        "layout",
        layer,
        inputs={"graph": content_of(mapped)},
        params={"seed": bench.settings.seed},
        code=("topopress.mapper.layout",),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.mapper.layout import layout

        graph = read_record(mapped, MapperGraph)
        outputs.write_array("layout", layout(graph, seed=bench.settings.seed))

    return bench.stages.run(action, compute)


def _projection(bench: Bench, layer: str, rows: Artifact) -> Artifact:
    settings = bench.settings
    action = bench.action(
        "projection",
        layer,
        inputs={"vectors": rows.digest("vectors")},
        params={**settings.projection.model_dump(mode="json"), "seed": settings.seed},
        code=("topopress.analysis.projection",),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.projection import project

        vectors = np.asarray(rows.array("vectors"))
        outputs.write_array("projection", project(vectors, settings.projection, seed=settings.seed))

    return bench.stages.run(action, compute)
