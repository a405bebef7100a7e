import pytest

from topopress.core import resources
from topopress.core.errors import PageError
from topopress.pages.tables.references import FILE, cited, read_references

WORK = "author = {van Doe, Hans-Peter}, title = {A {TopoAct} \\& more}, year = 2001"


def test_a_work_in_words():
    works = read_references(
        f"@article{{a, {WORK}, journal = {{J}}, volume = 4, number = 1}}\n"
        f"@book{{b, {WORK}}}\n@inproceedings{{c, {WORK}, booktitle = {{Proceedings}}}}"
    )
    assert [work.text for work in works.values()] == [
        "H.-P. van Doe: A TopoAct & more. J 4(1), 2001.",
        "H.-P. van Doe: A TopoAct & more. 2001.",
        "H.-P. van Doe: A TopoAct & more. Proceedings, 2001.",
    ]
    assert cited("as in [@c] and [@a]", works) == "as in [3] and [1]"


@pytest.mark.parametrize(
    ("bibtex", "why"),
    [
        (f"\n@book{{a, {WORK}}}\n@book{{a, {WORK}}}", "line 3: a second entry with the key 'a'"),
        ("\n\n@book{a, title=", "line 3"),
        ("@book{a, title = {x}}", "line 1: 'a' needs author and year"),
    ],
)
def test_a_broken_entry_is_named_with_its_line(bibtex, why):
    with pytest.raises(PageError, match=rf"references\.bib, {why}"):
        read_references(bibtex)


def test_an_unknown_work_is_an_error():
    with pytest.raises(PageError, match=r"no work 'singh2008'.*'singh2007'"):
        cited("[@singh2008]", read_references((resources.templates() / FILE).read_text("utf-8")))
