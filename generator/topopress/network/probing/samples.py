"""Whether a network that is shown inputs of an author's own is a function of each input alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from topopress.core.errors import NetworkError
from topopress.network.loaded import LoadedNetwork
from topopress.network.numbers import HALVES
from topopress.network.own.code import kept_state, own_errors
from topopress.network.probing.function import N_INPUTS, problems
from topopress.network.randomness import private_rng
from topopress.network.sample_inputs import Batch, SampleInputs
from topopress.network.taps import tapped


class SampleProber:
    """Shows inputs of samples to a network and keeps the outputs of some layers."""

    def __init__(self, network: LoadedNetwork, layers: Sequence[str]) -> None:
        """Name the layers."""
        self._network, self._layers = network, layers
        taps = {name: network.tap(name) for name in layers}
        self._taps = {name: tap for name, tap in taps.items() if tap is not None}
        self.what = f"network.name: {network.info.name}"

    def outputs(self, inputs: tuple[Batch, ...], /) -> Mapping[str, torch.Tensor]:
        """Return the output of each layer for some inputs in one batch."""
        found: dict[str, torch.Tensor] = {}

        def take(name: str, output: object) -> None:
            if isinstance(output, torch.Tensor):
                found[name] = output.clone()

        failed = f"{self.what} fails on {len(inputs)} samples at once"
        batch = self._network.batch(inputs)
        with own_errors(failed), tapped(self._network.module, self._taps, take), torch.no_grad():
            self._network.run(batch)
        missing = [name for name in self._layers if name not in found]
        if missing:
            raise NetworkError(f"{self.what}: layer {missing[0]!r} does not run for every input")
        return found


def check_sample_function(
    network: LoadedNetwork, layers: Sequence[str], samples: SampleInputs
) -> None:
    """Refuse a network that is no function of its input, and layers that cannot be used.

    Raises:
        NetworkError: everything that is wrong, in one message.
    """
    prober = SampleProber(network, layers)
    shown, others = samples.shown(N_INPUTS), samples.shown(N_INPUTS, N_INPUTS)
    if len(samples.alike) == 1:
        others = samples.others[:1] or others
    elif len(samples.alike) <= N_INPUTS:
        others = samples.shown(N_INPUTS, 1)
    coarse = network.device.type != "cpu" or network.dtype in HALVES
    with private_rng(0), kept_state(network.folder):
        folder = Path.cwd()
        found = list(problems(prober, shown, others, coarse))
        if Path.cwd() != folder:
            found.append("forward changes the working folder; work with full paths instead")
    if found:
        raise NetworkError(f"{prober.what}: " + "; ".join(dict.fromkeys(found)))
