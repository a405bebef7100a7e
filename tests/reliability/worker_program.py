"""A worker of its own process, with arguments ``STORE COUNT SECONDS [--no-locks] [--skew S]``.

It computes COUNT chains of stages with others; each action takes SECONDS and is noted in
STORE.log. Without locks, the disk has neither flock nor hard links. With a skew its clock is wrong.
"""

import argparse
import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from topopress.stage.executor import Executor, Work
from topopress.stage.listener import Recorder
from topopress.stage.stage import Stage, batch, stage
from topopress.stage.together import Planned, Worker
from topopress.store.store import Store

PARTS = 4
_log: Path | None = None
_seconds = 0.0


@dataclass(frozen=True)
class Text:
    text: str


def note(what: str) -> None:
    time.sleep(_seconds)
    if _log:
        descriptor = os.open(_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, f"{what}\n".encode())
        os.close(descriptor)


def first(number: int) -> Text:
    note(f"first {number}")
    return Text(hashlib.sha256(f"{number}".encode()).hexdigest())


def second(given: Text) -> Text:
    note(f"second {given.text}")
    return Text(hashlib.sha256(given.text.encode()).hexdigest())


def piece(work: Work, *, number: tuple[int, ...], text: str) -> Iterator[tuple[int, Text]]:
    for place, each in enumerate(number):
        note(f"piece {each} {text}")
        yield place, Text(hashlib.sha256(f"{each}{text}".encode()).hexdigest())


def of_pieces(work: Work, *, given: Text) -> Text:
    stages = batch(piece, [f"{given.text[:8]}/{k}" for k in range(PARTS)],
                   own={"number": range(PARTS)}, text=given.text)  # fmt: skip
    work.share("pieces", [stages], most=2)
    texts = [work.part(each).text for each in stages]
    return Text(hashlib.sha256("".join(texts).encode()).hexdigest())


def all_texts(given: tuple[Text, ...]) -> Text:
    return Text(hashlib.sha256("".join(one.text for one in given).encode()).hexdigest())


def stages_of(count: int) -> list[Stage[Text]]:
    """Return the stages in the order in which they run."""
    found: list[Stage[Text]] = []
    for k in range(count):
        found.append(stage(first, f"{k}", number=k))
        found.append(stage(second, f"{k}", given=found[-1]))
        if k % 4 == 0:
            found.append(stage(of_pieces, f"{k}", given=found[-1]))
    return [*found, stage(all_texts, "end", given=tuple(found))]


def alone(root: Path, count: int) -> None:
    """Compute everything in this process."""
    with Store(root) as store:
        Executor(store, Recorder()).run(stages_of(count))


def without_locks() -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    fcntl.flock = os.link = refuse


def main() -> None:
    global _log, _seconds
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--no-locks", action="store_true")
    parser.add_argument("--skew", type=float, default=0.0)
    options = parser.parse_args()
    _log, _seconds = options.store.with_suffix(".log"), options.seconds
    if options.no_locks:
        without_locks()
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + options.skew
    time.time_ns = lambda: now_ns() + int(options.skew * 1e9)
    with ExitStack() as stack:
        store = stack.enter_context(Store(options.store))
        executor = stack.enter_context(Executor(store, Recorder()))
        claims = stack.enter_context(store.claims())
        Worker(claims).work([Planned(executor, stages_of(options.count))])
