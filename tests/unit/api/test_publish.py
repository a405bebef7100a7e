"""``topopress.publish`` from arrays to a site, and what it leaves alone."""

import doctest
import json
import logging
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

import topopress
from topopress.api import publish as module
from topopress.api.notebook_page import notebook_html
from topopress.build.export import export_figures
from topopress.build.site import build_site
from topopress.core.errors import PublishError, TopopressError
from topopress.pages.site.check import check_site
from topopress.stage.listener import Recorder
from topopress.store.publish import verify_site

N = 90
GROUP = np.repeat([0, 1, 2], N // 3)
VECTORS = np.random.default_rng(0).normal(0, 0.1, (N, 6)) + np.eye(6)[GROUP]
QUICK = {
    "cover": {"n_intervals": 3},
    "clusterer": {"min_samples": 3},
    "stability": {"resamples": 2},
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A published site with everything that can be given, its project, and what was returned."""
    root = tmp_path_factory.mktemp("published")
    found = publish_all(root)
    return root, found


def publish_all(root, **changes):
    arguments = {
        "vectors": {"encoder": VECTORS, "decoder": VECTORS[:, :4].astype(np.float16)},
        "labels": GROUP,
        "ids": [f"r{k}" for k in range(N)],
        "pictures": np.broadcast_to(GROUP[:, None, None] / 2, (N, 8, 8)),
        "links": ["https://example.org/a"] * N,
        "metadata": {"size": np.arange(N) / 7, "day": np.datetime64("2024-05-31") + GROUP},
        "title": "Three groups",
        "summary": "Three groups of points.",
        "authors": "A. Author",
        "essay": "There are {{ samples }} points.\n\n::: explorer\n",
        "row": "point",
        "mapper": QUICK,
        "name": "groups",
        "project": root / "project",
        "quiet": True,
    } | changes
    vectors = arguments.pop("vectors")
    return topopress.publish(vectors, root / "site", **arguments)


def test_everything_given_is_on_the_site(kept):
    root, found = kept
    assert (found.path, found.page) == (root / "site", root / "site/groups/index.html")
    assert (found.layers, found.changed) == (("encoder", "decoder"), True)
    assert [notice.partition(":")[0] for notice in found.notices] == ["encoder", "decoder"]
    assert [found.figures[name]["channels"] for name in found.layers] == [6, 4]
    export_figures(root / "project", "groups", out=root / "figures.json", listener=Recorder())
    assert json.loads((root / "figures.json").read_text()) == {"layers": found.figures}
    page = found.page.read_text()
    for text in ("There are 90 points.", "Three groups of points.", "A. Author", '"0","1","2"'):
        assert text in page
    assert found.url == found.page.as_uri()
    assert (found.path / "groups/layers/decoder.html").is_file()
    assert verify_site(found.path) == []


def test_nothing_of_this_machine_is_on_the_site(kept):
    root, found = kept
    site = {path: path.read_bytes() for path in found.path.rglob("*") if path.is_file()}
    assert check_site({p.relative_to(found.path).as_posix(): b for p, b in site.items()}) == []
    for name in (str(root), tempfile.gettempdir()):
        assert [path for path, content in site.items() if name.encode() in content] == []


def test_the_command_goes_on_with_the_project(kept):
    root, _ = kept
    recorder = Recorder()
    build_site(root / "project", listener=recorder, durable=False)
    assert recorder.ran == []
    written = {p.name for p in (root / "project/content/groups").iterdir()}
    assert written == {"exploration.toml", "index.md", "data"}


def test_a_second_call_computes_only_what_changed(kept):
    root, _ = kept
    assert publish_all(root).changed is False
    stages = root / "project/.topopress"
    before = sum(path.is_file() for path in stages.rglob("*"))
    again = publish_all(root, essay="Other words.\n")
    assert again.changed
    assert "Other words." in again.page.read_text()
    assert sum(path.is_file() for path in stages.rglob("*")) == before
    assert publish_all(root).changed


@pytest.mark.parametrize(
    ("file", "advice"), [("exploration.toml", "another name=..."), ("index.md", "leave essay out")]
)
def test_what_the_author_changed_in_the_project_stays(kept, tmp_path, file, advice):
    root, _ = kept
    path = root / "project/content/groups" / file
    written = path.read_text()
    path.write_text(f"# mine\n{written}")
    with pytest.raises(ValueError, match=f"project: .*{file} was changed, .*{advice}"):
        publish_all(root)
    assert path.read_text().startswith("# mine\n")
    path.write_text(written)


def test_an_essay_of_the_author_stays_where_none_is_given(kept):
    root, _ = kept
    path = root / "project/content/groups/index.md"
    written = path.read_text()
    path.write_text("Mine: {{ samples }}.\n")
    assert "Mine: 90." in publish_all(root, essay=None).page.read_text()
    path.write_text(written)
    publish_all(root)


@pytest.fixture
def untouched(tmp_path, monkeypatch):
    """An empty working folder that nothing may be written into, and an empty temporary folder."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    yield
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["temporary", "work"]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"labels": [1]}, "^labels has 1 value, and vectors has 90 rows"),
        ({"title": " "}, "^title: must have at least one letter"),
        ({"title": 3}, "^title: input should be a valid string, got 3"),
        ({"authors": ["", "B"]}, r"^authors\[0\]: must be a name"),
        ({"row": 3}, "^row: input should be a valid string, got 3"),
        ({"to": 3}, "^to: must be the path of a folder, got 3"),
        ({"project": [1]}, r"^project: must be the path of a folder, got \[1\]"),
        ({"essay": 3}, "^essay: must be a text in Markdown or a pathlib.Path, got int"),
        ({"row": ""}, "^row: must have at least one letter"),
        ({"seed": -1}, "^seed: input should be greater than or equal to 0"),
        ({"name": "A b"}, "^name: must be lower-case letters"),
        ({"name": "con"}, "^name: must be lower-case letters"),
        ({"mapper": {"lens": "nothing"}}, "^mapper.lens: "),
        ({"mapper": {"lens": "metadata:no"}}, r"^mapper\.lens: .*no"),
        ({"mapper": {"cover": {"n_interval": 3}}}, r"^mapper.cover.n_interval: unknown key; did"),
        ({"mapper": {"lenses": 1, "cover": 2}}, "^2 mistakes:\n  mapper.*\n  mapper"),
        ({"mapper": 3}, "^mapper: "),
        ({"projection": {"kind": "mds"}}, "^projection.kind: "),
        ({"projection": {"others": ["tsne", "tsne"]}}, "^projection: .*others names 'tsne'"),
        ({"links": ["ftp://a.org"] * N}, "^links: row 0 "),
        ({"essay": "{{ nothing }}"}, "^essay, line 1: unknown fact 'nothing'"),
        ({"essay": Path("absent.md")}, "^essay: absent.md cannot be read"),
        ({"ids": ["\x00"] + [f"{k}" for k in range(1, N)]}, "^ids: row 0 "),
    ],
)
def test_a_wrong_argument_is_one_error_and_nothing_is_written(given, message):
    with pytest.raises(ValueError, match=message) as error:
        topopress.publish(VECTORS, **{"to": "site", "quiet": True, **given})
    assert isinstance(error.value, TopopressError)
    assert "content/" not in str(error.value)


