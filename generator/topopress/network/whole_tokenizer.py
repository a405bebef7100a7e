"""Makes a tokenizer that hands over every token of a text."""

import copy
from typing import TYPE_CHECKING, Any

from topopress.core.errors import NetworkError

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def whole_tokenizer(tokenizer: Any) -> "Tokenizer":  # noqa: ANN401 - of two libraries
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
    whole: Tokenizer = inner
    return whole
