"""The stages that say what the nodes of texts are in words."""

from collections.abc import Mapping

from topopress.config.addresses import layer_address
from topopress.config.load import ExplorationSource
from topopress.kinds.kind import Inputs, LayerStages, Looks
from topopress.kinds.row_groups import FORM
from topopress.kinds.texts.language_stages import language_look
from topopress.kinds.texts.predictions.stages import (
    place_predictions,
    state_predictions,
    word_predictions,
)
from topopress.kinds.texts.predictions.types import NodePredictions
from topopress.kinds.texts.settings import TextData, Tokens
from topopress.kinds.texts.terms.stages import node_terms, text_terms
from topopress.kinds.texts.terms.types import NodeTerms
from topopress.network.language_head import HeadResource, language_head
from topopress.stage.stage import Stage, stage

HIDDEN = "hidden."
"""Begin of the names of hidden states, which are the vectors that a head can read."""
Predicted = Mapping[str, Stage[NodePredictions]]


def node_looks(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> Looks:
    """Return the stages that find and pack what the nodes of each layer are in words."""
    column = source.settings.mapper.preparation.group
    if isinstance(source.settings.data, Tokens):
        column = column or FORM
    found = _terms(source, inputs, layers, column)
    network = source.settings.network
    head = None
    reads_texts = isinstance(source.settings.data, TextData)
    if network is not None and reads_texts and source.settings.visuals.predictions:
        head = language_head(network, source.folder)
    state = _of_states(source, inputs, layers, head) if head else {}
    place = _of_places(source, inputs, layers, head) if head else {}
    packed = {
        name: stage(
            language_look,
            f"{source.name}/{name}",
            layer=layer_address(name),
            terms=found[name],
            state=state.get(name),
            place=place.get(name),
            column=column,
        )
        for name in layers
    }
    parts = {
        name: {
            kind: of[name]
            for kind, of in (("terms", found), ("state", state), ("place", place))
            if name in of
        }
        for name in layers
    }
    return Looks(packed, parts=parts)


def _terms(
    source: ExplorationSource,
    inputs: Inputs,
    layers: Mapping[str, LayerStages],
    column: str | None,
) -> Mapping[str, Stage[NodeTerms]]:
    counted = stage(text_terms, source.name, samples=inputs.samples, inputs=inputs.reader)
    return {
        name: stage(
            node_terms,
            f"{source.name}/{name}",
            rows=layer.rows,
            graph=layer.graph,
            terms=counted,
            groups=layer.groups,
            column=column,
            seed=source.settings.seed,
        )
        for name, layer in layers.items()
    }


def _of_states(
    source: ExplorationSource,
    inputs: Inputs,
    layers: Mapping[str, LayerStages],
    head: HeadResource,
) -> Predicted:
    return {
        name: stage(
            state_predictions,
            f"{source.name}/{name}",
            rows=layer.rows,
            graph=layer.graph,
            groups=layer.groups,
            network=inputs.network,
            seed=source.settings.seed,
            head=head,
        )
        for name, layer in layers.items()
        if name.startswith(HIDDEN)
    }


def _of_places(
    source: ExplorationSource,
    inputs: Inputs,
    layers: Mapping[str, LayerStages],
    head: HeadResource,
) -> Predicted:
    if not isinstance(source.settings.data, Tokens):
        return {}
    words = stage(
        word_predictions,
        source.name,
        samples=inputs.samples,
        network=inputs.network,
        data=source.settings.data,
        batch_size=source.settings.activations.at_once("texts"),
        head=head,
        inputs=inputs.reader,
    )
    return {
        name: stage(
            place_predictions,
            f"{source.name}/{name}",
            rows=layer.rows,
            graph=layer.graph,
            groups=layer.groups,
            words=words,
            kind=head.kind,
            seed=source.settings.seed,
        )
        for name, layer in layers.items()
    }
