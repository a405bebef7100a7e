"""New data that are laid over finished graphs: what of them and of the graphs is refused."""

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from topopress.config.base import DataSettings, Name, Settings
from topopress.config.diagnosis import MOST_LISTED
from topopress.config.lenses import is_of_samples, parse_lens

if TYPE_CHECKING:
    from topopress.config.schema import Mapper

OF_EACH_ROW = ("l1_norm", "l2_norm", "max_norm", "component", "raw")
"""The lenses of vectors that have a value for a row that was not there before."""


class OverlaySettings(Settings):
    """What is shown of new data, and which of them are edited copies."""

    listed: Annotated[int, Field(ge=1, le=MOST_LISTED)] = Field(
        40, description="Samples that fit nowhere on the page at most; the JSON file has all."
    )
    of: Name | None = Field(
        None,
        description="The column of the new samples' metadata that has the id or the origin of the "
        "sample that each is an edited copy of, such as a shifted or blurred one. Then the page "
        "says how robust nodes are: how many copies fall back into the node or a neighbour.",
    )
    change: Name | None = Field(
        None, description="The column that says what was changed; only beside `of`."
    )

    @model_validator(mode="after")
    def _check_change(self) -> Self:
        if self.change is not None and self.of is None:
            raise ValueError("change needs the column of the originals: of = COLUMN")
        return self


def check_overlay(new: DataSettings, data: DataSettings, mapper: "Mapper") -> None:
    """Refuse an overlay that has no definition.

    Raises:
        ValueError: with what is wrong and what is allowed.
    """
    if new.needs_network != data.needs_network:
        raise ValueError(
            f"data of kind {new.kind!r} cannot lie over data of kind {data.kind!r}; take the same "
            "kind"
        )
    for name in mapper.lenses:
        if parse_lens(name).kind not in OF_EACH_ROW and not is_of_samples(name):
            raise ValueError(
                f"the lens {name!r} compares each row with all others, so it has no value for new "
                "rows; take a norm, a component, a lens of the network's outputs or a column"
            )
    if mapper.splits is not None:
        raise ValueError(
            "parts of a cover of kind 'split' are held together by the rows' own neighbours, so "
            "new rows have no place in them; take intervals or balls"
        )
    if mapper.clusterer.kind == "hdbscan":
        raise ValueError(
            "clusters of hdbscan have no radius within which a new row would belong to them; take "
            "dbscan, agglomerative or none"
        )
    if mapper.preparation.kind == "form" or mapper.preparation.position:
        raise ValueError(
            "rows without the mean of their form or without their position cannot be compared with "
            "new ones; take the mapper.preparation.kind 'none' or 'centre'"
        )
