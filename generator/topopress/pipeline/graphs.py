"""The stages between a layer's vectors and what is known of its Mapper graph."""

from dataclasses import dataclass

import numpy as np
from pydantic import TypeAdapter

from topopress.activations.types import ActivationMatrix
from topopress.analysis.nodes.types import GraphQuality, NodeStatistics
from topopress.analysis.settings.types import Choice
from topopress.analysis.settings.verdict import resolved
from topopress.analysis.shape.types import LayerShape
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32
from topopress.mapper.types import MapperGraph
from topopress.pipeline.bench import content_of
from topopress.pipeline.choices import LayerRows, choose_settings
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.pipeline.shapes import judge_shape, publish_family, read_shape
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
        settings: What the graph was made with; nothing of it is open any more.
        choice: What the open settings were chosen from.
        shape: Its structures and how far they can be trusted.
        family: Stored chunk of the same rows under other settings; None where there is none.
        digests: Content of each of these by name.
    """

    matrix: ActivationMatrix
    graph: MapperGraph
    statistics: NodeStatistics
    quality: GraphQuality
    layout: Float32
    projection: Float32
    settings: Mapper
    choice: Choice
    shape: LayerShape
    family: Artifact | None
    digests: dict[str, str]


def build_layer_graph(inputs: Inputs, of: LayerRows) -> LayerGraph:
    """Run the Mapper construction on a layer and everything that describes its graph.

    Args:
        inputs: Samples and network of the exploration.
        of: The layer.
    """
    chosen = choose_settings(of)
    choice = read_record(chosen, Choice)
    settings = resolved(of.bench.settings.mapper, choice)
    mapped = _mapper(of, settings)
    described = _statistics(inputs, of, mapped)
    placed = _layout(of, mapped)
    scattered = _projection(of)
    judged = judge_shape(of, mapped, settings)
    family = publish_family(of, mapped, settings)
    stored = {
        "vectors": of.rows,
        "choice": chosen,
        "mapper": mapped,
        "statistics": described,
        "layout": placed,
        "projection": scattered,
        "structures": judged,
        **({} if family is None else {"family": family}),
    }
    return LayerGraph(
        matrix=read_record(of.rows, ActivationMatrix),
        graph=read_record(mapped, MapperGraph),
        statistics=read_record(described, NodeStatistics),
        quality=TypeAdapter(GraphQuality).validate_python(described.json(QUALITY)),
        layout=placed.array("layout"),
        projection=scattered.array("projection"),
        settings=settings,
        choice=choice,
        shape=read_shape(judged, settings),
        family=family,
        digests={name: content_of(artifact) for name, artifact in stored.items()},
    )


def _mapper(of: LayerRows, settings: Mapper) -> Artifact:
    seed = of.bench.settings.seed
    action = of.bench.action(
        "mapper",
        of.name,
        inputs=of.digests,
        params={
            **settings.model_dump(mode="json", exclude={"preset", "stability"}),
            "seed": seed,
        },
        code=("topopress.mapper.graph", "topopress.mapper.head"),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.mapper.graph import build_graph

        graph = build_graph(
            of.rows.array("vectors"),
            settings,
            seed=seed,
            columns=of.columns.of_rows(of.rows.array("sample")),
            progress=of.bench.stages.progress,
        )
        write_record(outputs, graph)

    return of.bench.stages.run(action, compute)


def _statistics(inputs: Inputs, of: LayerRows, mapped: Artifact) -> Artifact:
    labels = inputs.table.label_indices
    action = of.bench.action(
        "statistics",
        of.name,
        inputs={
            "rows": content_of(of.rows),
            "members": content_of(mapped, "members", "member_offsets", "lens"),
            "labels": sha256(labels.tobytes()),
        },
        params={},
        code=("topopress.analysis.nodes.statistics", "topopress.analysis.nodes.quality"),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.nodes.quality import graph_quality
        from topopress.analysis.nodes.statistics import node_statistics

        graph = read_record(mapped, MapperGraph)
        statistics = node_statistics(
            read_record(of.rows, ActivationMatrix),
            graph,
            labels,
            n_labels=len(inputs.table.labels),
        )
        write_record(outputs, statistics)
        quality = graph_quality(graph, statistics)
        outputs.write_json(QUALITY, TypeAdapter(GraphQuality).dump_python(quality, mode="json"))

    return of.bench.stages.run(action, compute)


def _layout(of: LayerRows, mapped: Artifact) -> Artifact:
    action = of.bench.action(
        "layout",
        of.name,
        inputs={"graph": content_of(mapped)},
        params={"seed": of.bench.settings.seed},
        code=("topopress.mapper.layout",),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.mapper.layout import layout

        graph = read_record(mapped, MapperGraph)
        outputs.write_array("layout", layout(graph, seed=of.bench.settings.seed))

    return of.bench.stages.run(action, compute)


def _projection(of: LayerRows) -> Artifact:
    settings = of.bench.settings
    action = of.bench.action(
        "projection",
        of.name,
        inputs={"vectors": of.rows.digest("vectors")},
        params={**settings.projection.model_dump(mode="json"), "seed": settings.seed},
        code=("topopress.analysis.nodes.projection",),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.nodes.projection import project

        vectors = np.asarray(of.rows.array("vectors"))
        outputs.write_array("projection", project(vectors, settings.projection, seed=settings.seed))

    return of.bench.stages.run(action, compute)
