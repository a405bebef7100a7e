"""What a language head puts in the place of words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from topopress.core.arrays import Float32, Int32
from topopress.core.progress import SILENT, Progress
from topopress.kinds.texts.collect import plan
from topopress.kinds.texts.predictions.types import WordPredictions
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.types import TextSource
from topopress.samples.types import Sample

if TYPE_CHECKING:
    from topopress.network.language_head_model import LanguageHead

KEPT = 50
"""Likeliest tokens of each word that are kept; what is left counts as one more token."""
Asked = tuple[int, tuple[int, ...], int]
"""A sample, a window, and the place in it where the head is asked."""


def predictions_in_place(
    head: "LanguageHead",
    source: TextSource,
    samples: Sequence[Sample],
    data: Tokens,
    *,
    batch_size: int,
    progress: Progress = SILENT,
) -> WordPredictions:
    """Return the likeliest tokens in the place of each word.

    A head for masked tokens sees the sentence with one mask in the place of all tokens of the word.
    A causal head sees what stands before the word; a word that nothing stands before has no
    prediction.
    """
    asked = sorted(_asked(head, source, samples, data), key=lambda each: len(each[1]))
    key: Int32 = np.zeros((len(samples), KEPT), np.int32)
    share: Float32 = np.zeros((len(samples), KEPT), np.float32)
    progress.start("words that the head predicts", len(asked))
    for start in range(0, len(asked), batch_size):
        part = asked[start : start + batch_size]
        found = head.probabilities([window for _, window, _ in part], [at for _, _, at in part])
        best = found.topk(min(KEPT, found.shape[1]), dim=1)
        numbers = [number for number, _, _ in part]
        key[numbers, : best.indices.shape[1]] = best.indices.numpy()
        share[numbers, : best.values.shape[1]] = best.values.numpy()
        progress.advance(len(part))
    progress.finish()
    ids = np.unique(key[share > 0]).astype(np.int32)
    return WordPredictions(key, share, tuple(map(head.token, ids.tolist())), ids)


def _asked(
    head: "LanguageHead", source: TextSource, samples: Sequence[Sample], data: Tokens
) -> list[Asked]:
    """Return the windows of the words that can be asked for."""
    if head.kind == "masked" and head.mask is None:
        return []
    found = plan(head.texts, source, samples, data)
    window_of = {number: window for window, _, number in found.tokens}
    asked: list[Asked] = []
    for number, (first, end) in found.span.items():
        ids = found.windows[window_of[number]]
        if head.mask is not None:
            asked.append((number, (*ids[:first], head.mask, *ids[end:]), first))
        elif first:
            asked.append((number, ids[:first], first - 1))
    return asked
