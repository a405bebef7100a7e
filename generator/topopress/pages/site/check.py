"""Checks a finished site: every link has a target, and no page loads from another host.

``check_site`` reads the bytes that would be published, so it finds mistakes of templates, essays
and the pipeline alike.
"""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from topopress.bundle.packing import read_header
from topopress.core.file_names import folded
from topopress.core.problems import Problem
from topopress.pages.site.page_outline import Outline, Reference

Found = tuple[str, str]
"""The name of a rule, and what was found."""
# A page that must work at any depth can refer to nothing.
SELF_CONTAINED = frozenset({"404.html"})
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")


def check_site(files: Mapping[str, bytes]) -> list[Problem]:
    """Return what is wrong with a site, in the order of the paths.

    ``files`` are all files of the site by their path below its root.
    """
    pages = {path: Outline(files[path]) for path in sorted(files) if path.endswith(".html")}
    problems = list(_clashes(files))
    if "index.html" not in files:
        problems.append(Problem("index.html", "is missing", "paths"))
    for path, page in pages.items():
        references = (_reference_problem(path, one, files, pages) for one in page.references)
        found = (*_page_problems(page), *filter(None, references))
        found = (*found, *_manifest_problems(path, page, files))
        problems += (Problem(path, message, rule) for rule, message in found)
    for path in sorted(path for path in files if path.endswith(".css")):
        problems += (Problem(path, message, rule) for rule, message in _style_problems(path, files))
    return problems


def _clashes(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Find paths that are one file where upper and lower case are the same."""
    seen: dict[str, str] = {}
    for path in sorted(files):
        other = seen.setdefault(folded(path), path)
        if other != path:
            message = f"differs from {other} by upper and lower case alone"
            yield Problem(path, message, "paths")


def _page_problems(page: Outline) -> Iterator[Found]:
    if not any(one.given.get("lang") for one in page.of_tag("html")):
        yield "html", "<html> has no lang"
    if not any(one.text.strip() for one in page.of_tag("title")[:1]):
        yield "html", "has no <title>"
    named = (one.given for one in page.of_tag("meta") if one.given.get("name") == "description")
    if not next(named, {}).get("content"):
        yield "html", "has no description"
    if (h1 := len(page.of_tag("h1"))) != 1:
        yield "html", f"has {h1} <h1> elements, must have one"
    if not page.of_tag("main"):
        yield "html", "has no <main>"
    yield from (("html", f"id {name!r} is repeated") for name, n in page.ids.items() if n > 1)
    yield from page.problems
    yield from (("policy", message) for message in _policy_problems(page))


def _policy_problems(page: Outline) -> Iterator[str]:
    if page.policy is None:
        yield "has no Content-Security-Policy"
        return
    if page.policy_is_late:
        yield "its Content-Security-Policy comes after an element it should govern"
    if "default-src 'none'" not in page.policy:
        yield "its Content-Security-Policy does not start from default-src 'none'"
    for style in page.of_tag("style"):
        digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
        if f"'sha256-{digest}'" not in page.policy:
            yield "has a <style> that its Content-Security-Policy forbids"


def _reference_problem(
    path: str, reference: Reference, files: Mapping[str, bytes], pages: Mapping[str, Outline]
) -> Found | None:
    shown = f"{reference.element} {reference.address!r}"
    try:
        address = urlsplit(reference.address)
    except ValueError:
        return "links", f"{shown} is not an address"
    if address.scheme or address.netloc:
        return _elsewhere(reference, address.scheme, shown)
    if path in SELF_CONTAINED:
        return "links", f"{shown} is relative, but the page is served at any depth"
    if address.path.startswith("/"):
        return "links", f"{shown} starts at the host's root; write it relative to the page"
    target = _target(path, address.path) if address.path else path
    if target not in files:
        index = posixpath.normpath(posixpath.join(target, "index.html"))
        hint = f"; write {index} in full" if index in files else ""
        return "links", f"{shown} leads nowhere{hint}"
    return _fragment_problem(unquote(address.fragment), pages.get(target), shown)


def _elsewhere(reference: Reference, scheme: str, shown: str) -> Found | None:
    """Judge an address with a scheme or a host."""
    if reference.loads:
        return None if scheme == "data" else ("external", f"{shown} is loaded from elsewhere")
    is_link = scheme in {"http", "https", "mailto"}
    return None if is_link else ("links", f"{shown} is not a link to a page")


def _target(path: str, address: str) -> str:
    """Return the path of a file below the site's root, given its address on a page."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))


def _fragment_problem(fragment: str, page: Outline | None, shown: str) -> Found | None:
    # A view of the explorer, such as #layer=block10&node=i12c0, is no element's id.
    if not fragment or page is None or fragment in page.ids:
        return None
    if "=" in fragment and "explorer" in page.ids:
        return None
    return "anchors", f"{shown}: there is no such place on that page"


def _manifest_problems(path: str, page: Outline, files: Mapping[str, bytes]) -> Iterator[Found]:
    """Check that every file the viewer will ask for is there."""
    if page.manifest is None:
        return
    try:
        manifest = json.loads(page.manifest)
    except json.JSONDecodeError as error:
        yield "data", f"the manifest is not JSON: {error}"
        return
    folder = posixpath.dirname(path)
    for file in _files_of(manifest, folder, files):
        if posixpath.normpath(posixpath.join(folder, file)) not in files:
            yield "data", f"the manifest names {file!r}, which is not on the site"


def _files_of(
    manifest: Mapping[str, Any], folder: str, files: Mapping[str, bytes]
) -> Iterator[str]:
    looks = [manifest["samples_look"], *(layer["look"] for layer in manifest["layers"])]
    yield manifest["samples"]
    yield from (f"../{other['name']}/{other['manifest']}" for other in manifest.get("others", ()))
    for layer in manifest["layers"]:
        yield from (layer["graph"], layer["rows"], *filter(None, [layer["family"]]))
    for look in filter(None, looks):
        yield look
        if script := files.get(posixpath.join(folder, look)):
            yield from _named_files(read_header(script))


def _named_files(value: object) -> Iterator[str]:
    """Yield all values of ``file`` in a document."""
    if isinstance(value, dict):
        yield from (file for key, file in value.items() if key == "file")
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _named_files(part)


def _style_problems(path: str, files: Mapping[str, bytes]) -> Iterator[Found]:
    for match in _CSS_URL.finditer(files[path].decode()):
        address = match[1] or match[2]
        parts = urlsplit(address)
        if parts.scheme == "data" or address.startswith("#"):
            continue
        if parts.scheme or parts.netloc:
            yield "external", f"{address!r} is loaded from elsewhere"
        elif _target(path, parts.path) not in files:
            yield "links", f"{address!r} leads nowhere"
