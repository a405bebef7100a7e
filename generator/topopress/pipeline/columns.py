"""Lenses that are no function of a layer's vectors: the network's head, the samples' metadata."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from topopress.config.lenses import needs_metadata, needs_network, parse_lens
from topopress.core.arrays import Float64, Int32
from topopress.core.errors import ConfigError, DataError, suggestion
from topopress.network.types import NetworkInfo
from topopress.pipeline.activations import chunks
from topopress.pipeline.bench import Bench
from topopress.pipeline.inputs import Inputs
from topopress.samples.records import samples_to_json
from topopress.samples.types import ImageSample, SampleTable
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import sha256
from topopress.store.outputs import Outputs

OUTPUTS = "outputs"


@dataclass(frozen=True, slots=True, eq=False)
class LensColumns:
    """The lenses of an exploration that the Mapper is handed.

    Attributes:
        digests: Digest of what the values depend on, by lens: inputs of the stages that use them.
        of_samples: Returns one value per sample, shape (n_samples,), by lens; called only where
            they are needed, since the outputs of many samples take a while to read.
    """

    digests: dict[str, str]
    of_samples: Callable[[], dict[str, Float64]]

    def row_digests(self, rows: Artifact) -> dict[str, str]:
        """Return what the values of a layer's rows depend on.

        Values per sample become values per row by the rows' samples, which count only where they
        are used.
        """
        return {**self.digests, "sample": rows.digest("sample")} if self.digests else {}

    def of_rows(self, sample: Int32) -> dict[str, Float64]:
        """Return each lens's value for rows, given the sample that each belongs to."""
        return {name: values[sample] for name, values in self.of_samples().items()}


def lens_columns(bench: Bench, inputs: Inputs) -> LensColumns:
    """Return the columns that the exploration's lenses ask for, often none.

    The network's whole forward pass runs once per sample, and only if a lens asks for it.

    Raises:
        ConfigError: if a lens names a class that the network lacks.
        DataError: if a lens names a column of the metadata that is missing or not of numbers.
        NetworkError: if the network has no class head.
    """
    lenses, where = bench.settings.mapper.lenses, bench.source.where("mapper.lens")
    metadata = {n: _metadata(inputs.table, n, where) for n in lenses if needs_metadata(n)}
    heads = {n: _class_index(inputs.network, n, where) for n in lenses if needs_network(n)}
    digests = {name: sha256(values.tobytes()) for name, values in metadata.items()}
    if not heads:
        return LensColumns(digests, lambda: metadata)
    outputs = _class_outputs(bench, inputs)
    digests |= {name: f"{outputs.digest(OUTPUTS)} {index}" for name, index in heads.items()}

    def of_samples() -> dict[str, Float64]:
        read = {name: _head(outputs, index, where) for name, index in heads.items()}
        return {**metadata, **read}

    return LensColumns(digests, of_samples)


def _metadata(table: SampleTable, lens: str, where: str) -> Float64:
    column = parse_lens(lens).text
    known = sorted({key for sample in table.samples for key in sample.metadata})
    if column not in known:
        there = f"there are: {', '.join(known)}" if known else "they have none at all"
        raise DataError(
            f"{where}: the samples' metadata has no column {column!r}"
            f"{suggestion(column, known)} ({there}); further columns of a list of pictures are "
            "their metadata"
        )
    return np.array([_number(sample, column, where) for sample in table.samples], np.float64)


def _number(sample: ImageSample, column: str, where: str) -> float:
    value = sample.metadata.get(column)
    try:
        number = float(value if value is not None else "")
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        said = "nothing" if value is None else repr(value)
        raise DataError(
            f"{where}: the column {column!r} needs a number for every sample, and says {said} for "
            f"{sample.origin!r}"
        )
    return number


def _class_index(network: NetworkInfo, lens: str, where: str) -> int | None:
    """Return the number of the class that a lens asks for; None for the confidence."""
    wanted, classes = parse_lens(lens).text, network.classes
    if not wanted:
        return None
    places = [k for k, name in enumerate(classes) if name == wanted]
    if len(places) == 1:
        return places[0]
    if len(places) > 1:
        raise ConfigError(
            f"{where}: {len(places)} classes of the network are called {wanted!r}; give the index "
            f"of one instead: {', '.join(f'logit:{k}' for k in places)}"
        )
    if wanted.isascii() and wanted.isdigit() and not 0 < len(classes) <= int(wanted):
        return int(wanted)
    hint = suggestion(wanted, classes)
    allowed = f"an index below {len(classes)} or a class's name" if classes else "an index"
    raise ConfigError(f"{where}: the network has no class {wanted!r}{hint} (allowed: {allowed})")


def _class_outputs(bench: Bench, inputs: Inputs) -> Artifact:
    action = _action(bench, inputs, "class-outputs", "", inputs.samples_digest)
    return bench.stages.run(action, partial(_fill_and_join, bench, inputs))


def _fill_and_join(bench: Bench, inputs: Inputs, outputs: Outputs) -> None:
    samples, progress = inputs.table.samples, bench.stages.progress
    progress.start("class outputs", len(samples))
    parts = []
    for start, stop in chunks(inputs):
        parts.append(_chunk(bench, inputs, start, samples[start:stop]).array(OUTPUTS))
        progress.advance(stop - start)
    progress.finish()
    shape = (len(samples), parts[0].shape[1])
    joined = outputs.open_array(OUTPUTS, shape, np.dtype(np.float32))
    for (start, stop), part in zip(chunks(inputs), parts, strict=True):
        joined[start:stop] = part


def _chunk(bench: Bench, inputs: Inputs, start: int, samples: Sequence[ImageSample]) -> Artifact:
    digest = sha256(samples_to_json(SampleTable(tuple(samples))))
    action = _action(bench, inputs, "class-outputs-chunk", f"{start:06d}", digest)

    def compute(outputs: Outputs) -> None:
        from topopress.activations.class_outputs import class_outputs

        batch_size = bench.settings.activations.batch_size
        found = class_outputs(bench.network, bench.pictures, samples, batch_size=batch_size)
        outputs.write_array(OUTPUTS, found)

    return bench.stages.run(action, compute)


def _action(bench: Bench, inputs: Inputs, stage: str, subject: str, samples: str) -> Action:
    return bench.action(
        stage,
        subject,
        inputs={"network": inputs.network.digest, "samples": samples},
        params={"batch_size": bench.settings.activations.batch_size},
        code=("topopress.activations.class_outputs",),
        libraries=("torch", "numpy", "pillow"),
    )


def _head(outputs: Artifact, index: int | None, where: str) -> Float64:
    from topopress.mapper.head import class_logit, confidence

    array = outputs.array(OUTPUTS)
    if index is None:
        return confidence(array)
    if index >= array.shape[1]:
        raise ConfigError(
            f"{where}: the network has no class {index}; its outputs are numbered from 0 to "
            f"{array.shape[1] - 1}"
        )
    return class_logit(array, index)
