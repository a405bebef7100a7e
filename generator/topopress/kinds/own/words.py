"""What pages say about samples of an author's own code."""

from collections.abc import Collection

from topopress.config.schema import Exploration
from topopress.core.language import gettext, gettext_noop
from topopress.kinds.arrays.nouns import plural_of
from topopress.kinds.own.settings import OwnData
from topopress.kinds.texts.words import apart_term
from topopress.kinds.words import KindWords, Terms
from topopress.network.types import NetworkInfo

_EXEMPLARS = {
    "picture": gettext_noop("Pages show the picture of each."),
    "text": gettext_noop("Pages show the text of each."),
    "card": gettext_noop("Pages show what the authors say of each, and its largest channels."),
}

_TAKEN = {
    "mean": gettext_noop(
        "An activation vector that is used here: the vector of a {sample}, or the mean over all "
        "positions."
    ),
    "centre": gettext_noop(
        "An activation vector that is used here: the vector of a {sample}, or that at the middle "
        "position."
    ),
    "random": gettext_noop(
        "An activation vector that is used here: the vector of a {sample}, or that at a position "
        "drawn at random."
    ),
    "all": gettext_noop(
        "An activation vector that is used here: the vector of a {sample}, or that at each "
        "position."
    ),
}


def own_words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    """Return the words of an exploration."""
    del network, origins
    data = settings.data
    if not isinstance(data, OwnData):
        raise TypeError(f"data of kind {data.kind!r} are not of an author's own code")
    return KindWords(
        sample=data.sample,
        samples=plural_of(data.sample),
        origins="",
        vectors=gettext("activation vectors"),
        source=gettext("Python code of the authors ({samples})", samples=data.samples),
        rows=_rows(data.sample, settings),
        exemplar=_EXEMPLARS[data.look],
        noun=_noun(data.sample, settings),
        pictures=(apart_term(words=False),) if data.look == "text" else (),
    )


def _noun(sample: str, settings: Exploration) -> tuple[str, str]:
    """Return what a row is called: where a sample has several, a position of it."""
    chosen = settings.activations
    one = chosen.positions in ("mean", "centre") or (
        chosen.positions == "random" and chosen.per_sample == 1
    )
    if one:
        return sample, plural_of(sample)
    return (
        gettext("position of a {sample}", sample=sample),
        gettext("positions of {samples}", samples=plural_of(sample)),
    )


def _rows(sample: str, settings: Exploration) -> Terms:
    taken = _TAKEN[settings.activations.positions]
    return (
        (
            gettext("Activation vector"),
            gettext(
                "Each {sample} is shown to the network once. A layer computes a list of numbers "
                "for it, one for each channel, or such a list for each of several positions.",
                sample=sample,
            ),
        ),
        (gettext("Row"), gettext(taken, sample=sample)),
    )
