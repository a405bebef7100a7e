"""A build has a digest of all files but itself, and files that archives read."""

import json
import re

import pytest
import yaml

from topopress.config.people import PersonDetails
from topopress.config.schema import Site
from topopress.pages.citations.people import person
from topopress.pages.site.archive_files import archive_files, spdx
from topopress.pages.site.release import (
    DIGITS,
    FILE,
    digest_fault,
    digest_of,
    stamped,
    unstamped,
)
from topopress.pages.site.render import render_site
from unit.pages import synthetic

SITE = synthetic.SITE.model_copy(
    update={
        "version": "1.2",
        "license": "CC BY 4.0",
        "people": {"Béla Muster": PersonDetails(orcid="0000-0002-1825-0097", affiliation="A: b")},
    }
)


@pytest.fixture(scope="module")
def files():
    return render_site(SITE, [synthetic.source()], assets=synthetic.ASSETS)


def test_the_digest_is_of_all_files_and_not_of_itself(files):
    assert digest_fault(files) == ""
    assert re.fullmatch("[0-9a-f]{64}", digest_of(files))
    assert stamped(unstamped(files)) == files
    changed = files | {"404.html": files["404.html"] + b"\n"}
    assert "the digest of these files is" in digest_fault(changed)
    assert "names no digest" in digest_fault({})


def test_pages_and_citations_name_version_and_digest(files):
    digest = digest_of(files)
    page = files["photographs/index.html"].decode()
    assert f"Version 1.2, build {digest[:DIGITS]}." in page
    assert f'data-version="{digest[:DIGITS]}" href="?version={digest[:DIGITS]}"' in page
    assert digest in files["photographs/method.html"].decode()
    assert json.loads(files[FILE])["version"] == "1.2"
    assert not [path for path, content in files.items() if b"OfThisBuild" in content]


def test_citation_file_format(files):
    cff = yaml.safe_load(files["CITATION.cff"])
    assert {"cff-version", "message", "title", "authors"} <= set(cff)
    assert cff["cff-version"] == "1.2.0"
    assert (cff["license"], cff["version"]) == ("CC-BY-4.0", "1.2")
    assert cff["identifiers"][0]["value"] == f"sha256:{digest_of(files)}"
    assert cff["authors"] == [
        {"family-names": "Example", "given-names": "Ada"},
        {
            "family-names": "Muster",
            "given-names": "Béla",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
            "affiliation": "A: b",
        },
    ]


def test_zenodo_and_codemeta(files):
    zenodo, codemeta = (json.loads(files[name]) for name in (".zenodo.json", "codemeta.json"))
    assert zenodo["creators"][0] == {"name": "Example, Ada"}
    assert zenodo["license"] == "cc-by-4.0"
    assert codemeta["author"][1]["id"] == "https://orcid.org/0000-0002-1825-0097"
    assert codemeta["license"] == "https://spdx.org/licenses/CC-BY-4.0"


@pytest.mark.parametrize(
    "title", ['"quoted": yes', "- a\n# b", "\x85\x7f", "{a: b}", "&a *b !c", "😀 \ufeff é", "null"]
)
def test_any_title_is_a_text_of_yaml(title):
    site = SITE.model_copy(update={"title": title, "tagline": title})
    made = dict(archive_files(site, []))
    cff = yaml.safe_load(made["CITATION.cff"])
    assert (cff["title"], cff["abstract"]) == (title, title)


def test_without_authors_nothing_is_written_for_archives():
    bare = SITE.model_copy(update={"authors": ()})
    assert [path for path, _ in archive_files(SITE, [])]
    assert list(archive_files(bare, [])) == []


@pytest.mark.parametrize(
    "name, given, family",
    [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Lovelace, Ada", "Ada", "Lovelace"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("The Topopress authors", "", ""),
        ("Plato", "", ""),
    ],
)
def test_names_are_taken_apart(name, given, family):
    found = person(name)
    assert (found.given, found.family) == (given, family)


@pytest.mark.parametrize("words", ["Texts: CC BY 4.0. Code: MIT", "", None, "my own"])
def test_a_licence_in_other_words_is_not_guessed(words):
    assert spdx(words) == ""


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0098", "0000-0002-1825", "x"])
def test_a_wrong_orcid_is_a_mistake(orcid):
    with pytest.raises(ValueError, match="must be an ORCID"):
        Site(title="a", people={"Ada Lovelace": PersonDetails(orcid=orcid)})
