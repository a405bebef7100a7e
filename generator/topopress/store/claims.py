"""Says which worker computes what, so that two seldom compute the same.

A claim is a file in ``claims/`` of the store, made by the one who computes. Results never depend on
a claim: two workers that compute the same write the same, and the later one replaces the earlier.
So a claim may be lost, doubled or taken over at any time. No clock of another machine is read.
"""

import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from topopress.store.canonical import canonical
from topopress.store.folders import StoreFolders

LEASE = 60.0
"""Seconds after which an unchanged claim is taken over."""
_BEATS = 4
"""How often a claim is renewed within a lease."""
_tokens: set[str] = set()
"""Of the workers in this process. A process of the same number that has ended had another one."""


@dataclass(slots=True)
class _Held:
    beat: int = 0
    asks: bool = False


class Claims:
    """The claims of one worker.

    A context manager: a thread renews the claims that are held until the end, which releases them.
    A claim is abandoned if its process has ended, on this machine, or if it has not been renewed
    for a lease, by the clock of the worker who looks.
    """

    def __init__(self, folders: StoreFolders, lease: float = LEASE) -> None:
        self._folders = folders
        self._lease = lease
        self._host = socket.gethostname()
        self._token = secrets.token_hex(4)
        _tokens.add(self._token)
        self._held: dict[str, _Held] = {}
        self._seen: dict[str, tuple[bytes, float]] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def __enter__(self) -> "Claims":
        self._folders.disk.make_folders(self._folders.claims)
        threading.Thread(target=self._renew, daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._ended.set()
        _tokens.discard(self._token)
        for key in list(self._held):
            self.release(key)

    def take(self, key: str) -> bool:
        """Try to claim an action; False if somebody else has it."""
        return self._create(key) or (self._remove_abandoned(key) and self._create(key))

    def release(self, key: str) -> None:
        """Give up a claim."""
        with self._lock:
            self._held.pop(key, None)
            with suppress(OSError):
                self._folders.disk.remove(self._path(key))

    @contextmanager
    def asking(self, key: str) -> Iterator[None]:
        """Let others see, during the block, that the action has parts which they can compute."""
        self._ask(key, asks=True)
        try:
            yield
        finally:
            self._ask(key, asks=False)

    def asks(self, key: str) -> bool:
        """Return whether somebody who has an action asks for help with its parts."""
        try:
            told = json.loads(self._read(key))
        except (OSError, ValueError):  # gone, or being written
            return False
        return isinstance(told, dict) and told.get("asks") is True

    def _path(self, key: str) -> Path:
        return self._folders.claims / key

    def _read(self, key: str) -> bytes:
        return self._folders.disk.read(self._path(key))

    def _content(self, held: _Held) -> bytes:
        worker = [self._host, os.getpid(), self._token]
        return canonical({"asks": held.asks, "beat": held.beat, "worker": worker})

    def _create(self, key: str) -> bool:
        held = _Held()
        with self._lock, suppress(FileExistsError):
            self._folders.disk.write_new(self._path(key), [self._content(held)], 0o644)
            self._held[key] = held
            return True
        return False

    def _remove_abandoned(self, key: str) -> bool:
        """Remove a claim that nobody renews; False if there is none, or it is renewed."""
        try:
            content = self._read(key)
        except FileNotFoundError:
            return True
        before, since = self._seen.setdefault(key, (content, time.monotonic()))
        if before != content:
            self._seen[key] = content, time.monotonic()
            return False
        if time.monotonic() - since <= self._lease and not self._has_ended(content):
            return False
        del self._seen[key]
        aside = self._folders.temporary()
        with suppress(FileNotFoundError):  # another worker was faster
            # A rename, so that of two workers one removes it; a new claim is not removed by both.
            self._folders.disk.rename(self._path(key), aside)
            self._folders.disk.remove(aside)
        return True

    def _has_ended(self, content: bytes) -> bool:
        try:
            host, process, token = json.loads(content)["worker"]
        except (ValueError, KeyError, TypeError):
            return False
        if host != self._host or not isinstance(process, int) or process <= 0:
            return False
        if process == os.getpid():
            return token not in _tokens
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except OSError:  # it belongs to somebody else
            return False
        return False

    def _ask(self, key: str, *, asks: bool) -> None:
        with self._lock:
            if (held := self._held.get(key)) is not None:
                held.asks = asks
                self._rewrite(key, held)

    def _renew(self) -> None:
        while not self._ended.wait(self._lease / _BEATS):
            with self._lock:
                for key, held in self._held.items():
                    self._rewrite(key, held)

    def _rewrite(self, key: str, held: _Held) -> None:
        """Write a claim anew; where that fails, it is only taken over."""
        held.beat += 1
        temporary, disk = self._folders.temporary(), self._folders.disk
        with suppress(OSError):
            disk.write_new(temporary, [self._content(held)], 0o644)
            disk.rename(temporary, self._path(key))
