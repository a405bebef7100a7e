"""What the pages of a site weigh for a reader, and the budgets that an author gives them."""

import gzip
import json
import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from topopress.config.budgets import Budgets
from topopress.core.problems import Problem
from topopress.pages.site.page_outline import LOADING, Element, Outline, outline_of

KILOBYTE = 1_000
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".bib")
"""Endings of the files that servers send gzipped."""
_GZIP_LEVEL = 6
_SHOWN = 3
_LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload"}
_OF_EXPLORER = ("data/", "images/")
"""Folders beside the page of an explorer, of which it can load everything."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes that a browser loads for a page.

    Attributes:
        first_view: Until the first screen is complete.
        page: If a reader opens everything on it.
    """

    first_view: int
    page: int


@dataclass(frozen=True)
class Weights:
    """The files of a site by path, and what they weigh."""

    files: Mapping[str, bytes]

    @cached_property
    def pages(self) -> dict[str, Weight]:
        """What each page weighs, by its path."""
        sizes = {path: _bytes_sent(path, content) for path, content in self.files.items()}
        found = {}
        for path in sorted(path for path in self.files if path.endswith(".html")):
            page = outline_of(self.files[path])
            first = {path, *_files_at(path, page, later=False)}
            whole = {*first, *_files_at(path, page, later=True)}
            if page.manifest is not None:
                folder = f"{posixpath.dirname(path)}/".lstrip("/")
                first |= {folder + file for file in _first_data(json.loads(page.manifest))}
                below = tuple(folder + inner for inner in _OF_EXPLORER)
                whole |= first | {one for one in self.files if one.startswith(below)}
            totals = (sum(sizes.get(one, 0) for one in each) for each in (first, whole))
            found[path] = Weight(*totals)
        return found

    @property
    def site(self) -> int:
        """Bytes of all files, not compressed."""
        return sum(map(len, self.files.values()))

    def heaviest(self) -> str:
        """Return the folders that weigh most, in words."""
        folders = Counter[str]()
        for path, content in self.files.items():
            folders[posixpath.dirname(path) or "."] += len(content)
        return ", ".join(f"{name} {_kb(size)}" for name, size in folders.most_common(_SHOWN))


def budget_problems(files: Mapping[str, bytes], budgets: Budgets) -> Iterator[Problem]:
    """Yield the budgets that a site exceeds; of pages the one that is heaviest."""
    weights = Weights(files)
    for name in ("first_view", "page"):
        if limit := getattr(budgets, name):
            sizes = {path: getattr(one, name) for path, one in weights.pages.items()}
            path = max(sizes, key=sizes.__getitem__)
            if sizes[path] > limit * KILOBYTE:
                message = f"weighs {_kb(sizes[path])}, and budgets.{name} allows {limit:,g} KB"
                yield Problem(path, message, "budgets")
    if budgets.site and weights.site > budgets.site * KILOBYTE:
        message = (
            f"the site weighs {_kb(weights.site)}, and budgets.site allows {budgets.site:,g} KB; "
            f"the heaviest folders: {weights.heaviest()}"
        )
        yield Problem("", message, "budgets")


def _files_at(path: str, page: Outline, *, later: bool) -> Iterator[str]:
    """Yield the files of the site that elements of a page load at once, or later, too."""
    for one in page.elements:
        if later or one.given.get("loading") != "lazy":
            for address in _addresses(one, later=later):
                parts = urlsplit(address)
                if not parts.scheme and parts.path:
                    folder = posixpath.dirname(path)
                    yield posixpath.normpath(posixpath.join(folder, unquote(parts.path)))


def _addresses(one: Element, *, later: bool) -> Iterator[str]:
    if one.tag != "link" or _LOADED_LINKS & set(one.given.get("rel", "").split()):
        yield from (one.given[name] for name in LOADING.get(one.tag, ()) if name in one.given)
    if later and "data-tools" in one.given:
        yield one.given["data-tools"]


def _first_data(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the chunks that an explorer loads at once: samples, and the graph shown first."""
    yield manifest["samples"]
    for layer in manifest["layers"]:
        if layer["id"] == manifest["start"]:
            yield from (layer["graph"], layer["rows"])


def _bytes_sent(path: str, content: bytes) -> int:
    if path.endswith(COMPRESSED):
        return len(gzip.compress(content, _GZIP_LEVEL, mtime=0))
    return len(content)


def _kb(size: int) -> str:
    return f"{size / KILOBYTE:,.1f} KB"
