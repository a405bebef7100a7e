"""Frames per second while one of three graphs of 2,000 nodes is moved, with ribbons, without 3D."""

import tempfile
from pathlib import Path

from chromium import chromium
from tables import spread, table
from viewer import RUNS, SETTLE_MS, measure, pan, zoom

from beside_fixture import write_three

VIEWS = {
    "all rows": "",
    "a label": "&label=cat",
}


def report() -> str:
    """Measure both gestures in the first of the three graphs."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, chromium("--disable-3d-apis") as browser:
        path = write_three(Path(folder))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for name, more in VIEWS.items():
            page.goto("about:blank")
            page.goto(f"{path.as_uri()}#layer=second&beside=first,third{more}")
            page.wait_for_selector(".flow-tables table >> nth=1", state="attached")
            page.locator(".graph-surface").first.scroll_into_view_if_needed()
            page.wait_for_timeout(2 * SETTLE_MS)
            for gesture, move in (("panning", pan), ("zooming", zoom)):
                runs = [measure(page, move) for _ in range(RUNS)]
                of = {key: [run[key] for run in runs] for key in runs[0]}
                forms = {"fps": ".0f", "median": ".1f", "p95": ".1f", "longest": ".0f"}
                cells = [spread(of[key], form) for key, form in forms.items()]
                rows.append([f"{gesture}, flow of {name}", *cells])
        version = browser.version
    head = ["gesture", "frames/s", "frame ms, median", "p95", "longest, with the sharp redraw"]
    return (
        f"Chromium {version}, `--disable-3d-apis`, three graphs of 2,000 nodes and 30,000 rows, "
        f"120 ribbons in each gap, {RUNS} runs: median (range).\n\n" + table(head, rows)
    )
