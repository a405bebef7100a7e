"""The bytes that a built site may have."""

from typing import Annotated

from pydantic import Field

from topopress.config.base import Settings

Kilobytes = Annotated[float, Field(gt=0)]


class Budgets(Settings):
    """Bytes that the built site may have; `topopress check` compares them (docs/checking.md)."""

    first_view: Kilobytes | None = Field(
        None,
        description="KB of 1,000 bytes that a browser loads until the first screen of any page is "
        "complete: the page, style sheets, scripts, pictures that are not loaded lazily, and the "
        "graph that the explorer shows first; texts gzipped, without fonts.",
    )
    page: Kilobytes | None = Field(
        None,
        description="KB that any page loads if a reader opens all of it: besides the first view "
        "its lazy pictures, and all data of an explorer's layers.",
    )
    site: Kilobytes | None = Field(
        None, description="KB of all files of the site together, not compressed."
    )
