"""A step of a live slider: cut, matching, layout, structures and drawing, in Chromium without 3D.

A site of 20,000 rows is built with its family and opened from file://. Each slider goes through all
of its steps. A step is the time of the event, in which the graph is made and all views but the
canvases are changed, and of the frame in which these are drawn.
"""

import tempfile
from pathlib import Path
from time import process_time

import numpy as np
from chromium import chromium
from playwright.sync_api import CDPSession, Page
from rows import make_rows
from tables import table

from topopress.build.site import build_site
from topopress.stage.listener import Recorder

N_ROWS, N_CHANNELS = 20_000, 512
COVERS = ((30, 0.3), (70, 0.3))
SLIDERS = ("eps", "Intervals", "Overlap", "Coarseness")
BAR_MS = 50
SETTINGS = """
title = "Rows"
[data]
kind = "arrays"
metadata = "rows.csv"
[data.layers]
rows = "rows.npy"
[mapper.cover]
n_intervals = {intervals}
overlap = {overlap}
[mapper.clusterer]
kind = "dbscan"
metric = "cosine"
eps_quantile = 0.5
min_samples = 5
[mapper.stability]
resamples = 0
"""
STEPS = """async (name) => {
  const label = [...document.querySelectorAll('.live-slider label')]
    .find((each) => each.textContent === name);
  const slider = document.getElementById(label.htmlFor), times = [];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const steps = Number(slider.max) + 1;
  for (let k = 0; k < 2 * steps; k++) {
    await frame();
    await new Promise((resolve) => setTimeout(resolve));
    let began;
    // Callbacks of a frame run in the order in which they were asked for.
    requestAnimationFrame(() => (began = performance.now()));
    const before = performance.now();
    slider.value = String(k < steps ? k : 2 * steps - 1 - k);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const made = performance.now() - before;
    times.push(made + await new Promise((resolve) =>
      requestAnimationFrame(() => resolve(performance.now() - began))));
  }
  return times;
}"""


def write_site(root: Path, vectors: np.ndarray, intervals: int, overlap: float) -> Path:
    """Build the exploration; return its page."""
    folder = root / "content/rows"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A. Author"]\n')
    (folder / "exploration.toml").write_text(SETTINGS.format(intervals=intervals, overlap=overlap))
    (folder / "index.md").write_text("::: explorer\n")
    np.save(folder / "rows.npy", vectors)
    label = (np.arange(len(vectors)) * 7919) % 12
    rows = [f"r{k},group {each}" for k, each in enumerate(label)]
    (folder / "rows.csv").write_text("\n".join(["id,label", *rows]) + "\n")
    return build_site(root, listener=Recorder(), durable=False).out / "rows/index.html"


def opened(page: Page, path: Path) -> None:
    """Open the page with the sliders and a selected node."""
    page.goto(path.as_uri())
    page.wait_for_selector("html.has-viewer", timeout=60_000)
    page.get_by_role("button", name="Live parameters").click()
    page.get_by_role("slider", name="eps").wait_for(timeout=60_000)
    page.locator(".graph-surface").scroll_into_view_if_needed()
    page.locator(".start").first.click()
    page.wait_for_timeout(4000)


def busy_ms(session: CDPSession) -> float:
    """Return the CPU time of the page's main thread: other work of the machine is no part of it."""
    found = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(each["value"] for each in found if each["name"] == "TaskDuration")


def measure(page: Page, name: str) -> list[str]:
    """Return the row of a slider: all of its steps up and down."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = busy_ms(session)
    times = np.array(page.evaluate(STEPS, name))
    busy = busy_ms(session) - before
    return [
        name,
        f"{len(times):,}",
        f"{busy / len(times):.0f}",
        f"{np.median(times):.0f}",
        f"{np.quantile(times, 0.95):.0f}",
        f"{times.max():.0f}",
        f"{(times > BAR_MS).mean():.0%}",
    ]


def report() -> str:
    """Measure all sliders at two covers."""
    rows = []
    vectors = make_rows(N_ROWS, N_CHANNELS)
    notes = []
    with chromium("--disable-3d-apis") as browser:
        for intervals, overlap in COVERS:
            with tempfile.TemporaryDirectory() as name:
                began = process_time()
                path = write_site(Path(name), vectors, intervals, overlap)
                seconds = process_time() - began
                (family,) = path.parent.glob("data/*-family.*.js")
                notes.append(
                    f"{intervals} intervals, {overlap:.0%}: built in {seconds:.0f} CPU s, family "
                    f"{family.stat().st_size / 1e6:.1f} MB."
                )
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                opened(page, path)
                cover = f"{intervals} x {overlap:.0%}"
                rows += [[cover, *measure(page, slider)] for slider in SLIDERS]
                page.close()
        version = browser.version
    head = ["cover", "slider", "steps", "CPU ms, mean", "ms, median", "95th percentile", "longest"]
    return (
        f"Chromium {version}, headless, --disable-3d-apis, from file://; {N_ROWS:,} rows, "
        f"{N_CHANNELS} channels, cosine, a node selected; every step up and down. CPU: of the "
        "page's main thread, all that follows from a step included.\n\n"
        + table([*head, f"over {BAR_MS} ms"], rows)
        + "\n\n"
        + " ".join(notes)
    )
