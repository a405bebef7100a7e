"""The names of lenses: what an author may write, taken apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from topopress.core.errors import suggestion

NEIGHBOURS = 5
"""What ``knn_distance`` counts where no number is given."""


@dataclass(frozen=True, slots=True)
class LensName:
    """A lens and what it is asked.

    Attributes:
        kind: What stands before the colon, a key of ``FORMS``.
        number: N of ``component:N``, K of ``knn_distance:K``; 0 for the others.
        text: The class of ``logit:CLASS``, the column of ``metadata:COLUMN``; else empty.
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
    form = FORMS[kind]
    if colon and form is _no_argument:
        raise ValueError(f"the lens {kind!r} takes nothing after a colon, got {name!r}")
    return form(kind, argument.strip())


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
    return parse_lens(name).kind in ("confidence", "logit")


def needs_metadata(name: str) -> bool:
    """Whether a lens is a column of the samples' metadata."""
    return parse_lens(name).kind == "metadata"


def is_column(name: str) -> bool:
    """Whether a lens's values must be handed to the Mapper, because the vectors lack them."""
    return needs_network(name) or needs_metadata(name)


def _no_argument(kind: str, _argument: str) -> LensName:
    return LensName(kind)


def _component(kind: str, argument: str) -> LensName:
    return LensName(kind, number=_positive(kind, argument, "component:1 is the first one"))


def _nearest(kind: str, argument: str) -> LensName:
    if not argument:
        return LensName(kind, number=NEIGHBOURS)
    return LensName(kind, number=_positive(kind, argument, "knn_distance:5 takes the 5 nearest"))


def _class(kind: str, argument: str) -> LensName:
    return LensName(kind, text=_required(kind, argument, "the name or the index of a class"))


def _column(kind: str, argument: str) -> LensName:
    return LensName(kind, text=_required(kind, argument, "a column of the samples' metadata"))


def _positive(kind: str, argument: str, example: str) -> int:
    if not (argument.isascii() and argument.isdigit()) or int(argument) < 1:
        raise ValueError(
            f"the lens {kind!r} needs a whole number from 1 after a colon ({example}), "
            f"got {argument!r}"
        )
    return int(argument)


def _required(kind: str, argument: str, what: str) -> str:
    if not argument:
        raise ValueError(f"the lens {kind!r} needs {what} after a colon, such as '{kind}:NAME'")
    return argument


FORMS: dict[str, Callable[[str, str], LensName]] = {
    "l1_norm": _no_argument,
    "l2_norm": _no_argument,
    "max_norm": _no_argument,
    "component": _component,
    "eccentricity": _no_argument,
    "knn_distance": _nearest,
    "density": _no_argument,
    "confidence": _no_argument,
    "logit": _class,
    "metadata": _column,
}

SHOWN = (
    "l1_norm", "l2_norm", "max_norm", "component:N", "eccentricity", "knn_distance:K", "density",
    "confidence", "logit:CLASS", "metadata:COLUMN",
)  # fmt: skip
"""The same as an author writes them."""
