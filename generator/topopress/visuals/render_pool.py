"""A pool of processes that render feature visualisations in parallel.

On a CPU two processes with one thread each render twice as fast as one; two threads of one process
are hardly faster than one thread. Each worker loads the network, and ends when its parent ends.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

import torch

from topopress.config.visuals import FeatureVisualisation
from topopress.core.errors import TopopressError
from topopress.core.processors import processors
from topopress.network.loaded import LoadedNetwork
from topopress.network.stages import same_network
from topopress.network.types import LayerInfo
from topopress.visuals.batched_layer import batch_slots_on
from topopress.visuals.feature_visualisation import render
from topopress.visuals.targets import Targets
from topopress.visuals.types import Picture

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_GRACE = 5.0
# Long batches keep all slots of a process busy; short ones distribute the work evenly.
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Pictures that one process renders: the caller's numbers, their targets, their seeds."""

    items: Sequence[int]
    targets: Targets
    seeds: Sequence[int]


@dataclass(frozen=True, slots=True)
class Order:
    """What all batches of a call have in common.

    ``whole``: activations are means over the map. ``network`` is the digest that the network must
    have; empty for any.
    """

    layer: LayerInfo
    settings: FeatureVisualisation
    whole: bool = False
    network: str = ""


def batches_of(
    items: Sequence[int], targets: Targets, seeds: Sequence[int], size: int
) -> list[Batch]:
    """Split items, with their targets and seeds, into batches of at most ``size``."""
    places = (range(at, min(at + size, len(items))) for at in range(0, len(items), size))
    return [
        Batch([items[k] for k in part], targets.at(part), [seeds[k] for k in part])
        for part in places
    ]


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    busy: bool = False


class RenderPool:
    """Renders batches in worker processes until ``close``.

    Processes start with the first batch and render all layers of one network.
    """

    def __init__(
        self,
        load_network: Callable[[], LoadedNetwork],
        workers: int | None = None,
        *,
        device: str = "cpu",
    ) -> None:
        """Prepare a pool for a network on a device.

        ``load_network`` is picklable and loads the network in a worker. By default there is one
        worker for each available processor, and one for a GPU.
        """
        torch_device = torch.device(device)
        self._load = load_network
        self._limit = workers or (processors() if torch_device.type == "cpu" else 1)
        self.batch_slots = batch_slots_on(torch_device)
        self._workers: list[_Worker] = []

    def close(self) -> None:
        """Terminate all processes."""
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
        """Return the best batch length for ``count`` pictures."""
        rounds = -(-count // (self._limit * self.batch_slots))
        return self.batch_slots * min(max(rounds, 1), _MOST_ROUNDS)

    def render(self, order: Order, batches: Iterable[Batch]) -> Iterator[tuple[int, Picture]]:
        """Render batches and yield each item's picture as it is finished, in any order.

        The next batch is read when a process is free.

        Raises:
            TopopressError: A worker raised it, or a worker was killed.
        """
        waiting = iter(batches)
        first = list(islice(waiting, self._limit))
        self._start(len(first))
        waiting = chain(first, waiting)
        try:
            for worker in self._workers:
                self._give(worker, waiting, order)
            while busy := [worker for worker in self._workers if worker.busy]:
                ready = wait([worker.connection for worker in busy])
                for worker in (each for each in busy if each.connection in ready):
                    finished = _receive(worker)
                    if finished is None:
                        self._give(worker, waiting, order)
                    else:
                        yield finished
        except BaseException:
            # The results of a worker that still renders would reach the next caller.
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
    def _give(worker: _Worker, waiting: Iterator[Batch], order: Order) -> None:
        batch = next(waiting, None)
        worker.busy = batch is not None
        try:
            if batch is not None:
                worker.connection.send((batch, order))
        except OSError as error:
            raise _killed(worker) from error


def _receive(worker: _Worker) -> tuple[int, Picture] | None:
    """Return a finished picture, or None at the end of a batch."""
    try:
        answer: tuple[int, Picture] | BaseException | None = worker.connection.recv()
    except (EOFError, OSError) as error:
        raise _killed(worker) from error
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _killed(worker: _Worker) -> TopopressError:
    worker.process.join(_GRACE)
    return TopopressError(
        "feature visualisation: a worker process ended with exit code "
        f"{worker.process.exitcode} before its result; -9 often means that memory ran out (then "
        "set a smaller visuals.feature_visualisation.canvas). Finished pictures are kept: build "
        "again to continue"
    )


def _serve(connection: Connection, load_network: Callable[[], LoadedNetwork]) -> None:
    """Render the batches from a connection until its other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, and it us
    _end_with_parent()
    keep_memory()
    network: LoadedNetwork | None = None
    with suppress(EOFError, OSError):  # the parent closed the connection
        while True:
            batch, order = connection.recv()
            try:
                network = network or load_network()
                if order.network:
                    same_network(network, order.network)
                parts = render(
                    network,
                    targets=batch.targets,
                    seeds=batch.seeds,
                    layer=order.layer,
                    settings=order.settings,
                    whole=order.whole,
                )
                for number, picture in parts:
                    connection.send((batch.items[number], picture))
                connection.send(None)
            except TopopressError as error:
                connection.send(error)
            except BaseException as error:  # an author's code can end the program, too
                # The traceback as text, because some exceptions cannot be pickled.
                text = f"in a render worker:\n{traceback.format_exc()}"
                blamed = network.blame(error) if network else None
                connection.send(blamed or RuntimeError(text))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(1)), daemon=True).start()


def keep_memory() -> None:
    """Configure malloc to keep freed memory: each step needs the same large buffers again.

    By default glibc returns them to the system, which costs 700 page faults per picture and step:
    10.0 ms of wall time instead of 7.4 (EfficientNet-Lite0, block10, 96 pixels).
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_M_MMAP_THRESHOLD, 1 << 30)
        library.mallopt(_M_TRIM_THRESHOLD, 2_000 << 20)
        library.mallopt(_M_TOP_PAD, 64 << 20)
