"""The theme of a site: a style sheet of its author's in ``templates/``, and the files it names.

``docs/themes.md`` lists the variables that it can set. It is loaded after the style sheet of
Topopress, so it can also state rules; classes can change from version to version, variables do not.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

from topopress.core import resources
from topopress.core.errors import PageError
from topopress.core.file_names import is_portable
from topopress.pages.site.style_variables import THEMES, root_rules, variables_of

THEME = "theme.css"
FOLDER = "assets/theme"
ENDINGS = (".woff2", ".png", ".webp", ".svg")
_ALIKE = 0.85
"""Similarity from which a variable is taken for a misspelt one."""
_URL = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SET = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True, slots=True)
class Theme:
    """The files of a theme by their path on the site, and the path of its style sheet."""

    style: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


def read_theme(templates: Path | None) -> Theme:
    """Return the theme in the templates of a site; an empty one where there is none.

    Raises:
        PageError: if it is no text, or names a file that is not there.
    """
    css = _text(templates)
    if css is None or templates is None:
        return Theme()
    if mistakes := theme_mistakes(templates):
        raise PageError("\n".join(mistakes))
    content = css.encode()
    style = f"{FOLDER}/theme.{hashlib.sha256(content).hexdigest()[:8]}.css"
    named = {unquote(urlsplit(one).path) for _, one in _addresses(css)}
    files = {posixpath.join(FOLDER, one): (templates / one).read_bytes() for one in sorted(named)}
    return Theme(style, {style: content, **files})


def theme_mistakes(templates: Path) -> list[str]:
    """Return what is wrong with a theme, each mistake with its line."""
    try:
        css = _text(templates)
    except PageError as error:
        return [str(error)]
    if css is None:
        return []
    found = [*_wrong_addresses(css, templates), *_misspelt(css)]
    return [f"templates/{THEME}, line {line}: {mistake}" for line, mistake in sorted(found)]


def _text(templates: Path | None) -> str | None:
    file = templates / THEME if templates is not None else None
    if file is None or not file.is_file():
        return None
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(f"templates/{THEME}: cannot be read as UTF-8 text: {error}") from error


def _addresses(css: str) -> Iterator[tuple[int, str]]:
    """Yield the addresses that a style sheet loads, but those of data, with their lines."""
    plain = _without_comments(css)
    for match in _URL.finditer(plain):
        if not match[1].startswith(("data:", "#")):
            yield plain.count("\n", 0, match.start()) + 1, match[1]


def _wrong_addresses(css: str, templates: Path) -> Iterator[tuple[int, str]]:
    plain = _without_comments(css)
    for match in _IMPORT.finditer(plain):
        yield (
            plain.count("\n", 0, match.start()) + 1,
            "@import is not allowed; write all in one file",
        )
    for line, address in _addresses(css):
        parts, path = urlsplit(address), unquote(urlsplit(address).path)
        if parts.scheme or parts.netloc:
            yield line, f"{address!r} is on another site; put the file beside {THEME}"
        elif not path.lower().endswith(ENDINGS):
            yield line, f"{address!r} must end in one of {', '.join(ENDINGS)}"
        elif not _is_below(templates, path):
            yield line, f"there is no file templates/{path}"


def _is_below(templates: Path, path: str) -> bool:
    plain = all(part not in ("", ".", "..") and is_portable(part) for part in path.split("/"))
    file = templates / path
    return plain and file.is_file() and file.resolve().is_relative_to(templates.resolve())


def _misspelt(css: str) -> Iterator[tuple[int, str]]:
    """Yield variables that are ours but for a letter or two, and that nothing in the theme uses."""
    plain = _without_comments(css)
    ours = (resources.site_assets() / "style.css").read_text("utf-8")
    known = variables_of(root_rules([ours]), THEMES[0])
    used = set(_USED.findall(plain))
    for match in _SET.finditer(plain):
        name = match[1]
        near = get_close_matches(name, known, n=1, cutoff=_ALIKE)
        if near and name not in known and name not in used:
            line = plain.count("\n", 0, match.start()) + 1
            yield line, f"there is no variable {name}; did you mean {near[0]}?"


def _without_comments(css: str) -> str:
    """Return a style sheet with its lines, but nothing in comments."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
