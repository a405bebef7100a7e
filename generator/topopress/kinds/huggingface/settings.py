"""The data source of Hugging Face's data sets."""

from typing import Literal, Self

from pydantic import Field, model_validator

from topopress.config.base import DataSettings, Name, Positive, Share


class HuggingFaceData(DataSettings):
    """A data set of Hugging Face: pictures or texts, by the column that is named."""

    kind: Literal["huggingface"]
    name: Name = Field(
        description="A folder relative to this file, or a data set of the hub, such as "
        "`ylecun/mnist`. A folder is one that `save_to_disk` has written, or one of pictures, "
        "Parquet, JSON or CSV files that `datasets.load_dataset` reads."
    )
    config: Name | None = Field(None, description="Which of the configurations of the data set.")
    split: Name = Field(
        "train", description="Which split, such as `test`; `train[:2000]` takes a part of one."
    )
    revision: Name | None = Field(
        None,
        description="Commit, tag or branch of a data set of the hub. With a full commit the hub's "
        "library is not asked which files are meant.",
    )
    download: bool = Field(
        False,
        description="Whether a data set of the hub may be downloaded, to the hub's own cache; "
        "without it, only what is there already is used.",
    )
    image: Name | None = Field(
        None, description="Column of the pictures; either this or `text` is needed."
    )
    text: Name | None = Field(None, description="Column of the texts; one row for each text.")
    label: Name | None = Field(
        None, description="Column of the label; `label` if this is not set and there is one."
    )
    columns: tuple[Name, ...] = Field(
        (), description="Further columns, which become metadata: colours, lenses, panel."
    )
    numbers: tuple[Name, ...] = Field(
        (), description="Those of `columns` that are read as numbers in any case."
    )
    limit: Positive | None = Field(
        None, description="Take at most this many samples, drawn by the seed."
    )
    pooling: Literal["mean", "first", "last", "cls"] = Field(
        "mean", description="Vector of a text, as for data of kind `texts`."
    )
    channels: Literal[1, 3, 4] | None = Field(
        None, description="Channels that pictures are read with, as for data of kind `images`."
    )
    max_broken: Share = Field(0.05, description="Share of unusable samples that is tolerated.")

    @model_validator(mode="after")
    def _check_column(self) -> Self:
        if (self.image is None) == (self.text is None):
            raise ValueError(
                "name the column of the pictures as image, or that of the texts as text, one of "
                "both"
            )
        return self


DATA: tuple[type[DataSettings], ...] = (HuggingFaceData,)
