"""Windows of random tokens that a network of texts is shown when it is probed."""

from collections.abc import Sequence

from topopress.core.seeds import rng_for
from topopress.network.text_inputs import TextPreprocessing


def noise_windows(
    texts: TextPreprocessing, lengths: Sequence[int], name: str
) -> list[tuple[int, ...]]:
    """Return windows of ordinary tokens, with special tokens around them.

    Args:
        texts: Preprocessing of the network.
        lengths: Number of ordinary tokens of each window; ``texts.room`` at most are taken.
        name: Different names give different tokens.
    """
    rng = rng_for(0, "noise windows", name)
    ids = texts.ordinary
    drawn = (rng.integers(0, len(ids), min(length, texts.room)) for length in lengths)
    return [texts.window([ids[k] for k in window]) for window in drawn]
