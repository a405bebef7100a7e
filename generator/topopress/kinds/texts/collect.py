"""Collects the vectors of words and of whole texts from the layers of a network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

import numpy as np
import torch

from topopress.activations.capture import forward_to
from topopress.activations.types import Rows
from topopress.core.errors import ActivationError
from topopress.kinds.texts.alignment import Window, text_windows, windows
from topopress.kinds.texts.settings import TextData, Tokens
from topopress.kinds.texts.types import TextSource
from topopress.network.loaded import LoadedNetwork
from topopress.network.text_inputs import TextPreprocessing
from topopress.network.types import LayerInfo, Place
from topopress.samples.types import Sample

_T = TypeVar("_T")
Token = tuple[int, int, int]
"""A token that counts for a row: its window, its place in the window, and the sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The windows that a network is shown, and the tokens whose mean is the row of each sample.

    A sample without a token has no row. ``span`` has the first and the one-after-last token of each
    word in its window, by sample; nothing for whole texts.
    """

    windows: list[tuple[int, ...]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    span: dict[int, tuple[int, int]] = field(default_factory=dict)


def plan(
    texts: TextPreprocessing, source: TextSource, samples: Sequence[Sample], data: TextData
) -> Plan:
    """Find the windows of some samples, and the tokens of each; words of one text share windows."""
    found = Plan()
    numbered = list(enumerate(samples))
    for _, group in groupby(numbered, key=lambda each: (each[1].origin, each[1].digest)):
        members = list(group)
        text = source.text(members[0][1])
        if isinstance(data, Tokens):
            _add_words(found, texts, text, members, data.pieces)
        else:
            for number, _ in members:
                _add_text(found, texts, text, number, data.pooling)
    return found


def _add_words(
    found: Plan,
    texts: TextPreprocessing,
    text: str,
    members: Sequence[tuple[int, Sample]],
    pieces: str,
) -> None:
    spans = [(sample.part[0], sample.part[1]) for _, sample in members]
    made = windows(texts.tokenizer, text, spans, most_tokens=texts.max_tokens)
    offset = len(found.windows)
    found.windows.extend(window.ids for window in made.windows)
    for (number, _), (window, first, end) in zip(members, made.spans.tolist(), strict=True):
        if window >= 0:
            found.span[number] = first, end
            for token in _chosen(range(first, end), pieces):
                found.tokens.append((offset + window, token, number))


def _add_text(found: Plan, texts: TextPreprocessing, text: str, number: int, pooling: str) -> None:
    made = text_windows(texts.tokenizer, text, most_tokens=texts.max_tokens).windows
    offset = len(found.windows)
    found.windows.extend(window.ids for window in made)
    for k, token in _pooled(made, pooling):
        found.tokens.append((offset + k, token, number))


def _pooled(made: Sequence[Window], pooling: str) -> Iterator[tuple[int, int]]:
    """Yield window and place of the tokens whose mean is the row of a text."""
    if pooling == "cls":
        yield from ((k, 0) for k in range(len(made)))
        return
    content = [(k, token) for k, window in enumerate(made) for token in range(*window.content)]
    yield from _chosen(content, pooling)


def _chosen(values: Sequence[_T], which: str) -> Sequence[_T]:
    return {"first": values[:1], "last": values[-1:]}.get(which, values)


def collect(
    network: LoadedNetwork,
    source: TextSource,
    samples: Sequence[Sample],
    *,
    layers: Sequence[LayerInfo],
    data: TextData,
    batch_size: int,
) -> list[Rows]:
    """Return each layer's rows for the samples: the mean of the tokens of each.

    Windows go through the network by length, so that little is padded. A row depends on its text
    and the network; the others in its batch change it only by rounding.

    Raises:
        ActivationError: A layer's rows have values that are NaN or infinite.
        DataError: The texts have changed since they were listed.
    """
    found = plan(network.texts, source, samples, data)
    sums = {layer.name: torch.zeros(len(samples), layer.channels) for layer in layers}
    counts = np.bincount([number for _, _, number in found.tokens], minlength=len(samples))
    order = sorted(range(len(found.windows)), key=lambda k: len(found.windows[k]))
    of_window: dict[int, list[tuple[int, int]]] = {}
    for window, token, number in found.tokens:
        of_window.setdefault(window, []).append((token, number))
    for start in range(0, len(order), batch_size):
        _add_batch(network, found, order[start : start + batch_size], of_window, sums)
    used = np.flatnonzero(counts).astype(np.int32)
    return [_rows(layer, sums[layer.name], used, counts, found, samples) for layer in layers]


def _add_batch(
    network: LoadedNetwork,
    found: Plan,
    chosen: Sequence[int],
    of_window: dict[int, list[tuple[int, int]]],
    sums: dict[str, torch.Tensor],
) -> None:
    wanted = [(k, *each) for k, window in enumerate(chosen) for each in of_window.get(window, ())]
    if not wanted:
        return
    place, token, number = torch.tensor(wanted).T

    def take(name: str, output: torch.Tensor) -> torch.Tensor:
        # Inside the hook, so that whole outputs are freed before the next layer.
        vectors = output[place.to(output.device), token.to(output.device)]
        return sums[name].index_add_(0, number, vectors.to("cpu", torch.float32))

    inputs = network.texts.inputs([found.windows[k] for k in chosen], network.device)
    with torch.inference_mode():
        forward_to(network, sums, inputs, take)


def _rows(
    layer: LayerInfo,
    sums: torch.Tensor,
    used: np.ndarray[tuple[int], np.dtype[np.int32]],
    counts: np.ndarray[tuple[int], np.dtype[np.intp]],
    found: Plan,
    samples: Sequence[Sample],
) -> Rows:
    vectors = sums.numpy()[used] / counts[used, None].astype(np.float32)
    broken = ~np.isfinite(vectors).all(axis=1)
    if broken.any():
        first = samples[used[int(broken.argmax())]]
        raise ActivationError(
            f"layer {layer.name!r}: {int(broken.sum()):,} of {len(used):,} rows have values that "
            f"are NaN or infinite, the first for {first.origin!r}; check the weights"
        )
    spans = [found.span[number] for number in used.tolist()] if found.span else []
    position = np.array(spans, np.int32).reshape(len(used), 2 if found.span else 0)
    place: Place = "span" if found.span else "whole"
    return Rows(layer, vectors.astype(np.float32), used, place, position)
