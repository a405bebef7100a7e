"""The stages that choose and cut out the inputs that stand for each node."""

from collections.abc import Sequence

import numpy as np

from topopress.network.types import LayerInfo
from topopress.pipeline.bench import Bench
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import write_record
from topopress.store.artifact import Artifact
from topopress.store.canonical import sha256
from topopress.store.outputs import Outputs
from topopress.visuals.types import Exemplars


def make_exemplars(bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph) -> Artifact:
    """Return the stored ``Exemplars`` of a layer."""
    settings = bench.settings.visuals
    action = bench.action(
        "exemplars",
        layer.name,
        inputs={
            "samples": inputs.samples_digest,
            "network": inputs.network.digest,
            **{name: graph.digests[name] for name in ("vectors", "mapper", "statistics")},
        },
        params={
            "nearest": settings.exemplars,
            "spread": settings.spread_exemplars,
            "label": settings.label_exemplars,
            "size": settings.exemplar_size,
            "seed": bench.settings.seed,
        },
        code=(
            "topopress.visuals.exemplar_choice",
            "topopress.visuals.exemplars",
            "topopress.visuals.receptive_field",
        ),
        libraries=("torch", "pillow", "numpy"),
    )
    return bench.stages.run(
        action, lambda outputs: write_record(outputs, _exemplars(bench, inputs, layer, graph))
    )


def make_thumbnails(
    bench: Bench, inputs: Inputs, layers: Sequence[tuple[LayerGraph, Exemplars]]
) -> Artifact:
    """Return the stored ``Thumbnails`` of all samples that any layer's exemplars come from."""
    used = [graph.matrix.sample[exemplars.row] for graph, exemplars in layers]
    sample = np.unique(np.concatenate([np.empty(0, np.int32), *used]))
    side = bench.settings.visuals.thumbnail_size
    action = bench.action(
        "thumbnails",
        inputs={
            "samples": inputs.samples_digest,
            "network": inputs.network.digest,
            "used": sha256(sample.tobytes()),
        },
        params={"size": side},
        code=("topopress.visuals.thumbnails",),
        libraries=("pillow", "numpy"),
    )

    def compute(outputs: Outputs) -> None:
        from topopress.visuals.thumbnails import make_thumbnails

        thumbnails = make_thumbnails(
            sample,
            samples=inputs.table.samples,
            pictures=bench.pictures,
            preprocessing=bench.network.preprocessing,
            side=side,
        )
        write_record(outputs, thumbnails)

    return bench.stages.run(action, compute)


def _exemplars(bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph) -> Exemplars:
    from topopress.visuals.exemplar_choice import choose
    from topopress.visuals.exemplars import make_exemplars
    from topopress.visuals.receptive_field import measure_field

    samples, settings = inputs.table.samples, bench.settings
    field = measure_field(bench.network, bench.pictures, samples, layer=layer, seed=settings.seed)
    choice = choose(
        graph.matrix,
        graph.graph,
        graph.statistics,
        labels=inputs.table.label_indices,
        settings=settings.visuals,
    )
    return make_exemplars(
        graph.matrix,
        choice,
        pictures=bench.pictures,
        samples=samples,
        field=field,
        side=settings.visuals.exemplar_size,
    )
