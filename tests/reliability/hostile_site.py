"""A site whose every text from outside is a string that would run a script if a page let it.

The strings are labels, texts, columns, ids, names of columns, titles, credits and an essay.
"""

from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from array_fixture import ESSAY, write_arrays, write_table
from hostile_references import markdown, strings
from topopress.build.site import build_site
from topopress.samples.labels import clean_text
from topopress.stage.listener import Recorder

ALERTS = "window.ran = []; for (const name of ['alert', 'confirm', 'prompt', 'msgbox']) " \
    "window[name] = (...given) => window.ran.push(name);"  # fmt: skip
FAULTS = r"""() => {
  const found = [...window.ran];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`${element.tagName} ${name}`);
      const loads = /^(href|src|action|formaction|background|srcdoc|data|xlink:href)$/i;
      if (loads.test(name) && /^[\s\x00-\x20]*(javascript|vbscript|file|data:text)/i.test(value))
        found.push(`${element.tagName} ${name}=${value.slice(0, 40)}`);
    }
    if (/^(IFRAME|OBJECT|EMBED|BASE|FRAME|MARQUEE)$/.test(element.tagName))
      found.push(element.tagName);
    if (element.tagName === 'SCRIPT' && !element.src && !/json$/.test(element.type))
      found.push('SCRIPT without a file');
    if (element.tagName === 'META' && /refresh/i.test(element.httpEquiv))
      found.push('META refresh');
  }
  for (const name in {}) found.push(`prototype ${name}`);
  return found;
}"""


def write_hostile_site(root: Path, n: int) -> Path:
    """Build a site with ``n`` strings, each in all places; return its folder."""
    texts = [" ".join(each.split()) or "x" for each in strings(n)]
    groups = np.random.default_rng(0).normal(0, 0.1, (n, 6)) + np.arange(n)[:, None] % 3
    data = 'metadata = "rows.csv"\ntext = "sentence"\nrow = "direction"'
    folder = write_arrays(root, data=data, layers='vectors = "v.npy"', name="strings")
    np.save(folder / "v.npy", groups.astype(np.float32))
    plain = [text.replace("[", "(").replace("]", ")").replace("\x00", "") for text in texts]
    write_table(folder / "rows.csv", {
        "id": [f"{k} {clean_text(text)[:90]}" for k, text in enumerate(plain)],
        "label": plain,
        "sentence": [f"{text} [word] {text}" for text in plain],
        '"><img src=x onerror=alert(1)>': plain[::-1],
        "__proto__": [text[:20] for text in plain],
        "constructor": [str(k) for k in range(n)],
    })  # fmt: skip
    essay = "\n\n".join(["", *(markdown(text) for text in texts if text.isprintable())])
    (folder / "index.md").write_text(ESSAY + essay)
    settings = folder / "exploration.toml"
    title = 'title = "</title><script>alert(1)</script>"\nsummary = "<svg onload=alert(1)>"\n'
    settings.write_text(settings.read_text().replace('title = "Directions"\n', title))
    site = '\ntagline = "\\"><script>alert(1)</script>"\n'
    with (root / "content/site.toml").open("a") as file:
        file.write(site)
    return build_site(root, listener=Recorder(), durable=False).out


def pages_of(site: Path) -> list[Path]:
    """Return the pages of a site."""
    return sorted(site.rglob("*.html"))


def faults_of(page: Page, file: Path) -> list[str]:
    """Open a page from disk, use what it has, and return what no text may bring about."""
    page.add_init_script(ALERTS)
    page.goto(file.as_uri())
    if page.locator(".viewer").count():
        page.wait_for_selector("html.has-viewer")
        page.locator(".start").first.click()
        page.wait_for_selector(".exemplars .tile")
        page.get_by_role("combobox", name="Search").fill("s")
        page.get_by_role("listbox", name="Search results").get_by_role("option").first.hover()
    return page.evaluate(FAULTS)
