"""The stage that chooses and cuts out the inputs that stand for each node."""

from topopress.artifacts import LayerInfo
from topopress.pipeline.bench import Bench
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import write_record
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs


def make_exemplars(bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph) -> Artifact:
    """Return the stored ``Exemplars`` of a layer."""
    settings = bench.settings
    action = bench.action(
        "exemplars",
        layer.name,
        inputs={
            "samples": inputs.samples_digest,
            "network": inputs.network.digest,
            **{name: graph.digests[name] for name in ("vectors", "mapper", "statistics")},
        },
        params={
            "count": settings.visuals.exemplars,
            "size": settings.visuals.exemplar_size,
            "seed": settings.seed,
        },
        code=("topopress.visuals.exemplars", "topopress.visuals.receptive_field"),
        libraries=("torch", "pillow", "numpy"),
    )

    def compute(outputs: Outputs) -> None:
        from topopress.visuals.exemplars import make_exemplars
        from topopress.visuals.receptive_field import measure_field

        samples = inputs.table.samples
        field = measure_field(
            bench.network, bench.pictures, samples, layer=layer, seed=settings.seed
        )
        exemplars = make_exemplars(
            graph.matrix,
            graph.graph,
            graph.statistics,
            pictures=bench.pictures,
            samples=samples,
            field=field,
            settings=settings.visuals,
        )
        write_record(outputs, exemplars)

    return bench.stages.run(action, compute)
