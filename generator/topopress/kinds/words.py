"""What pages say about the samples of a kind. Each kind hands over one ``KindWords``."""

from dataclasses import dataclass

Terms = tuple[tuple[str, str], ...]
"""Pairs of a term and its text. ``[@key]`` in a text cites a work of ``references.bib``."""


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words of a kind, as plain text.

    Attributes:
        sample: Noun for one sample, such as ``image``.
        samples: Its plural.
        origins: Plural noun for what the samples are taken from, such as ``files``; empty for
            samples that are taken from nothing else.
        vectors: Plural noun for the rows, such as ``activation vectors``.
        source: Where the samples come from.
        network_input: What the network gets of a sample; empty where there is nothing to say.
        rows: Definitions of what a row is and how the rows are computed.
        exemplar: A sentence that says how pages show an exemplar.
        pictures: Definitions of what is shown of nodes beside exemplars, such as pictures.
        recipe: Settings of these pictures.
        noun: What the explorer calls a row and several, where rows of a network are shown as whole
            samples; None for inputs and parts of them.
        credits: Names of what the samples are taken from, with maker, source and licence.
    """

    sample: str
    samples: str
    origins: str
    vectors: str
    source: str
    rows: Terms
    exemplar: str
    network_input: str = ""
    pictures: Terms = ()
    recipe: Terms = ()
    noun: tuple[str, str] | None = None
    credits: Terms = ()
