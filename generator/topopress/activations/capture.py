"""Captures layers' outputs in a forward pass that stops after the last wanted layer."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress

import torch
from torch import nn

from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork

Keep = Callable[[str, torch.Tensor], torch.Tensor]

_MAP_DIMENSIONS = 4


class _AllCaptured(BaseException):
    """Ends the forward pass. A ``BaseException``, so that no handler of a network catches it."""


def _clone(_layer: str, output: torch.Tensor) -> torch.Tensor:
    # A following in-place ReLU would overwrite the output.
    return output.clone()


def forward_to(
    network: LoadedNetwork, layers: Iterable[str], batch: torch.Tensor, keep: Keep = _clone
) -> dict[str, torch.Tensor]:
    """Return the outputs of the named layers for normalised inputs (n, 3, height, width).

    Gradients flow from the outputs to the batch, unless the caller disables them. Hooks are removed
    in any case.

    Args:
        network: The network.
        layers: Names of sub-modules, each of which runs once in a forward pass.
        batch: The inputs.
        keep: Function of a layer's name and output (n, n_channels, height, width) that returns the
            value to keep; by default a copy.

    Raises:
        ActivationError: A layer does not exist, does not run, or outputs no map.
    """
    names = dict.fromkeys(layers)
    outputs: dict[str, torch.Tensor] = {}
    with ExitStack() as hooks, suppress(_AllCaptured):
        for name in names:
            hook = _hook(name, outputs, keep, len(names))
            hooks.enter_context(_submodule(network.module, name).register_forward_hook(hook))
        network.module(batch.to(network.device))
    missing = [name for name in names if name not in outputs]
    if missing:
        raise ActivationError(
            f"{network.info.name}: layers {', '.join(missing)} did not run in the forward pass"
        )
    return outputs


def _submodule(module: nn.Module, name: str) -> nn.Module:
    try:
        return module.get_submodule(name)
    except AttributeError as error:
        raise ActivationError(f"the network has no layer {name!r}") from error


def _hook(
    name: str, outputs: dict[str, torch.Tensor], keep: Keep, wanted: int
) -> Callable[[nn.Module, object, object], None]:
    def hook(_module: nn.Module, _inputs: object, output: object) -> None:
        if name in outputs:
            return
        if not isinstance(output, torch.Tensor) or output.ndim != _MAP_DIMENSIONS:
            shape = tuple(output.shape) if isinstance(output, torch.Tensor) else type(output)
            raise ActivationError(
                f"layer {name!r} outputs {shape}, not a map (n, n_channels, height, width)"
            )
        outputs[name] = keep(name, output)
        if len(outputs) == wanted:
            raise _AllCaptured

    return hook
