from topopress.pages.site.release import SHORT
from topopress.pages.tables.citation import bibtex, citation
from unit.pages.synthetic import SITE, settings


def test_citation_in_one_line():
    assert citation(SITE, settings(), "photographs") == (
        "Ada Example and Béla Muster (2026): “Crops of photographs”. Photographs. "
        f"Build {SHORT}. https://example.org/photographs/photographs/index.html"
    )


def test_bibtex():
    assert bibtex(SITE, settings("50% of a {net}_\\"), "photographs").splitlines() == [
        "@misc{example2026photographs,",
        r"  title        = {{50\% of a \{net\}\_\textbackslash{}}},",
        "  author       = {Ada Example and Béla Muster},",
        "  year         = {2026},",
        "  howpublished = {Photographs},",
        f"  note         = {{Build {SHORT}}},",
        "  url          = {https://example.org/photographs/photographs/index.html},",
        "}",
    ]


def test_without_author_date_or_address():
    bare = SITE.model_copy(update={"authors": (), "url": None})
    plain = settings().model_copy(update={"authors": (), "date": None})
    cited = f"“Crops of photographs”. Photographs. Build {SHORT}."
    assert citation(bare, plain, "photographs") == cited
    versioned = bare.model_copy(update={"version": "1.2"})
    assert citation(versioned, plain, "photographs").endswith(f"Version 1.2, build {SHORT}.")
    assert bibtex(bare, plain, "photographs").startswith("@misc{photographsphotographs,\n  title")


def test_a_site_of_the_same_title_is_cited_once():
    bare = SITE.model_copy(update={"authors": (), "url": None, "title": "Crops of photographs"})
    plain = settings().model_copy(update={"authors": (), "date": None})
    assert citation(bare, plain, "photographs") == f"“Crops of photographs”. Build {SHORT}."
    assert "howpublished" not in bibtex(bare, plain, "photographs")
