"""A case study with twelve live views: what it loads first, and whether it scrolls smoothly.

Built from the default site's store in a copy of the project, over http and from disk, with an empty
cache. "Usable" is the end of the page's load: nothing on it waits for the viewer.
"""

from pathlib import Path
from typing import Any

from builds import build, copied
from chromium import chromium
from pages import DESKTOP, LONG_TASK_MS, PHONE, QUIET_MS, RUNS, visit, visited
from playwright.sync_api import Browser, Page
from tables import spread, table

from static_server import Gzipping, served

VIEWS = (
    "layer=block15 node=@flower-00062", "layer=block15 label=coffee", "layer=block14 colour=label",
    "layer=block10 colour=purity", "layer=block7 colour=stability", "layer=block4",
    "layer=block2 colour=label", "layer=block0", "layer=block14 beside=block15 colour=purity",
    "layer=block15 colour=label size=constant", "layer=block14 label=cat",
    "layer=block10 node=@coffee-00012 colour=label",
)  # fmt: skip
WORDS = "Words about what is seen in the graph, and why it matters. " * 8
PAGE = "case-studies/twelve/index.html"
STEP, STEPS_MS = 120, 30
ALIVE = ".view-stage.alive .live-view canvas"


def write_study(root: Path) -> None:
    """Write the case study into a project."""
    figures = (f"{WORDS}\n\n::: view {view}\nA caption.\n:::\n" for view in VIEWS)
    folder = root / "content/case-studies/twelve"
    folder.mkdir(parents=True)
    head = '+++\ntitle = "Twelve views"\nexplorations = ["photographs"]\n+++\n'
    (folder / "index.md").write_text(head + "\n".join(figures), encoding="utf-8")


def scrolled(page: Page) -> None:
    """Scroll to the end of a page in small steps."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for _ in range(height // STEP):
        page.mouse.wheel(0, STEP)
        page.wait_for_timeout(STEPS_MS)


def scrolling(browser: Browser, url: str, profile: dict[str, Any], *, throttled: bool):
    """Return the longest task while a reader scrolls, the shifts, and the errors of the console."""
    with visited(browser, profile, throttled=throttled) as (page, _):
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda one: one.type == "error" and errors.append(one.text))
        page.goto(url)
        page.wait_for_timeout(QUIET_MS)
        began = page.evaluate("performance.now()")
        page.mouse.move(200, 300)
        scrolled(page)
        seen = page.evaluate("bench")
        woken = awake(page) if not throttled else 0.0
        longest = max([0.0, *(long for at, long in seen["tasks"] if at >= began)])
        return longest, seen["shifts"], woken, errors


def awake(page: Page) -> float:
    """Return the milliseconds from the press of a button to a view that is alive."""
    figure = page.locator(".view-figure").first
    began = page.evaluate("performance.now()")
    figure.get_by_role("button").press("Enter")
    figure.locator(ALIVE).first.wait_for()
    return float(page.evaluate("performance.now()") - began)


def measured(site: Path) -> str:
    """Return the table of a built site with the case study."""
    rows = []
    with served(site, Gzipping) as root, chromium() as browser:
        for device, profile, slow in (("desktop", DESKTOP, False), ("phone", PHONE, True)):
            visits = [visit(browser, root + PAGE, profile, throttled=slow)[0] for _ in range(RUNS)]
            for where, url in (("http", root + PAGE), ("file://", (site / PAGE).as_uri())):
                runs = [scrolling(browser, url, profile, throttled=slow) for _ in range(RUNS)]
                kilobytes = [one["bytes"] / 1000 for one in visits] if where == "http" else None
                rows.append(
                    [
                        f"{device}, {where}",
                        spread(kilobytes) if kilobytes else "–",
                        spread([one["usable"] for one in visits]) if kilobytes else "–",
                        spread([run[0] for run in runs]),
                        spread([run[1] for run in runs], ".3f"),
                        "–" if slow else spread([run[2] for run in runs]),
                        str(sum(len(run[3]) for run in runs)),
                    ]
                )
    head = ["device", "KB before usable", "usable ms", "longest task while scrolling, ms", "CLS"]
    return table([*head, "press to alive, ms", "errors"], rows)


def report() -> str:
    """Build the case study and measure it."""
    with copied() as root:
        write_study(root)
        build(root)
        found = measured(root / "public")
    return f"Tasks below {LONG_TASK_MS} ms are not told apart from none.\n\n{found}"
