"""Every word of ours on the pages is a message: in a made-up language no English is left.

Its translations have the letters of the messages in another form, so a letter of the alphabet on
a page is from an author, or its text is not translated.
"""

import re
from html.parser import HTMLParser

import pytest

from made_up_language import LANGUAGE, RUN, write_translations
from topopress.config.glossary import GlossaryFile
from topopress.core.resources import templates
from topopress.pages.site.check import check_site
from unit.pages import synthetic
from unit.pages.test_citations import BIB, FILE
from unit.pages.test_still_views import TOUR

OF_AUTHOR = """\
It [supports](term:flare) it [@supports:who, p. 3]{evidence="claim:forks"} and [@lee:2003].

::: claim #claim:forks if="block10.stable_bifurcations >= 1" kind=negative
It *forks*.
:::

::: view layer=block10 node=i0c0 colour=purity #fig:one
What is shown.
:::

See @fig:one and @claim:forks.[^own]

[^own]: A note.

"""
TERMS = {"Word form": "As it is spelt."}
NAMES = """
    efficientnet-lite0 topopress numpy python broken.png truncated file BibTeX CSL-JSON JSON TOML
    Topopress ImageNet-1k PyPI resize to 256, centre crop Singh Mémoli Carlsson Rathore Chalapathi
    Palande Wang SHA-256 exploration.toml data mapper method.html license Atom DBSCAN Jaccard
    November Inside colour
    Pikolo Espresso Bar, by Rachel Michetti; eps auto
    "It supports it" "It supports it [who] and"
"""
"""Names, and what made-up stages have stored that no stage of ours stores."""
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-words", "data-meaning")
UNREAD = {"code", "pre", "script", "style"}
VOID = {"meta", "link", "img", "br", "hr", "input"}


@pytest.fixture(scope="module")
def translations(tmp_path_factory):
    return write_translations(tmp_path_factory.mktemp("translations"))


class Texts(HTMLParser):
    """The texts of a page that readers see or hear."""

    def __init__(self, html):
        super().__init__()
        self.open, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        given = dict(attrs)
        self.texts += [given[name] for name in ATTRIBUTES if given.get(name)]
        if given.get("name") in {"description", "twitter:description"}:
            self.texts.append(given["content"])

    def handle_endtag(self, tag):
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not UNREAD & set(self.open):
            self.texts.append(data)


@pytest.fixture(scope="module")
def site(translations):
    exploration = synthetic.settings().model_copy(update={"tags": ("colour",), "series": "Inside"})
    given = synthetic.source(
        OF_AUTHOR + synthetic.ESSAY,
        references=FILE,
        glossary=GlossaryFile(TERMS),
        settings=exploration,
    )
    study = synthetic.study(
        TOUR.replace("layer=", "exploration=photographs layer="),
        ("photographs",),
        tags=("colour",),
        references=FILE,
        glossary=GlossaryFile(TERMS),
        series="Inside",
        order=2,
    )
    settings = synthetic.SITE.model_copy(update={"language": LANGUAGE})
    return synthetic.case_study_site([study], given, settings=settings, translations=translations)


def written_by_authors():
    shown = (synthetic.ESSAY, OF_AUTHOR, TOUR, BIB, NAMES, *TERMS, *TERMS.values())
    source = synthetic.source()
    settings = (synthetic.SITE, synthetic.settings(), synthetic.study().settings, source.bundle)
    works = (templates() / "references.bib").read_text("utf-8")
    return re.sub(r"[*_{}]", "", " ".join((*shown, works, *map(str, settings))))


def test_every_word_of_ours_is_translated(site):
    assert check_site(site) == []
    known, left = written_by_authors().casefold(), {}
    for path, content in site.items():
        if path.endswith(".html"):
            for text in Texts(content.decode()).texts:
                runs = RUN.findall(re.sub(r"https:\S+", "", text))
                ours = [run for run in runs if run.casefold() not in known]
                left.update({" ".join(text.split()): path} if ours else {})
    assert left == {}
