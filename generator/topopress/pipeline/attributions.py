"""The stage that finds out which classes a layer's exemplars speak for."""

import numpy as np

from topopress.artifacts import LayerInfo
from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.responses import Attribution, Exemplars
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs


def attribute_classes(
    bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph, exemplars: Artifact
) -> Artifact | None:
    """Return the stored ``Attribution`` of a layer, or None where it is switched off."""
    if not bench.settings.visuals.attribution:
        return None
    batch_size = bench.settings.activations.batch_size
    action = bench.action(
        "attribution",
        layer.name,
        inputs={
            "samples": inputs.samples_digest,
            "network": inputs.network.digest,
            "vectors": graph.digests["vectors"],
            "exemplars": content_of(exemplars, "offsets", "kind", "row"),
        },
        params={"batch_size": batch_size},
        code=("topopress.visuals.attribution", "topopress.visuals.node_classes"),
        libraries=("torch", "pillow", "numpy"),
    )

    def compute(outputs: Outputs) -> None:
        found = _attribution(bench, inputs, layer, graph, read_record(exemplars, Exemplars))
        write_record(outputs, found)

    return bench.stages.run(action, compute)


def _attribution(
    bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph, exemplars: Exemplars
) -> Attribution:
    from topopress.visuals.attribution import NoClasses, attribute, batches_of
    from topopress.visuals.node_classes import nearest_rows, nothing_attributed, summarise

    rows = nearest_rows(exemplars)
    if not len(rows):
        return nothing_attributed()
    samples = [inputs.table.samples[k] for k in graph.matrix.sample[rows]]
    batches = batches_of(
        bench.network,
        bench.pictures,
        samples,
        np.asarray(graph.matrix.position[rows]),
        batch_size=bench.settings.activations.batch_size,
    )
    progress = bench.stages.progress
    progress.start(f"{layer.name}: classes spoken for", len(rows))
    try:
        found = attribute(bench.network, layer.name, batches, progress)
    except NoClasses as reason:
        where = f"{bench.source.name}, {layer.name}"
        bench.stages.listener.notice(f"{where}: nothing is said of classes: {reason}")
        return nothing_attributed()
    finally:
        progress.finish()
    return summarise(exemplars, rows, found)
