"""One computation of a build, described before it runs.

``stage(function, item, name=argument, ...)`` reads like a call of the function. Arguments that are
stages become inputs, ``Resource`` arguments are opened where the stage runs, and all others are
settings. The function says by its annotations which fields of each input it reads::

    def statistics(rows: Rows, graph: Members, labels: Labels) -> NodeStatistics: ...

    stage(statistics, "photographs/block5", rows=rows, graph=graph, labels=samples)

Only the fields of the annotated types are read, and only they are part of the key.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from topopress.store.canonical import sha256

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
WORK = "work"
"""Name of the parameter that gets the ``Work``, where a function has it."""
_VERSIONS: dict[Callable[..., Any], int] = {}


class Resource(Protocol[T_co]):
    """Something costly that a stage opens where it runs: a network, a pool, a source of inputs.

    Resources are frozen and hashable; equal ones are opened once by an executor. The code of their
    class is part of a stage's key. Their fields are not: a digest of what they give is an input.
    """

    def open(self, device: str) -> T_co:
        """Open it; the executor calls ``close`` of what this returns, if it has such a method."""


class FromRecord(ABC):
    """A resource that is made of a stage's record, which the stages that open it do not read.

    A digest of what it gives is an input of these, as for every resource.
    """

    @property
    @abstractmethod
    def made_of(self) -> "Stage[Any]":
        """The stage."""

    @abstractmethod
    def with_record(self, record: Any) -> Resource[Any]:  # noqa: ANN401 - of any stage
        """Return what can be opened, given the record."""

    def open(self, device: str) -> Any:  # noqa: ANN401
        """Refuse to open it without the record.

        Raises:
            TypeError: always.
        """
        raise TypeError(f"{self.made_of} is needed to open this on {device}")


@dataclass(frozen=True, eq=False)
class Hashed(Generic[T]):
    """A large setting that many stages share, an array, whose digest is taken once."""

    value: T

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the array's type, shape and bytes."""
        return digest_of(np.asarray(self.value))


def digest_of(array: NDArray[Any]) -> str:
    """Return the SHA-256 of an array's type, shape and bytes."""
    header = f"{array.dtype.str} {array.shape} ".encode()
    return sha256(header + np.ascontiguousarray(array).tobytes())


@dataclass(frozen=True, eq=False)
class Stage(Generic[R_co]):
    """One computation.

    Attributes:
        name: What is done, such as ``mapper``.
        item: To what, such as ``photographs/block5``; with the name unique in a build.
        run: The function, defined at the top level of a module.
        inputs: Stages whose records the function reads, by parameter.
        settings: Values, by parameter: JSON values, pydantic models, arrays.
        resources: What the function opens, by parameter.
        version: Raised where results change for a reason that is not in the code.
        batch: The stages that one call computes together, this one included; empty for a stage
            that is computed on its own.
        own: Names of the arguments that differ in a batch; its function gets tuples of them.
        changed: For a function that also reads what its arguments do not name: returns what of it
            has changed since a record was stored, in words, "" if nothing has. Its arguments are
            the record, and a function that returns a file's SHA-256.
    """

    name: str
    item: str
    run: Callable[..., Any]
    inputs: Mapping[str, Any]
    settings: Mapping[str, Any]
    resources: Mapping[str, Resource[Any]]
    version: int = 1
    batch: "Sequence[Stage[R_co]]" = ()
    own: frozenset[str] = frozenset()
    changed: Callable[[Any, Callable[[Path], str]], str] | None = None

    def __post_init__(self) -> None:
        """Refuse arguments that are not the function's parameters.

        Raises:
            TypeError: an argument is missing, or one too many.
        """
        wanted = {name for name in inspect.signature(self.run).parameters if name != WORK}
        given = {*self.inputs, *self.settings, *self.resources}
        if wanted != given:
            raise TypeError(f"{self}: parameters {sorted(wanted)}, arguments {sorted(given)}")

    def __str__(self) -> str:
        return f"{self.name} {self.item}"

    @property
    def record(self) -> type[R_co]:
        """The type of the stage's record: what the function returns, or yields with a place."""
        kind: type[R_co] = inspect.signature(self.run).return_annotation
        return get_args(get_args(kind)[0])[1] if self.batch else kind

    def input_stages(self) -> Iterator["Stage[Any]"]:
        """Yield the stages that this one reads."""
        for value in self.inputs.values():
            yield from stages_in(value)


F = TypeVar("F", bound=Callable[..., Any])


def versioned(version: int) -> Callable[[F], F]:
    """Give a function a version other than 1: its results changed for a reason not in its code."""

    def with_version(function: F) -> F:
        _VERSIONS[function] = version
        return function

    return with_version


def stage(run: Callable[..., R], item: str, /, **arguments: object) -> Stage[R]:
    """Describe the call of a function that is defined at the top level of a module.

    The name of the function is the stage's, with hyphens. The item is what it is done to.
    """
    return Stage(_name(run), item, run, *_sorted_out(arguments), _VERSIONS.get(run, 1))


def batch(
    run: Callable[..., Iterator[tuple[int, R]]],
    items: Sequence[str],
    /,
    *,
    own: Mapping[str, Sequence[object]],
    **shared: object,
) -> tuple[Stage[R], ...]:
    """Describe stages that one call computes together.

    The function gets for each name in ``own`` a tuple with the arguments of the stages to compute.
    It yields pairs: the place of a stage in these tuples and its record, in any order. It may end
    early; what it does not yield is not stored.

    Args:
        run: Defined at the top level of a module.
        items: What each stage is done to.
        own: Arguments that differ, by parameter, one for each stage.
        shared: Arguments that all have in common.
    """
    members: list[Stage[R]] = []
    name, version = _name(run), _VERSIONS.get(run, 1)
    for k, item in enumerate(items):
        sorted_out = _sorted_out({**shared, **{key: values[k] for key, values in own.items()}})
        members.append(Stage(name, item, run, *sorted_out, version, members, frozenset(own)))
    return tuple(members)


def _name(run: Callable[..., object]) -> str:
    return run.__name__.replace("_", "-")


def stages_in(value: object) -> Iterator[Stage[Any]]:
    """Yield the stages of an argument: itself, or those of a tuple or a mapping."""
    if isinstance(value, Stage):
        yield value
    elif isinstance(value, tuple):
        yield from (inner for inner in value if isinstance(inner, Stage))
    elif isinstance(value, Mapping):
        yield from (inner for inner in value.values() if isinstance(inner, Stage))


def _sorted_out(
    given: Mapping[str, object],
) -> tuple[dict[str, object], dict[str, object], dict[str, Resource[Any]]]:
    inputs: dict[str, object] = {}
    settings: dict[str, object] = {}
    resources: dict[str, Resource[Any]] = {}
    for name, value in given.items():
        if any(True for _ in stages_in(value)):
            inputs[name] = value
        elif hasattr(value, "open"):
            resources[name] = value
        else:
            settings[name] = value
    return inputs, settings, resources
