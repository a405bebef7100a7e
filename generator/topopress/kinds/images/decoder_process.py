"""Decode a picture for the first time in a process of its own, which may crash.

A decoder is a large C program that reads a stranger's file. If it ends its process, the picture is
named, and a new process decodes the next. A picture that was decoded once is decoded again by
whoever needs its pixels.
"""

import atexit
import hashlib
import os
import signal
import struct
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from topopress.kinds.images.decoding import UnreadablePicture, decode, read_file

LONGEST = 60.0
"""Seconds that a picture may take; the largest takes two."""
MOST_MEMORY = 4 << 30
"""Bytes of address space of the process, where the system can limit them."""
_QUESTION, _ANSWER = struct.Struct(">IB"), struct.Struct(">?I")
_READY = b"ready"
_GRACE = 5.0


def read_checked(path: Path, channels: int) -> str:
    """Return the SHA-256 of a picture file's content, which can be decoded.

    Raises:
        UnreadablePicture: It cannot be read or decoded, or its decoder crashes.
    """
    content = read_file(path)
    check(content, channels)
    return hashlib.sha256(content).hexdigest()


def check(content: bytes, channels: int) -> None:
    """Decode a picture in the other process.

    Raises:
        UnreadablePicture: As ``decode``, or the decoder crashes or takes too long.
    """
    reason = _checker(os.getpid()).reason(content, channels)
    if reason:
        raise UnreadablePicture(reason)


def end() -> None:
    """End the other process, which starts again with the next picture."""
    _checker(os.getpid()).close()


@cache
def _checker(_process_id: int) -> "_Checker":
    """Return the one of this process; a fork of it must not write into its pipes."""
    checker = _Checker()
    atexit.register(checker.close)
    return checker


class _Checker:
    """The process, which starts with the first picture and again after a crash."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def reason(self, content: bytes, channels: int) -> str:
        """Return why a picture cannot be used; "" if it can."""
        with self._lock:
            process = self._process = self._process or _started()
            late = threading.Event()
            limit = threading.Timer(LONGEST, _give_up, (process, late))
            limit.start()
            try:
                answer = _ask(process, content, channels)
            finally:
                limit.cancel()
            if answer is not None:
                return answer
            self._process = None
            return _how_it_ended(_end(process), took_too_long=late.is_set())

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._process:
                _end(self._process)
            self._process = None


def _started() -> "subprocess.Popen[bytes]":
    program = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    if _stream(process.stdout).read(len(_READY)) != _READY:
        code = _end(process)
        raise RuntimeError(f"the process that decodes pictures does not start: exit code {code}")
    return process


def _ask(process: "subprocess.Popen[bytes]", content: bytes, channels: int) -> str | None:
    """Return what the process says of a picture; None if it ends before."""
    source = _stream(process.stdout)
    with suppress(OSError):
        _stream(process.stdin).write(_QUESTION.pack(len(content), channels) + content)
        _stream(process.stdin).flush()
    head = source.read(_ANSWER.size)
    if len(head) < _ANSWER.size:
        return None
    ours, length = _ANSWER.unpack(head)
    text = source.read(length).decode()
    if ours:
        raise RuntimeError(f"in the process that decodes pictures:\n{text}")
    return text


def _give_up(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    process.kill()


def _end(process: "subprocess.Popen[bytes]") -> int:
    """Let a process end, and return its exit code."""
    with suppress(OSError):
        _stream(process.stdin).close()
    try:
        code = process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    _stream(process.stdout).close()
    return code


def _how_it_ended(code: int, *, took_too_long: bool) -> str:
    if took_too_long:
        return f"decoding takes longer than {LONGEST:.0f} seconds"
    names = {each.value: each.name for each in signal.Signals}
    how = names.get(-code, f"signal {-code}") if code < 0 else f"exit code {code}"
    return f"its decoder crashes ({how})"


def _stream(stream: object) -> BinaryIO:
    return cast("BinaryIO", stream)  # both are pipes


def serve() -> None:
    """Answer for each picture from standard input, until it ends, why it cannot be used."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, and it us
    _limit_memory()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    target.write(_READY)
    target.flush()
    while head := source.read(_QUESTION.size):
        length, channels = _QUESTION.unpack(head)
        ours, text = _answer(source.read(length), channels)
        answer = text.encode(errors="backslashreplace")
        target.write(_ANSWER.pack(ours, len(answer)) + answer)
        target.flush()


def _answer(content: bytes, channels: int) -> tuple[bool, str]:
    """Return whether a mistake of ours came up, and it or the reason in words."""
    try:
        decode(content, channels)
    except UnreadablePicture as error:
        return False, str(error)
    except Exception:
        return True, traceback.format_exc()
    return False, ""


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # no such module on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
