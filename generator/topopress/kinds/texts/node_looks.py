"""The stages that say what the nodes of texts are in words."""

from collections.abc import Mapping

from topopress.config.addresses import layer_address
from topopress.config.load import ExplorationSource
from topopress.kinds.kind import Inputs, LayerStages, Looks
from topopress.kinds.row_groups import FORM
from topopress.kinds.texts.language_stages import language_look
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.terms.stages import node_terms, text_terms
from topopress.stage.stage import stage


def node_looks(
    source: ExplorationSource, inputs: Inputs, layers: Mapping[str, LayerStages]
) -> Looks:
    """Return the stages that find and pack the terms of nodes, by layer."""
    counted = stage(text_terms, source.name, samples=inputs.samples, inputs=inputs.reader)
    column = source.settings.mapper.preparation.group
    if isinstance(source.settings.data, Tokens):
        column = column or FORM
    found = {
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
    packed = {
        name: stage(
            language_look,
            f"{source.name}/{name}",
            layer=layer_address(name),
            terms=found[name],
            column=column,
        )
        for name in layers
    }
    return Looks(packed, parts={name: {"terms": found[name]} for name in layers})
