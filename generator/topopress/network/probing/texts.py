"""Whether a network of texts is a function of each text alone, before any other work."""

from collections.abc import Iterator, Sequence

import torch

from topopress.core.errors import NetworkError
from topopress.network.loaded import LoadedNetwork
from topopress.network.own.code import kept_state, own_errors
from topopress.network.probing.function import BATCH_ROUNDING, COARSE, ROUNDING, difference
from topopress.network.probing.text_noise import noise_windows
from topopress.network.randomness import private_rng
from topopress.network.taps import tapped

LENGTHS = (3, 9, 6)
"""Ordinary tokens of the texts of a batch, so that two of them are padded."""
LONGEST = 1024
"""Largest window that is tried; the time of attention grows with its square."""
Windows = Sequence[tuple[int, ...]]
Outputs = dict[str, list[torch.Tensor]]
"""The output of each layer for each window, without what belongs to padding."""


class TextProber:
    """Shows windows of tokens to a network and keeps the outputs of some layers."""

    def __init__(self, network: LoadedNetwork, layers: Sequence[str]) -> None:
        """Name the layers."""
        self._network, self._layers = network, layers
        taps = {name: network.tap(name) for name in layers}
        self._taps = {name: tap for name, tap in taps.items() if tap is not None}
        self._sequences = {
            layer.name for layer in network.info.layers if layer.output.kind == "sequence"
        }
        self.what = f"network.name: {network.info.name}"

    def outputs(self, windows: Windows) -> Outputs:
        """Return the outputs for some windows in one batch."""
        found: Outputs = {}

        def take(name: str, output: object) -> None:
            if isinstance(output, torch.Tensor):
                found[name] = [
                    one[: len(window)].clone() if name in self._sequences else one.clone()
                    for one, window in zip(output, windows, strict=True)
                ]

        longest = max(map(len, windows))
        failed = f"{self.what} fails on {len(windows)} texts of up to {longest} tokens"
        inputs = self._network.texts.inputs(windows, self._network.device)
        with own_errors(failed), tapped(self._network.module, self._taps, take), torch.no_grad():
            self._network.run(inputs)
        missing = [name for name in self._layers if name not in found]
        if missing:
            raise NetworkError(f"{self.what}: layer {missing[0]!r} does not run for every text")
        return found


def check_text_function(network: LoadedNetwork, layers: Sequence[str]) -> None:
    """Refuse a network that is no function of a text, and layers that cannot be used.

    A second pass must give the same values; a text the same alone and padded in a batch; other
    texts others; all of them finite numbers. The largest window must be accepted, up to
    ``LONGEST`` tokens.

    Raises:
        NetworkError: everything that is wrong, in one message.
    """
    prober, texts = TextProber(network, layers), network.texts
    windows, others = (noise_windows(texts, LENGTHS, name) for name in ("probe", "others"))
    with private_rng(0), kept_state(network.folder):
        found = list(_problems(prober, windows, others, network.device.type != "cpu"))
        if not found and texts.max_tokens <= LONGEST:
            prober.outputs(noise_windows(texts, [texts.room], "longest"))
    if found:
        raise NetworkError(f"{prober.what}: " + "; ".join(dict.fromkeys(found)))


def _problems(
    prober: TextProber, windows: Windows, others: Windows, accelerated: bool
) -> Iterator[str]:
    first, second = prober.outputs(windows), prober.outputs(windows)
    alone = [prober.outputs([window]) for window in windows]
    changed = prober.outputs(others)
    for name, outputs in first.items():
        single = [each[name][0] for each in alone]
        same, batched = (COARSE, COARSE) if accelerated else (ROUNDING, BATCH_ROUNDING)
        if not all(bool(torch.isfinite(each).all()) for each in (*outputs, *single)):
            yield f"layer {name!r} gives NaN or infinite values; check the weights"
        elif (gap := _largest(outputs, second[name])) > same:
            yield (
                f"layer {name!r} gives other values for the same text in a second pass (by "
                f"{gap:.2g} of the largest); something in it is random"
            )
        elif (gap := _largest(outputs, single)) > batched:
            yield (
                f"layer {name!r} gives other values for a text when longer texts are in its batch "
                f"(by {gap:.2g} of the largest): it does not leave out padding"
            )
        elif _largest(outputs, changed[name]) == 0:
            yield f"layer {name!r} gives the same output for every text"


def _largest(outputs: Sequence[torch.Tensor], others: Sequence[torch.Tensor]) -> float:
    return max(difference(one, other) for one, other in zip(outputs, others, strict=True))
