"""Adds the live script to pages; makes the page of a failed build."""

import html

LIVE = "/__topopress"
SCRIPT = f"""\
"use strict";
(() => {{
  const seen = new URL(document.currentScript.src).searchParams.get("seen");
  const source = new EventSource("{LIVE}/events?seen=" + seen);
  source.addEventListener("reload", () => location.reload());
}})();
"""
_ERROR_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The build failed</title>
<link rel="icon" href="data:,">
</head>
<body>
<h1>The build failed</h1>
<pre>%s</pre>
<p>This page reloads when a file changes. The last good site is still on the disk.</p>
</body>
</html>
"""


def error_page(error: str) -> bytes:
    """Return a page that shows why a build failed."""
    return (_ERROR_PAGE % html.escape(error)).encode()


def with_live_script(page: bytes, generation: int) -> bytes:
    """Return a page with the script that reloads it after a newer build than ``generation``.

    The page's policy is changed to allow the script.
    """
    script = f'<script src="{LIVE}/live.js?seen={generation}" defer></script>'.encode()
    for quote in (b"'", b"&#39;"):
        none, self_ = quote + b"none" + quote, quote + b"self" + quote
        page = page.replace(
            b"default-src " + none, b"default-src " + none + b"; connect-src " + self_, 1
        )
    if b"script-src" not in page:
        page = page.replace(b"; connect-src", b"; script-src &#39;self&#39;; connect-src", 1)
    before, body, after = page.rpartition(b"</body>")
    return before + script + body + after if body else page + script
