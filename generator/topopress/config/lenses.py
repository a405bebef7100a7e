"""The names of lenses: what an author may write, taken apart."""

import re
from dataclasses import dataclass
from typing import Any

from topopress.config.limits import MOST_NEIGHBOURS
from topopress.core.errors import suggestion

NEIGHBOURS = 5
"""What ``knn_distance`` counts where no number is given."""

FORMS = {
    "l1_norm": "",
    "l2_norm": "",
    "max_norm": "",
    "component": "N",
    "eccentricity": "",
    "knn_distance": "K",
    "density": "",
    "confidence": "",
    "entropy": "",
    "error": "",
    "loss": "",
    "logit": "CLASS",
    "probability": "CLASS",
    "metadata": "COLUMN",
    "raw": "LENS",
    "file": "PATH.py:FUNCTION",
}
"""The kinds of lenses, with what stands after the colon."""
SHOWN = tuple(f"{kind}:{argument}".removesuffix(":") for kind, argument in FORMS.items())
"""The same as an author writes them."""
MOST_NUMBER = {"component": 1_000_000, "knn_distance": MOST_NEIGHBOURS}
"""The largest number after the colon, for the lenses that take one."""
OF_OUTPUTS = ("confidence", "entropy", "error", "loss", "logit", "probability")
"""The lenses that are computed from the outputs of the network's head."""
OF_LABELS = ("error", "loss")
"""Those of them that compare the outputs with the label of the sample."""
OF_RAW_ROWS = ("l1_norm", "l2_norm", "max_norm", "component")
"""The lenses that can be taken of rows before they were prepared."""
_FILE = re.compile(r"(?!/)[^:\\]+\.py:[^\W\d]\w*")
"""A path relative to the exploration's folder, and the name of a function."""
_NEEDED = {
    "component": "component:1 is the first one",
    "knn_distance": "knn_distance:5 takes the 5 nearest",
    "logit": "the name or the index of a class",
    "probability": "the name or the index of a class",
    "metadata": "a column of the samples' metadata",
    "raw": "a lens of the rows before they were prepared",
    "file": "a Python file and a function",
}


@dataclass(frozen=True, slots=True)
class LensName:
    """A lens and what it is asked.

    Attributes:
        kind: What stands before the colon, a key of ``FORMS``.
        number: N of ``component:N``, K of ``knn_distance:K``; 0 for the others.
        text: The class of ``logit:CLASS`` and ``probability:CLASS``, the column of
            ``metadata:COLUMN``, the lens of ``raw:LENS``, the file and the function of
            ``file:PATH.py:FUNCTION``; else empty.
    """

    kind: str
    number: int = 0
    text: str = ""


def parse_lens(name: str) -> LensName:
    """Take the name of a lens apart.

    Raises:
        ValueError: with what is wrong and what is allowed.
    """
    kind, colon, argument = name.partition(":")
    if kind not in FORMS:
        hint = suggestion(kind, FORMS)
        raise ValueError(f"there is no lens {name!r}{hint} (allowed: {', '.join(SHOWN)})")
    if not FORMS[kind]:
        if colon:
            raise ValueError(f"the lens {kind!r} takes nothing after a colon, got {name!r}")
        return LensName(kind)
    if kind in MOST_NUMBER:
        return LensName(kind, number=_number(kind, argument.strip()))
    if not argument.strip():
        raise ValueError(
            f"the lens {kind!r} needs {_NEEDED[kind]} after a colon, such as '{kind}:NAME'"
        )
    if kind == "raw" and parse_lens(argument.strip()).kind not in OF_RAW_ROWS:
        raise ValueError(f"the lens 'raw' takes {', '.join(OF_RAW_ROWS)}, got {name!r}")
    if kind == "file" and not _FILE.fullmatch(argument.strip()):
        raise ValueError(
            "the lens 'file' needs a path relative to exploration.toml and the name of a "
            f"function, 'file:PATH.py:FUNCTION', got {name!r}"
        )
    return LensName(kind, text=argument.strip())


def _number(kind: str, argument: str) -> int:
    if kind == "knn_distance" and not argument:
        return NEIGHBOURS
    most = MOST_NUMBER[kind]
    # Not more digits than the bound has: Python converts no text of thousands.
    digits = argument.isascii() and argument.isdigit() and len(argument) <= len(str(most))
    if not digits or not 1 <= int(argument) <= most:
        raise ValueError(
            f"the lens {kind!r} needs a whole number from 1 to {most} after a colon "
            f"({_NEEDED[kind]}), got {argument!r}"
        )
    return int(argument)


def checked_lenses(written: Any) -> str | tuple[str, str]:  # noqa: ANN401 - nothing is checked yet
    """Return one name or a pair of names, if these are names of lenses.

    Raises:
        ValueError: with what is wrong and what is allowed.
    """
    names = [written] if isinstance(written, str) else written
    if not (isinstance(names, list | tuple) and all(isinstance(name, str) for name in names)):
        raise ValueError(f"should be the name of a lens or a list of two names, got {written!r}")
    for name in names:
        parse_lens(name)
    if isinstance(written, str):
        return written
    if len(names) != 2 or names[0] == names[1]:  # noqa: PLR2004 - a pair
        raise ValueError(f"should be one lens or two different ones, got {list(names)}")
    return (names[0], names[1])


def needs_network(name: str) -> bool:
    """Whether a lens is read off the network's outputs, not off the vectors."""
    return parse_lens(name).kind in OF_OUTPUTS


def needs_metadata(name: str) -> bool:
    """Whether a lens is a column of the samples' metadata."""
    return parse_lens(name).kind == "metadata"


def needs_raw_rows(name: str) -> bool:
    """Whether a lens is of the rows before they were prepared."""
    return parse_lens(name).kind == "raw"


def needs_own_code(name: str) -> bool:
    """Whether a lens is a function of the rows in an author's Python file."""
    return parse_lens(name).kind == "file"


def is_of_samples(name: str) -> bool:
    """Whether a lens has one value for each sample."""
    return needs_network(name) or needs_metadata(name)


def is_column(name: str) -> bool:
    """Whether a lens's values must be handed to the Mapper, because the vectors lack them."""
    return is_of_samples(name) or needs_raw_rows(name) or needs_own_code(name)
