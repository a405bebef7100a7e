"""What the copies of a null model are called in notices and on pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from topopress.core.language import gettext_noop
from topopress.mapper.types import NullModel


@dataclass(frozen=True, slots=True)
class NullWords:
    """The words for the copies of one null model.

    Attributes:
        rows: The rows of a copy, in full.
        within: The same where the groups of rows stay apart.
        copied: How copies were made, in brackets behind "copies of the rows".
        short: The rows of a copy, in short.
        short_within: Copies in which the groups of rows stay apart, in short.
        meaning: What is in such copies and what is not; begins with "copies of the rows".
    """

    rows: str
    within: str
    copied: str
    short: str
    short_within: str
    meaning: str


NULL_WORDS: Mapping[NullModel, NullWords] = {
    "shuffled": NullWords(
        rows=gettext_noop("the same rows with every channel shuffled on its own"),
        within=gettext_noop("the same rows with every channel shuffled within each group"),
        copied=gettext_noop("with each channel shuffled separately"),
        short=gettext_noop("shuffled rows"),
        short_within=gettext_noop("copies shuffled in groups"),
        meaning=gettext_noop(
            "copies of the rows in which each channel is shuffled separately. Each "
            "channel keeps its values; the relations between channels are lost."
        ),
    ),
    "gaussian": NullWords(
        rows=gettext_noop("rows drawn from one Gaussian with the same mean and covariance"),
        within=gettext_noop(
            "rows drawn from one Gaussian for each group, with its mean and covariance"
        ),
        copied=gettext_noop("drawn from one Gaussian with the same mean and covariance"),
        short=gettext_noop("rows drawn from one Gaussian"),
        short_within=gettext_noop("copies drawn from one Gaussian for each group"),
        meaning=gettext_noop(
            "copies of the rows that are drawn from one Gaussian with the same mean and "
            "covariance: one cloud of the same spread, without any structure beyond it."
        ),
    ),
}
