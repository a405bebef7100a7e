"""``topopress tune``: the table, the page, what is refused, and what it leaves alone."""

import base64
import hashlib
import re
from html import unescape

import numpy as np
import pytest
from click.testing import CliRunner

from tiny_project import change, write_project
from topopress.cli import main
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.types import VerdictRule


def run(*arguments):
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


@pytest.fixture(autouse=True, scope="module")
def _every_task_leaves_a_line():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("topopress.stage.report.LONG_SECONDS", 0)
        yield


@pytest.fixture(scope="module")
def tuned(tmp_path_factory):
    """A project whose settings were judged, and what was printed."""
    root = write_project(tmp_path_factory.mktemp("tune"))
    status, text = run("tune", "tiny", "--root", str(root))
    assert status == 0, text
    return root, text


def rows_of(html):
    return [re.sub("<[^>]*>", "|", row) for row in re.findall("<tr.*?</tr>", html)]


def test_a_table_is_printed_for_each_layer_best_first_and_marked(tuned):
    _, text = tuned
    tables = re.split(r"^\d: ", text, flags=re.MULTILINE)[1:]
    assert len(tables) == 2
    for table in tables:
        head, first = table.splitlines()[1:3]
        assert head.split()[:4] == ["distance", "intervals", "quantile", "score"]
        assert "best" in first
        assert "used" in table


def test_the_page_holds_every_candidate_and_needs_no_other_file(tuned):
    root, text = tuned
    page = root / "tune/tiny.html"
    html = page.read_text("utf-8")
    assert f"open {page}" in text
    style = re.search("<style>(.*?)</style>", html, flags=re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in unescape(html)
    assert not re.findall(r"(?:src|href)=\"(?!#|data:)", html)
    assert html.count(">4<") > 0  # the author's own number of intervals is among the candidates
    scores = [float(row.split("|")[8]) for row in rows_of(html) if "Eucl" in row or "cos" in row]
    assert len(scores) > 2 * 100
    half = len(scores) // 2
    assert scores[:half] == sorted(scores[:half], reverse=True)


def test_nothing_is_computed_twice_and_the_page_is_the_same_bytes(tuned):
    root, text = tuned
    page = root / "tune/tiny.html"
    before = page.read_bytes()
    status, again = run("tune", "tiny", "--root", str(root))
    assert status == 0
    assert "choosing settings" in text
    assert "choosing settings" not in again
    assert page.read_bytes() == before


def test_the_site_is_not_touched_and_can_still_be_published(tuned):
    root, _ = tuned
    assert not (root / "public").exists()


def test_one_layer_and_a_page_of_ones_own_name(tuned, tmp_path):
    root, _ = tuned
    out = tmp_path / "mine.html"
    status, text = run("tune", "tiny", "--layer", "3", "--root", str(root), "--out", str(out))
    assert status == 0
    assert re.findall(r"^(\d): ", text, flags=re.MULTILINE) == ["3"]
    assert out.is_file()


@pytest.mark.parametrize(
    "fixed",
    ["", 'metric = "cosine"\neps_quantile = 0.6', 'metric = "euclidean"\neps = 1.5'],
    ids=["chosen", "fixed", "eps"],
)
def test_what_it_says_of_shuffled_rows_is_what_a_build_says(tmp_path, monkeypatch, fixed):
    root = write_project(tmp_path)
    change(root, "min_samples = 3", f"min_samples = 3\n{fixed}")
    change(root, "steps = 2", "enabled = false")
    # So that both say something.
    monkeypatch.setattr(Dbscan, "verdict", VerdictRule(times=1e6))
    said = [
        verdicts(run(*command, "--root", str(root))) for command in (["tune", "tiny"], ["build"])
    ]
    assert len(said[0]) == 2
    assert said[0] == said[1]


def verdicts(finished):
    status, text = finished
    assert status == 0, text
    found = re.findall("(?i)no structure above chance: .*? another lens", text)
    return [verdict.lower() for verdict in found]


def test_labels_change_purity_and_nothing_else(tuned):
    root, _ = tuned
    figures = judged_with_other_labels(root)
    before, after = figures
    assert [row[:12] for row in before] == [row[:12] for row in after]
    assert [row[12] for row in before] != [row[12] for row in after]


def judged_with_other_labels(root):
    file = root / "content/tiny/pictures.npz"
    original = file.read_bytes()
    found = [table_cells(root)]
    held = dict(np.load(file))
    held["labels"] = np.random.default_rng(0).permutation(held["labels"])
    np.savez(file, **held)
    try:
        assert run("tune", "tiny", "--root", str(root))[0] == 0
        found.append(table_cells(root))
    finally:
        file.write_bytes(original)
    return found


def table_cells(root):
    html = (root / "tune/tiny.html").read_text("utf-8")
    rows = [re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall("<tr.*?</tr>", html)]
    # Settings and figures, then the purity, then the note.
    return [row for row in rows if row[0] in ("cosine", "Euclidean")]


def test_an_unknown_layer_is_one_message(tuned):
    root, _ = tuned
    status, text = run("tune", "tiny", "--layer", "33", "--root", str(root))
    assert status == 1
    assert text.startswith("error: content/tiny/exploration.toml, network.layers")
    assert "did you mean '3'" in text


def test_an_unknown_exploration_is_one_message(tuned):
    root, _ = tuned
    status, text = run("tune", "tinny", "--root", str(root))
    assert status == 1
    assert text.startswith("error: ")
    assert "tiny" in text


def test_a_file_that_is_not_ours_is_not_replaced(tuned, tmp_path):
    root, _ = tuned
    thesis = tmp_path / "thesis.html"
    thesis.write_text("<p>years of work</p>")
    status, text = run("tune", "tiny", "--root", str(root), "--out", str(thesis))
    assert status == 1
    assert "not made by `topopress tune`" in text
    assert thesis.read_text() == "<p>years of work</p>"


def test_a_folder_that_cannot_be_written_is_one_message(tuned, tmp_path):
    root, _ = tuned
    (tmp_path / "file").write_text("no folder")
    out = tmp_path / "file" / "tune.html"
    status, text = run("tune", "tiny", "--root", str(root), "--out", str(out))
    assert status == 1
    assert text.splitlines()[-1].startswith("error: ")


def test_wrong_settings_are_reported_as_a_build_reports_them(tmp_path):
    root = write_project(tmp_path)
    change(root, "overlap = 0.3", "overlap = 3")
    status, text = run("tune", "tiny", "--root", str(root))
    assert status == 1
    assert "mapper.cover" in text
    assert not (root / "tune").exists()
