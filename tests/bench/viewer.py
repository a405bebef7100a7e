"""Frames per second of the viewer with 5,000 and 20,000 nodes and 300,000 rows, without 3D.

The mouse is the browser's own, moved over the DevTools protocol; frames are counted in the page.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from chromium import chromium
from playwright.sync_api import Page
from tables import spread, table

from viewer_fixture import write_fixture

NODES = (5_000, 20_000)
RUNS = 3
MOVES = 240
SETTLE_MS = 1500
WATCH = """() => {
  window.bench = { frames: [], inputs: 0 };
  const note = () => { bench.inputs += 1; };
  for (const type of ['pointermove', 'wheel']) addEventListener(type, note, true);
  const frame = (now) => { bench.frames.push(now); bench.id = requestAnimationFrame(frame); };
  bench.id = requestAnimationFrame(frame);
}"""
COUNT = "() => [bench.frames.length, bench.inputs]"
FRAMES = "() => { cancelAnimationFrame(bench.id); return bench.frames; }"


def pan(page: Page, x: float, y: float) -> None:
    """Drag the graph along a zigzag."""
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(4):
        side = 1 if k % 2 == 0 else -1
        page.mouse.move(x + side * 180, y + (k - 1.5) * 60, steps=MOVES // 4)
    page.mouse.up()


def zoom(page: Page, x: float, y: float) -> None:
    """Turn the wheel in and out again."""
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    for k in range(MOVES):
        page.mouse.wheel(0, -40 if k < MOVES // 2 else 40)


def measure(
    page: Page, gesture: Callable[[Page, float, float], None], surface: str = ".graph-surface"
) -> dict[str, float]:
    """Return frame times in milliseconds during a gesture, and the longest until all rests."""
    box = page.locator(surface).first.bounding_box()
    assert box
    page.evaluate(WATCH)
    gesture(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    n_frames, n_inputs = page.evaluate(COUNT)
    page.wait_for_timeout(SETTLE_MS)
    times = np.diff(page.evaluate(FRAMES))
    moving = times[: n_frames - 1]
    return {
        "fps": 1000 * len(moving) / moving.sum(),
        "median": float(np.median(moving)),
        "p95": float(np.quantile(moving, 0.95)),
        "longest": float(times.max()),
        "inputs": n_inputs / n_frames,
    }


def opened(page: Page, path: Path) -> float:
    """Open the stress page and return the milliseconds until the graph can be used."""
    page.goto(path.as_uri())
    page.wait_for_selector("html.has-viewer", timeout=60_000)
    usable = float(page.evaluate("performance.now()"))
    page.locator(".graph-surface").scroll_into_view_if_needed()
    page.wait_for_timeout(2 * SETTLE_MS)
    return usable


def gestures(page: Page, n_nodes: int) -> list[list[str]]:
    """Measure both gestures; return a row of the table for each."""
    rows = []
    forms = {"fps": ".0f", "median": ".1f", "p95": ".1f", "longest": ".0f", "inputs": ".2f"}
    for name, gesture in (("panning", pan), ("zooming", zoom)):
        runs = [measure(page, gesture) for _ in range(RUNS)]
        cells = [spread((run[key] for run in runs), form) for key, form in forms.items()]
        rows.append([f"{n_nodes:,} nodes, {name}", *cells])
    return rows


def report() -> str:
    """Measure both gestures with few and with many nodes."""
    rows, usable = [], []
    with tempfile.TemporaryDirectory() as folder, chromium("--disable-3d-apis") as browser:
        for n_nodes in NODES:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            path = write_fixture(Path(folder) / str(n_nodes), stress=n_nodes)
            usable.append(f"{opened(page, path) / 1000:.1f} s")
            rows += gestures(page, n_nodes)
            page.close()
        version = browser.version
    head = ["gesture", "frames/s", "frame ms, median", "p95", "longest, with the sharp redraw"]
    return (
        f"Chromium {version}, `--disable-3d-apis`, {RUNS} runs of {MOVES} moves each: median "
        f"(range). Opened from file:// and usable after {' and '.join(usable)}.\n\n"
        + table([*head, "moves per frame"], rows)
    )
