"""The data source of bare vectors."""

from typing import Literal

from pydantic import Field

from topopress.config.base import DataSettings


class Vectors(DataSettings):
    """A table of vectors: a .npy file, and a CSV file with the columns ``id`` and ``label``."""

    needs_network = False

    kind: Literal["vectors"]
    file: str = Field(description="A .npy file, shape (n_rows, n_channels), float32.")
    table: str = Field(description="A CSV file with a line for each row.")


DATA = (Vectors,)
