"""The terms of the field, by the address under which essays name them: ``term:jaccard-index``.

Topopress defines its own; those of ``content/glossary.toml`` go before them. The glossary of the
viewer explains the figures of one layer; what both say alike is one sentence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topopress.config.glossary import GlossaryFile
from topopress.config.texts import tag_address
from topopress.core.language import gettext, gettext_noop
from topopress.pages.tables.text import or_near

GLOSSARY = "glossary.html"
"""The page of all terms that the site defines or uses."""
_OURS: Mapping[str, str] = {
    gettext_noop("Activation vector"): gettext_noop(
        "The output of the layer at one position of one input: a list of numbers, one for each "
        "channel."
    ),
    gettext_noop("Mapper graph"): gettext_noop(
        "A summary of the shape of a set of vectors: the vectors are sorted into overlapping "
        "intervals of a lens, those of each interval are clustered, and clusters that share "
        "vectors are joined."
    ),
    gettext_noop("Lens"): gettext_noop(
        "A number for each vector, by which the vectors are sorted into overlapping intervals "
        "before they are clustered."
    ),
    gettext_noop("Cover"): gettext_noop(
        "The overlapping intervals, or the balls, that the vectors are sorted into."
    ),
    gettext_noop("Overlap"): gettext_noop(
        "How far neighbouring intervals of a cover reach into each other, as a share of their "
        "length."
    ),
    gettext_noop("eps"): gettext_noop(
        "The neighbourhood radius of the clusterer: vectors at most this far apart are neighbours."
    ),
    gettext_noop("Node"): gettext_noop("A cluster of similar vectors of one interval."),
    gettext_noop("Member"): gettext_noop("A vector that is in a node. It can be in several."),
    gettext_noop("Edge"): gettext_noop("An edge joins two nodes that share members."),
    gettext_noop("Jaccard index"): gettext_noop(
        "The number of shared members of two nodes, divided by the number of members in either."
    ),
    gettext_noop("Centroid"): gettext_noop("The mean of the members of a node."),
    gettext_noop("Cohesion"): gettext_noop(
        "The mean cosine similarity between the members of a node and its centroid."
    ),
    gettext_noop("Exemplar"): gettext_noop("A member of a node that is shown in its place."),
    gettext_noop("Purity"): gettext_noop(
        "The share of the labelled members of a node that have its most frequent label."
    ),
    gettext_noop("Chance"): gettext_noop(
        "What a figure is with labels exchanged at random. Small nodes are pure by chance."
    ),
    gettext_noop("Component"): gettext_noop(
        "A part of the graph in which every node can be reached from every other along edges."
    ),
    gettext_noop("Bifurcation"): gettext_noop("A node where three or more branches meet."),
    gettext_noop("Loop"): gettext_noop(
        "A closed cycle of nodes. Three nodes that all overlap are not a loop."
    ),
    gettext_noop("Flare"): gettext_noop("A branch with a free end."),
    gettext_noop("Island"): gettext_noop("A component that is separate from the largest one."),
    gettext_noop("Resample"): gettext_noop(
        "The graph of rows that were drawn at random from the same rows, with replacement."
    ),
    gettext_noop("Stable"): gettext_noop(
        "Found again in at least 80 % of the resamples and 80 % of the settings, and more often "
        "than in the null model."
    ),
    gettext_noop("Null model"): gettext_noop(
        "Vectors without structure that are otherwise like the given ones. What their graph has is "
        "no finding."
    ),
    gettext_noop("Feature visualisation"): gettext_noop(
        "An image that was optimised from noise, so that the layer’s activation points in the "
        "direction of the node’s centroid."
    ),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its meaning, in the language of the page."""

    address: str
    name: str
    meaning: str

    @property
    def id(self) -> str:
        """The id of its place on the page of all terms."""
        return f"term-{self.address}"


def terms_of(file: GlossaryFile) -> dict[str, Term]:
    """Return all terms that essays can name, by address."""
    return {one.address: one for one in (*_ours(), *own_terms(file))}


def own_terms(file: GlossaryFile) -> Iterator[Term]:
    """Yield the terms that the site defines itself."""
    for name, meaning in file.terms.items():
        yield Term(tag_address(name), name, meaning)


def term_of(written: str, file: GlossaryFile) -> Term:
    """Return the term that an essay names.

    Raises:
        LookupError: there is none of that name.
    """
    terms = terms_of(file)
    found = terms.get(tag_address(written))
    if found is None:
        raise LookupError(
            f"there is no term {written!r}{or_near(tag_address(written), terms)} Define it in "
            f"content/glossary.toml. Terms: {', '.join(sorted(terms))}"
        )
    return found


def _ours() -> Iterator[Term]:
    for name, meaning in _OURS.items():
        yield Term(tag_address(name), gettext(name), gettext(meaning))
