"""Whether a network is a function of its input, and its layers can be used as an author wants.

Everything that would end a build later, or publish something that means nothing, is asked here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import torch

from topopress.core.errors import NetworkError
from topopress.network.copies import copy_of
from topopress.network.loaded import LoadedNetwork
from topopress.network.numbers import HALVES, single, wide
from topopress.network.own.code import kept_state, own_errors
from topopress.network.probing.pixels import noise_pictures
from topopress.network.probing.places import following
from topopress.network.randomness import private_rng
from topopress.network.sample_inputs import Batch
from topopress.network.taps import tapped, tapped_to_the_last

N_INPUTS = 3
ROUNDING = 1e-5
"""Largest difference of two equal passes, as a share of the largest value."""
BATCH_ROUNDING = 1e-3
"""Likewise of passes in batches of other sizes, which sum in another order."""
COARSE = 5e-2
"""Likewise of networks and layers whose numbers have 16 bits, and on accelerators."""
Maps = Mapping[str, torch.Tensor]
Inputs = TypeVar("Inputs", torch.Tensor, tuple[Batch, ...])
Inputs_contra = TypeVar("Inputs_contra", torch.Tensor, tuple[Batch, ...], contravariant=True)


class Prober:
    """Shows pictures to a network and keeps the outputs of some layers."""

    def __init__(self, network: LoadedNetwork, layers: Sequence[str]) -> None:
        """Name the layers."""
        self._network, self._layers = network, layers
        taps = {name: network.tap(name) for name in layers}
        self._taps = {name: tap for name, tap in taps.items() if tap is not None}
        self.what = f"network.name: {network.info.name}"

    def outputs(
        self, pixels: torch.Tensor, /, *, gradient: bool = False, whole: bool = True
    ) -> Maps:
        """Return the output of each layer for some pixels.

        The forward pass ends with the last of them, unless it is to be ``whole``.
        """
        found: dict[str, torch.Tensor] = {}

        def take(name: str, output: object) -> None:
            if isinstance(output, torch.Tensor):
                found[name] = output.clone()

        failed = f"{self.what} fails on inputs of shape {tuple(pixels.shape)}"
        inputs = self._network.normalised(pixels)
        with ExitStack() as stack:
            stack.enter_context(own_errors(failed))
            until = tapped if whole else tapped_to_the_last
            stack.enter_context(until(self._network.module, self._taps, take))
            stack.enter_context(torch.set_grad_enabled(gradient))
            self._network.module(inputs)
        missing = [name for name in self._layers if name not in found]
        if missing:
            raise NetworkError(f"{self.what}: layer {missing[0]!r} does not run for every input")
        return found


def check_function(
    network: LoadedNetwork, layers: Sequence[str], *, gradient: bool, maps: Iterable[str]
) -> None:
    """Refuse a network that is no function of its input, and layers that cannot be used.

    Args:
        network: The network.
        layers: Names of layers.
        gradient: Whether pictures need the gradient of the layers with respect to the input.
        maps: The layers whose positions must be places of the input.

    Raises:
        NetworkError: everything that is wrong, in one message.
    """
    prober = Prober(network, layers)
    shown = noise_pictures(network.preprocessing, 2 * N_INPUTS)
    pixels, others = shown[:N_INPUTS], shown[N_INPUTS:]
    with private_rng(0), kept_state(network.folder):
        folder = Path.cwd()
        coarse = network.device.type != "cpu" or network.dtype in HALVES
        found = list(problems(prober, pixels, others, coarse))
        if Path.cwd() != folder:
            found.append("forward changes the working folder; work with full paths instead")
        if gradient and not found:
            with own_errors(f"{prober.what}: the module cannot be copied"):
                copy_of(network.module)
            found += _without_gradient(prober, pixels)
        if not found and (places := tuple(maps)):
            found += _without_places(Prober(network, places), pixels, others)
    if found:
        raise NetworkError(f"{prober.what}: " + "; ".join(dict.fromkeys(found)))


class ShowsInputs(Protocol[Inputs_contra]):
    """Shows inputs to a network and keeps the outputs of some layers."""

    def outputs(self, inputs: Inputs_contra, /) -> Maps:
        """Return the output of each layer for some inputs in one batch."""


def problems(
    prober: ShowsInputs[Inputs], pixels: Inputs, others: Inputs, rounds: bool
) -> Iterator[str]:
    """Yield what is wrong with the outputs of layers for three inputs and three other ones.

    ``rounds`` says that numbers have 16 bits or are computed on an accelerator.
    """
    first, second = prober.outputs(pixels), prober.outputs(pixels)
    alone = [prober.outputs(pixels[k : k + 1]) for k in reversed(range(N_INPUTS))]
    changed = prober.outputs(others)
    for name, output in first.items():
        coarse = rounds or output.dtype in HALVES
        if not bool(torch.isfinite(output).all()):
            yield f"layer {name!r} gives NaN or infinite values; check weights and preprocessing"
        elif not bool(torch.isfinite(single(output)).all()):
            yield (
                f"layer {name!r} gives values up to {float(output.abs().max()):.3g}, and rows are "
                "stored in single precision, up to 3.4e+38. Publish another layer, or scale it"
            )
        elif (gap := difference(output, second[name])) > (COARSE if coarse else ROUNDING):
            yield (
                f"layer {name!r} gives other values for the same input in a second pass (by "
                f"{gap:.2g} of the largest). Something in forward is random, such as dropout "
                "without training=self.training"
            )
        elif _of_batch(output, [each[name] for each in reversed(alone)], coarse=coarse):
            yield (
                f"layer {name!r} gives other values for an input when other inputs are in its "
                "batch. Something in forward uses the whole batch, such as normalisation by the "
                "batch's own mean"
            )
        elif difference(output, changed[name]) == 0:
            yield f"layer {name!r} gives the same output for every input"
        elif difference(single(output), single(changed[name])) == 0:
            yield (
                f"layer {name!r} differs between inputs in digits that single precision lacks, in "
                "which rows are stored. Publish another layer, or subtract its mean"
            )


def _of_batch(output: torch.Tensor, alone: Sequence[torch.Tensor], *, coarse: bool) -> bool:
    joined = torch.cat(list(alone))
    if joined.shape != output.shape:
        return True
    return difference(output, joined) > (COARSE if coarse else BATCH_ROUNDING)


def difference(one: torch.Tensor, other: torch.Tensor) -> float:
    """Return the largest difference as a share of the largest value."""
    if one.shape != other.shape:
        return float("inf")
    largest = float(torch.maximum(one.abs().max(), other.abs().max()).double())
    return float((one.double() - other.double()).abs().max()) / largest if largest else 0.0


def _without_gradient(prober: Prober, pixels: torch.Tensor) -> Iterator[str]:
    entered = pixels[:1].clone().requires_grad_()
    with torch.inference_mode(mode=False):
        outputs = prober.outputs(entered, gradient=True)
    for name, output in outputs.items():
        found = None
        if output.requires_grad:
            with own_errors(f"{prober.what}: the gradient of layer {name!r} fails"):
                (found,) = torch.autograd.grad(
                    wide(output).sum(), entered, retain_graph=True, allow_unused=True
                )
        if found is None:
            yield (
                f"layer {name!r} passes no gradient to the input, which receptive fields, feature "
                "visualisation and attribution need. Take no_grad, inference_mode and detach out "
                "of forward"
            )


def _without_places(prober: Prober, pixels: torch.Tensor, others: torch.Tensor) -> Iterator[str]:
    outputs = partial(prober.outputs, whole=False)
    for name, found in following(outputs, pixels, others).items():
        if found.missing:
            yield (
                f"the positions of layer {name!r} do not follow the input: where a part of it "
                f"changes, the output does not change at the same place ({found.missing} the map). "
                "Attention weights and products of channels are no feature maps. Publish another "
                'layer, take activations.positions = "mean", or, if the last two axes are height '
                "and width all the same, list the layer in network.maps"
            )
