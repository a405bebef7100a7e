"""The Jinja environment of the pages."""

import base64
import hashlib
import traceback
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
)
from markupsafe import Markup

from topopress.core import resources
from topopress.core.errors import PageError, ResourceError
from topopress.core.language import gettext, ngettext
from topopress.pages.site.direction import direction
from topopress.pages.tables.text import in_words, listed, printable

OURS = "topopress"
"""What stands before the name of a template of ours where a site has one of the same name."""


def environment(own: Path | None = None) -> Environment:
    """Return an environment that looks for templates in a site's own folder, then in ours.

    Ours are also known by ``topopress/`` before their name, so that one of the same name extends
    it block by block. Everything a template prints is escaped; an unknown name is an error.
    """
    folders = (own,) if own is not None and own.is_dir() else ()
    # Jinja sees that a template has changed, but not that one of ours has got a replacement.
    replaced = frozenset(file for folder in folders for file in folder.rglob("*"))
    return _environment((*folders, resources.templates()), replaced)


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...], replaced: frozenset[Path]) -> Environment:
    """Return the environment of some folders; a preview compiles what has changed, no more."""
    templates = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(folders, encoding="utf-8-sig"),
                PrefixLoader({OURS: FileSystemLoader(resources.templates())}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        extensions=["jinja2.ext.i18n"],
    )
    templates.policies["ext.i18n.trimmed"] = True
    # What the extension adds to an environment is not in Jinja's types.
    templates.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    templates.filters.update(direction=direction, listed=listed, in_words=in_words)
    return templates


def render(templates: Environment, name: str, page: object) -> bytes:
    """Return a page, given the frozen context that its template asks for.

    Raises:
        ResourceError: if there is no such template.
        PageError: if the template asks for what its context does not have, or is malformed.
    """
    try:
        html = templates.get_template(name).render(page=page)
    except TemplateNotFound as error:
        raise ResourceError(f"cannot find the template {error.name}") from error
    except TemplateError as error:
        raise PageError(f"{_place(error, name)}: {error.message}") from error
    except Exception as error:
        if is_bundled(templates, name):
            raise
        # What a template of the author's computes can fail in any way.
        raise PageError(f"{_place(error, name)}: {type(error).__name__}: {error}") from error
    return html.encode()


def _place(error: Exception, name: str) -> str:
    """Return the template and the line in which an error arose."""
    line, stack = getattr(error, "lineno", None), traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in stack if frame.filename.endswith(".jinja")]
    if line is None and inside:
        name, line = Path(inside[-1].filename).name, inside[-1].lineno
    return f"templates/{getattr(error, 'name', None) or name}" + (f", line {line}" if line else "")


def is_bundled(templates: Environment, name: str) -> bool:
    """Return whether a template is ours, not one of the site's own folder."""
    try:
        file = (templates.loader or DictLoader({})).get_source(templates, name)[1]
    except (TemplateNotFound, UnicodeDecodeError):
        return False
    return file is not None and Path(file).is_relative_to(resources.templates())


def _shown(value: object) -> object:
    """Replace characters that HTML cannot hold, wherever they come from."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)


def self_contained_policy(templates: Environment, style: str) -> str:
    """Return the Content-Security-Policy of a page that loads no file and includes one style."""
    text = template_source(templates, style).removesuffix("\n")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def template_source(templates: Environment, name: str) -> str:
    """Return the text of a file in the template folders.

    Raises:
        ResourceError: if there is none.
        PageError: if it is no text.
    """
    try:
        return (templates.loader or DictLoader({})).get_source(templates, name)[0]
    except TemplateNotFound as error:
        raise ResourceError(f"cannot find the template {name}") from error
    except UnicodeDecodeError as error:
        raise PageError(f"templates/{name}: cannot be read as UTF-8 text: {error}") from error
