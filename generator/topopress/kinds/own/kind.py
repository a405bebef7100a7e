"""Samples of an author's own code as a kind of samples."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from topopress.activations.stages import CHUNK
from topopress.activations.types import Rows
from topopress.config.base import DataSettings
from topopress.config.load import ExplorationSource
from topopress.kinds.arrays.looks import (
    card_looks,
    details_stage,
    node_pictures,
    picture_looks,
    text_looks,
)
from topopress.kinds.kind import HashFile, Inputs, Kind, LayerStages, Looks
from topopress.kinds.network_rows import network_rows
from topopress.kinds.own.settings import OwnData
from topopress.kinds.own.stages import (
    ShownNetwork,
    StoredReader,
    own_samples_stage,
    python_samples,
    rows_fit,
)
from topopress.kinds.own.words import own_words
from topopress.kinds.texts.essay_passages import essay_passages
from topopress.network.stages import network_stage, probe
from topopress.stage.stage import Stage, stage

LooksOf = Callable[[ExplorationSource, Inputs, Mapping[str, LayerStages]], Looks]
"""Returns the stages that show rows and samples."""


def _inputs(source: ExplorationSource, hash_file: HashFile) -> Inputs:
    settings, data, network = source.settings, source.settings.data, source.settings.network
    if not isinstance(data, OwnData) or network is None:
        raise TypeError(f"data of kind {data.kind!r} are not of an author's own code")
    given = own_samples_stage(source.name, data, source.folder, settings.seed, hash_file)
    opened = ShownNetwork(network, source.folder, settings.seed, of=given)
    described = network_stage(source.item, opened, hash_file, given)
    return Inputs(
        samples=stage(python_samples, source.name, given=given, data=data),
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
        fits=stage(rows_fit, source.name, given=given, activations=source.settings.activations),
        reader=StoredReader(given, data.look),
        attributed=False,
        listed_first=True,
    )


def _rows(source: ExplorationSource, inputs: Inputs) -> Mapping[str, Stage[Rows]]:
    return network_rows(source, inputs, CHUNK)


def _kind(data: DataSettings) -> Kind:
    """Return the kind that shows samples as the settings say."""
    look = data.look if isinstance(data, OwnData) else ""
    if look == "picture":
        return Kind(
            "images", _inputs, _rows, own_words, _with_details(picture_looks), node_pictures
        )
    if look == "text":
        return Kind(
            "texts",
            _inputs,
            _rows,
            own_words,
            _with_details(text_looks),
            essay_passages,
            lists_members=True,
        )
    return Kind("vectors", _inputs, _rows, own_words, _with_details(card_looks))


def _with_details(looks: LooksOf) -> LooksOf:
    """Return the same looks, with what is known of samples beside them."""

    def detailed(
        source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
    ) -> Looks:
        # The digests of the samples cover what their details are made of.
        details = details_stage(source, inputs, layers, table="")
        return replace(looks(source, inputs, layers), details=details)

    return detailed


KIND = _kind
