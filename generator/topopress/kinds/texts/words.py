"""What pages say about texts and words."""

from collections.abc import Collection

from topopress.config.base import DataSettings
from topopress.config.schema import Exploration
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.words import KindWords, Terms
from topopress.network.types import NetworkInfo

_POOLED = {
    "mean": "the mean of its tokens",
    "first": "the vector of its first token",
    "last": "the vector of its last token",
    "cls": "the vector of the token that the tokenizer puts before it",
}


def text_words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    """Return the words of an exploration; ``origins`` are the texts that its samples come from."""
    data = settings.data
    words = isinstance(data, Tokens)
    return KindWords(
        sample="word" if words else "text",
        samples="words" if words else "texts",
        origins="sentences" if words else "texts",
        vectors="activation vectors",
        source=_source(data, words=words),
        network_input=network.preprocessing if network else "",
        rows=_rows(data.pieces if isinstance(data, Tokens) else "", settings),
        pictures=(apart_term(words=words),),
        exemplar="Pages show the word in its sentence." if words else "Pages show the text.",
    )


def _source(data: DataSettings, *, words: bool) -> str:
    if isinstance(data, HuggingFaceData):
        return "a data set of Hugging Face"
    return "a file of sentences" if words else "a file of texts"


def apart_term(*, words: bool) -> tuple[str, str]:
    """Return what it means that terms set a node apart."""
    context = "Words around the word" if words else "Words of the text"
    beyond = (
        " Terms that shuffled nodes with as many rows of each word form reach as well belong to "
        "the forms: tables leave them out, and the explorer lists them apart."
        if words
        else ""
    )
    return (
        "Set apart by",
        f"{context}, labels and values of columns that are more frequent in the node than in the "
        "rest of the layer, by the log-odds ratio with an informative Dirichlet prior "
        "[@monroe2008]. A text that holds several rows, or that is there twice, counts once. A "
        "term is listed if its z-score is larger than that of any term in 99 shuffled nodes, which "
        f"are as many rows of the layer, drawn at random.{beyond}",
    )


def _rows(pieces: str, settings: Exploration) -> Terms:
    tokens = (
        "Token",
        "A piece of a text, often a whole word, that the network's tokenizer cuts the text into. "
        "Each layer computes a list of numbers for each token, one for each channel.",
    )
    if pieces:
        return (
            tokens,
            (
                "Row",
                f"A word in its sentence: {_POOLED[pieces]}. A token belongs to a word if both "
                "have a character in common. A sentence that is longer than the network takes is "
                "shown in windows, each word in the one with most context around it.",
            ),
        )
    pooling = getattr(settings.data, "pooling", "mean")
    return (
        tokens,
        (
            "Row",
            f"A text: {_POOLED[pooling]}. A text that is longer than the network takes is shown in "
            "windows, and its vector is the mean over them.",
        ),
    )
