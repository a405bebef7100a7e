"""An exploration as one HTML file: its page with everything in it, and its method page below.

It is opened by double click, from a mail or a disk. Links to other pages of the site lead to the
published site if the settings say where that is; else they are texts.
"""

import base64
import hashlib
import html
import json
import mimetypes
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from topopress.config.schema import Site
from topopress.pages.site.held import base64_of, held_files, with_scripts, with_style

BEGINNING = "<!-- topopress export --single-file -->"
_TYPES = {".webp": "image/webp", ".svg": "image/svg+xml", ".png": "image/png", ".gif": "image/gif"}
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_MANIFEST = re.compile(r'(<script [^>]*id="topo-manifest">)(.*?)(</script>)', re.DOTALL)
_IMAGE = re.compile(r'(<img [^>]*?src=")([^":]+)(")')
_LINK = re.compile(r"<a ([^>]*?)href=\"([^\"]*)\"([^>]*)>(.*?)</a>", re.DOTALL)
_FEED = re.compile(r'<link rel="alternate"[^>]*>\n?')
_LAYER = re.compile(r"(?:\.\./)?layers/([A-Za-z0-9-]+)\.html(?:#([^\"]*))?")
_MAIN = re.compile(r"<main [^>]*>(.*)</main>", re.DOTALL)
_NAMED = re.compile(r'\b(id|for|aria-labelledby|aria-describedby|href)="(#?)([^"]*)"')


def single_page(site: Site, files: Mapping[str, bytes], name: str) -> str:
    """Return the page of an exploration with everything that it shows.

    Args:
        site: Settings of the site.
        files: All files of the site by path.
        name: Name of the exploration in addresses.
    """
    page = files[f"{name}/index.html"].decode()
    page = _FEED.sub("", page)  # a file has no feed
    page = page.replace("</article>", f"{_method(files, name)}</article>", 1)
    page = _with_pictures(_with_links(_alone(page), site, files, name), files, name)
    # Scripts and data last, so that nothing above looks into them.
    page = with_style(files, page)
    page = with_scripts(files, page, "\n".join(held_files(files, name)))
    page = _POLICY.sub(lambda found: f"{found[1]}{_policy(page)}{found[2]}", page, count=1)
    return page.replace("<!doctype html>", f"<!doctype html>{BEGINNING}", 1)


def _alone(page: str) -> str:
    """Return a page whose explorer offers no other exploration, since the files are not here."""

    def without_others(found: re.Match[str]) -> str:
        manifest = json.loads(found[2])
        manifest["others"] = []
        data = json.dumps(manifest, ensure_ascii=True, separators=(",", ":"))
        for character in "<>&":
            data = data.replace(character, f"\\u{ord(character):04x}")
        return f"{found[1]}{data}{found[3]}"

    return _MANIFEST.sub(without_others, page)


def _method(files: Mapping[str, bytes], name: str) -> str:
    """Return the method page as a part of another page, with ids of its own."""
    found = _MAIN.search(files[f"{name}/method.html"].decode())
    if found is None:  # of an author's own template
        return ""

    def own(given: re.Match[str]) -> str:
        attribute, mark, value = given.groups()
        if attribute == "href" and not mark:
            return given[0]
        if "=" in value:  # a view
            return given[0]
        return f'{attribute}="{mark}{" ".join(f"method-{one}" for one in value.split())}"'

    inside = re.sub(r"<(/?)h1\b", r"<\1h2", _NAMED.sub(own, found[1]))
    return f'<section id="method" class="method">{inside}</section>'


def _with_links(page: str, site: Site, files: Mapping[str, bytes], name: str) -> str:
    def led(found: re.Match[str]) -> str:
        before, address, after, text = found.groups()
        target = _target(html.unescape(address), site, files, name)
        if target is None:
            return f"<span>{text}</span>"
        saved = f' download="{posixpath.basename(address)}"' if target.startswith("data:") else ""
        return f'<a {before}href="{html.escape(target)}"{saved}{after}>{text}</a>'

    return _LINK.sub(led, page)


def _target(address: str, site: Site, files: Mapping[str, bytes], name: str) -> str | None:
    """Return where a link leads in the single file; None if nowhere."""
    if address.startswith(("#", "http:", "https:", "mailto:", "data:", "?")):
        return address
    path, _, fragment = address.partition("#")
    if path == "index.html":
        return f"#{fragment or 'content'}"
    if path == "method.html":
        return f"#method-{fragment}" if fragment else "#method"
    if layer := _LAYER.fullmatch(address):
        return f"#layer={layer[1]}"
    file = posixpath.normpath(posixpath.join(name, unquote(path)))
    if file in files and not path.endswith(".html"):
        return _data(file, files[file])
    return _published(site, name, address)


def _published(site: Site, name: str, address: str) -> str | None:
    """Return the address of a page on the published site; None where that is nowhere."""
    if site.url is None:
        return None
    path, mark, fragment = address.partition("#")
    return (
        f"{site.url.rstrip('/')}/{posixpath.normpath(posixpath.join(name, path))}{mark}{fragment}"
    )


def _with_pictures(page: str, files: Mapping[str, bytes], name: str) -> str:
    def shown(found: re.Match[str]) -> str:
        file = posixpath.normpath(posixpath.join(name, unquote(html.unescape(found[2]))))
        return f"{found[1]}{_data(file, files[file])}{found[3]}" if file in files else found[0]

    return _IMAGE.sub(shown, page)


def _data(path: str, content: bytes) -> str:
    ending = posixpath.splitext(path)[1].lower()
    kind = _TYPES.get(ending) or mimetypes.MimeTypes(()).guess_type(path)[0]
    return f"data:{kind or 'application/octet-stream'};base64,{base64_of(content)}"


def _policy(page: str) -> str:
    """Return the policy of a page: only its own scripts and styles, by their digests."""
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for found in _INLINE.finditer(page):
        digest = base64.b64encode(hashlib.sha256(found[2].encode()).digest()).decode()
        digests[found[1]].append(f"'sha256-{digest}'")
    scripts, styles = (" ".join(found) for found in digests.values())
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data: blob:; "
        "font-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types topo"
    )
