"""``topopress check``: problems in a terminal, as JSON, or as annotations of GitHub."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from topopress.build.problems import Checked, check_project
from topopress.core.counted import counted
from topopress.core.problems import Problem, errors_of

FAILED = 1


def check_and_report(
    root: Path, out: Path | None, *, format_: str, strict: bool, axe: bool
) -> bool:
    """Check a project and its site, print what is found, and return whether it passes.

    ``strict`` counts notices as errors.
    """
    checked = check_project(root, out)
    if axe and checked.site is not None:
        from dataclasses import replace

        from topopress.build.axe import axe_problems

        found = axe_problems(checked.site, root)
        checked = replace(checked, problems=(*checked.problems, *found))
    for line in FORMATS[format_](checked):
        click.echo(line)
    return not (checked.problems if strict else errors_of(checked.problems))


def as_text(checked: Checked) -> Iterator[str]:
    """Yield the lines for a person: notices, errors, and a summary."""
    for one in sorted(checked.problems, key=lambda one: one.severity, reverse=True):
        yield f"{'note' if one.severity == 'notice' else 'error'}: {one} [{one.rule}]"
    errors = errors_of(checked.problems)
    if checked.explorations is not None and not errors:
        valid = counted(checked.explorations, "exploration")
        if checked.case_studies:
            valid += f" and {counted(checked.case_studies, 'case study', 'case studies')}"
        yield f"{valid}: settings and texts are valid"
    if checked.site is None:
        yield "nothing built yet; `topopress build` builds the site"
    elif not errors:
        files = counted(len(checked.site.files), "file")
        yield f"{checked.site.folder}: {files}, all unchanged since publication, all links valid"
    if errors:
        notices = len(checked.problems) - len(errors)
        yield f"{counted(len(errors), 'error')}, {counted(notices, 'notice')}"


def as_json(checked: Checked) -> Iterator[str]:
    """Yield one JSON document."""
    errors = len(errors_of(checked.problems))
    document = {
        "explorations": checked.explorations,
        "case_studies": checked.case_studies,
        "files": len(checked.site.files) if checked.site else None,
        "errors": errors,
        "notices": len(checked.problems) - errors,
        "problems": [asdict(one) for one in checked.problems],
    }
    yield json.dumps(document, indent=1, ensure_ascii=False)


def as_github(checked: Checked) -> Iterator[str]:
    """Yield workflow commands, which GitHub Actions shows beside the lines of the files."""
    for one in checked.problems:
        yield _annotation(one)


def _annotation(problem: Problem) -> str:
    places = {"file": problem.file, "line": problem.line, "title": f"topopress: {problem.rule}"}
    given = ",".join(f"{name}={_property(str(v))}" for name, v in places.items() if v)
    return f"::{problem.severity} {given}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Checked], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
