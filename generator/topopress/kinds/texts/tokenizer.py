"""What is needed of a tokenizer. ``tokenizers.Tokenizer`` is one, without an import of it here."""

from collections.abc import Sequence
from typing import Protocol


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
