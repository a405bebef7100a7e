"""Reads the fast tokenizer of a network of texts, and finds what surrounds its texts."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from torch import nn

from topopress.core.errors import NetworkError
from topopress.network.own.blame import said_by
from topopress.network.text_inputs import TextPreprocessing
from topopress.network.whole_tokenizer import whole_tokenizer

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

UNLIMITED = 512
"""Largest number of tokens for networks that name no limit, such as those with relative places."""
UNSAID = 10**9
"""Lengths from here on mean that a tokenizer knows none."""
_SHORT_TEXTS = ("a", "the", "1", ".", "A short text.")


def text_preprocessing(folder: Path, module: nn.Module, name: str) -> TextPreprocessing:
    """Return the preprocessing of a network of texts.

    Raises:
        NetworkError: The tokenizer is damaged, is not fast, or does not fit the network.
    """
    fast, config = fast_tokenizer(folder, name), module.config
    tokenizer = whole_tokenizer(fast)
    whole, n_before, n_after = _surrounded(tokenizer, name)
    n_known = int(module.get_input_embeddings().num_embeddings)  # type: ignore[operator]
    special = set(fast.all_special_ids)
    used = _used_ids(tokenizer, special, n_known, name)
    types = dict(zip(whole.ids, whole.type_ids, strict=True))
    return TextPreprocessing(
        tokenizer=tokenizer,
        name=type(tokenizer.model).__name__,
        max_tokens=_most_tokens(fast, module, n_before + n_after, name),
        before=tuple(whole.ids[:n_before]),
        after=tuple(whole.ids[len(whole.ids) - n_after :]),
        padding=_padding(getattr(config, "pad_token_id", None), fast.pad_token_id, n_known),
        token_types={key: kind for key, kind in types.items() if kind and key in special},
        ordinary=tuple(key for key in used if key not in special),
    )


def _used_ids(tokenizer: "Tokenizer", special: set[int], n_known: int, name: str) -> list[int]:
    """Return the ids that a text can have, ascending.

    Some tokenizers have special tokens that the network does not know, such as a PAD that was added
    later. Where one of them is written in a text, it is split like any other word.

    Raises:
        NetworkError: The network does not know an ordinary token.
    """
    ids = sorted(tokenizer.get_vocab(with_added_tokens=True).values())
    unknown = [key for key in ids if key >= n_known]
    if not special.issuperset(unknown):
        raise NetworkError(
            f"network.name: the tokenizer of {name} has ids up to {ids[-1]:,}, and the network "
            f"knows {n_known:,} tokens; they are not of one model"
        )
    if unknown:
        tokenizer.encode_special_tokens = True
    return ids[: len(ids) - len(unknown)]


def fast_tokenizer(folder: Path, name: str) -> Any:  # noqa: ANN401 - a class of transformers
    """Return the tokenizer of transformers in a folder.

    Raises:
        NetworkError: It is damaged, or not fast.
    """
    from transformers import AutoTokenizer

    try:
        found = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_fast=True
        )
    except Exception as error:  # damaged files raise exceptions of many types
        raise NetworkError(
            f"network.name: the tokenizer of {name} cannot be loaded ({said_by(error)})"
        ) from error
    if not found.is_fast:
        raise NetworkError(
            f"network.name: {name} has a slow tokenizer ({type(found).__name__}), which does not "
            "say where in the text each piece stands; take a model with a fast one"
        )
    return found


def _surrounded(tokenizer: "Tokenizer", name: str) -> "tuple[Encoding, int, int]":
    """Return a short text with its special tokens, and how many there are before and after it."""
    for text in _SHORT_TEXTS:
        plain, whole = tokenizer.encode(text, add_special_tokens=False), tokenizer.encode(text)
        for start in range(len(whole.ids) - len(plain.ids) + 1):
            end = start + len(plain.ids)
            if plain.ids and whole.ids[start:end] == plain.ids:
                return whole, start, len(whole.ids) - end
    raise NetworkError(
        f"network.name: the tokenizer of {name} puts special tokens inside of a text, or knows "
        f"none of {', '.join(map(repr, _SHORT_TEXTS))}"
    )


def _padding(network: object, tokenizer: object, n_known: int) -> int:
    # The network's own comes first: RoBERTa counts the places of all tokens but this one.
    found = [key for key in (network, tokenizer) if isinstance(key, int) and 0 <= key < n_known]
    return found[0] if found else 0


def _most_tokens(fast: Any, module: nn.Module, n_special: int, name: str) -> int:  # noqa: ANN401
    """Return the largest number of tokens that tokenizer and network say they can take."""
    places = getattr(module.config, "max_position_embeddings", None)
    limits = [UNLIMITED]
    if isinstance(places, int) and places > 0:
        limits = [places - _skipped_places(module, places)]
    said = fast.model_max_length
    most = int(min([*limits, *([said] if 0 < said < UNSAID else [])]))
    if most <= n_special:
        raise NetworkError(
            f"network.name: {name} takes at most {most} tokens, of which {n_special} are special"
        )
    return most


def _skipped_places(module: nn.Module, places: int) -> int:
    """Return how many of the first positions are never used, as the two of RoBERTa."""
    tokens = module.get_input_embeddings()  # type: ignore[operator]
    for part in module.modules():
        if not isinstance(part, nn.Embedding) or part is tokens or part.num_embeddings != places:
            continue
        if part.padding_idx is not None:
            return part.padding_idx + 1
    return 0
