"""Processes of this machine that help a build with its stages."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from topopress.build.plan import plan_exploration
from topopress.config.load import Project, load_project
from topopress.core.counted import counted
from topopress.core.processors import processors, use_processors
from topopress.core.progress import SILENT, Progress
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener
from topopress.stage.together import OnFailure, Planned, Worker
from topopress.store.actions import Action
from topopress.store.claims import LEASE
from topopress.store.store import Store

_GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Orders:
    """What a helping process works on."""

    root: Path
    store: Path
    names: tuple[str, ...]
    device: str
    processors: int


class Crew:
    """Helping processes, from the start of the block to its end.

    They compute what the store lacks and this process has not claimed. None of them is needed: if
    one ends, the others do its work. Of the errors of a helper nothing is said: the stage is left
    to this process, which then fails in the same way.
    """

    def __init__(self, orders: Orders, count: int, listener: Listener) -> None:
        self._orders, self._count, self._listener = orders, count, listener
        self._helpers: dict[Connection, BaseProcess] = {}

    def __enter__(self) -> "Crew":
        use_processors(self._orders.processors)
        try:
            self._start()
        except BaseException:  # Ctrl-C, too: nothing else ends those that have started
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        for _ in range(self._count):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_help, args=(theirs, self._orders))
            process.start()
            theirs.close()
            self._helpers[ours] = process

    def __exit__(self, *_exception: object) -> None:
        for process in self._helpers.values():
            process.terminate()
        for connection, process in self._helpers.items():
            process.join(_GRACE)
            if process.is_alive():
                process.kill()
                process.join()
            connection.close()
        self._helpers.clear()
        use_processors(None)

    def hear(self) -> None:
        """Tell the listener what the helpers have said since the last time."""
        while ready := wait(list(self._helpers), timeout=0):
            for connection in ready:
                self._hear_one(connection)

    def _hear_one(self, connection: Any) -> None:  # noqa: ANN401 - as wait returns it
        try:
            what, *told = connection.recv()
        except (EOFError, OSError):
            self._has_ended(self._helpers.pop(connection))
            connection.close()
        else:
            getattr(self._listener, what)(*told)

    def _has_ended(self, process: BaseProcess) -> None:
        process.join(_GRACE)
        if process.exitcode:
            left = counted(len(self._helpers) + 1, "process does", "processes do")
            self._listener.notice(
                f"a worker process ended with exit code {process.exitcode}; {left} its work (-9 "
                "often means that memory ran out; then take fewer workers)"
            )


def planned_of(project: Project, executors: Sequence[Executor]) -> list[Planned]:
    """Return the stages of the explorations of a project with an executor for each."""
    found = []
    for executor, source in zip(executors, project.explorations, strict=True):
        with source.named():
            plan = plan_exploration(source, executor.store.hash_file)
        found.append(Planned(executor, tuple(plan.stages()), source.named))
    return found


def work_on(
    orders: Orders,
    listener: Listener,
    progress: Progress,
    failing: OnFailure,
    *,
    lease: float = LEASE,
) -> None:
    """Compute with others what the store lacks, until everything is there or has failed.

    Raises:
        TopopressError: the project has a mistake, or the store cannot be used.
    """
    project = load_project(orders.root, orders.names)
    with Store(orders.store) as store, ExitStack() as stack:
        executors = [
            stack.enter_context(Executor(store, listener, progress, device=orders.device))
            for _ in project.explorations
        ]
        claims = stack.enter_context(store.claims(lease))
        Worker(claims, failing=failing).work(planned_of(project, executors))


def share_of(workers: int) -> int:
    """Return how many processors each of some workers may use."""
    return max(processors() // workers, 1)


@dataclass(frozen=True, slots=True)
class _Sender:
    """The listener of a helper: sends what it is told to the process that builds."""

    connection: Connection

    def expects(self, forecast: object) -> None:
        """Send nothing."""

    def reused(self, action: Action) -> None:
        """Send nothing: the process that builds finds the same."""

    def runs(self, action: Action, reason: str) -> None:
        """Send what runs, and why."""
        self.connection.send(("runs", action, reason))

    def notice(self, message: str) -> None:
        """Send what an author should know."""
        self.connection.send(("notice", message))


def _help(connection: Connection, orders: Orders) -> None:
    """Work until everything is done, or the process that builds ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, and it us
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
    use_processors(orders.processors)
    # The build computes a failed stage again, and says what is wrong; as it does of a mistake.
    with suppress(Exception):
        work_on(orders, _Sender(connection), SILENT, failing=lambda _: None)
