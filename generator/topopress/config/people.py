"""What is known of an author besides the name: ORCID and affiliation."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from topopress.config.base import Settings
from topopress.config.texts import Author, Line

_ORCID = re.compile(r"(?:https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,39}")


def _orcid(text: str) -> str:
    """Return an ORCID without its address; its last character is a checksum (ISO 7064, 11-2)."""
    found = _ORCID.fullmatch(text)
    if found is None:
        raise ValueError(f"must be an ORCID such as 0000-0002-1825-0097, got {text!r}")
    total = 0
    for digit in found[1].replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = "0123456789X"[(12 - total % 11) % 11]
    if found[1][-1] != check:
        raise ValueError(f"must be an ORCID, and the last character of {text!r} does not fit")
    return found[1]


def _version(text: str) -> str:
    if not _VERSION.fullmatch(text):
        raise ValueError(
            f"must be a version such as 1.0 or 2024-05: up to 40 letters, digits and . _ + -, got "
            f"{text!r}"
        )
    return text


Orcid = Annotated[str, AfterValidator(_orcid)]
Version = Annotated[str, AfterValidator(_version)]


class PersonDetails(Settings):
    """What is known of an author besides the name."""

    orcid: Orcid | None = Field(None, description="ORCID, such as 0000-0002-1825-0097.")
    affiliation: Line = Field("", description="Where the author works.")


People = dict[Author, PersonDetails]
