"""Renders essays, bundles and templates to the files of a site.

``render_site`` is a pure function of frozen inputs. It returns paths and bytes and writes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from topopress.config.schema import Site
from topopress.core.errors import PageError
from topopress.core.language import language, speaking
from topopress.core.translations import language_of
from topopress.pages.citations.citation import Citation
from topopress.pages.essay.read import read_essay
from topopress.pages.site.assets import publish_assets, read_assets
from topopress.pages.site.environment import environment, render
from topopress.pages.site.in_language import in_language
from topopress.pages.site.location import SiteInputs
from topopress.pages.sources import PageSource
from topopress.pages.types.page_type import PageType
from topopress.pages.types.table import PAGE_TYPES


def render_site(
    site: Site,
    explorations: Sequence[PageSource],
    *,
    templates: Path | None = None,
    translations: Path | None = None,
    assets: Mapping[str, bytes] | None = None,
    page_types: Sequence[PageType] = PAGE_TYPES,
) -> dict[str, bytes]:
    """Return all files of a site by their path below its root, in the order of the paths.

    The explorations are in the order of the home page. The site's own ``templates`` are searched
    first and may be absent, as may its own ``translations``. ``assets`` are compiled site assets
    by path; None for those that come with Topopress.

    Raises:
        PageError: if an essay or a template asks for what is not there.
        ResourceError: if templates or site assets cannot be found.
        ConfigError: if a file of translations cannot be read.
    """
    with speaking(language_of(site.language, translations)):
        return _render(site, explorations, templates, assets, page_types)


def _render(
    site: Site,
    explorations: Sequence[PageSource],
    templates: Path | None,
    assets: Mapping[str, bytes] | None,
    page_types: Sequence[PageType],
) -> dict[str, bytes]:
    explorations = tuple(map(in_language, explorations))
    published = publish_assets(read_assets() if assets is None else assets, language())
    files: dict[str, bytes] = {".nojekyll": b""}
    _add(files, published.files.items())
    jinja = environment(templates)
    inputs = SiteInputs(site, published, explorations, jinja, _citations(explorations))
    for page_type in page_types:
        for path, page in page_type.pages(inputs):
            template = page_type.template
            content = page if isinstance(page, bytes) else render(jinja, template, page)
            _add(files, [(path, content)])
    for source in explorations:
        _add(files, ((f"{source.name}/{path}", c) for path, c in source.bundle.files.items()))
    return dict(sorted(files.items()))


def _citations(
    explorations: Sequence[PageSource],
) -> tuple[tuple[PageSource, tuple[Citation, ...]], ...]:
    """Return the citations of each essay that has some."""
    each = ((one, tuple(read_essay(one).citations)) for one in explorations if one.references)
    return tuple((source, found) for source, found in each if found)


def _add(files: dict[str, bytes], more: Iterable[tuple[str, bytes]]) -> None:
    for path, content in more:
        if path in files:
            raise PageError(f"two files would be published as {path}: rename one")
        files[path] = content
