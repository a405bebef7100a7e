"""Whatever an essay holds, it is rendered rightly, or one error names its file and line.

Most hostile essays are refused before anything is computed; what passes must be a sound page.
"""

import re
import time
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import pytest

from reliability.hostile_essays import LARGE, PIECES, mixed_essays
from topopress.config.schema import Exploration
from topopress.core.errors import PageError
from topopress.pages.essay.articles import read_planned
from topopress.pages.essay.beside import files_below, read_files
from topopress.pages.essay.render import Essay
from topopress.pages.site.check import check_site
from topopress.pages.site.environment import environment
from topopress.pages.site.linked_pages import PagesOfSite
from topopress.pages.site.page_outline import Outline
from topopress.pages.site.places import places_of
from topopress.pages.site.render import render_site
from unit.pages import synthetic

SEED = 20_261_129
MOST_SECONDS = 10
PLACE = re.compile(r"content/photographs/index\.md, line \d+: \S")
MIXED = list(mixed_essays(SEED, 60))
BEFORE, AFTER = "<p>before the explorer</p>", "<p>after the explorer</p>"
SOURCE = synthetic.source("before the explorer\n\n::: explorer\n\nafter the explorer")
SITE = render_site(synthetic.SITE, [SOURCE], assets=synthetic.ASSETS)
PLACES = cache(partial(places_of, environment()))


@dataclass
class Planned:
    """The text of an exploration that is not built."""

    essay: str
    folder: Path
    name: str = "photographs"
    essay_path: str = "content/photographs/index.md"
    references: None = None
    path: str = "photographs"
    own: str = "photographs"
    draws_on: None = None

    @property
    def settings(self) -> Exploration:
        return synthetic.settings()


def refusals(essay: str, folder: Path) -> list[str]:
    """Return what the check before a build says; the templates are read once."""
    settings = {"photographs": synthetic.settings()}
    context = read_planned([Planned(essay, folder)], settings, {})["photographs"]
    read_files(context, files_below(folder))
    context.mistakes += PagesOfSite({"photographs": context}, {}, PLACES).mistakes("photographs")
    return context.report()


def require_sound(essay: Essay) -> None:
    """Refuse an essay that would bring to its page what no essay may bring."""
    path = "photographs/index.html"
    page = SITE[path].decode()
    assert BEFORE in page
    assert AFTER in page
    page = page.replace(BEFORE, essay.before).replace(AFTER, essay.after)
    files = {**SITE, path: page.encode()}
    assert check_site(files) == []
    body = files[path].partition(b'<div class="essay">')[2]
    for element in Outline(body).elements:
        assert not [name for name in element.given if name.startswith("on") or name == "style"]
        address = element.given.get("href", element.given.get("src", ""))
        assert not re.match(r"\s*(javascript|vbscript|data|file):", address, re.IGNORECASE)
        assert element.tag not in {"iframe", "style", "form", "base", "object", "link"}
        assert element.tag != "script" or element.given.keys() & {"src", "type"}


def outcome(essay: str, folder: Path) -> str:
    """Return how an essay ends, after checking that it ends well."""
    began = time.monotonic()
    mistakes = refusals(essay, folder)
    assert all(PLACE.match(line) and "\n" not in line for line in mistakes), mistakes
    try:
        rendered = synthetic.render_essay(replace(SOURCE, essay=essay))
    except PageError as error:
        assert PLACE.search(str(error)), error
        ended = "refused"
    else:
        if not mistakes:
            require_sound(rendered)
        ended = "refused" if mistakes else "rendered"
    assert time.monotonic() - began < MOST_SECONDS
    return ended


@pytest.mark.parametrize("essay", PIECES, ids=range(len(PIECES)))
def test_a_hostile_piece_is_harmless_or_refused(essay, tmp_path):
    outcome(essay, tmp_path)


@pytest.mark.parametrize("essay", MIXED, ids=range(len(MIXED)))
def test_hostile_pieces_together_are_harmless_or_refused(essay, tmp_path):
    outcome(essay, tmp_path)


@pytest.mark.parametrize("name", LARGE)
def test_large_and_deep_essays_take_bounded_time(name, tmp_path):
    outcome(LARGE[name], tmp_path)


def test_both_outcomes_occur(tmp_path):
    assert {outcome(essay, tmp_path) for essay in PIECES} == {"refused", "rendered"}


def test_every_mistake_is_reported_at_once_with_its_line(tmp_path):
    essay = "{{ nope }}\n\n[a](nope.pdf)\n\n::: nope\n\n# Nope\n\n$\\nope$\n\n[^nope]"
    lines = [
        int(line.partition("line ")[2].partition(":")[0]) for line in refusals(essay, tmp_path)
    ]
    assert lines == [1, 3, 5, 7, 9, 11]
