"""How rows are prepared before a graph is made of them."""

from typing import Literal

from pydantic import Field

from topopress.config.base import Name, Settings


class Preparation(Settings):
    """What is taken away from the rows before they are compared with each other."""

    kind: Literal["none", "centre", "form"] = Field(
        "none",
        description="`none`: the rows as the network has them; `centre`: without the mean of all "
        "rows; `form`: without the mean of the rows of the same group, for groups of at least 5 "
        "rows; the rows of smaller groups are without the mean of all rows.",
    )
    group: Name | None = Field(
        None,
        description="Which rows belong together: a column of the samples' metadata, whose equal "
        "values are a group; for tokens also `form`, the word form, which is used if nothing is "
        "given. Rows without a value belong to no group.",
    )
    position: bool = Field(
        False,
        description="Whether to take away what the place in its sequence explains of each channel "
        "of a row: a polynomial of log(1 + position), of degree 4, or 2 below 200 rows.",
    )

    @property
    def changes_rows(self) -> bool:
        """Whether rows are other than the network has them."""
        return self.kind != "none" or self.position
