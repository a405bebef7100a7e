"""``topopress check``: settings, texts and the built site."""

from collections.abc import Iterator
from pathlib import Path

from topopress.build.problems import Checked, check_project
from topopress.cli.reports import Report, print_report
from topopress.core.counted import counted


def check_and_report(
    root: Path, out: Path | None, *, format_: str, strict: bool, axe: bool
) -> bool:
    """Check a project and its site, print what is found, and return whether it passes."""
    checked = check_project(root, out)
    problems = checked.problems
    if axe and checked.site is not None:
        from topopress.build.axe import axe_problems

        problems += tuple(axe_problems(checked.site, root))
    looked_at = {
        "explorations": checked.explorations,
        "case_studies": checked.case_studies,
        "files": len(checked.site.files) if checked.site else None,
    }
    report = Report(problems, looked_at, tuple(_sound(checked)), root)
    return print_report(report, format_, strict=strict)


def _sound(checked: Checked) -> Iterator[str]:
    if checked.explorations is not None:
        valid = counted(checked.explorations, "exploration")
        if checked.case_studies:
            valid += f" and {counted(checked.case_studies, 'case study', 'case studies')}"
        yield f"{valid}: settings and texts are valid"
    if checked.site is None:
        yield "nothing built yet; `topopress build` builds the site"
    else:
        files = counted(len(checked.site.files), "file")
        yield f"{checked.site.folder}: {files}, all unchanged since publication, all links valid"
