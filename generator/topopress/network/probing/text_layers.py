"""Finds the layers of a network of texts: one vector for each token, or one for each text."""

from dataclasses import replace
from functools import partial

import torch
from torch import nn

from topopress.network.loaded import run_module
from topopress.network.probing.hidden_states import NOWHERE, hidden_states
from topopress.network.probing.layers import FoundLayers
from topopress.network.probing.outputs import Part, not_run, record
from topopress.network.probing.text_noise import noise_windows
from topopress.network.taps import Tap
from topopress.network.text_inputs import TextPreprocessing
from topopress.network.types import LayerInfo, SequenceShape, VectorShape

N_TEXTS = 3
LENGTHS = (7, 5)
"""Ordinary tokens of the texts of two forward passes. An axis that changes is that of tokens."""
_SEQUENCE = "a sequence (n, tokens, n_channels)"
_VECTOR = "a vector (n, n_channels)"


def find_text_layers(
    module: nn.Module, texts: TextPreprocessing, device: torch.device
) -> FoundLayers:
    """Find the layers of a network of texts with three forward passes over a few random tokens.

    A layer is a tensor of real numbers in the output of a sub-module's call: a sequence with one
    vector for each token, or one vector for each text. See ``taps`` for its name.

    ``hidden.0`` (embeddings) and ``hidden.K`` (after block K) come first. They are further names of
    those layers whose output equals the K-th of the hidden states that the network returns.
    """
    windows = [noise_windows(texts, [length] * N_TEXTS, "layers") for length in LENGTHS]
    batches = [texts.inputs(each, device) for each in windows]
    long, short = (record(module, partial(run_module, module, each, device)) for each in batches)
    layers: dict[Tap, LayerInfo] = {}
    others: dict[str, str] = {}
    for tap, part in long.parts.items():
        name = long.name(tap)
        found = _layer(name, [part, short.parts.get(tap)], [len(each[0]) for each in windows])
        if isinstance(found, LayerInfo):
            layers[tap] = found
        else:
            others[name] = found
    others |= long.whole() | not_run(module, long)
    run = partial(module, **batches[0], output_hidden_states=True)
    named = hidden_states(module, run, layers)
    others |= {name: NOWHERE for name, tap in named.items() if tap is None}
    taps = {name: tap for name, tap in named.items() if tap is not None}
    hidden = [replace(layers[tap], name=name) for name, tap in taps.items()]
    return FoundLayers((*hidden, *layers.values()), others, outputs=None, taps=taps)


def _layer(name: str, found: list[Part | None], tokens: list[int]) -> LayerInfo | str:
    """Return a layer, or why an output of two passes is none."""
    first, second = found
    if first is None or first.shape is None:
        return f"it is a {first.kind if first else 'None'}, not a tensor"
    if second is None or second.shape is None:
        return "it is not there for every text"
    shapes = first.shape, second.shape
    channels = first.shape[-1] if first.shape else 0
    if not first.is_real:
        return f"it outputs {first.numbers}, and only real numbers such as torch.float32 count"
    if channels and all(
        shape == (N_TEXTS, n, channels) for shape, n in zip(shapes, tokens, strict=True)
    ):
        return LayerInfo(name, channels, SequenceShape())
    if channels and all(shape == (N_TEXTS, channels) for shape in shapes):
        return LayerInfo(name, channels, VectorShape())
    return f"its output of shape {first.shape} is neither {_SEQUENCE} nor {_VECTOR}"
