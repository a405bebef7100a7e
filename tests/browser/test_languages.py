"""Explorations in another language than English, from a folder on a disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from made_up_language import LANGUAGE, RUN, write_translations
from tiny_project import SETTINGS, write_project

AUTHORS = (
    "tiny site plain striped label npz essay latex markdown enter escape shift alt ctrl tab esc "
    "relu conv author eps pca umap png svg space the end pictures topopress images graded"
)
"""Words of the author, of keys and of formats, which stay as they are."""
READ = """() => [...document.querySelectorAll("body *")].flatMap((one) => {
  if (one.closest("script, style, code, pre, bdi, textarea, .node-id, .essay, kbd")) return [];
  const own = [...one.childNodes].filter((child) => child.nodeType === 3).map(({ data }) => data);
  return [...own, ...["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name))];
}).filter((text) => text && text.trim())"""


def built(root: Path, language: str) -> Path:
    """Build the project in a language, into a folder of the language's name."""
    from topopress.build.site import build_site
    from topopress.stage.listener import Recorder

    site = root / "content/site.toml"
    site.write_text(f'title = "Site"\nlanguage = "{language}"\nauthors = ["A. Author"]\n')
    return build_site(root, out=root / language, listener=Recorder(), durable=False).out


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one exploration; what one build has computed serves the next."""
    settings = SETTINGS.replace("steps = 2", "enabled = false")
    return write_project(tmp_path_factory.mktemp("languages"), settings)


@pytest.fixture(scope="session")
def german_site(project: Path) -> Path:
    """The folder of a German site."""
    return built(project, "de")


@pytest.fixture(scope="session")
def made_up_site(project: Path) -> Path:
    """The folder of a site in a made-up language."""
    write_translations(project / "translations")
    return built(project, LANGUAGE)


@pytest.fixture
def shown(watched):
    def show(site: Path) -> Page:
        page = watched.page
        page.goto((site / "tiny/index.html").as_uri() + "#layer=3&node=i0c0")
        expect(page.locator(".panel-head .node-id")).to_be_visible()
        return page

    yield show
    assert watched.problems("file://") == []


def test_a_german_exploration_from_a_disk(shown, german_site):
    page = shown(german_site)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("button", name="Auswahl aufheben")).to_be_visible()
    expect(page.locator(".panel-head")).to_contain_text("Mitglieder · meist")
    expect(page.locator(".viewer-graph")).to_contain_text("Mitglieder")
    page.get_by_role("button", name="Tastatur und Hilfe").click()
    expect(page.locator("dialog[open] h2")).to_have_text(
        "Wie der Graph zu lesen ist und wie man sich darin bewegt"
    )
    page.get_by_role("button", name="Schließen").click()
    page.locator(".graph-surface").press("Escape")
    page.locator(".graph-surface").press("Escape")
    expect(page.get_by_text("sind Rauschen: Sie sind in keinem Knoten.")).to_be_visible()


def test_english_sites_load_no_translations(german_site, small_site):
    assert list(german_site.glob("assets/de.*.js"))
    scripts = {path.name.partition(".")[0] for path in small_site.glob("assets/*.js")}
    assert scripts == {"viewer", "tools", "live", "page", "search", "search-index"}


def test_no_english_is_left_in_a_made_up_language(shown, made_up_site):
    page = shown(made_up_site)
    texts = set(page.evaluate(READ))
    for button in page.locator(".viewer-controls button:visible").all():
        button.click()
        texts |= set(page.evaluate(READ))
        page.keyboard.press("Escape")
    runs = {run for text in texts for run in RUN.findall(text)}
    assert {run for run in runs if not set(run.lower().split()) <= set(AUTHORS.split())} == set()
