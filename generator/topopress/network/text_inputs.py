"""Turns texts into token ids, and token ids into a network's inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Tokens = Sequence[int]
"""Ids of tokens, in the order of a text."""


@dataclass(frozen=True, slots=True, eq=False)
class TextPreprocessing:
    """The tokenizer of a network, and how its windows become inputs.

    A *window* is the list of token ids that a network is shown at once: ``before``, some tokens of
    a text, ``after``. It has at most ``max_tokens`` ids. ``window`` makes one.

    Attributes:
        tokenizer: A fast tokenizer, which neither cuts nor pads.
        name: Kind of the tokenizer, for readers, such as ``WordPiece``.
        max_tokens: Largest number of ids in a window, special tokens included.
        before: Ids of the special tokens before a text, such as CLS.
        after: Ids of the special tokens after a text, such as SEP.
        padding: Id that fills shorter windows of a batch, on the right. Attention does not see it.
        token_types: Token types of special tokens that have another one than 0, by id.
        ordinary: Ids that are no special tokens and that the network knows, ascending.
    """

    tokenizer: "Tokenizer"
    name: str
    max_tokens: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    padding: int
    token_types: Mapping[int, int]
    ordinary: tuple[int, ...]

    @property
    def room(self) -> int:
        """Largest number of tokens of a text in a window."""
        return self.max_tokens - len(self.before) - len(self.after)

    def window(self, ids: Tokens) -> tuple[int, ...]:
        """Return a window: some tokens of a text between the special tokens.

        The vector of token ``k`` is at place ``len(before) + k`` of the network's output.
        """
        return (*self.before, *ids, *self.after)

    def inputs(self, windows: Sequence[Tokens], device: torch.device) -> dict[str, torch.Tensor]:
        """Return the arguments of a network for some windows, as ``LoadedNetwork.run`` takes them.

        Shorter windows are padded on the right to the longest. So positions count from the first
        token, as they do without padding, and no network needs position ids.

        Returns:
            ``input_ids`` and ``attention_mask`` (1 for tokens, 0 for padding), and
            ``token_type_ids`` if a special token has one other than 0; shape (n_windows, n_tokens),
            int64, on the device.
        """
        longest = max(map(len, windows))
        ids = [[*window, *[self.padding] * (longest - len(window))] for window in windows]
        seen = [[1] * len(window) + [0] * (longest - len(window)) for window in windows]
        rows = {"input_ids": ids, "attention_mask": seen}
        if self.token_types:
            rows["token_type_ids"] = [[self.token_types.get(k, 0) for k in row] for row in ids]
        return {name: torch.tensor(row, device=device) for name, row in rows.items()}

    def describe(self) -> str:
        """Return a readable description in one line."""
        around = ""
        if self.before or self.after:
            special = (self.tokenizer.id_to_token(k) for k in (*self.before, *self.after))
            around = f", special tokens {' '.join(map(str, special))}"
        return f"{self.name} tokenizer, windows of at most {self.max_tokens} tokens{around}"
