"""How long the search takes for a keystroke, on a site of 2,000 documents.

Each document has about 150 words of a made-up language, whose words are as frequent as those of
English: the k-th commonest is 1/k as frequent as the commonest. The time is that of the whole
answer: the search, the list, and its layout.
"""

import tempfile
from pathlib import Path

import numpy as np
import orjson
from chromium import chromium
from playwright.sync_api import Page
from tables import table

from topopress.pages.search.graph_names import front_coded
from topopress.pages.search.index_file import PATH, VERSION
from topopress.pages.site.render import render_site
from unit.pages import synthetic

DOCUMENTS = 2000
WORDS = 150
VOCABULARY = 20_000
SAMPLES = 5000
# Each is typed letter by letter: the first letters have the most hits.
QUERIES = 40
MEASURE = """(queries) => {
  const input = document.querySelector('dialog input');
  const taken = [];
  for (const query of queries) for (let n = 1; n <= query.length; n++) {
    input.value = query.slice(0, n);
    const began = performance.now();
    input.dispatchEvent(new Event('input'));
    void document.querySelector('dialog').offsetHeight;
    taken.push(performance.now() - began);
  }
  return taken;
}"""


def index(rng: np.random.Generator) -> tuple[bytes, list[str]]:
    """Return the script of an index, and words of it to search for."""
    letters = rng.integers(97, 123, (VOCABULARY, 9)).astype(np.uint8)
    lengths = rng.integers(2, 10, VOCABULARY)
    words = [bytes(row[:n]).decode() for row, n in zip(letters, lengths, strict=True)]
    share = 1 / np.arange(1, VOCABULARY + 1)
    drawn = rng.choice(VOCABULARY, (DOCUMENTS, WORDS), p=share / share.sum())
    texts = [" ".join(words[k] for k in row) for row in drawn]
    pages = [
        [f"p{k}/index.html", text[:30], [["", "", text[:60]], ["a", text[:20], text]]]
        for k, text in enumerate(texts[: DOCUMENTS // 2])
    ]
    graph = {
        "folder": "photographs",
        "title": "Samples",
        "layers": [["block0", "block0"]],
        "start": 0,
        "labels": [],
        "samples": front_coded([f"sample-{k:05}" for k in range(SAMPLES)]),
    }
    content = orjson.dumps({"version": VERSION, "pages": pages, "graphs": [graph]})
    queries = [f"{words[a]} {words[b]}" for a, b in rng.choice(2000, (QUERIES, 2))]
    return b"topoSearch.index(" + content + b")\n", queries


def keystrokes(page: Page, address: str, queries: list[str]) -> list[float]:
    """Return the milliseconds of each keystroke."""
    page.goto(address)
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").wait_for()
    page.wait_for_function("!document.querySelector('.search-said').textContent")
    taken: list[float] = page.evaluate(MEASURE, queries)
    return taken


def report() -> str:
    """Return the table."""
    script, queries = index(np.random.default_rng(0))
    files = {**render_site(synthetic.SITE, [synthetic.source()]), PATH: script}
    rows = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for path, content in files.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        for name, rate in (("this one", 1), ("4 times slower", 4)):
            page = browser.new_page()
            client = page.context.new_cdp_session(page)
            client.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            taken = keystrokes(page, f"{Path(folder).as_uri()}/index.html", queries)
            shown = [f"{np.quantile(taken, q):.1f} ms" for q in (0.5, 0.95, 1)]
            rows.append([name, str(len(taken)), *shown])
            page.close()
    head = table(["processor", "keystrokes", "median", "95 %", "slowest"], rows)
    return f"{DOCUMENTS} documents, index of {len(script):,} bytes\n\n{head}"
