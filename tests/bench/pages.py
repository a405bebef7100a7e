"""What the pages of the default site cost a reader: bytes, paints, shifts, blocked time.

The figures are Lighthouse's, taken by the browser's own observers over the DevTools protocol.
Every run starts with an empty cache. Texts are gzipped, as most static hosts do.
"""

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chromium import chromium
from playwright.sync_api import Browser
from tables import spread, table

from static_server import Gzipping, served

SITE = Path(__file__).resolve().parents[2] / "public"
PAGES = {
    "home": "index.html",
    "photographs": "photographs/index.html",
    "method": "photographs/method.html",
    "layer block15": "photographs/layers/block15.html",
}
RUNS = 3
LONG_TASK_MS = 50
QUIET_MS = 1000
VIEWER = "html.has-viewer"

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
# Lighthouse's slow 4G and its phone's processor.
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
SLOW_PROCESSOR = {"rate": 4}

OBSERVE = """
window.bench = { fcp: 0, lcp: 0, shifts: 0, tasks: [], viewer: 0 };
const observe = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type, buffered: true });
observe('paint', (e) => {
  if (e.name === 'first-contentful-paint') bench.fcp = e.startTime;
});
observe('largest-contentful-paint', (e) => { bench.lcp = e.startTime; });
observe('layout-shift', (e) => { if (!e.hadRecentInput) bench.shifts += e.value; });
observe('longtask', (e) => bench.tasks.push([e.startTime, e.duration]));
new MutationObserver(() => {
  if (!bench.viewer && document.documentElement?.classList.contains('has-viewer'))
    bench.viewer = performance.now();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ['class'] });
"""
READ = """() => {
  const [load] = performance.getEntriesByType('navigation');
  return { ...bench, load: load.loadEventEnd, origin: performance.timeOrigin };
}"""


@dataclass
class Traffic:
    """What crossed the wire, each with its time in seconds since the epoch.

    Attributes:
        requests: Time and address of each request.
        bytes: Time and size of each piece received, compressed, headers included.
    """

    requests: list[tuple[float, str]] = field(default_factory=list)
    bytes: list[tuple[float, int]] = field(default_factory=list)
    offset: float = 0

    def sent(self, event: Mapping[str, Any]) -> None:
        """Note a request; its two clocks tell how the others' times are to be read."""
        self.offset = event["wallTime"] - event["timestamp"]
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self.requests.append((event["wallTime"], event["request"]["url"]))

    def finished(self, event: Mapping[str, Any]) -> None:
        """Note the whole size of a response at its end."""
        self.bytes.append((event["timestamp"] + self.offset, int(event["encodedDataLength"])))

    def until(self, moment: float) -> tuple[int, int]:
        """Return bytes of the responses, and number of requests, up to a moment."""
        size = sum(size for time, size in self.bytes if time <= moment)
        return size, sum(time <= moment for time, _ in self.requests)


@contextmanager
def visited(browser: Browser, profile: Mapping[str, Any], *, throttled: bool):
    """Open an empty page in a fresh profile; yields it with its traffic."""
    context = browser.new_context(**profile)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    session, traffic = context.new_cdp_session(page), Traffic()
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", traffic.sent)
    session.on("Network.loadingFinished", traffic.finished)
    if throttled:
        session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        session.send("Emulation.setCPUThrottlingRate", SLOW_PROCESSOR)
    try:
        yield page, traffic
    finally:
        context.close()


def visit(browser: Browser, url: str, profile: Mapping[str, Any], *, throttled: bool):
    """Load a page until it is quiet and return its figures, times in milliseconds."""
    with visited(browser, profile, throttled=throttled) as (page, traffic):
        page.goto(url)
        if page.locator("#explorer").count():
            page.wait_for_selector(VIEWER)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET_MS)
        seen = page.evaluate(READ)
    usable = seen["viewer"] or seen["load"]
    size, requests = traffic.until((seen["origin"] + usable) / 1000)
    blocked = sum(max(0, long - LONG_TASK_MS) for at, long in seen["tasks"] if at >= seen["fcp"])
    figures = {key: seen[key] for key in ("fcp", "lcp", "shifts")}
    figures |= {"usable": usable, "bytes": size, "requests": requests, "blocked": blocked}
    return figures, traffic


def all_layers(browser: Browser, url: str, profile: Mapping[str, Any]) -> tuple[int, Traffic]:
    """Return the bytes received once every layer of a page has been looked at."""
    with visited(browser, profile, throttled=False) as (page, traffic):
        page.goto(url)
        page.wait_for_selector(VIEWER)
        for link in page.locator(".layer-link").all():
            link.click()
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(QUIET_MS)
    return sum(size for _, size in traffic.bytes), traffic


def row(name: str, runs: Sequence[Mapping[str, float]], everything: str) -> list[str]:
    """Return the cells of one page."""
    of = {key: [run[key] for run in runs] for key in runs[0]}
    kilobytes = [size / 1000 for size in of["bytes"]]
    times = [spread(of[key]) for key in ("usable", "fcp", "lcp", "blocked")]
    shifts = spread(of["shifts"], ".3f")
    return [name, spread(kilobytes), spread(of["requests"]), everything, *times, shifts]


def measure(browser: Browser, root: str, profile: Mapping[str, Any], *, throttled: bool):
    """Return the table of one device, and the addresses of all requests."""
    rows, requests = [], []
    for name, path in PAGES.items():
        visits = [visit(browser, root + path, profile, throttled=throttled) for _ in range(RUNS)]
        everything = "–"
        requests += [url for _, traffic in visits for _, url in traffic.requests]
        if 'id="explorer"' in (SITE / path).read_text("utf-8"):
            size, traffic = all_layers(browser, root + path, profile)
            everything = f"{size / 1e6:.2f}"
            requests += [url for _, url in traffic.requests]
        rows.append(row(name, [figures for figures, _ in visits], everything))
    head = ["page", "KB before usable", "requests", "MB all layers", "usable ms", "FCP ms"]
    return table([*head, "LCP ms", "TBT ms", "CLS"], rows), requests


def report() -> str:
    """Measure every page on both devices."""
    if not (SITE / "photographs/index.html").is_file():
        raise SystemExit("the default site is not built; run make site")
    with served(SITE, Gzipping) as root, chromium() as browser:
        desktop, requests = measure(browser, root, DESKTOP, throttled=False)
        phone, more = measure(browser, root, PHONE, throttled=True)
        version = browser.version
    everywhere = [*requests, *more]
    foreign = sum(not url.startswith(root) for url in everywhere)
    return (
        f"Chromium {version}, {RUNS} runs each: median (range).\n\n"
        f"### Desktop, 1280 x 800, not throttled\n\n{desktop}\n\n"
        f"### Phone, 390 x 844, four times slower, 1.6 Mbit/s, 150 ms\n\n{phone}\n\n"
        f"Requests to another origin: {foreign} of {len(everywhere)}."
    )
