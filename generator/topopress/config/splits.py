"""A cover that splits the rows along class probabilities, and what it does not go with."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from topopress.config.base import Neighbours, Positive, Settings

if TYPE_CHECKING:
    from topopress.config.schema import Mapper

LARGEST_OVERLAP = 0.5


class SplitCover(Settings):
    """Parts of the graph of nearest neighbours, split along the network's class probabilities."""

    kind: Literal["split"]
    overlap: Annotated[float, Field(ge=0, le=LARGEST_OVERLAP)] = Field(
        0.1, description="Share of the range of a half that it has in common with the other half."
    )
    neighbours: Neighbours = Field(
        10, description="Nearest other rows with which a row is connected."
    )
    rows: Positive = Field(50, description="Parts with at most so many rows are not split.")
    spread: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.1,
        description="Parts are not split in which the probability of no class differs by more "
        "than this.",
    )
    least_rows: Positive = Field(
        5,
        description="Rows of a part at least; smaller ones join the part with which they have most "
        "connections.",
    )


def check_splits(mapper: "Mapper") -> None:
    """Refuse settings beside a cover of kind "split" that would have no meaning.

    Raises:
        ValueError: with what is wrong and what to do.
    """
    second = mapper.second_cover
    if second is not None and second.kind == "split":
        raise ValueError(
            "second_cover: class probabilities split all rows at once; set cover = { kind = "
            "'split' }"
        )
    if mapper.splits is None:
        return
    if len(mapper.lenses) > 1:
        raise ValueError(
            "a cover of kind 'split' takes one lens, which is a colour and decides nothing; name "
            "one"
        )
    if mapper.clusterer.kind != "none":
        raise ValueError(
            "parts of a cover of kind 'split' are connected, and each is a node: set "
            "clusterer.kind to 'none', or leave it out"
        )
    if mapper.clusterer.metric == "auto":
        raise ValueError(
            "nothing of a cover of kind 'split' is chosen from the data: set clusterer.metric to "
            "'cosine' or 'euclidean', or leave it out for 'cosine'"
        )
