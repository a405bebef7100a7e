"""The stage that finds out which classes a layer's exemplars speak for."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from topopress.core.arrays import Int32
from topopress.network.types import LayerInfo
from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs
from topopress.visuals.types import Attribution, Exemplars

if TYPE_CHECKING:
    from torch import Tensor

COMPARED = 64
"""Rows of a layer, at most, without which the network runs to see what the logits lose."""


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
        params={"batch_size": batch_size, "compared": COMPARED},
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
    from topopress.visuals.attribution import NoClasses, agreement, attribute
    from topopress.visuals.node_classes import empty_attribution, nearest_rows, summarise

    rows, progress = nearest_rows(exemplars), bench.stages.progress
    if not len(rows):
        return empty_attribution()
    progress.start(f"{layer.name}: classes spoken for", len(rows))
    batches = partial(_batches, bench, inputs, graph)
    try:
        values, way = attribute(bench.network, layer.name, batches(rows), progress)
        some = slice(None, None, -(-len(rows) // COMPARED))
        agreed = agreement(bench.network, layer.name, batches(rows[some]), values[some])
    except NoClasses as reason:
        where = f"{bench.source.name}, {layer.name}"
        bench.stages.listener.notice(f"{where}: nothing is said of classes: {reason}")
        return empty_attribution()
    finally:
        progress.finish()
    return summarise(exemplars, rows, values, agreement=float(np.median(agreed)), way=way)


def _batches(
    bench: Bench, inputs: Inputs, graph: LayerGraph, rows: Int32
) -> "Iterator[tuple[Tensor, Int32]]":
    from topopress.visuals.attribution import batches_of

    return batches_of(
        bench.network,
        bench.pictures,
        [inputs.table.samples[k] for k in graph.matrix.sample[rows]],
        np.asarray(graph.matrix.position[rows]),
        batch_size=bench.settings.activations.batch_size,
    )
