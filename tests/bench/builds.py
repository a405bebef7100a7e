"""How long an author waits: a finished build, a build after an edit, an edit under ``serve``.

All in a copy of the project with its store in a temporary folder: nothing here is touched.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from chromium import chromium
from tables import spread, table

PROJECT = Path(__file__).resolve().parents[2]
ESSAY = Path("content/photographs/index.md")
PAGE = "photographs/index.html"
RUNS = 5
TOPOPRESS = (sys.executable, "-m", "topopress")


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project's content and store."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("content", ".topopress"):
            shutil.copytree(PROJECT / name, Path(folder) / name, symlinks=True)
        yield Path(folder)


def build(root: Path) -> tuple[float, str]:
    """Build a site; return the seconds and the last summary."""
    began = perf_counter()
    done = subprocess.run(
        [*TOPOPRESS, "build"], cwd=root, check=True, text=True, capture_output=True
    )
    lines = [line for line in done.stdout.splitlines() if "stages ran" in line]
    return perf_counter() - began, lines[-1]


def edit(root: Path, number: int) -> str:
    """Add a paragraph at the end of the essay; return its text."""
    text = f"Benchmark edit {number}."
    essay = root / ESSAY
    essay.write_text(f"{essay.read_text('utf-8')}\n{text}\n", encoding="utf-8")
    return text


def timed_builds(root: Path, *, edited: bool) -> list[float]:
    """Return the seconds of builds in which no stage may run."""
    seconds = []
    for number in range(RUNS):
        if edited:
            edit(root, number)
        took, summary = build(root)
        if " 0 stages ran" not in summary:
            raise SystemExit(f"a stage ran in a build that should have found all done: {summary}")
        seconds.append(took)
    return seconds


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """``topopress serve`` on a free port; yields the site's address."""
    command = [*TOPOPRESS, "serve", "--port", "0"]
    server = subprocess.Popen(
        command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout
    try:
        words = next(line for line in server.stdout if line.startswith("serving")).split()
        address = next(word for word in words if word.startswith("http"))
        yield address.rstrip(";").removesuffix("index.html")
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)


def served_edits(root: Path) -> list[float]:
    """Return the seconds from the saving of an edit until the browser shows it."""
    seconds = []
    with serving(root) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address + PAGE)
        page.wait_for_selector("html.has-viewer")
        for number in range(100, 100 + RUNS):
            page.wait_for_timeout(1000)
            began = perf_counter()
            page.get_by_text(edit(root, number)).wait_for()
            seconds.append(perf_counter() - began)
    return seconds


def report() -> str:
    """Measure all three."""
    with copied() as root:
        took, summary = build(root)
        rows = [
            ["finished build", spread(timed_builds(root, edited=False), ".2f")],
            ["build after an edit of index.md", spread(timed_builds(root, edited=True), ".2f")],
            ["serve: edit to page in the browser", spread(served_edits(root), ".2f")],
        ]
    return (
        f"The first build in the copy took {took:.1f} s ({summary}).\n"
        f"{RUNS} runs each: median (range).\n\n" + table(["what", "seconds"], rows)
    )
