"""Code in essays: coloured where the language is known, and always as it was written."""

import html
import re
import time
from pathlib import Path

import pytest

from unit.pages.synthetic import render_essay, source

STYLES = Path(__file__).parents[3] / "site_assets/styles"


def html_of(markdown):
    return render_essay(source(markdown)).before


def test_pieces_of_a_known_language_have_classes():
    shown = html_of('```python\ndef f(x):  # why\n    return "a" + 12\n```')
    assert '<span class="code-keyword">def </span><span class="code-name">f</span>(x):' in shown
    assert '<span class="code-comment"># why' in shown
    assert '<span class="code-string">"a" </span>+ <span class="code-number">12' in shown


@pytest.mark.parametrize("words", ["", "nolanguage", "{.nothing}", "text"])
def test_an_unknown_language_is_plain_text(words):
    assert html_of(f"```{words}\nif <b> & c\n```") == (
        "<pre><code>if &lt;b&gt; &amp; c\n</code></pre>\n"
    )


def test_long_lines_are_reached_by_keyboard():
    box = '<pre role="group" aria-label="Code" tabindex="0"><code>'
    assert html_of(f"```\n{'x' * 37}\n```").startswith(box)
    assert html_of(f"    {'x' * 37}").startswith(box)
    assert html_of("```\nx\n```").startswith("<pre><code>")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("html", "</code></pre><script>alert(1)</script>\n"),
        ("python", "\n\n  x = '<img src=x onerror=alert(1)>\n\n"),
        ("diff", "+ a\n- b\n@@ 1 @@\n"),
        ("toml", '[a]\nb = "\\u0041 <i>"\n'),
        ("js", "`${`</code>`}`\t\n"),
        ("bash", "$ echo “a” \u202e \U0001f600\n"),
        ("autohotkey", "\n" * 300 + "x\n"),
        ("python", "(" * 30_000 + "\n"),
    ],
)
def test_code_is_shown_as_it_was_written(language, code):
    start = time.perf_counter()
    shown = html_of(f"```{language}\n{code}```")
    assert time.perf_counter() - start < 5
    inside = re.fullmatch(r"<pre[^>]*><code>(.*)</code></pre>\n", shown, re.DOTALL)[1]
    assert not re.search(r"<(?!/?span)", inside)
    assert html.unescape(re.sub(r"</?span[^>]*>", "", inside)) == code


def test_colours_are_readable_on_the_ground_of_code():
    tokens, code = ((STYLES / name).read_text("utf-8") for name in ("tokens.css", "code.css"))
    grounds = re.findall(r"--paper-raised: (#\w{6});", tokens)
    faint = re.findall(r"--ink-faint: (#\w{6});", tokens)
    blocks = code.split("@media (prefers-color-scheme: dark)")
    for ground, ink, block in zip(grounds[:2], faint[:2], blocks, strict=True):
        for colour in [ink, *re.findall(r"--code-\w+: (#\w{6});", block)]:
            assert _contrast(colour, ground) >= 4.5, (colour, ground)


def _contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
