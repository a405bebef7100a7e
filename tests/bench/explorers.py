"""Explorations beside KeplerMapper's and DataMapPlot's pages of the same graph and points.

All three are served gzipped on the loopback, the scripts of the two others from copies beside them:
their real addresses cost a reader more. Fonts that they ask other servers for are left out.
"""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from chromium import ARGUMENTS, chromium
from chunks import chunk_arrays, manifest_of
from environments import PAGES as PACKAGES
from environments import node_packages, python_with
from pages import DESKTOP, QUIET_MS, RUNS, SITE, visited
from playwright.sync_api import Browser
from tables import spread, table
from viewer import measure, pan, zoom

from install_browser import find_browser
from static_server import Gzipping, served
from viewer_fixture import write_fixture

DEFAULT = SITE / "photographs/index.html"
LARGE = 5_000
"""Nodes of the larger graph, which is made up; it has 300,000 rows."""
AXE = SITE.parent / "site_assets/node_modules/axe-core/axe.min.js"
# The time of the first frame in which a page shows its graph or its points.
WATCH = """
window.shown = 0;
const look = () => {
  let there = false;
  try { there = %s; } catch {}
  if (there) shown = there === true ? performance.now() : there;
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@dataclass(frozen=True)
class Peer:
    """A page that is measured.

    Attributes:
        name: What the table calls it.
        path: Below the root of the served folder; empty for the exploration itself.
        shown: An expression that is true, or the time, once the graph or the points are drawn.
        surface: What is dragged and zoomed.
        arguments: Further ones of the browser.
    """

    name: str
    path: str
    shown: str
    surface: str
    arguments: tuple[str, ...] = ()


PEERS = (
    Peer(
        "Topopress, without 3D",
        "",
        "performance.getEntriesByName('topopress:usable')[0]?.startTime",
        ".graph-surface",
        ("--disable-3d-apis",),
    ),
    Peer(
        "KeplerMapper",
        "keplermapper.html",
        "document.querySelector('#canvas .circle') !== null",
        "#canvas",
    ),
    Peer(
        "DataMapPlot, WebGL by the processor",
        "datamapplot.html",
        "getComputedStyle(document.querySelector('#loading')).display === 'none'",
        "#deck-container",
        ("--enable-unsafe-swiftshader",),
    ),
)


def write_graph(page: Path, out: Path) -> str:
    """Write graph and points of the layer that an exploration opens with; return its size."""
    manifest = manifest_of(page)
    layer = next(each for each in manifest["layers"] if each["id"] == manifest["start"])
    graph, rows, samples = (
        chunk_arrays(page.parent / path)
        for path in (layer["graph"], layer["rows"], manifest["samples"])
    )
    steps = np.split(rows["members"].astype(np.int64), graph["member_offsets"][1:-1])
    np.savez(
        out,
        offsets=graph["member_offsets"],
        members=np.concatenate([np.cumsum(each) for each in steps]),
        edges=np.c_[graph["source"], graph["target"]],
        points=np.c_[rows["x"], rows["y"]].astype(np.float64),
        lens=rows["lens"],
        label=np.array(manifest["labels"])[samples["label"][rows["sample"]]],
    )
    return f"{len(graph['x']):,} nodes, {len(graph['source']):,} edges, {len(rows['x']):,} points"


def write_pages(exploration: Path, folder: Path) -> str:
    """Add the two other pages and their scripts to the site of an exploration."""
    python, packages = python_with(PACKAGES), node_packages()
    if python is None or packages is None:
        raise SystemExit("KeplerMapper, DataMapPlot or packages of npm could not be installed")
    (folder / "node_modules").symlink_to(packages / "node_modules")
    said = write_graph(exploration, folder / "graph.npz")
    script = Path(__file__).with_name("peer_pages.py")
    subprocess.run([str(python), str(script), str(folder / "graph.npz"), str(folder)], check=True)
    return said


def opened(browser: Browser, root: str, peer: Peer) -> dict[str, float]:
    """Open a page with an empty cache; return bytes and milliseconds of the first view."""
    with visited(browser, DESKTOP, throttled=False) as (page, traffic):
        page.add_init_script(WATCH % peer.shown)
        page.goto(root + peer.path)
        page.wait_for_function("window.shown > 0", timeout=60_000)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET_MS)
        shown, origin = page.evaluate("[window.shown, performance.timeOrigin]")
    first, _ = traffic.until((origin + shown) / 1000)
    return {"first": first / 1000, "all": sum(n for _, n in traffic.bytes) / 1000, "shown": shown}


def moved(browser: Browser, root: str, peer: Peer) -> list[str]:
    """Return frames a second while panning, and while zooming, in one run of each."""
    page = browser.new_page(**DESKTOP)
    page.goto(root + peer.path)
    page.wait_for_timeout(3 * QUIET_MS)
    page.locator(peer.surface).first.scroll_into_view_if_needed()
    rates = [measure(page, gesture, peer.surface)["fps"] for gesture in (pan, zoom)]
    page.close()
    return [f"{rate:.0f}" for rate in rates]


def violations(browser: Browser, root: str, peer: Peer) -> str:
    """Return how many rules of axe a page breaks, and at how many elements."""
    context = browser.new_context(bypass_csp=True, **DESKTOP)
    page = context.new_page()
    page.goto(root + peer.path)
    page.wait_for_timeout(3 * QUIET_MS)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    context.close()
    return f"{len(found)} at {sum(len(each['nodes']) for each in found)}" if found else "none"


def lighthouse(root: str, peer: Peer) -> str:
    """Return Lighthouse's score of accessibility, of 100."""
    command = shutil.which("lighthouse") or str(node_packages() / "node_modules/.bin/lighthouse")
    flags = " ".join(["--headless", *ARGUMENTS, *peer.arguments])
    options = ["--only-categories=accessibility", "--preset=desktop", "--output=json", "--quiet"]
    done = subprocess.run(
        [command, root + peer.path, *options, f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": str(find_browser())},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        return "–"
    result: dict[str, Any] = json.loads(done.stdout)
    return f"{100 * result['categories']['accessibility']['score']:.0f}"


def row(root: str, peer: Peer, *, runs: int) -> list[str]:
    """Measure what one page costs, and how it moves."""
    with chromium(*peer.arguments) as browser:
        openings = [opened(browser, root, peer) for _ in range(runs)]
        figures = [spread(one[key] for one in openings) for key in ("first", "all", "shown")]
        return [peer.name, *figures, *moved(browser, root, peer)]


def judged(root: str, peer: Peer) -> list[str]:
    """Return what axe and Lighthouse find in one page."""
    with chromium(*peer.arguments) as browser:
        axe = violations(browser, root, peer)
    return [peer.name, axe, lighthouse(root, peer)]


def compared(exploration: Path, folder: Path, *, runs: int, judge: bool) -> str:
    """Measure the three pages of one exploration, which is in a folder that may be added to."""
    said = write_pages(exploration, folder)
    page = exploration.relative_to(folder).as_posix()
    peers = [replace(peer, path=peer.path or page) for peer in PEERS]
    with served(folder, Gzipping) as root:
        rows = [row(root, peer, runs=runs) for peer in peers]
        access = [judged(root, peer) for peer in peers] if judge else []
    head = ["page", "KB before the first view", "KB until quiet", "first view ms"]
    costs = table([*head, "frames/s, panning", "frames/s, zooming"], rows)
    of_access = table(["page", "axe: rules, elements", "Lighthouse accessibility"], access)
    return f"### {said}\n\n{costs}\n" + (f"\n{of_access}\n" if judge else "")


def report() -> str:
    """Measure the default exploration, and one that is larger."""
    with tempfile.TemporaryDirectory() as name:
        default, large = Path(name) / "default", Path(name) / "large"
        shutil.copytree(SITE, default)
        small = default / DEFAULT.relative_to(SITE)
        first = compared(small, default, runs=RUNS, judge=True)
        second = compared(write_fixture(large, stress=LARGE), large, runs=1, judge=False)
    return f"{RUNS} runs each, of the larger exploration one: median (range).\n\n{first}\n{second}"
