"""Renders essays, bundles and templates to the files of a site.

``render_site`` is a pure function of frozen inputs. It returns paths and bytes and writes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from topopress.bundle.packing import short_hash
from topopress.config.icon import Icon
from topopress.config.schema import Site
from topopress.core.errors import PageError
from topopress.core.language import language, speaking
from topopress.core.translations import language_of
from topopress.pages.essay.render import render_essays
from topopress.pages.search import index_file
from topopress.pages.sharing import listings
from topopress.pages.sharing.cards import cards_of
from topopress.pages.site.archive_files import archive_files
from topopress.pages.site.assets import publish_assets, read_assets
from topopress.pages.site.environment import environment, render
from topopress.pages.site.in_language import in_language
from topopress.pages.site.location import SiteInputs
from topopress.pages.site.release import FILE, stamped, version_file
from topopress.pages.site.theme import read_theme
from topopress.pages.sources import PageSource, StudySource
from topopress.pages.types.page_type import PageType
from topopress.pages.types.table import PAGE_TYPES


def render_site(  # noqa: PLR0913 - each by name
    site: Site,
    explorations: Sequence[PageSource],
    *,
    case_studies: Sequence[StudySource] = (),
    templates: Path | None = None,
    translations: Path | None = None,
    assets: Mapping[str, bytes] | None = None,
    icon: Icon | None = None,
    page_types: Sequence[PageType] = PAGE_TYPES,
) -> dict[str, bytes]:
    """Return all files of a site by their path below its root, in the order of the paths.

    Explorations and case studies are in the order of the home page. The site's own ``templates``
    are searched first and may be absent, as may its own ``translations``. ``assets`` are compiled
    site assets by path; None for those that come with Topopress. ``icon`` is the site's own.

    Raises:
        PageError: if an essay or a template asks for what is not there.
        ResourceError: if templates or site assets cannot be found.
        ConfigError: if a file of translations cannot be read.
    """
    with speaking(language_of(site.language, translations)):
        explorations = tuple(map(in_language, explorations))
        published = publish_assets(
            read_assets() if assets is None else assets,
            language(),
            checkpoints=any(one.story is not None for one in explorations),
        )
        theme = read_theme(templates)
        inputs = SiteInputs(
            site,
            published,
            explorations,
            tuple(case_studies),
            environment(templates),
            render_essays(explorations, case_studies),
            icon=f"assets/icon.{short_hash(icon.content)}{icon.ending}" if icon else "",
            theme=theme.style,
        )
        own = {inputs.icon: icon.content, **theme.files} if icon else theme.files
        return _files(_with_cards(inputs), page_types, own)


def _with_cards(site: SiteInputs) -> SiteInputs:
    """Add the pictures for links, which need the site's public address."""
    if not site.settings.url:
        return site
    cards = cards_of(site.settings.title, site.articles, site.explorations, site.assets.files)
    return replace(site, cards=cards)


def _files(
    site: SiteInputs, page_types: Sequence[PageType], own: Mapping[str, bytes]
) -> dict[str, bytes]:
    files: dict[str, bytes] = {".nojekyll": b""}
    _add(files, site.assets.files.items())
    _add(files, own.items())
    _add(files, ((card.path, card.picture) for card in site.cards.values()))
    for page_type in page_types:
        for path, page in page_type.pages(site):
            template = page_type.template
            content = page if isinstance(page, bytes) else render(site.templates, template, page)
            _add(files, [(path, content)])
    index = index_file.search_index(site.settings, files, site.explorations)
    _add(files, [(index_file.PATH, index), *_listings(site, files)])
    for source in site.explorations:
        _add(files, ((f"{source.path}/{path}", c) for path, c in source.bundle.files.items()))
    _add(files, archive_files(site.settings, site.articles))
    _add(files, [(FILE, version_file(site.settings))])
    return stamped(dict(sorted(files.items())))


def _listings(site: SiteInputs, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the feed and the map for search engines, where there are some."""
    if feed := listings.feed(site.settings, site.articles):
        yield listings.FEED, feed
    if sitemap := listings.sitemap(site.settings, files, site.articles):
        yield listings.SITEMAP, sitemap


def _add(files: dict[str, bytes], more: Iterable[tuple[str, bytes]]) -> None:
    for path, content in more:
        if path in files:
            raise PageError(f"two files would be published as {path}: rename one")
        files[path] = content
