"""The page around the viewer in tests: under the strict policy of real pages, with its elements."""

import html
from pathlib import Path

from topopress.bundle.schema import Manifest

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types topo"
)


def static_svg(folder: Path) -> str:
    return (
        '<svg viewBox="0 0 800 560" role="img" aria-label="Mapper graph">'
        '<circle class="graph-node" cx="400" cy="280" r="40"/></svg>'
    )


def page(manifest: Manifest, viewer: str, style: str) -> str:
    data = manifest.model_dump_json().replace("<", "\\u003c")
    links = "".join(
        f'<a class="layer-link" data-layer="{layer.id}" href="layers/{layer.id}.html">'
        '<svg class="layer-preview" viewBox="0 0 40 24" aria-hidden="true">'
        '<path d="M4 12 L14 6 L24 14 L36 8" fill="none" stroke="currentColor"/>'
        '<g class="dots"><circle cx="4" cy="12" r="3"/><circle cx="14" cy="6" r="3"/>'
        '<circle cx="24" cy="14" r="3"/><circle cx="36" cy="8" r="3"/></g></svg>'
        f'<span class="layer-name">{layer.name}</span>'
        f'<span class="layer-shape">{layer.channels} channels</span></a>'
        for layer in manifest.layers
    )
    last = manifest.layers[-1]
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{html.escape(CSP, quote=True)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(manifest.title)}</title><link rel="icon" href="data:,">
<script src="../assets/page.js"></script>
<link rel="stylesheet" href="../assets/{style}"></head><body><header class="site-head"></header>
<main class="exploration"><h1>{html.escape(manifest.title)}</h1>
<p>An essay speaks of
<a class="view-link" href="#layer={last.id}&amp;node=i12c0">a node of the last layer</a>, of
<a class="view-link" href="#layer={last.id}&amp;colour=label&amp;label=cat">all cats</a> and of
<a class="view-link" href="#layer={last.id}&amp;node=i99c9">a node that is not there</a>.</p>
<section id="explorer" class="explorer" aria-label="Explorer">
<nav class="layer-nav" aria-label="Layers">{links}</nav>
<div class="explorer-stage" id="explorer-stage"><figure class="static-graph">{static_svg(Path())}
<figcaption>The graph of the first layer.</figcaption></figure>
<details class="node-table-fallback"><summary>All nodes as a table</summary>
<table><tr><th scope="col">node</th></tr><tr><td>i0c0</td></tr></table></details></div></section>
<p>And here the essay goes on.</p></main>
<script type="application/json" id="topo-manifest">{data}</script>
<script src="../assets/{viewer}" data-tools="../assets/tools.js" defer></script></body></html>
"""
