"""Runs stages in this process, those whose results are not in the store."""

import inspect
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import DTypeLike

from topopress.core.errors import TopopressError
from topopress.core.processors import processors
from topopress.core.progress import SILENT, Progress
from topopress.core.threads import one_thread
from topopress.stage.clock import Clock
from topopress.stage.keys import action_of, bytes_read, read_as
from topopress.stage.listener import Listener
from topopress.stage.stage import WORK, FromRecord, Resource, Stage
from topopress.store.action_records import Run
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import canonical, sha256
from topopress.store.codec import read_record, write_record
from topopress.store.outputs import Outputs
from topopress.store.store import Store

MADE_OF = "made-of.json"
"""Output that lists the keys of results that went into this one and are kept as long as it is."""

R = TypeVar("R")
T = TypeVar("T")


class NotStored(Exception):
    """A stage would have to run, and only stored results are wanted."""


class NothingLeft(Exception):
    """A worker helped another with the parts of a stage, and all of them are taken."""


class Sharing(Protocol):
    """Divides the parts of a running stage among workers."""

    def share(self, work: "Work", what: str, pieces: Sequence[Sequence[Stage[Any]]]) -> None:
        """Return when all pieces are computed, by whomever; they may be only for this worker."""


@dataclass(slots=True, eq=False)
class Executor:
    """Finds the result of a stage in the store, or computes it after its inputs.

    A context manager: at its end every opened resource is closed. Networks compute on ``device``,
    in torch's words. With ``only_stored`` it raises ``NotStored`` instead of computing anything.
    With ``rerun`` it does not trust results of functions that read more than their arguments.
    ``sharing`` divides work with other workers; None where there are none. ``n_computed`` counts
    the results that were computed.
    """

    store: Store
    listener: Listener
    progress: Progress = SILENT
    _: KW_ONLY
    device: str = "cpu"
    only_stored: bool = False
    rerun: bool = False
    sharing: Sharing | None = None
    n_computed: int = field(init=False, default=0)
    _actions: dict[Stage[Any], Action] = field(init=False, default_factory=dict)
    _finished: dict[Stage[Any], Artifact] = field(init=False, default_factory=dict)
    _opened: dict[Resource[Any], Any] = field(init=False, default_factory=dict)
    _outdated: dict[str, str] = field(init=False, default_factory=dict)
    _clock: Clock = field(init=False, default_factory=Clock)

    def __enter__(self) -> Self:
        """Return the executor; nothing is opened yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what was opened."""
        for opened in self._opened.values():
            if hasattr(opened, "close"):
                opened.close()
        self._opened.clear()

    def record(self, stage: Stage[R]) -> R:
        """Return the record of a stage, computing it if the store lacks it."""
        return read_record(self.artifact(stage), stage.record)

    def run(self, stages: Iterable[Stage[Any]]) -> None:
        """Compute what the store lacks of some stages and of all that they read."""
        for stage in stages:
            self.artifact(stage)

    def artifact(self, stage: Stage[Any]) -> Artifact:
        """Return the stored result of a stage, computing it if the store lacks it."""
        if stage not in self._finished:
            found = self._find(stage, self.action(stage))
            if found is None:
                self._compute(stage.batch or (stage,))
            else:
                self._finished[stage] = found
        return self._finished[stage]

    def knows(self, stage: Stage[Any]) -> bool:
        """Return whether the results of all that a stage reads are known, and so its key."""
        return all(each in self._finished for each in stage.input_stages())

    def stored(self, stage: Stage[Any]) -> bool:
        """Return whether the result of a stage is known to be stored; nothing is computed."""
        if stage not in self._finished and self.knows(stage):
            found = self._find(stage, self.action(stage))
            self._finished |= {stage: found} if found else {}
        return stage in self._finished

    def digest(self, stage: Stage[Any]) -> str:
        """Return one digest of the content of a stage's result."""
        digests = self.artifact(stage).digests
        return sha256(canonical({name: digests[name] for name in digests.keys() - {MADE_OF}}))

    def action(self, stage: Stage[Any]) -> Action:
        """Return how the store knows a stage; computes its inputs if the store lacks them."""
        if stage not in self._actions:
            self._actions[stage] = action_of(stage, self.artifact)
        return self._actions[stage]

    def lacks(self, stages: Sequence[Stage[Any]]) -> list[int]:
        """Return the places of stages whose results the store lacks; of equal ones the first."""
        first: dict[str, int] = {}
        for k, each in enumerate(stages):
            action = self.action(each)
            if each not in self._finished and not self.store.has(action):
                first.setdefault(action.key, k)
        return sorted(first.values())

    def compute(self, stages: Sequence[Stage[Any]], seconds: float | None = None) -> list[int]:
        """Compute what is missing of the stages of one batch; return the places of the finished.

        See ``Work.compute``.
        """
        self._compute([each for each in stages if each not in self._finished], seconds)
        return [k for k, each in enumerate(stages) if each in self._finished]

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Count the time of the block as that of parts, not of the stage that runs."""
        with self._clock.run():
            yield

    def open(self, resource: Resource[T]) -> T:
        """Return what a resource gives; opened once."""
        if resource not in self._opened:
            self._opened[resource] = self.open_again(resource)
        opened: T = self._opened[resource]
        return opened

    def open_again(self, resource: Resource[T]) -> T:
        """Return what a resource gives when it is opened once more; the caller closes it."""
        if isinstance(resource, FromRecord):
            made: Resource[T] = resource.with_record(self.record(resource.made_of))
            return made.open(self.device)
        return resource.open(self.device)

    def _find(self, stage: Stage[Any], action: Action) -> Artifact | None:
        found = self.store.find(action)
        if found is not None and stage.changed is not None:
            changed = stage.changed(read_record(found, stage.record), self.store.hash_file)
            if reason := "asked to run again" if self.rerun else changed:
                self._outdated[action.key] = reason
                return None
        if found is not None:
            self.listener.reused(action)
            if MADE_OF in found.names:
                self.store.keep(found.json(MADE_OF))
        return found

    def _compute(self, stages: Sequence[Stage[Any]], seconds: float | None = None) -> None:
        """Compute what is missing of some stages with one call of their function."""
        missing: dict[str, tuple[Stage[Any], Action]] = {}
        equal: list[tuple[Stage[Any], str]] = []
        for stage in stages:
            action = self.action(stage)
            found = None if action.key in missing else self._find(stage, action)
            if found is not None:
                self._finished[stage] = found
            else:
                missing.setdefault(action.key, (stage, action))
                equal.append((stage, action.key))
        made: dict[str, Artifact] = {}
        if missing:
            with one_thread():
                made = self._call(list(missing.values()), seconds)
        self._finished |= {stage: made[key] for stage, key in equal if key in made}

    def _call(
        self, missing: Sequence[tuple[Stage[Any], Action]], seconds: float | None
    ) -> dict[str, Artifact]:
        first, action = missing[0]
        if self.only_stored:
            raise NotStored(str(action))
        arguments = self._arguments([stage for stage, _ in missing])
        items = tuple(stage.item for stage, _ in missing)
        work = Work(self, items, None if seconds is None else time.monotonic() + seconds)
        if WORK in inspect.signature(first.run).parameters:
            arguments[WORK] = work
        if not first.batch:
            self.listener.runs(action, self._why(action))
            return self._store(lambda: (0, first.run(**arguments)), missing, work)
        records = first.run(**arguments)
        made: dict[str, Artifact] = {}
        with suppress(StopIteration):
            while True:
                made |= self._store(lambda: next(records), missing, work)
        return made

    def _why(self, action: Action) -> str:
        """Return why an action runs."""
        return self._outdated.get(action.key) or self.store.explain(action)

    def _store(
        self,
        compute: Callable[[], tuple[int, Any]],
        missing: Sequence[tuple[Stage[Any], Action]],
        work: "Work",
    ) -> dict[str, Artifact]:
        """Store the next record of a function; its result by its key."""
        with self.store.produce() as outputs, self._clock.run() as seconds:
            work.outputs, work.made_of, work.parts = outputs, set(), {}
            with self._blaming():
                place, record = compute()
            stage, action = missing[place]
            outputs.action = action
            if stage.batch:
                self.listener.runs(action, self._why(action))
            write_record(outputs, record)
            if work.made_of:
                outputs.write_json(MADE_OF, sorted(work.made_of))
            read = bytes_read(stage, lambda each: self.artifact(each).sizes)
            parts = sum(work.parts.values())
            outputs.run = Run(round(seconds(), 4), round(parts, 4), read, processors())
        self.n_computed += 1
        return {action.key: outputs.artifact}

    @contextmanager
    def _blaming(self) -> Iterator[None]:
        """Ask what is open whether an error came from an author's code, to say so."""
        try:
            yield
        except (TopopressError, NothingLeft, StopIteration, KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:  # an author's code can end the program, too
            for opened in self._opened.values():
                if hasattr(opened, "blame") and (blamed := opened.blame(error)):
                    raise blamed from error
            raise

    def _arguments(self, stages: Sequence[Stage[Any]]) -> dict[str, Any]:
        """Return the arguments of one call: shared ones, and tuples of those of each stage."""
        first = stages[0]
        given = {name: self._input(first, name) for name in first.inputs.keys() - first.own}
        given |= {name: first.settings[name] for name in first.settings.keys() - first.own}
        given |= first.resources
        for name in first.own:
            given[name] = tuple(
                self._input(stage, name) if name in stage.inputs else stage.settings[name]
                for stage in stages
            )
        return given

    def _input(self, stage: Stage[Any], parameter: str) -> Any:  # noqa: ANN401
        value, kind = stage.inputs[parameter], read_as(stage, parameter)
        if isinstance(value, Stage):
            return read_record(self.artifact(value), kind)
        if isinstance(value, tuple):
            return tuple(read_record(self.artifact(each), kind) for each in value)
        return {key: read_record(self.artifact(each), kind) for key, each in value.items()}


@dataclass(slots=True)
class Work:
    """What a running function may ask of the executor: its parameter ``work``.

    It has the items of the stages that are computed. After the deadline, a monotonic time, the
    function begins no new work; None for no limit.
    """

    executor: Executor
    items: tuple[str, ...]
    deadline: float | None
    outputs: Outputs = field(init=False)
    made_of: set[str] = field(init=False)
    parts: dict[str, float] = field(init=False)

    @property
    def item(self) -> str:
        """Item of the only stage, or of the first."""
        return self.items[0]

    @property
    def progress(self) -> Progress:
        """Is told how far the work is."""
        return self.executor.progress

    @property
    def is_late(self) -> bool:
        """Whether the time is up."""
        return self.deadline is not None and time.monotonic() >= self.deadline

    def notice(self, message: str) -> None:
        """Tell the author something."""
        self.executor.listener.notice(message)

    def array(
        self, field_name: str, shape: tuple[int, ...], dtype: DTypeLike
    ) -> "np.memmap[Any, np.dtype[Any]]":
        """Return an array of zeros on disk, to fill and to return as a field of the record."""
        return self.outputs.open_array(field_name, shape, dtype)

    def open(self, resource: Resource[T]) -> T:
        """Return what a resource gives."""
        return self.executor.open(resource)

    def open_again(self, resource: Resource[T]) -> T:
        """Return what a resource gives when it is opened once more; the caller closes it."""
        return self.executor.open_again(resource)

    def lacks(self, stages: Sequence[Stage[Any]]) -> list[int]:
        """Return the places of stages that are still to be computed; of equal ones the first."""
        return self.executor.lacks(stages)

    def compute(
        self, stages: Sequence[Stage[Any]], *, seconds: float | None = None, keep: bool = False
    ) -> list[int]:
        """Compute what is missing of the stages of one batch.

        Each result is stored as soon as it is there, so that an interrupted build loses little.

        Args:
            stages: Of one batch, which may end before all are computed.
            seconds: Time after which the batch begins no new work; None for no limit.
            keep: Keep the results in the store as long as the result of this work.

        Returns:
            The places of the stages whose results are stored now.
        """
        found = self.executor.compute(stages, seconds)
        if keep:
            self.made_of |= {self.executor.artifact(stages[k]).key for k in found}
        return found

    def share(
        self, what: str, batches: Iterable[Sequence[Stage[Any]]], most: int | None = None
    ) -> None:
        """Have parts computed side by side by all workers, if there are several.

        Afterwards they are stored. Without other workers nothing is done: the function computes
        its parts as if it had not asked.

        Args:
            what: Readable name of the work.
            batches: The parts; those of a batch that are computed together.
            most: Parts of a batch that one worker takes at most; None for all of them.
        """
        if self.executor.sharing is not None:
            pieces = [batch[k : k + (most or len(batch))] for batch in batches
                      for k in range(0, len(batch), most or len(batch))]  # fmt: skip
            with self.executor.elsewhere():
                self.executor.sharing.share(self, what, pieces)

    def part(self, stage: Stage[R]) -> R:
        """Return the record of a stage, computing it if the store lacks it."""
        artifact = self.executor.artifact(stage)
        self.parts[artifact.key] = artifact.run.total if artifact.run else 0.0
        return read_record(artifact, stage.record)
