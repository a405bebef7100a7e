"""The data source that is an author's own Python code."""

import re
from typing import Literal

from pydantic import Field, field_validator

from topopress.config.base import DataSettings, Name, Positive


class OwnData(DataSettings):
    """Samples that Python code of your own yields, with the inputs that the network is shown."""

    usual_positions = "mean"

    kind: Literal["python"]
    samples: Name = Field(
        description="`file:PATH.py:NAME`, relative to this file: a function without parameters "
        "that returns or yields samples, or a list or data set of them. A sample is a dictionary "
        "with `input` and, where there are, `id`, `label`, `metadata`, `picture`, `text` and "
        "`link`, or a pair of input and label."
    )
    limit: Positive | None = Field(
        None,
        description="Take the first so many samples. Without it, code that yields more than "
        "200,000 samples is an error.",
    )
    look: Literal["card", "picture", "text"] = Field(
        "card",
        description="How pages show a sample: its `picture`; its `text`; or a card of its metadata "
        "and its largest channels.",
    )
    sample: Name = Field(
        "sample", description="What a sample is, for the pages: a singular noun, such as `sound`."
    )

    @field_validator("samples")
    @classmethod
    def _is_reference(cls, samples: str) -> str:
        if not re.fullmatch(r"file:[^:]+\.py:[^\W\d]\w*", samples):
            raise ValueError(f"must be of the form file:PATH.py:NAME, got {samples!r}")
        return samples

    @property
    def file(self) -> str:
        """The path of the Python file, relative to the exploration's folder."""
        return self.samples.split(":")[1]

    @property
    def name(self) -> str:
        """The name in that file."""
        return self.samples.split(":")[2]


DATA: tuple[type[DataSettings], ...] = (OwnData,)
