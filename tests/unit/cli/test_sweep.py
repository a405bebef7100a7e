"""``topopress sweep``: the table, the page, the JSON, and that it goes on where it was stopped."""

import base64
import hashlib
import json
import re
from html import unescape

import pytest
from click.testing import CliRunner

from tiny_project import change, write_project
from topopress.analysis.settings import sweep as module
from topopress.cli import main

AXES = ("--intervals", "3", "--intervals", "4", "--overlap", "0.3", "--overlap", "0.5")


def run(*arguments):
    result = CliRunner().invoke(main, ["sweep", "tiny", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture(autouse=True, scope="module")
def _every_task_leaves_a_line():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("topopress.stage.report.LONG_SECONDS", 0)
        yield


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A project whose graphs were swept, and what was printed."""
    root = write_project(tmp_path_factory.mktemp("sweep"))
    status, text = run("--root", root, *AXES)
    assert status == 0, text
    return root, text


def graphs_of(root):
    document = json.loads((root / "sweep/tiny.json").read_text("utf-8"))
    return {layer["name"]: layer["graphs"] for layer in document["layers"]}


def test_a_table_is_printed_for_each_layer_with_the_used_setting_marked(swept):
    _, text = swept
    tables = re.split(r"^\d: ", text, flags=re.MULTILINE)[1:]
    assert len(tables) == 2
    for table in tables:
        first, head, *rows = table.strip().splitlines()[: 2 + 2 * 2 * 5]
        assert first.startswith("20 graphs, ")
        assert head.split()[:5] == ["intervals", "overlap", "eps", "nodes", "edges"]
        assert len(rows) == 20
        assert sum("used" in row for row in rows) == 1


def test_json_holds_what_the_page_shows(swept):
    root, text = swept
    graphs = graphs_of(root)
    assert {len(each) for each in graphs.values()} == {20}
    assert {(g["n_intervals"], g["overlap"]) for g in graphs["1"]} == {
        (n, p) for n in (3, 4) for p in (0.3, 0.5)
    }
    html = (root / "sweep/tiny.html").read_text("utf-8")
    assert f"open {root / 'sweep/tiny.html'}" in text
    for graph in graphs["3"]:
        assert f"<td>{graph['n_edges']}</td>" in html
    assert len(re.findall("<tr", html)) == 2 * (1 + 20)


def test_the_page_needs_no_other_file(swept):
    html = (swept[0] / "sweep/tiny.html").read_text("utf-8")
    style = re.search("<style>(.*?)</style>", html, flags=re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in unescape(html)
    assert not re.findall(r"(?:src|href)=\"(?!#|data:)", html)


def test_nothing_is_computed_twice_and_the_files_are_the_same_bytes(swept):
    root, text = swept
    files = [root / "sweep/tiny.html", root / "sweep/tiny.json"]
    before = [file.read_bytes() for file in files]
    status, again = run("--root", root, *AXES)
    assert status == 0
    assert ": graphs: 20 in" in text
    assert "graphs:" not in again
    assert [file.read_bytes() for file in files] == before
    assert not (root / "public").exists()


def test_a_sweep_that_was_stopped_goes_on_with_the_missing_graphs(swept, monkeypatch):
    root, _ = swept
    real, built = module.sweep, []

    def stopped(vectors, members, **given):
        for k, found in enumerate(real(vectors, members, **given)):
            if k == 7:
                raise KeyboardInterrupt
            yield found

    def counted(vectors, members, **given):
        built.append(len(members))
        return real(vectors, members, **given)

    more = ("--root", root, "--layer", "3", *AXES, "--overlap", "0.6")
    monkeypatch.setattr(module, "sweep", stopped)
    assert run(*more[:-1], "0.1")[0] != 0  # ten graphs are new, seven of them get stored
    monkeypatch.setattr(module, "sweep", counted)
    assert run(*more[:-1], "0.1")[0] == 0
    assert built == [3]


def test_a_given_eps_needs_a_single_radius(tmp_path):
    root = write_project(tmp_path)
    change(root, "min_samples = 3", 'kind = "hdbscan"\nmin_samples = 3')
    status, text = run("--root", root, "--eps", 0.2)
    assert status == 1
    assert "content/tiny/exploration.toml, mapper.clusterer: has no single radius" in text


def test_an_unknown_layer_is_one_message(swept):
    status, text = run("--root", swept[0], "--layer", "33")
    assert status == 1
    assert "did you mean '3'" in text


def test_a_file_that_is_not_ours_is_not_replaced(swept, tmp_path):
    thesis = tmp_path / "thesis.html"
    thesis.write_text("<p>years of work</p>")
    status, text = run("--root", swept[0], "--out", thesis)
    assert status == 1
    assert "not made by `topopress sweep`" in text
    assert thesis.read_text() == "<p>years of work</p>"
