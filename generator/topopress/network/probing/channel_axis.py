"""Tells which axis of a tensor holds the channels, where nothing about the input is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import nn
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.modules.conv import _ConvNd

from topopress.network.probing.outputs import Recorded
from topopress.network.taps import Tap

_SAY = ("out_channels", "num_features", "num_channels")
_SAY_LAST = ("out_features", "embedding_dim", "embed_dim", "hidden_size")
"""Attributes of torch's modules that say how many channels their output has."""
_SECOND = (_ConvNd, _NormBase, nn.GroupNorm)
_FIRST_END, _LAST_END = 0, 1


@dataclass(frozen=True, slots=True)
class Channels:
    """What modules say of an output's channels: the possible numbers, and their usual axis.

    ``end`` is 0 for the axis after that of the samples, 1 for the last, None where unknown.
    """

    numbers: frozenset[int] = frozenset()
    end: int | None = None


def channels_said(module: nn.Module, recorded: Recorded) -> dict[Tap, Channels]:
    """Return what is said of the channels of each output, by its tap.

    It is said by the module itself, or by the last module before it that says anything. One with
    parameters of its own that is not known can have the sizes of these.
    """
    found: dict[Tap, Channels] = {}
    last = Channels()
    for tap in recorded.parts:
        said = _said_by(module.get_submodule(tap.module))
        last = said if said.numbers else last
        found[tap] = last
    return found


def _said_by(part: nn.Module) -> Channels:
    if isinstance(part, nn.RNNBase):
        ways = 2 if part.bidirectional else 1
        return Channels(frozenset({(part.proj_size or part.hidden_size) * ways}), _LAST_END)
    if isinstance(part, nn.LayerNorm):
        return Channels(frozenset(part.normalized_shape[-1:]), _LAST_END)
    if isinstance(part, _SECOND):
        return Channels(_numbers(part, _SAY), _FIRST_END)
    if numbers := _numbers(part, _SAY_LAST):
        return Channels(numbers, _LAST_END)
    own = list(part.parameters(recurse=False))
    return Channels(frozenset(size for each in own for size in each.shape))


def _numbers(part: nn.Module, names: Sequence[str]) -> frozenset[int]:
    found = (getattr(part, name, None) for name in names)
    return frozenset(each for each in found if isinstance(each, int) and each > 0)


def channel_axis(shape: Sequence[int], same: Sequence[bool], said: Channels) -> int | None:
    """Return the axis of the channels among those after the samples' axis; None if it is unclear.

    It is the first or the last, has as many elements as is said, and as many in every sample
    (``same``). Where both have, it is the usual one.
    """
    ends = (0, len(shape) - 1)
    able = [axis for axis in ends if same[axis]]
    fitting = [axis for axis in able if shape[axis] in said.numbers]
    if len(fitting) == len(ends):
        return None if said.end is None else ends[said.end]
    if fitting:
        return fitting[0]
    return able[0] if len(able) == 1 else None
