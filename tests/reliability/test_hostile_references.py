"""400 hostile entries and 350 hostile strings: shown as text, none runs, none stops a build.

But for those that must: an essay with a control character, or with a mistake, is one error that
names its line.
"""

import html
import json
import re
import time
from dataclasses import replace

import pytest

from hostile_references import entries, markdown, require_harmless, require_sound, strings
from topopress.config.references import ReferencesFile
from topopress.core.errors import PageError
from topopress.pages.citations.export import bibtex_of, csl_json
from topopress.pages.citations.works import library_of
from topopress.pages.site.page_outline import Outline
from topopress.pages.site.render import render_site
from topopress.pages.tables.text import UNPRINTABLE, printable
from unit.pages import synthetic
from unit.pages.test_citations import BIB
from unit.pages.test_csl import BY_YEAR

MOST_SECONDS = 5
ENTRIES = list(entries(400))
STRINGS = strings(350)
CLAIM = '::: claim #claim:c{index} if="block10.nodes > 1"\n{text}\n:::\n'
PLACE = re.compile(r"content/photographs/index\.md, line \d+: \S")


def site_of(essay, file, **more):
    source = synthetic.source(essay, references=file, **more)
    source = replace(source, pictures=synthetic.pictures_for(source))
    return render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)


def test_each_entry_costs_itself_at_most():
    readable = 0
    for key, entry in ENTRIES:
        start = time.monotonic()
        library = library_of(ReferencesFile("content/references.bib", f"{BIB}\n{entry}\n{BIB}"))
        assert time.monotonic() - start < MOST_SECONDS, key
        assert {"rathore2021", "who", "lee:2003"} <= set(library.works), key
        readable += len(library.works) - 3
        assert all(one.startswith("content/references.bib, line ") for one in library.left_out)
        written = bibtex_of(library.works.values()).decode()
        again = library_of(ReferencesFile("x.bib", written))
        assert set(again.works) == set(library.works), key
        json.loads(csl_json(library.works.values()))
    assert readable > 150


@pytest.mark.parametrize("style", ["numeric", "author-year", "file:t.csl"])
def test_all_entries_in_one_file_make_a_sound_site(style):
    pytest.importorskip("citeproc")
    text = "\n".join([BIB, *(entry for _, entry in ENTRIES[:-1]), BIB])
    file = ReferencesFile("content/references.bib", text, style, BY_YEAR)
    keys = [key for key in library_of(file).works if len(key) < 60]
    assert len(keys) > 100
    keys = keys[:40] if style.startswith("file:") else keys
    cited = "\n\n".join(f"A sentence [@{key}, p. 3]." for key in keys)
    require_sound(site_of(cited, file))


def shown_in(page):
    """Return all text of a page, with spaces made one."""
    text = re.sub(r"<[^>]*>", "\x00", page.decode().replace("</bdi>", ""))
    return " ".join(html.unescape(text).split())


@pytest.mark.parametrize("start", range(0, 350, 70))
def test_strings_are_shown_as_text(start):
    texts = STRINGS[start : start + 70]
    items = [
        {"id": f"w{k}", "type": "book", "title": f"T {one}", "author": [{"literal": f"A {one}"}],
         "container-title": one, "URL": one, "DOI": one, "issued": one}
        for k, one in enumerate(texts)
    ]  # fmt: skip
    file = ReferencesFile("content/references.json", json.dumps(items), "author-year")
    assert len(library_of(file).works) == len(texts)
    visible = [UNPRINTABLE.sub("", one) for one in texts]
    essay = "".join(
        CLAIM.format(index=k, text=f"A claim {markdown(one)} [@supports:w{k}, {k}]"
                     f'{{evidence="claim:c{k}"}}.')
        + f"\n![Caption {markdown(one)}](node:layer=block10&node=i0c0)\n\n"
        for k, one in enumerate(visible)
    )  # fmt: skip
    title = next(one for one in visible if one.strip(" -.&<%~$@\\\"'"))
    files = site_of(essay, file, settings=synthetic.settings(f"Title {title}"))
    require_sound(files)
    claims = json.loads(files["claims.json"])
    works = shown_in(files["references.html"])
    for one, text, claim in zip(texts, visible, claims, strict=True):
        said = " ".join(text.split()) or "x"
        assert _letters(said) in _letters(claim["sentence"])
        assert _letters(printable(" ".join(one.split()))) in _letters(works)
    assert not Outline(files["claims.html"]).problems


def _letters(text):
    """Return what typography leaves as it is: quotes, dashes and dots may change."""
    return re.sub(r"[^\w<>=&;:/(){}\[\]$%@#|\\]", "", printable(text))


def refused_or_harmless(essay, file=None):
    """Return whether an essay is refused, with its line; what passes must be harmless."""
    try:
        source = synthetic.source(essay, references=file)
        source = replace(source, pictures=synthetic.pictures_for(source))
        html_of = synthetic.render_essay(source).before
    except PageError as error:
        assert PLACE.search(str(error)), essay
        return True
    require_harmless(html_of.encode(), essay)
    return False


def test_strings_as_markdown_are_refused_with_their_line_or_harmless():
    refused = [
        refused_or_harmless(
            CLAIM.format(index=0, text=text) + f"\n![{text}](node:layer=block10&node=i0c0)\n"
        )
        for text in STRINGS
    ]
    assert 50 < sum(refused) < 300


def test_strings_as_conditions_locators_and_evidence_are_one_error_or_harmless():
    file = ReferencesFile("content/references.bib", BIB)
    for text in STRINGS[:120]:
        line = " ".join(UNPRINTABLE.sub("", text).split()).replace('"', "'")
        for essay in (
            f'::: claim #claim:x if="{line}"\nIt is.\n:::\n',
            f"[@who, {line}]",
            f'[@supports:who]{{evidence="{line}"}}',
        ):
            refused_or_harmless(essay, file)
