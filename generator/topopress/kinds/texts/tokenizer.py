"""What is needed of a tokenizer. ``tokenizers.Tokenizer`` is one, without an import of it here."""

import copy
from collections.abc import Sequence
from typing import Any, Protocol

from topopress.core.errors import NetworkError


class Encoding(Protocol):
    """The tokens of a text; each list has one entry for each token."""

    @property
    def ids(self) -> Sequence[int]:
        """Numbers of the tokens."""

    @property
    def tokens(self) -> Sequence[str]:
        """Tokens as the vocabulary spells them."""

    @property
    def offsets(self) -> Sequence[tuple[int, int]]:
        """First and one-after-last character of the text; equal for a token of no character."""

    @property
    def special_tokens_mask(self) -> Sequence[int]:
        """1 for a token that the tokenizer adds, such as [CLS]; 0 for one of the text."""


class FastTokenizer(Protocol):
    """A tokenizer that knows which characters each token stands for, and cuts nothing off."""

    def encode(self, sequence: str, /) -> Encoding:
        """Return the tokens of a text, with those that the tokenizer's template adds."""


def fast_tokenizer(tokenizer: Any) -> FastTokenizer:  # noqa: ANN401 - of two libraries
    """Return a tokenizer that cuts nothing off, pads nothing and drops nothing at random.

    Args:
        tokenizer: A ``tokenizers.Tokenizer``, or a fast tokenizer of transformers, which holds one.
            It is not changed.

    Raises:
        NetworkError: It is a slow tokenizer, which does not know the characters of its tokens.
    """
    inner = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if not (hasattr(inner, "no_truncation") and hasattr(inner, "no_padding")):
        raise NetworkError(
            f"network: the tokenizer {type(tokenizer).__name__} does not tell which characters its "
            "tokens stand for; a fast tokenizer is needed, which has a file tokenizer.json"
        )
    # Files of tokenizers hold a limit of length and a padding; both would go unseen.
    inner = copy.deepcopy(inner)
    inner.no_truncation()
    inner.no_padding()
    if getattr(inner.model, "dropout", None):
        inner.model.dropout = None
    whole: FastTokenizer = inner
    return whole
