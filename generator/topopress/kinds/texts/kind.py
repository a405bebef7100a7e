"""Texts, and words in their sentences, as a kind of samples."""

from collections.abc import Mapping

from topopress.activations.types import RowGroups, Rows
from topopress.config.load import ExplorationSource
from topopress.diagnosis.types import Faces, Fingerprints
from topopress.kinds.kind import HashFile, Inputs, Kind, LayerStages, Looks, NamesSamples
from topopress.kinds.network_rows import network_rows
from topopress.kinds.row_groups import groups_of_spans, groups_of_wholes
from topopress.kinds.texts.diagnosis_stages import text_faces, text_prints
from topopress.kinds.texts.essay_passages import essay_passages
from topopress.kinds.texts.look_stages import text_look
from topopress.kinds.texts.node_looks import node_looks
from topopress.kinds.texts.settings import TextData, Tokens
from topopress.kinds.texts.stages import TextFile, samples_stage
from topopress.kinds.texts.words import text_words
from topopress.network.stages import NetworkResource, network_stage, probe
from topopress.network.takes import require_takes
from topopress.samples.types import SampleTable
from topopress.stage.stage import Stage, stage

TOGETHER = 2048
"""Samples whose rows are stored at once."""


def _inputs(source: ExplorationSource, hash_file: HashFile) -> Inputs:
    settings, data, network = source.settings, source.settings.data, source.settings.network
    if not isinstance(data, TextData) or network is None:
        raise TypeError(f"data of kind {data.kind!r} are no texts")
    require_takes(network, "texts", source.folder)
    texts = TextFile(data, source.folder)
    opened = NetworkResource(network, source.folder, settings.seed)
    described = network_stage(source.item, opened, hash_file)
    return Inputs(
        samples=samples_stage(source.name, texts, settings.seed, hash_file),
        network=described,
        opened=opened,
        probe=stage(
            probe,
            source.item,
            network=described,
            layers=network.layers,
            gradient=False,
            maps=(),
            opened=opened,
        ),
        reader=texts,
        attributed=False,
        listed_first=True,
    )


def _rows(source: ExplorationSource, inputs: Inputs) -> Mapping[str, Stage[Rows]]:
    return network_rows(source, inputs, TOGETHER)


def _groups(
    source: ExplorationSource, item: str, rows: Stage[Rows], samples: Stage[SampleTable]
) -> Stage[RowGroups] | None:
    words = isinstance(source.settings.data, Tokens)
    return (groups_of_spans if words else groups_of_wholes)(source, item, rows, samples)


def _looks(source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]) -> Looks:
    shown = stage(text_look, source.name, samples=inputs.samples, inputs=inputs.reader)
    looks = node_looks(source, inputs, layers)
    return Looks(looks.layers, shown, looks.parts)


def _prints(source: ExplorationSource, inputs: Inputs) -> Stage[Fingerprints]:
    return stage(text_prints, source.name, samples=inputs.samples, inputs=inputs.reader)


def _faces(source: ExplorationSource, inputs: Inputs, found: Stage[NamesSamples]) -> Stage[Faces]:
    return stage(text_faces, source.name, shown=found, samples=inputs.samples, inputs=inputs.reader)


KIND = Kind(
    "texts",
    _inputs,
    _rows,
    text_words,
    _looks,
    pictures=essay_passages,
    lists_members=True,
    groups=_groups,
    prints=_prints,
    faces=_faces,
)
