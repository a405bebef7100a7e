"""``topopress cite add``: what it writes, what it refuses, and what it asks a registrar."""

import json
import threading
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from topopress.build.cite_add import add_works
from topopress.build.doi import fetch
from topopress.cli.commands import main
from topopress.config.references import ReferencesFile
from topopress.core.errors import CiteError
from topopress.pages.citations.styles import plain
from topopress.pages.citations.works import library_of

CSL = "application/vnd.citationstyles.csl+json"
WORK = {
    "type": "article-journal",
    "id": "https://doi.org/10.1111/cgf.14195",
    "title": ["<i>TopoAct</i>: shapes &amp; activations"],
    "author": [{"family": "Rathöre", "given": "Archit"}, {"family": "Wang", "given": "Bei"}],
    "container-title": "Computer Graphics Forum",
    "issued": {"date-parts": [[2021, 2, 1]]},
    "DOI": "10.1111/cgf.14195",
    "reference": [{"key": "x"}],
}
BIB = """\
% mine
@string{cgf = {Computer Graphics Forum}}
@article{mine, title = {A {T}itle}, author = {Lee, Ann}, year = 2003, journal = cgf,
  keywords = {kept}}
@book{broken, year = 2000}
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "content").mkdir()
    return tmp_path


def answer(*works):
    return lambda doi: (json.dumps(works[0] if len(works) == 1 else works), ".json")


def works_in(root, name="references.bib"):
    text = (root / "content" / name).read_text("utf-8")
    return library_of(ReferencesFile(f"content/{name}", text)).works


def test_a_work_is_written_once_under_a_key_of_author_and_year(root):
    added = add_works(root, "https://doi.org/10.1111/cgf.14195", ask=answer(WORK))
    assert added.path == "content/references.bib"
    assert added.works == (
        (
            "rathore2021",
            "A. Rathöre and B. Wang: TopoAct: shapes & activations. Computer Graphics Forum, 2021.",
        ),
    )
    written = (root / "content/references.bib").read_bytes()
    with pytest.raises(CiteError, match=r"is there already: cite it by \[@rathore2021\]"):
        add_works(root, "10.1111/CGF.14195", ask=answer(WORK))
    assert (root / "content/references.bib").read_bytes() == written


def test_what_is_there_stays_as_it_is(root):
    file = root / "content/references.bib"
    file.write_text(BIB.replace("mine", "rathore2021"))
    add_works(root, "10.1111/cgf.14195", ask=answer(WORK))
    assert file.read_text("utf-8").startswith(BIB.replace("mine", "rathore2021"))
    assert list(works_in(root)) == ["rathore2021", "rathore2021a"]


def test_a_list_of_csl_json_goes_on(root):
    file = root / "content/references.json"
    for start in ("[]", "", json.dumps([{"id": "a", "title": "A"}], indent=1)):
        file.write_text(start)
        add_works(root, "10.1111/cgf.14195", key="topoact", ask=answer(WORK))
        items = json.loads(file.read_text("utf-8"))
        assert items[-1]["id"] == "topoact"
        assert "reference" not in items[-1]
    assert plain(works_in(root, "references.json")["a"]) == "A."


@pytest.mark.parametrize("ending", ["bib", "json"])
def test_the_works_of_a_file_are_added(root, tmp_path, ending):
    (root / "content" / f"references.{ending}").write_text("[]" if ending == "json" else "")
    source = tmp_path / "mine.bib"
    source.write_text(BIB)
    added = add_works(root, str(source))
    assert [key for key, _ in added.works] == ["mine"]
    assert added.notices == (f"{source}, line 5: 'broken' needs a title",)
    (one,) = works_in(root, f"references.{ending}").values()
    assert plain(one) == "A. Lee: A Title. Computer Graphics Forum, 2003."
    if ending == "bib":  # fields of other tools are kept, macros are resolved
        assert "keywords" in (root / "content/references.bib").read_text("utf-8")
    assert [key for key, _ in add_works(root, str(source)).works] == ["lee2003"]


def test_broken_references_are_mended_first(root):
    (root / "content/references.json").write_text("{")
    with pytest.raises(CiteError, match=r"cannot be added to before it is mended: .* is no JSON"):
        add_works(root, "10.1111/cgf.14195", ask=answer(WORK))


def test_a_broken_entry_costs_itself_alone(root):
    file = root / "content/references.bib"
    file.write_text("@book{cut, title = {no end\n")
    add_works(root, "10.1111/cgf.14195", ask=answer(WORK))
    assert list(works_in(root)) == ["rathore2021"]


@pytest.mark.parametrize(
    ("source", "key", "why"),
    [
        ("smith 2020", None, "neither a DOI, such as 10.1111/cgf.14195, nor a file"),
        ("none.bib", None, "there is no such file"),
        ("10.1/x", None, "neither a DOI"),
        ("10.1111/cgf.14195", "a b", "--key a b: a key begins with"),
        ("10.1111/cgf.14195", "lee", "has a work with this key"),
    ],
)
def test_mistakes_are_told(root, source, key, why):
    (root / "content/references.bib").write_text("@book{lee, title = {T}}")
    with pytest.raises(CiteError, match=why):
        add_works(root, source, key=key, ask=answer(WORK))


def test_an_answer_without_a_title_adds_nothing(root):
    with pytest.raises(CiteError, match=r"there is nothing to add\n .*'work' needs a title"):
        add_works(root, "10.1111/cgf.14195", ask=answer({"DOI": "10.1111/cgf.14195"}))
    assert not list((root / "content").iterdir())


class Registrar(BaseHTTPRequestHandler):
    """Answers for a few DOIs, as doi.org does: by way of another address."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Accept"]))
        name = self.path.rpartition("/")[2]
        if name == "moved":
            self.send_response(302)
            self.send_header("Location", "/data/good")
            self.end_headers()
            return
        status, kind, body = {
            "good": (200, CSL, json.dumps(WORK).encode()),
            "bib": (200, "application/x-bibtex", b"@article{x, title = {A title}, year = 2020}"),
            "page": (200, "text/html", b"<html>"),
            "long": (200, CSL, b" " * 3_000_000),
            "latin": (200, CSL, b"\xff"),
            "busy": (503, "text/html", b""),
            "odd": (406, "text/html", b""),
        }.get(name, (404, "text/html", b""))
        if name == "slow":
            self.server.wait.wait(5)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        with suppress(OSError):  # a reader that has read enough
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def registrar():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registrar)
    server.asked, server.wait = [], threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.wait.set()
    server.shutdown()
    server.server_close()
    thread.join()


