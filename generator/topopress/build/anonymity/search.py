"""Finds traces of the author in files: in their names, texts, metadata, and files within them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from topopress.build.anonymity.readings import Reading, readings
from topopress.build.anonymity.traces import SHORT, Trace, all_patterns, plain

_AROUND = 30
"""Characters that are shown on each side of a trace."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A trace at a place.

    Attributes:
        path: The file.
        place: Where in it: ``line 3``, ``JPEG, segment APP1``; empty for its name.
        trace: What was found, as it is written where it comes from.
        origin: Where that is.
        shown: The words around it, small and without marks.
    """

    path: str
    place: str
    trace: str
    origin: str
    shown: str

    def __str__(self) -> str:
        where = f"{self.path}, {self.place}" if self.place else f"{self.path}, its name"
        return f"{where}: {self.trace!r} ({self.origin}): “{self.shown}”"


def find_traces(files: Mapping[str, bytes], traces: Sequence[Trace]) -> list[Finding]:
    """Return all traces in files by path, each place once, in the order of the paths."""
    search = Search(traces)
    return [one for path in sorted(files) for one in search.in_file(path, files[path])]


class Search:
    """A search for the traces of one author."""

    def __init__(self, traces: Sequence[Trace]) -> None:
        self.traces = tuple(traces)
        self._pattern = all_patterns(traces) if traces else re.compile(r"(?!)")

    def in_file(self, path: str, content: bytes) -> list[Finding]:
        """Return the traces in the name and in the content of a file."""
        found = dict[tuple[str, str], Finding]()
        for reading in (Reading("", path), *readings(content)):
            for one in self._in_reading(path, reading):
                found.setdefault((one.place, one.trace), one)
        return list(found.values())

    def in_text(self, path: str, text: str) -> list[Finding]:
        """Return the traces in a text with lines."""
        found = dict[tuple[str, str], Finding]()
        for one in self._in_reading(path, Reading("", text, lines=True)):
            found.setdefault((one.place, one.trace), one)
        return list(found.values())

    def _in_reading(self, path: str, reading: Reading) -> Iterator[Finding]:
        text = plain(reading.text)
        for found in self._pattern.finditer(text):
            trace = self.traces[int((found.lastgroup or "t0")[1:])]
            if not reading.exact and len(found[0]) < SHORT:
                continue
            place = reading.place
            if reading.lines:
                line = f"line {text.count(chr(10), 0, found.start()) + 1}"
                place = f"{place}, {line}" if place else line
            yield Finding(path, place, trace.text, trace.origin, _shown(text, found))


def by_trace(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how often each trace was found, the commonest first."""
    counts: dict[str, int] = {}
    for one in findings:
        counts[one.trace] = counts.get(one.trace, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _shown(text: str, found: re.Match[str]) -> str:
    around = text[max(found.start() - _AROUND, 0) : found.end() + _AROUND]
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(around.split()))
