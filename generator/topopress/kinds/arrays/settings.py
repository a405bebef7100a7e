"""The settings of vectors that come from a file, and of a table that describes rows."""

from typing import ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from topopress.config.base import DataSettings, Name, Share
from topopress.config.texts import Title
from topopress.samples.labels import is_plain


class DescribedRows(DataSettings):
    """What a table says of each row, and how a row looks: shared by kinds without a network."""

    needs_network: ClassVar[bool] = False

    metadata: Name | None = Field(
        None,
        description="A .csv, .tsv, .jsonl or .parquet table, relative to this file, with one entry "
        "for each row, in the order of the rows. Columns that no other key names become metadata: "
        "colours, lenses, cards.",
    )
    id: Name | None = Field(
        None,
        description="Column of the rows' ids, which are unique; `id` if this is not set and there "
        "is such a column, else rows are numbered from 0.",
    )
    label: Name | None = Field(
        None,
        description="Column of the label; `label` if this is not set and there is such a column. "
        "An empty cell is no label.",
    )
    picture: Name | None = Field(
        None,
        description="Column of paths of pictures, relative to the table. An empty cell is no "
        "picture.",
    )
    text: Name | None = Field(
        None,
        description="Column of texts. One word may be marked in square brackets: `We waited "
        "[until] morning.` It is the row's word.",
    )
    link: Name | None = Field(
        None, description="Column of addresses that begin with https:// or http://."
    )
    numbers: tuple[Name, ...] = Field(
        (),
        description="Further columns that are read as numbers. Others are numbers only if every "
        "value comes back as it is written: `01234` and `1.50` are texts.",
    )
    row: Title = Field(
        "activation vector",
        description="What a row is, as a singular noun for the pages: `direction`, `dictionary "
        "feature`, `sentence embedding`.",
    )
    max_broken: Share = Field(0.05, description="Share of unreadable pictures that is tolerated.")

    def of_table(self) -> "DescribedRows":
        """Return what is read of the table: all of these settings but the noun, which pages use."""
        names = DescribedRows.model_fields.keys() - {"row"}
        return DescribedRows(**{name: getattr(self, name) for name in names})

    @model_validator(mode="after")
    def _check_columns(self) -> Self:
        for key in ("id", "label", "picture", "text", "link", "numbers"):
            if getattr(self, key) and self.metadata is None:
                raise ValueError(f"{key} names a column of a table; name the table in metadata")
        return self


class Arrays(DescribedRows):
    """Vectors from files: one array of each layer, and a table that describes the rows."""

    kind: Literal["arrays"]
    layers: dict[Name, Name] = Field(
        description="File of each layer, by the layer's name, relative to this file: .npy, .npz, "
        "or .safetensors, with `#NAME` for one of several arrays, or .parquet, with `#COLUMN` for "
        "a column of lists. Arrays have the shape (n_rows, n_channels) and 16, 32 or 64 bits.",
    )

    @property
    def layer_names(self) -> tuple[str, ...]:
        """The layers in the order in which they are written."""
        return tuple(self.layers)

    @field_validator("layers")
    @classmethod
    def _check_names(cls, layers: dict[str, str]) -> dict[str, str]:
        if not layers:
            raise ValueError('needs at least one layer, such as encoder = "encoder.npy"')
        for name in layers:
            if not is_plain(name) or not name.strip():
                raise ValueError(f"{name!r} is no name that pages can show; rename the layer")
        return layers


DATA: tuple[type[DataSettings], ...] = (Arrays,)
