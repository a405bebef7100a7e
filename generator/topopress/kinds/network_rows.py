"""The stages of the rows that a network gives, whatever its samples are."""

from collections.abc import Mapping

from topopress.activations.stages import activations, activations_with_means
from topopress.activations.types import Rows
from topopress.config.load import ExplorationSource
from topopress.kinds.kind import Inputs
from topopress.stage.stage import Stage, batch


def network_rows(
    source: ExplorationSource, inputs: Inputs, together: int
) -> Mapping[str, Stage[Rows]]:
    """Return the stage of the rows of each layer, by the name under which it is published.

    The rows of ``together`` samples are stored at once.
    """
    settings = source.settings
    layers = inputs.opened.settings.layers if inputs.opened else ()
    published = [source.published(layer) for layer in layers]
    stages = batch(
        activations_with_means if source.asks_for_means else activations,
        [f"{source.name}/{name}" for name in published],
        own={"layer": layers},
        samples=inputs.samples,
        network=inputs.network,
        activations=settings.activations,
        together=together,
        seed=settings.seed,
        opened=inputs.opened,
        inputs=inputs.reader,
    )
    return dict(zip(published, stages, strict=True))
