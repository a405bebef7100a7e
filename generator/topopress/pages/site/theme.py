"""The theme of a site: a style sheet of its author's in ``templates/``, and the files it names.

``docs/themes.md`` lists the variables that it can set. It is loaded after the style sheet of
Topopress, so it can also state rules; classes can change from version to version, variables do not.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from topopress.core import resources
from topopress.core.errors import PageError, suggestion
from topopress.core.file_names import is_portable

THEME = "theme.css"
FOLDER = "assets/theme"
ENDINGS = (".woff2", ".png", ".webp", ".svg")
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


def variables(css: str) -> dict[str, str]:
    """Return the variables that a style sheet sets on the root, with the values of light themes.

    What stands in media queries, and what is set for the dark theme alone, is left out.
    """
    found: dict[str, str] = {}
    for selector, body in _rules(css):
        if ":root" in selector and "dark" not in selector and "not(" not in selector:
            found |= _declared(body)
    return found


def dark_variables(css: str) -> dict[str, str]:
    """Return the variables that a style sheet sets where a reader has chosen the dark theme."""
    dark = (body for selector, body in _rules(css) if '[data-theme="dark"]' in selector)
    return {name: value for body in dark for name, value in _declared(body).items()}


def themed_variables(own: Path) -> dict[str, dict[str, str]]:
    """Return all variables of a site by theme, ``light`` and ``dark``: ours with those of its own.

    Raises:
        ResourceError: if our style sheet cannot be found.
        PageError: if the theme is no text.
    """
    ours = (resources.site_assets() / "style.css").read_text("utf-8")
    css = _text(own) or ""
    light = variables(ours) | variables(css)
    # As the browser has it: the selector of the dark theme outweighs a bare `:root`.
    return {"light": light, "dark": variables(ours) | dark_variables(ours) | dark_variables(css)}


def _text(templates: Path | None) -> str | None:
    file = templates / THEME if templates is not None else None
    if file is None or not file.is_file():
        return None
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(f"templates/{THEME}: cannot be read as UTF-8 text: {error}") from error


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield the rules that stand in no other rule: selector and declarations."""
    depth, start, selector = 0, 0, ""
    plain = _COMMENT.sub("", css)
    for at, sign in enumerate(plain):
        if sign == "{":
            if depth == 0:
                selector, start = plain[start:at].strip(), at + 1
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                if not selector.startswith("@"):
                    yield selector, plain[start:at]
                start = at + 1
        elif sign == ";" and depth == 0:
            start = at + 1


def _declared(body: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in body.split(";"))
    return {
        name.strip(): value.strip() for name, _, value in pairs if name.strip().startswith("--")
    }


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
    known = variables((resources.site_assets() / "style.css").read_text("utf-8"))
    used = set(_USED.findall(plain))
    for match in _SET.finditer(plain):
        name = match[1]
        if name not in known and name not in used and (near := suggestion(name, known)):
            yield plain.count("\n", 0, match.start()) + 1, f"there is no variable {name}{near}"


def _without_comments(css: str) -> str:
    """Return a style sheet with its lines, but nothing in comments."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
