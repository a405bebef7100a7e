"""Works through stages together with other workers, who share nothing but the store.

Every worker has the same stages and does the same: it takes the first one whose inputs are stored,
whose result is not, and which nobody else has claimed. If nothing is left to take, it helps those
who have a stage with parts. Results go through the store; no worker waits for a message.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from topopress.core.progress import SILENT
from topopress.stage.executor import Executor, NothingLeft, Work
from topopress.stage.stage import Stage
from topopress.store.claims import Claims

SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 1.0
"""Seconds between two looks at the store."""

OnFailure = Callable[[Exception], None]
"""Is told of an error of a stage; may raise it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Stages in the order in which they run, and what computes them.

    Errors are raised within ``named``, which says whose they are.
    """

    executor: Executor
    stages: Sequence[Stage[Any]]
    named: Callable[[], AbstractContextManager[object]] = nullcontext


@dataclass(frozen=True, slots=True, eq=False)
class _Unit:
    """Stages that one call computes: a batch, or a single one."""

    planned: Planned
    stages: Sequence[Stage[Any]]

    @property
    def executor(self) -> Executor:
        return self.planned.executor

    @property
    def reads(self) -> Iterator[Stage[Any]]:
        for stage in self.stages:
            yield from stage.input_stages()

    @property
    def is_ready(self) -> bool:
        return all(map(self.executor.stored, self.reads))

    @property
    def is_stored(self) -> bool:
        return all(map(self.executor.stored, self.stages))

    @property
    def key(self) -> str:
        """The name of its claim."""
        return self.executor.action(self.stages[0]).key


@dataclass(slots=True, eq=False)
class Worker:
    """One of the workers.

    Attributes:
        claims: Say what the others compute.
        look_up: Called between two actions.
        failing: Is told of errors; the stages behind a failed one are left out.
    """

    claims: Claims
    look_up: Callable[[], None] = lambda: None
    failing: OnFailure | None = None
    _running: list[tuple[str, bool]] = field(init=False, default_factory=list)
    _failed: set[Stage[Any]] = field(init=False, default_factory=set)
    _taken: set[_Unit] = field(init=False, default_factory=set)

    def work(self, all_planned: Iterable[Planned]) -> None:
        """Return when all stages are stored, or have failed.

        Raises:
            Exception: that of a stage, unless ``failing`` takes it.
        """
        units = [unit for planned in all_planned for unit in _units(planned)]
        for unit in units:
            unit.executor.sharing = self
        try:
            self._work(units)
        finally:
            for unit in units:
                unit.executor.sharing = None

    def _work(self, units: list[_Unit]) -> None:
        pause = SHORTEST_PAUSE
        while units := [unit for unit in units if not self._is_over(unit)]:
            self.look_up()
            if any(map(self._take, units)) or any(map(self._help, units)):
                pause = SHORTEST_PAUSE
            else:
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def share(self, work: Work, what: str, pieces: Sequence[Sequence[Stage[Any]]]) -> None:
        """Compute pieces together with others.

        Raises:
            NothingLeft: this worker helps another one, and all are taken.
        """
        key, helps = self._running[-1]
        with nullcontext() if helps else self.claims.asking(key):
            self._share(work, what, pieces, helps=helps)
        if helps:
            raise NothingLeft

    def _share(
        self, work: Work, what: str, pieces: Sequence[Sequence[Stage[Any]]], *, helps: bool
    ) -> None:
        executor, progress, pause = work.executor, work.progress, SHORTEST_PAUSE
        lacking = {k: len(executor.lacks(piece)) for k, piece in enumerate(pieces)}
        progress.start(what, sum(lacking.values()))
        while left := [k for k in lacking if lacking[k]]:
            before = sum(lacking.values())
            for k in left:
                self._compute_piece(executor, pieces[k])
                self.look_up()
                now = len(executor.lacks(pieces[k]))
                progress.advance(lacking[k] - now)
                lacking[k] = now
            if sum(lacking.values()) == before:
                if helps:
                    break
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        progress.finish()

    def _compute_piece(self, executor: Executor, piece: Sequence[Stage[Any]]) -> None:
        # Always the first one's key: the others of a piece may be stored while it is computed.
        key = executor.action(piece[0]).key
        if executor.lacks(piece) and self.claims.take(key):
            progress, executor.progress = executor.progress, SILENT
            try:
                executor.compute(piece)
            finally:
                executor.progress = progress
                self.claims.release(key)

    def _is_over(self, unit: _Unit) -> bool:
        if any(each in self._failed for each in (*unit.stages, *unit.reads)):
            self._failed.update(unit.stages)
            return True
        return unit in self._taken or (unit.is_ready and unit.is_stored)

    def _take(self, unit: _Unit) -> bool:
        """Compute a stage, if it is ready and nobody else does."""
        if not unit.is_ready or not self.claims.take(key := unit.key):
            return False
        try:
            with self._runs(unit, key, helps=False):
                unit.executor.compute(unit.stages)
        finally:
            self.claims.release(key)
        self._taken.add(unit)
        return True

    def _help(self, unit: _Unit) -> bool:
        """Help somebody with the parts of a stage, if asked to; whether anything was computed."""
        if not unit.is_ready or not self.claims.asks(key := unit.key):
            return False
        computed = unit.executor.n_computed
        with self._runs(unit, key, helps=True):
            unit.executor.compute(unit.stages)
        return unit.executor.n_computed > computed

    @contextmanager
    def _runs(self, unit: _Unit, key: str, *, helps: bool) -> Iterator[None]:
        self._running.append((key, helps))
        try:
            with unit.planned.named():
                yield
        except NothingLeft:
            pass
        except Exception as error:
            if self.failing is None:
                raise
            self._failed.update(unit.stages)
            self.failing(error)
        finally:
            self._running.pop()


def _units(planned: Planned) -> Iterator[_Unit]:
    found: set[Stage[Any]] = set()
    for stage in planned.stages:
        if stage not in found:
            unit = _Unit(planned, stage.batch or (stage,))
            found.update(unit.stages)
            yield unit
