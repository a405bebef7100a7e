"""Activation vectors of each layer, chunk by chunk, so that an interrupted build loses little."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from pydantic import TypeAdapter

from topopress.activations.types import ActivationMatrix
from topopress.network.types import LayerInfo
from topopress.pipeline.bench import Bench
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.samples.records import samples_to_json
from topopress.samples.types import ImageSample, SampleTable
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json, sha256
from topopress.store.outputs import Outputs

CHUNK = 256
"""Samples whose activations are committed together: about ten seconds of work."""


def collect_activations(
    bench: Bench, inputs: Inputs, layers: Sequence[LayerInfo]
) -> dict[str, Artifact]:
    """Return the stored ``ActivationMatrix`` of each layer, computing what is missing.

    All missing layers of a chunk come from one forward pass.

    Raises:
        ActivationError: if a layer's activations are not finite.
    """
    actions = {layer.name: _rows_action(bench, inputs, layer.name) for layer in layers}
    found = {name: bench.stages.find(action) for name, action in actions.items()}
    missing = [layer for layer in layers if found[layer.name] is None]
    if missing:
        _fill_chunks(bench, inputs, missing)
    for layer in missing:
        found[layer.name] = bench.stages.produce(
            actions[layer.name], partial(_join, bench, inputs, layer)
        )
    return {name: artifact for name, artifact in found.items() if artifact is not None}


def _fill_chunks(bench: Bench, inputs: Inputs, layers: Sequence[LayerInfo]) -> None:
    progress = bench.stages.progress
    progress.start("activations", len(inputs.table.samples))
    for start, stop in chunks(inputs):
        actions = {layer: _chunk_action(bench, inputs, layer.name, start, stop) for layer in layers}
        missing = {k: action for k, action in actions.items() if bench.stages.find(action) is None}
        if missing:
            _fill_chunk(bench, inputs.table.samples[start:stop], missing)
        progress.advance(stop - start)
    progress.finish()


def _fill_chunk(
    bench: Bench, samples: Sequence[ImageSample], missing: Mapping[LayerInfo, Action]
) -> None:
    from topopress.activations.collect import collect_chunk

    matrices = collect_chunk(
        bench.network,
        bench.pictures,
        samples,
        layers=list(missing),
        settings=bench.settings.activations,
        seed=bench.settings.seed,
    )
    for layer, action in missing.items():
        bench.stages.produce(action, partial(write_record, record=matrices[layer.name]))


def _join(bench: Bench, inputs: Inputs, layer: LayerInfo, outputs: Outputs) -> None:
    """Copy the chunks of a layer one after the other into one array on disk."""
    parts = [
        (start, bench.stages.find(_chunk_action(bench, inputs, layer.name, start, stop)))
        for start, stop in chunks(inputs)
    ]
    read = [(start, read_record(a, ActivationMatrix)) for start, a in parts if a is not None]
    n_rows = sum(len(chunk.sample) for _, chunk in read)
    vectors = outputs.open_array("vectors", (n_rows, layer.channels), np.dtype(np.float32))
    filled = 0
    for _, chunk in read:
        vectors[filled : filled + len(chunk.sample)] = chunk.vectors
        filled += len(chunk.sample)
    outputs.write_array(
        "sample", np.concatenate([chunk.sample + start for start, chunk in read]).astype(np.int32)
    )
    outputs.write_array("position", np.concatenate([chunk.position for _, chunk in read]))
    info = TypeAdapter(LayerInfo).dump_python(layer, mode="json")
    outputs.write_json("record.json", {"layer": info})


def chunks(inputs: Inputs) -> Iterator[tuple[int, int]]:
    """Yield the first and the end of each run of samples that is committed on its own."""
    n_samples = len(inputs.table.samples)
    return ((start, min(start + CHUNK, n_samples)) for start in range(0, n_samples, CHUNK))


def _rows_action(bench: Bench, inputs: Inputs, layer: str) -> Action:
    return _action(bench, inputs, "activations", layer, inputs.samples_digest)


def _chunk_action(bench: Bench, inputs: Inputs, layer: str, start: int, stop: int) -> Action:
    samples = samples_to_json(SampleTable(inputs.table.samples[start:stop]))
    subject = f"{layer}/{start:06d}"
    return _action(bench, inputs, "activations-chunk", subject, sha256(samples), layer=layer)


def _action(
    bench: Bench, inputs: Inputs, stage: str, subject: str, samples: str, layer: str = ""
) -> Action:
    params: dict[str, Json] = {
        "layer": layer or subject,
        "seed": bench.settings.seed,
        **bench.settings.activations.model_dump(mode="json"),
    }
    return bench.action(
        stage,
        subject,
        inputs={"network": inputs.network.digest, "samples": samples},
        params=params,
        code=("topopress.activations.collect",),
        libraries=("torch", "numpy", "pillow"),
    )
