from topopress.pages.tables.citation import bibtex, citation
from unit.pages.synthetic import SITE, settings


def test_citation_in_one_line():
    assert citation(SITE, settings(), "photographs") == (
        "Ada Example and Béla Muster (2026): “Crops of photographs”. Photographs. "
        "https://example.org/photographs/photographs/index.html"
    )


def test_bibtex():
    assert bibtex(SITE, settings("50% of a {net}_\\"), "photographs").splitlines() == [
        "@misc{example2026photographs,",
        r"  title        = {{50\% of a \{net\}\_\textbackslash{}}},",
        "  author       = {Ada Example and Béla Muster},",
        "  year         = {2026},",
        "  howpublished = {Photographs},",
        "  url          = {https://example.org/photographs/photographs/index.html},",
        "}",
    ]


def test_without_author_date_or_address():
    bare = SITE.model_copy(update={"authors": (), "url": None})
    plain = settings().model_copy(update={"authors": (), "date": None})
    assert citation(bare, plain, "photographs") == "“Crops of photographs”. Photographs."
    assert bibtex(bare, plain, "photographs").startswith("@misc{photographsphotographs,\n  title")


def test_a_site_of_the_same_title_is_cited_once():
    bare = SITE.model_copy(update={"authors": (), "url": None, "title": "Crops of photographs"})
    plain = settings().model_copy(update={"authors": (), "date": None})
    assert citation(bare, plain, "photographs") == "“Crops of photographs”."
    assert "howpublished" not in bibtex(bare, plain, "photographs")
