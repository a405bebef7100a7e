"""Problems in a terminal, as JSON, or as annotations of GitHub."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from topopress.core.counted import counted
from topopress.core.problems import Problem, errors_of

FAILED = 1
"""Exit status of a check that does not pass."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        looked_at: How many things of each kind it looked at; None where that is unknown.
        sound: What to say of them where there is no error.
        root: The project, to which the files of problems are relative.
    """

    problems: tuple[Problem, ...]
    looked_at: Mapping[str, int | None]
    sound: tuple[str, ...]
    root: Path


def print_report(report: Report, format_: str, *, strict: bool) -> bool:
    """Print a report, and return whether it passes; ``strict`` counts notices as errors."""
    for line in FORMATS[format_](report):
        click.echo(line)
    return not (report.problems if strict else errors_of(report.problems))


def as_text(report: Report) -> Iterator[str]:
    """Yield the lines for a person: notices, errors, and a summary."""
    for one in sorted(report.problems, key=lambda one: one.severity, reverse=True):
        yield f"{'note' if one.severity == 'notice' else 'error'}: {one} [{one.rule}]"
    errors = len(errors_of(report.problems))
    if errors:
        notices = len(report.problems) - errors
        yield f"{counted(errors, 'error')}, {counted(notices, 'notice')}"
    else:
        yield from report.sound


def as_json(report: Report) -> Iterator[str]:
    """Yield one JSON document."""
    errors = len(errors_of(report.problems))
    document = {
        **report.looked_at,
        "errors": errors,
        "notices": len(report.problems) - errors,
        "problems": [asdict(one) for one in report.problems],
    }
    yield json.dumps(document, indent=1, ensure_ascii=False)


def as_github(report: Report) -> Iterator[str]:
    """Yield workflow commands, which GitHub Actions shows beside the lines of the files."""
    below = _below_workspace(report.root)
    yield from (_annotation(one, below) for one in report.problems)


def _below_workspace(root: Path) -> str:
    """Return the way from the repository that a workflow has checked out to the project."""
    top = os.environ.get("GITHUB_WORKSPACE")
    if not top or not root.resolve().is_relative_to(Path(top).resolve()):
        return ""
    path = root.resolve().relative_to(Path(top).resolve()).as_posix()
    return "" if path == "." else f"{path}/"


def _annotation(problem: Problem, below: str) -> str:
    file = below + problem.file if problem.file else ""
    places = {"file": file, "line": problem.line, "title": f"topopress: {problem.rule}"}
    given = ",".join(f"{name}={_property(str(v))}" for name, v in places.items() if v)
    return f"::{problem.severity} {given}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Report], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
