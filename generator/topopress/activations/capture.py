"""Captures layers' outputs in a forward pass that stops after the last wanted layer."""

from collections.abc import Callable, Iterable

import torch

from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.sample_inputs import Batch
from topopress.network.taps import Tap, tapped_to_the_last

Keep = Callable[[str, torch.Tensor], torch.Tensor]


def _clone(_layer: str, output: torch.Tensor) -> torch.Tensor:
    # A following in-place ReLU would overwrite the output.
    return output.clone()


def forward_to(
    network: LoadedNetwork, layers: Iterable[str], batch: Batch, keep: Keep = _clone
) -> dict[str, torch.Tensor]:
    """Return the outputs of the named layers for a batch; the forward pass ends with the last.

    Gradients flow from the outputs to the batch, unless the caller disables them. Hooks are removed
    in any case.

    Args:
        network: The network.
        layers: Names of layers, as ``network.tap`` understands them.
        batch: Normalised pictures (n, n_inputs, height, width), or the inputs for texts.
        keep: Function of a layer's name and output that returns the value to keep; by default a
            copy. The output is a map (n, n_channels, height, width), a sequence (n, n_tokens,
            n_channels) or a vector (n, n_channels).

    Raises:
        ActivationError: A layer does not exist, does not run, or outputs no tensor.
    """
    taps = {name: _tap(network, name) for name in layers}
    outputs: dict[str, torch.Tensor] = {}

    def take(name: str, output: object) -> None:
        if not isinstance(output, torch.Tensor):
            kind = type(output).__name__
            raise ActivationError(f"layer {name!r} outputs {kind}, not a tensor")
        outputs[name] = keep(name, output)

    with tapped_to_the_last(network.module, taps, take):
        network.run(batch)
    missing = [name for name in taps if name not in outputs]
    if missing:
        raise ActivationError(
            f"{network.info.name}: layers {', '.join(missing)} did not run in the forward pass"
        )
    return outputs


def _tap(network: LoadedNetwork, name: str) -> Tap:
    tap = network.tap(name)
    if tap is None:
        raise ActivationError(f"the network has no layer {name!r}")
    return tap