def test_broken_pictures_are_one_error(tmp_path):
    (tmp_path / "broken.png").write_text("no picture")
    with pytest.raises(ValueError, match=r"^pictures: 90 of 90 pictures cannot be used"):
        topopress.publish(VECTORS, tmp_path / "site", pictures=[tmp_path / "broken.png"] * N)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.png"]


def test_a_folder_with_other_files_is_refused_and_kept(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/mine.txt").write_text("mine")
    with pytest.raises(PublishError, match="not empty, and not made by topopress"):
        topopress.publish(VECTORS, tmp_path / "site", quiet=True, mapper=QUICK)
    assert [path.name for path in tmp_path.rglob("*.*") if path.is_file()] == ["mine.txt"]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interrupted_call_leaves_nothing(monkeypatch, error, capsys):
    def interrupted(root, **_):
        assert (root / "content/vectors/data/vectors.npy").is_file()
        raise error

    monkeypatch.setattr("topopress.build.site.build_site", interrupted)
    with pytest.raises(error):
        topopress.publish(VECTORS)
    assert capsys.readouterr().out == ""


def test_the_process_is_as_before(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    before = dict(os.environ), logging.getLogger("topopress.store").handlers[:]
    topopress.publish(VECTORS, mapper=QUICK)
    assert (dict(os.environ), logging.getLogger("topopress.store").handlers) == before
    said = capfd.readouterr()
    assert said.out == ""
    *notes, summary = said.err.splitlines()
    assert summary.startswith("published ")
    assert summary.endswith(": site")
    assert any("note: vectors: no structure above chance" in note for note in notes)
    topopress.publish(VECTORS, mapper=QUICK, quiet=True)
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_files_are_read_where_they_lie(tmp_path):
    np.save(tmp_path / "rows.npy", VECTORS.astype(np.float16))
    before = (tmp_path / "rows.npy").read_bytes()
    found = topopress.publish(tmp_path / "rows.npy", tmp_path / "site", mapper=QUICK, quiet=True)
    assert found.figures["vectors"]["rows"] == N
    assert (tmp_path / "rows.npy").read_bytes() == before


def test_the_output_of_a_notebook_holds_all_files(kept):
    _, found = kept
    shown = found._repr_html_()
    assert shown.startswith("<iframe ")
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    for file in (found.path / "groups").rglob("*"):
        if file.is_file() and file.suffix != ".html":
            assert file.relative_to(found.path / "groups").as_posix() in shown
    assert "TOPO.chunk(&quot;" not in shown
    assert "url(fonts/" not in shown


def test_a_still_drawing_stands_where_the_explorer_is_too_large(kept, monkeypatch, tmp_path):
    _, found = kept
    monkeypatch.chdir(found.path.parent)
    monkeypatch.setattr("topopress.api.notebook_page.LARGEST", 1000)
    shown = notebook_html(found.path, "groups")
    assert "more than a notebook takes at once" in shown
    assert "&lt;svg" in shown
    assert "data-file" not in shown
    assert "<code>site</code>" in shown
    assert "is not there any more" in notebook_html(tmp_path, "groups")


def test_the_examples_of_the_documentation_are_true(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(module).failed == 0
