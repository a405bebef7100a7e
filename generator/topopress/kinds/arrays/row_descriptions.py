"""What the looks of rows ask of whatever describes them: a table, or samples of an author's own."""

from typing import Protocol

from topopress.core.arrays import Uint8
from topopress.samples.types import Sample


class RowDescriptions(Protocol):
    """Knows more of samples than the list of them says."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of the metadata, and maybe others, in their order."""

    @property
    def links(self) -> tuple[str, ...]:
        """The address of each sample, "" for none; empty where there are none at all."""

    @property
    def caption_columns(self) -> tuple[str, ...]:
        """The column of texts that stand beside pictures or on cards, if there are any."""

    def caption(self, sample: Sample) -> tuple[str, ...]:
        """Return the text of such a column for a sample."""

    def link_of(self, sample: Sample) -> str:
        """Return the address of a sample, "" for none."""

    def picture(self, sample: Sample) -> Uint8 | None:
        """Return the pixels of a sample's picture, shape (height, width, 3); None for none."""
