"""The stages that judge the shape of a layer's graph, and publish its family."""

import numpy as np

from topopress.analysis.shape.types import LayerShape, NullStability, Stability, Structures
from topopress.config.load import slug
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Int64
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.types import MapperGraph
from topopress.pipeline.bench import content_of
from topopress.pipeline.choices import LayerRows
from topopress.pipeline.records import read_record, write_record
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs

SCIENCE = ("numpy", "scipy", "scikit-learn")
STABLE = "stable"
FAMILY = "family.bin"


def judge_shape(of: LayerRows, mapped: Artifact, settings: Mapper) -> Artifact:
    """Return the stored structures of a layer's graph, with their stability unless it is off.

    Args:
        of: The layer.
        mapped: Its stored ``MapperGraph``.
        settings: What the graph was made with, settled.
    """
    seed = of.bench.settings.seed
    action = of.bench.action(
        "structures",
        of.name,
        inputs={**of.digests, "mapper": content_of(mapped)},
        params={**settings.model_dump(mode="json", exclude={"preset"}), "seed": seed},
        code=("topopress.analysis.shape.assessment", "topopress.mapper.graph"),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.shape.assessment import assess
        from topopress.analysis.shape.structures import find_structures
        from topopress.mapper.graph import build_graph

        graph = read_record(mapped, MapperGraph)
        if settings.stability.resamples == 0:
            _write_unjudged(outputs, find_structures(graph))
            return
        values = of.columns.of_rows(of.rows.array("sample"))

        def build(vectors: Float32, mapper: Mapper, chosen: Int64) -> MapperGraph:
            own = {name: column[chosen] for name, column in values.items()}
            return build_graph(vectors, mapper, seed=seed, columns=own)

        judged = assess(
            of.rows.array("vectors"),
            graph,
            settings,
            build,
            seed=seed,
            progress=of.bench.stages.progress,
        )
        write_record(outputs, judged.structures, name="structures-")
        write_record(outputs, judged.stability, name="stability-")
        write_record(outputs, judged.null, name="null-")
        outputs.write_array(STABLE, judged.stable)

    return of.bench.stages.run(action, compute)


def read_shape(artifact: Artifact, settings: Mapper) -> LayerShape:
    """Read back what ``judge_shape`` stored for these settings."""
    judged = settings.stability.resamples > 0
    return LayerShape(
        structures=read_record(artifact, Structures, name="structures-"),
        stability=read_record(artifact, Stability, name="stability-") if judged else None,
        null=read_record(artifact, NullStability, name="null-") if judged else None,
        stable=artifact.array(STABLE),
    )


def _write_unjudged(outputs: Outputs, structures: Structures) -> None:
    write_record(outputs, structures, name="structures-")
    outputs.write_array(STABLE, np.zeros(len(structures.kind), np.bool_))


def publish_family(of: LayerRows, mapped: Artifact, settings: Mapper) -> Artifact | None:
    """Return the stored chunk of a layer's family, as the output ``FAMILY``.

    None where there is no family to cut: with a cover of two lenses, or a clusterer without eps.

    Args:
        of: The layer.
        mapped: Its stored ``MapperGraph``.
        settings: What the graph was made with, settled.
    """
    seed, clusterer = of.bench.settings.seed, clusterer_of(settings.clusterer)
    if len(settings.lenses) > 1 or not clusterer.can_be_cut:
        return None
    action = of.bench.action(
        "family",
        of.name,
        inputs={"vectors": of.rows.digest("vectors"), "mapper": content_of(mapped, "lens", "eps")},
        params={
            "cover": settings.cover.model_dump(mode="json"),
            "clusterer": clusterer.model_dump(mode="json"),
            "sample": settings.stability.sample,
            "seed": seed,
        },
        code=(
            "topopress.analysis.shape.perturbation",
            "topopress.mapper.family",
            "topopress.mapper.published_sample",
            "topopress.bundle.family",
            "topopress.bundle.packing",
        ),
        libraries=SCIENCE,
    )

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.shape.perturbation import named_covers
        from topopress.bundle.family import family_chunk
        from topopress.bundle.packing import pack
        from topopress.mapper.family import build_family
        from topopress.mapper.published_sample import published_sample

        graph = read_record(mapped, MapperGraph)
        family = build_family(
            of.rows.array("vectors"),
            graph.lens,
            published_sample(graph.lens, settings.stability.sample, seed),
            named_covers(graph.lens, settings),
            clusterer.with_radius(graph.eps),
            of.bench.stages.progress,
        )
        outputs.write(FAMILY, pack(*family_chunk(slug(of.name), family, len(graph.lens))))

    return of.bench.stages.run(action, compute)
