"""The settings of a graph that another tool has made."""

from typing import Literal, Self

from pydantic import Field, model_validator

from topopress.config.base import DataSettings, Name
from topopress.config.texts import Title
from topopress.kinds.arrays.settings import DescribedRows

LAYER = "graph"
"""Name of the one layer."""


class Graph(DescribedRows):
    """A Mapper graph that another tool has made, a table of its rows, and their vectors."""

    kind: Literal["graph"]
    file: Name = Field(
        description="A .json file with the graph, relative to this file: KeplerMapper's "
        "dictionary, networkx's node-link data with members, or what Mapper Interactive and "
        "TopoAct publish. Its content says which."
    )
    lens: Name | None = Field(
        None,
        description="Column of the table with the value of the lens of each row, for files that do "
        "not have it, such as KeplerMapper's: nodes are coloured by it, and with vectors it helps "
        "to make the graph again.",
    )
    value: Name | None = Field(
        None,
        description="Name of the number of each node in the file that nodes can be coloured by; by "
        "default the first, in alphabetical order.",
    )
    vectors: Name | None = Field(
        None,
        description="The vectors of the graph's rows, in their order: .npy, .npz or .safetensors, "
        "with `#NAME` for one of several arrays. Without them there is no scatter, no cohesion, "
        "and exemplars are drawn at random.",
    )
    row: Title = Field(
        "row",
        description="What a row is, as a singular noun for the pages, such as `patient`.",
    )

    @model_validator(mode="after")
    def _check_lens(self) -> Self:
        if self.lens is not None and self.metadata is None:
            raise ValueError("lens names a column of a table; name the table in metadata")
        return self

    @property
    def layer_names(self) -> tuple[str, ...]:
        """The one layer."""
        return (LAYER,)


DATA: tuple[type[DataSettings], ...] = (Graph,)