def address(server):
    return f"http://127.0.0.1:{server.server_port}"


def test_a_registrar_is_asked_for_data(registrar, root):
    run = ["cite", "add", "10.1111/moved", "--root", str(root), "--resolver", address(registrar)]
    done = CliRunner().invoke(main, run)
    assert done.exit_code == 0, done.output
    assert "wrote 'rathore2021' to content/references.bib: A. Rathöre" in done.output
    assert "cite it by [@rathore2021]" in done.output
    assert registrar.asked[0] == (
        "/10.1111/moved",
        "application/vnd.citationstyles.csl+json, application/x-bibtex;q=0.5",
    )
    again = CliRunner().invoke(main, [*run[:2], "10.1111/cgf.14195", *run[3:]])
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_bibtex_is_read_too(registrar, root):
    added = add_works(root, "10.1111/bib", ask=partial(fetch, resolver=address(registrar)))
    assert added.works == (("atitle2020", "A title. 2020."),)
    with pytest.raises(CiteError, match="is there already"):
        add_works(root, "10.1111/bib", ask=partial(fetch, resolver=address(registrar)))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none", "there is no work with the DOI 10.1111/none"),
        ("odd", "has no data that can be read"),
        ("busy", "answered with the status 503; try again later"),
        ("page", "answered with text/html, not with the data"),
        ("long", "more than 2,000,000 bytes"),
        ("latin", "no UTF-8 text"),
        ("slow", "no full answer within 0.3 seconds"),
    ],
)
def test_an_answer_that_cannot_be_used_is_one_error(registrar, name, why):
    with pytest.raises(CiteError, match=why):
        fetch(f"10.1111/{name}", address(registrar), seconds=0.3)


@pytest.mark.parametrize(
    ("resolver", "why"),
    [("http://127.0.0.1:9", "cannot be reached"), ("file:///etc", "must begin with https://"),
     ("http://[x", "cannot be reached")],
)  # fmt: skip
def test_no_answer_is_one_error(resolver, why):
    with pytest.raises(CiteError, match=why):
        fetch("10.1111/x", resolver, seconds=2)
