"""Whatever inputs, labels and essays hold, a page shows it as text."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from topopress.core.errors import PageError
from topopress.pages.site.check import check_site
from topopress.pages.site.page_outline import Outline
from topopress.pages.site.render import render_site
from topopress.samples.types import SkippedInput
from unit.pages import synthetic

LABELS = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }}",
    "__proto__",
    "constructor",
    "nul\x00byte \x1b[31mred",
    "עברית \u202e reversed",
    "\u2028line\u2029paragraph",
    "&lt;b&gt; &amp; ]]> <!-- -->",
    "javascript:alert(1)",
    "w" * 400,
]
ESSAYS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    '[a](method.html "\\" onclick=alert(1) x=\\"")',
    '![a](x.png"onerror=alert(1))',
    "<a href='javascript:alert(1)'>x</a>",
    "## <script>alert(1)</script>\n\n`</script>`",
    "[^a]\n\n[^a]: <iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    "```html\n</code><script>alert(1)</script>\n```",
]


def hostile_source():
    rng = np.random.default_rng(1)
    views = [
        synthetic.layer_view("block3", 40, 28, rng, n_intervals=12, labels=LABELS),
    ]
    provenance = synthetic.provenance()
    return synthetic.source(
        "Text.",
        settings=synthetic.settings("</title><script>alert(1)</script> & co"),
        bundle=synthetic.bundle(views, name="photographs", title="</script>", labels=LABELS),
        provenance=type(provenance)(
            network=provenance.network,
            n_samples=3,
            n_origins=1,
            skipped=tuple(SkippedInput(label, label) for label in LABELS),
            stages=provenance.stages,
            versions=provenance.versions,
            settings_toml="# </code></pre><script>alert(1)</script>\n",
        ),
        words=replace(synthetic.words(), credits=tuple((label, label) for label in LABELS)),
    )


def pages_of(source):
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    assert check_site(files) == []
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def test_labels_are_shown_as_text():
    for path, html in pages_of(hostile_source()).items():
        scripts = re.findall(r"<script[^>]*>", html)
        assert all("src=" in s or re.search("application/(ld.)?json", s) for s in scripts), path
        assert "<img" not in html, path
        assert "\x00" not in html, path
        assert "\x1b" not in html, path


def test_the_manifest_survives_hostile_labels():
    html = pages_of(hostile_source())["photographs/index.html"]
    manifest = Outline(html.encode()).manifest
    assert not set("<>&\u2028\u2029") & set(manifest)
    assert json.loads(manifest)["labels"] == LABELS


@pytest.mark.parametrize("essay", ESSAYS)
def test_essays_cannot_bring_markup(essay):
    try:
        html = pages_of(synthetic.source(essay))["photographs/index.html"]
    except Exception as error:
        # Refused with a message that names the line is as good.
        assert "index.md, line" in str(error)
        return
    body = html.partition("<main")[2].partition('<script type="application/json"')[0]
    for forbidden in ("<script", "<iframe", "<style", "<img"):
        assert forbidden not in re.sub(r"&lt;.*?&gt;", "", body), forbidden
    assert not re.search(r'href="(?i:javascript|data):', body)


@pytest.mark.parametrize("essay", ["[" * 20_000, "*a **b " * 5_000, "> " * 90 + "x", "`" * 30_000])
def test_pathological_essays_take_bounded_time(essay):
    pages_of(synthetic.source(essay))


@pytest.mark.parametrize("essay", ["> " * 5_000 + "x", "- " * 200 + "x", "- > " * 80 + "x"])
def test_what_the_parser_would_drop_is_an_error(essay):
    with pytest.raises(PageError, match=r"index\.md, line 1: more than 50 lists or quotes"):
        pages_of(synthetic.source(essay))
