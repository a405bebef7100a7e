"""What a check finds, as data: where, by which rule, what, and how bad it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "notice"]
# Every message about content or a template begins with its place: a file, and a line or a key.
_START = re.compile(r"(?:content|templates)(?=[/,]|$)")
_LINE = re.compile(r"(?P<file>.+), lines? (?P<line>\d+)(?: to \d+)?")
_KEY = re.compile(r"(?P<file>.+\.toml), (?P<key>.+)")
_COUNT = re.compile(r"(?:\d+ mistakes|the pages have mistakes):$")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or that an author should know.

    Attributes:
        file: Its path, relative to the project, or to the site where a site is checked alone; empty
            for what is in no single file.
        rule: The name of what was checked, such as ``links``; ``docs/checking.md`` lists all.
        line: The line in the file, from 1; None where there is none to name.
    """

    file: str
    message: str
    rule: str
    line: int | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the place and the sentence."""
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message}" if place else self.message


def placed(sentence: str, rule: str, severity: Severity = "error") -> Problem:
    """Return a problem of a sentence that begins with its place, as all messages of ours do."""
    place, colon, message = sentence.partition(": ")
    if not colon or not _START.match(place):
        return Problem("", sentence, rule, severity=severity)
    if found := _LINE.fullmatch(place):
        return Problem(found["file"], message, rule, int(found["line"]), severity)
    if found := _KEY.fullmatch(place):
        return Problem(found["file"], f"{found['key']}: {message}", rule, severity=severity)
    return Problem(place, message, rule, severity=severity)


def sentences_of(report: str) -> list[str]:
    """Return the sentences of an error that reports several mistakes, one a line.

    A line that does not begin with a place goes on with the sentence before it.
    """
    sentences: list[str] = []
    for line in report.splitlines():
        if _COUNT.fullmatch(line.strip()):
            continue
        if sentences and not _START.match(line.strip().partition(": ")[0]):
            sentences[-1] += f"\n{line}"
        else:
            sentences.append(line.strip())
    return sentences


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return those that are errors."""
    return [one for one in problems if one.severity == "error"]
