"""Several processes that render feature visualisations side by side.

On a CPU two processes of one thread each render twice as much as one, two threads hardly more
than one. A worker loads the network by itself; it ends with its parent, however that ends.
"""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

import torch

from topopress.config.schema import FeatureVisualisation
from topopress.core.errors import TopopressError
from topopress.network.loaded import LoadedNetwork
from topopress.network.types import LayerInfo
from topopress.visuals.batched_layer import batch_slots_on
from topopress.visuals.feature_visualisation import Rendered, render
from topopress.visuals.targets import Targets

LoadNetwork = Callable[[], LoadedNetwork]
_Order = tuple[LayerInfo, FeatureVisualisation, bool]
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_GRACE = 5.0
# Long batches keep all places of a process busy; short ones share the work out evenly.
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Pictures that one process renders.

    Attributes:
        items: What the caller calls them.
        targets: What each is to respond to.
        seeds: One for each.
    """

    items: tuple[int, ...]
    targets: Targets
    seeds: tuple[int, ...]


def batches_of(
    items: Sequence[int], targets: Targets, seeds: Sequence[int], size: int
) -> list[Batch]:
    """Cut items into batches of at most ``size``; ``targets`` and ``seeds`` go along with them."""
    return [
        Batch(
            tuple(items[at : at + size]),
            targets.at(range(at, min(at + size, len(items)))),
            tuple(seeds[at : at + size]),
        )
        for at in range(0, len(items), size)
    ]


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    batch: Batch | None = field(default=None)


class RenderPool:
    """Renders batches in worker processes. A context manager: at its end no process is left.

    Processes start with the first batch and serve all layers of one network.
    """

    def __init__(
        self, load_network: LoadNetwork, workers: int | None = None, *, device: str = "cpu"
    ) -> None:
        """Prepare a pool.

        Args:
            load_network: Loads the network in a worker; can be pickled, such as a
                ``functools.partial`` of ``load_network``.
            workers: Number of processes; by default one for each processor this one may use, and
                one for a GPU.
            device: Where it is loaded to.
        """
        place = torch.device(device)
        self._load = load_network
        self._limit = workers or (_processors() if place.type == "cpu" else 1)
        self.batch_slots = batch_slots_on(place)
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        """Return the pool; nothing starts yet."""
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """End all processes, whatever they are doing."""
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._workers:
            worker.connection.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(_GRACE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()

    def share(self, count: int) -> int:
        """Return how long batches should be for ``count`` pictures."""
        rounds = -(-count // (self._limit * self.batch_slots))
        return self.batch_slots * min(max(rounds, 1), _MOST_ROUNDS)

    def render(
        self,
        layer: LayerInfo,
        batches: Iterable[Batch],
        settings: FeatureVisualisation,
        *,
        whole: bool = False,
    ) -> Iterator[tuple[tuple[int, ...], Rendered]]:
        """Render batches and yield items and pictures as they are finished, in no certain order.

        Args:
            layer: The layer.
            batches: Taken one by one, whenever a process has nothing to do.
            settings: How long, how large.
            whole: Whether the layer answers by the mean over its map.

        Raises:
            TopopressError: What a worker raised, or that a worker was killed.
        """
        waiting = iter(batches)
        first = list(islice(waiting, self._limit))
        self._start(len(first))
        waiting = chain(first, waiting)
        try:
            for worker in self._workers:
                self._give(worker, waiting, (layer, settings, whole))
            while busy := [worker for worker in self._workers if worker.batch is not None]:
                for worker in _answered(busy):
                    finished = _receive(worker)
                    if finished is None:
                        self._give(worker, waiting, (layer, settings, whole))
                    else:
                        yield finished
        except BaseException:
            # A worker that still renders would answer the next caller.
            self.close()
            raise

    def _start(self, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        while len(self._workers) < count:
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self._load), daemon=True)
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours))

    @staticmethod
    def _give(worker: _Worker, waiting: Iterator[Batch], order: _Order) -> None:
        worker.batch = next(waiting, None)
        if worker.batch is not None:
            try:
                worker.connection.send((worker.batch, *order))
            except OSError as error:
                raise _killed(worker) from error


def _answered(busy: list[_Worker]) -> list[_Worker]:
    ready = wait([worker.connection for worker in busy])
    return [worker for worker in busy if worker.connection in ready]


def _receive(worker: _Worker) -> tuple[tuple[int, ...], Rendered] | None:
    """Return some finished pictures, or None at the end of a batch."""
    try:
        answer = worker.connection.recv()
    except (EOFError, OSError) as error:
        raise _killed(worker) from error
    if isinstance(answer, BaseException):
        raise answer
    if answer is None:
        return None
    if worker.batch is None:
        raise RuntimeError("an answer that nobody asked for")
    places, rendered = answer
    return tuple(worker.batch.items[place] for place in places), rendered


def _killed(worker: _Worker) -> TopopressError:
    worker.process.join(_GRACE)
    return TopopressError(
        "feature visualisation: a worker process ended with exit code "
        f"{worker.process.exitcode} before its answer; -9 often means that memory ran out (then "
        "set a smaller visuals.feature_visualisation.canvas). What is finished is kept: build "
        "again to go on"
    )


def _serve(connection: Connection, load_network: LoadNetwork) -> None:
    """Render what comes through the connection until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    _end_with_parent()
    keep_memory()
    network: LoadedNetwork | None = None
    while (work := _next(connection)) is not None:
        batch, layer, settings, whole = work
        try:
            network = network or load_network()
            parts = render(
                network, layer, batch.targets, settings=settings, seeds=batch.seeds, whole=whole
            )
            for part in parts:
                _send(connection, part)
            _send(connection, None)
        except TopopressError as error:
            _send(connection, error)
        except Exception:
            # Not the exception itself: it may not survive pickling.
            text = f"in a render worker:\n{traceback.format_exc()}"
            _send(connection, RuntimeError(text))


def _next(connection: Connection) -> "tuple[Batch, *_Order] | None":
    try:
        work: tuple[Batch, *_Order] = connection.recv()
    except (EOFError, OSError):
        return None
    return work


def _send(connection: Connection, answer: object) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more: the next question never comes
        connection.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(1)), daemon=True).start()


def keep_memory() -> None:
    """Let malloc keep what is freed: each step frees and allocates the same large buffers.

    By default glibc gives them back to the system, and each step pays 700 page faults for each
    picture: 10.0 ms of wall time instead of 7.4 (EfficientNet-Lite0, block10, 96 pixels).
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_M_MMAP_THRESHOLD, 1 << 30)
        library.mallopt(_M_TRIM_THRESHOLD, 2_000 << 20)
        library.mallopt(_M_TOP_PAD, 64 << 20)


def _processors() -> int:
    # process_cpu_count is Python 3.13's; containers limit a process's share by affinity.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
