"""What pages say about texts and words."""

from collections.abc import Collection

from topopress.config.base import DataSettings
from topopress.config.schema import Exploration
from topopress.core.language import gettext, gettext_noop
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.words import KindWords, Terms
from topopress.network.types import NetworkInfo

_POOLED = {
    "mean": gettext_noop("the mean of its tokens"),
    "first": gettext_noop("the vector of its first token"),
    "last": gettext_noop("the vector of its last token"),
    "cls": gettext_noop("the vector of the token that the tokenizer puts before it"),
}


def text_words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    """Return the words of an exploration; ``origins`` are the texts that its samples come from."""
    data = settings.data
    words = isinstance(data, Tokens)
    return KindWords(
        sample=gettext("word") if words else gettext("text"),
        samples=gettext("words") if words else gettext("texts"),
        origins=gettext("sentences") if words else gettext("texts"),
        vectors=gettext("activation vectors"),
        source=_source(data, words=words),
        network_input=network.preprocessing if network else "",
        rows=_rows(data.pieces if isinstance(data, Tokens) else "", settings),
        pictures=(apart_term(words=words),),
        exemplar=gettext("Pages show the word in its sentence.")
        if words
        else gettext("Pages show the text."),
    )


def _source(data: DataSettings, *, words: bool) -> str:
    if isinstance(data, HuggingFaceData):
        return gettext("a data set of Hugging Face")
    return gettext("a file of sentences") if words else gettext("a file of texts")


def apart_term(*, words: bool) -> tuple[str, str]:
    """Return what it means that terms set a node apart."""
    if not words:
        return gettext("Set apart by"), gettext(
            "Words of the text, labels and values of columns that are more frequent in the node "
            "than in the rest of the layer, by the log-odds ratio with an informative Dirichlet "
            "prior [@monroe2008]. A text that holds several rows, or that is there twice, counts "
            "once. A term is listed if its z-score is larger than that of any term in 99 shuffled "
            "nodes, which are as many rows of the layer, drawn at random."
        )
    return gettext("Set apart by"), gettext(
        "Words around the word, labels and values of columns that are more frequent in the node "
        "than in the rest of the layer, by the log-odds ratio with an informative Dirichlet prior "
        "[@monroe2008]. A text that holds several rows, or that is there twice, counts once. A "
        "term is listed if its z-score is larger than that of any term in 99 shuffled nodes, "
        "which are as many rows of the layer, drawn at random. Terms that shuffled nodes with as "
        "many rows of each word form reach as well belong to the forms: tables leave them out, "
        "and the explorer lists them apart."
    )


def _rows(pieces: str, settings: Exploration) -> Terms:
    tokens = (
        gettext("Token"),
        gettext(
            "A piece of a text, often a whole word, that the network's tokenizer cuts the text "
            "into. Each layer computes a list of numbers for each token, one for each channel."
        ),
    )
    if pieces:
        return (
            tokens,
            (
                gettext("Row"),
                gettext(
                    "A word in its sentence: {taken}. A token belongs to a word if both have a "
                    "character in common. A sentence that is longer than the network takes is "
                    "shown in windows, each word in the one with most context around it.",
                    taken=gettext(_POOLED[pieces]),
                ),
            ),
        )
    pooling = getattr(settings.data, "pooling", "mean")
    return (
        tokens,
        (
            gettext("Row"),
            gettext(
                "A text: {taken}. A text that is longer than the network takes is shown in "
                "windows, and its vector is the mean over them.",
                taken=gettext(_POOLED[pooling]),
            ),
        ),
    )
