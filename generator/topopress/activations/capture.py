"""Captures layers' outputs in a forward pass that stops after the last wanted layer."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

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


@contextmanager
def capture(
    module: nn.Module, layers: Iterable[str], keep: Keep = _clone
) -> Iterator[dict[str, torch.Tensor]]:
    """Capture the outputs of named layers in a forward pass inside the block.

    The block ends when all layers have run, so statements after the forward pass do not run. Hooks
    are removed in any case.

    Args:
        module: The network.
        layers: Names of sub-modules, each of which runs once in a forward pass.
        keep: Function of a layer's name and output (n, n_channels, height, width) that returns the
            value to keep; by default a copy, through which gradients flow.

    Yields:
        Kept values by layer name, filled by the forward pass.
    """
    outputs: dict[str, torch.Tensor] = {}
    wanted = {name: _submodule(module, name) for name in layers}
    handles = [
        child.register_forward_hook(_hook(name, outputs, keep, len(wanted)))
        for name, child in wanted.items()
    ]
    try:
        yield outputs
    except _AllCaptured:
        pass
    finally:
        for handle in handles:
            handle.remove()


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


def forward_to(
    network: LoadedNetwork, layers: Iterable[str], batch: torch.Tensor, keep: Keep = _clone
) -> dict[str, torch.Tensor]:
    """Return the outputs of the named layers for normalised inputs (n, 3, height, width).

    Gradients flow from the outputs to the batch, unless the caller disables them.

    Raises:
        ActivationError: A layer does not exist, does not run, or outputs no map.
    """
    names = list(layers)
    with capture(network.module, names, keep) as outputs:
        network.module(batch.to(network.device))
    missing = [name for name in names if name not in outputs]
    if missing:
        raise ActivationError(
            f"{network.info.name}: layers {', '.join(missing)} did not run in the forward pass"
        )
    return outputs
