"""From essays, bundles and templates to the files of a site.

``render_site`` is a pure function: frozen inputs in, paths and bytes out. It writes nothing; the
pipeline publishes. The same input gives the same bytes.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment

from topopress.config.schema import Site
from topopress.core import resources
from topopress.core.errors import PageError
from topopress.pages.contexts import NotFoundPage, Page
from topopress.pages.essay.render import render_essay
from topopress.pages.site.assets import Assets, publish_assets, read_assets
from topopress.pages.site.environment import environment, render, template_source
from topopress.pages.site.place import Place, site_context
from topopress.pages.sources import PageSource
from topopress.pages.types.exploration import exploration_page, layer_pages
from topopress.pages.types.home import home_page
from topopress.pages.types.method import method_page

NOT_FOUND_STYLE = "not_found.css"


def render_site(
    site: Site,
    explorations: Sequence[PageSource],
    *,
    templates: Path | None = None,
    assets: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return all files of a site by their path below its root, in the order of the paths.

    Args:
        site: Settings of the site.
        explorations: What to publish, in the order of the home page.
        templates: The site's own templates, which are searched first; may be absent.
        assets: Compiled site assets by path; None for those that come with Topopress.

    Raises:
        PageError: if an essay or a template asks for what is not there.
        ResourceError: if templates or site assets cannot be found.
    """
    folders = [templates] if templates is not None and templates.is_dir() else []
    jinja = environment([*folders, resources.templates()])
    compiled = read_assets(resources.site_assets()) if assets is None else assets
    published = publish_assets(compiled)
    files: dict[str, bytes] = {".nojekyll": b""}
    _add(files, published.files)
    _add(files, _front(site, tuple(explorations), published, jinja))
    for source in explorations:
        place = Place(site, published, tuple(explorations), depth=1)
        for part in (_exploration(source, place, jinja), source.bundle.files):
            _add(files, {f"{source.name}/{path}": content for path, content in part.items()})
    return dict(sorted(files.items()))


def _add(files: dict[str, bytes], more: Mapping[str, bytes]) -> None:
    for path, content in more.items():
        if path in files:
            raise PageError(f"two things want to be published as {path}: rename one")
        files[path] = content


def _front(
    site: Site, explorations: tuple[PageSource, ...], assets: Assets, jinja: Environment
) -> dict[str, bytes]:
    home = home_page(Place(site, assets, explorations, depth=0))
    return {
        "index.html": render(jinja, "home.html.jinja", home),
        "404.html": render(jinja, "not_found.html.jinja", _not_found(site, jinja)),
    }


def _exploration(source: PageSource, place: Place, jinja: Environment) -> dict[str, bytes]:
    essay = render_essay(source)
    deeper = Place(place.site, place.assets, place.explorations, depth=2)
    pages: dict[str, tuple[str, Page]] = {
        "index.html": ("exploration.html.jinja", exploration_page(source, essay, place)),
        "method.html": ("method.html.jinja", method_page(source, place)),
    }
    for layer, page in layer_pages(source, deeper).items():
        pages[f"layers/{layer}.html"] = ("layer.html.jinja", page)
    rendered = {path: render(jinja, name, page) for path, (name, page) in pages.items()}
    return {**rendered, **essay.files}


def _not_found(site: Site, jinja: Environment) -> NotFoundPage:
    # GitHub Pages serves this page at whatever depth was asked for, so no relative address in it
    # would hold: its style is inside, allowed by its digest.
    style = template_source(jinja, NOT_FOUND_STYLE).removesuffix("\n")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return NotFoundPage(
        site=site_context(site),
        title=f"Not found: {site.title}",
        description="There is no page at this address.",
        csp=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'",
        home="",
        stylesheet="",
        script="",
        navigation=(),
        url=site.url,
    )
