"""A build reruns what changed and nothing else, resumes, and leaves the old site whole."""

import hashlib
import re
from pathlib import Path

import pytest

from tiny_project import change, write_project
from topopress.build.site import build_site, clean_store
from topopress.core.errors import BusyError, PageError, PublishError
from topopress.core.progress import SILENT
from topopress.stage.listener import Recorder
from topopress.store.locks import output_lock


def build(root: Path, **options) -> Recorder:
    recorder = Recorder()
    build_site(root, listener=recorder, durable=False, **options)
    return recorder


def tree(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def stages(recorder: Recorder) -> set[str]:
    return {line.split()[0] for line in recorder.ran}


def test_the_site_is_complete(built):
    names = set(tree(built / "public"))
    assert {"index.html", "404.html", ".nojekyll", "site-manifest.json"} <= names
    assert {"tiny/index.html", "tiny/method.html", "tiny/layers/1.html"} <= names


def test_a_second_build_runs_nothing_and_publishes_nothing(project):
    before = tree(project / "public")
    recorder = Recorder()
    assert not build_site(project, listener=recorder).changed
    assert recorder.ran == []
    assert tree(project / "public") == before


def test_a_text_edit_reruns_no_stage(project):
    change(project, "The end.", "Another end.", "index.md")
    assert build(project).ran == []
    assert "Another end." in (project / "public/tiny/index.html").read_text()


def test_a_new_overlap_reruns_the_mapper_and_what_follows(project):
    change(project, "overlap = 0.3", "overlap = 0.4")
    recorder = build(project)
    assert "choice tiny/1: mapper.cover.overlap 0.3 -> 0.4" in recorder.ran
    assert "mapper" in stages(recorder)
    assert not {"samples", "network", "activations", "pca-scatter"} & stages(recorder)


def test_a_new_layer_computes_that_layer_alone(project):
    change(project, '["1", "3"]', '["1", "2", "3"]')
    recorder = build(project)
    ran = [line.split()[:2] for line in recorder.ran]
    whole = {"probe", "shown-samples", "thumbnails", "sample-look", "picture-share"}
    whole |= {"counterparts", "bundle"}  # every layer's nodes have counterparts in the new one
    items = {item.rstrip(":") for stage, item in ran if stage not in whole}
    assert {item.removeprefix("tiny/").split("/")[0] for item in items} == {"2"}


def sheets(exploration: Path) -> set[bytes]:
    return {path.read_bytes() for path in exploration.rglob("*.webp")}


def test_a_renamed_exploration_and_a_second_one_like_it_render_no_picture(project):
    import shutil

    before = sheets(project / "public/tiny")
    (project / "content/tiny").rename(project / "content/renamed")
    shutil.copytree(project / "content/renamed", project / "content/other")
    assert "visual" not in stages(build(project))
    assert sheets(project / "public/renamed") == sheets(project / "public/other") == before


def test_a_changed_input_reruns_everything_that_saw_it(project):
    change(project, "stride=2, padding=2", "stride=2, padding=1", "my_model.py")
    recorder = build(project)
    assert "samples" not in stages(recorder)
    assert {"network", "activations", "mapper"} <= stages(recorder)


def test_the_same_project_elsewhere_gives_the_same_bytes(built, tmp_path):
    other = write_project(tmp_path / "other folder")
    build(other)
    assert tree(other / "public") == tree(built / "public")


class Interrupted(BaseException):
    pass


class Stopping:
    """Progress that stops the build after so many items."""

    def __init__(self, items: int) -> None:
        self.left = items

    def start(self, what: str, total: int, within: float | None = None) -> None:
        pass

    def advance(self, items: int = 1) -> None:
        self.left -= items
        if self.left < 0:
            raise Interrupted

    def finish(self) -> None:
        pass


def test_an_interrupted_build_goes_on_where_it_was(built, tmp_path):
    root = write_project(tmp_path)
    with pytest.raises(Interrupted):
        build(root, progress=Stopping(125))
    recorder = build(root, progress=SILENT)
    assert not {"samples", "network", "activations-chunk"} & stages(recorder)
    assert tree(root / "public") == tree(built / "public")


def test_a_mistake_in_the_text_leaves_the_old_site_whole(project):
    before = tree(project / "public")
    change(project, "{{ samples }}", "{{ sample }}", "index.md")
    with pytest.raises(PageError, match=r"content/tiny/index\.md.*samples"):
        build(project)
    assert tree(project / "public") == before


def test_a_second_build_at_the_same_time_is_refused(project):
    with output_lock(project / "public"), pytest.raises(BusyError):
        build(project)


def test_a_folder_that_is_not_ours_is_not_touched(project):
    stranger = project / "elsewhere"
    stranger.mkdir()
    (stranger / "thesis.tex").write_text("years of work")
    with pytest.raises(PublishError, match="not made by topopress"):
        build(project, out=stranger)
    assert (stranger / "thesis.tex").read_text() == "years of work"


def test_named_explorations_keep_the_others_that_are_stored(project):
    import shutil

    shutil.copytree(project / "content/tiny", project / "content/other")
    recorder = build(project, names=("tiny",))
    assert any("other is not built yet" in notice for notice in recorder.notices)
    assert not (project / "public/other").exists()
    build(project)
    build(project, names=("tiny",))
    assert (project / "public/other/index.html").is_file()


def test_clean_keeps_every_picture_that_the_content_shows(project, monkeypatch):
    essay = project / "content/tiny/index.md"
    one, two = node_names(project)
    essay.write_text(
        f"# Tiny\n\n![x](node:layer=1&node={one})\n\n![x](node:layer=1&node={one}&against={two})"
        "\n\n![x](channel:layer=1&channel=2)\n"
    )
    build(project)
    assert clean_store(project, Recorder()).actions > 0
    monkeypatch.setattr("topopress.visuals.render_pool.RenderPool.render", refuse_to_render)
    assert build(project).ran == []
    toml = project / "content/tiny/exploration.toml"
    toml.write_text(f"{toml.read_text()}[visuals.budget]\npictures = 1000\n")
    assert stages(build(project)) == {"picture-share"}
    toml.write_text(toml.read_text().replace("pictures = 1000", "pictures = 5"))
    assert {"visuals", "layer-look"} <= stages(build(project))
    toml.write_text(toml.read_text().replace("pictures = 5", "minutes = 0.001"))
    assert "visuals" in stages(build(project))


def test_a_draft_is_built_when_named_and_kept_by_clean_where_there_is_nothing_else(project):
    toml = project / "content/tiny/exploration.toml"
    toml.write_text(f"draft = true\n{toml.read_text()}")
    build(project, names=("tiny",))
    clean_store(project, Recorder())
    assert build(project, names=("tiny",)).ran == []


def test_clean_keeps_the_last_of_everything_while_an_essay_has_a_mistake(project):
    change(project, "{{ samples }}", "{{ sample }}", "index.md")
    clean_store(project, Recorder())
    change(project, "{{ sample }}", "{{ samples }}", "index.md")
    assert build(project).ran == []


@pytest.mark.parametrize("gone", ["pictures.npz", "my_model.py"])
def test_clean_keeps_the_last_of_everything_while_an_input_is_gone(project, gone):
    file = project / "content/tiny" / gone
    file.rename(project / gone)
    clean_store(project, Recorder())
    (project / gone).rename(file)
    assert build(project).ran == []


def node_names(project: Path) -> list[str]:
    """Return two nodes of the first layer."""
    page = (project / "public/tiny/layers/1.html").read_text()
    return list(dict.fromkeys(re.findall(r"i\d+c\d+", page)))[:2]


def refuse_to_render(*_: object, **__: object) -> None:
    raise AssertionError("nothing may be rendered")


def test_another_exploration_gets_the_figures_of_its_essay_and_is_left_out_if_more_is_lacking(
    project,
):
    import shutil

    shutil.copytree(project / "content/tiny", project / "content/other")
    build(project)
    essay = project / "content/other/index.md"
    one, two = node_names(project)
    asked = f"node:layer=1&node={one}"
    for figure in (asked, f"{asked}&against={two}", "channel:layer=1&channel=2"):
        essay.write_text(f"# Tiny\n\n![x]({figure})\n")
        recorder = build(project, names=("tiny",))
        assert len(recorder.ran) == 1
        assert list((project / "public/other/figures").iterdir())
    settings = project / "content/other/exploration.toml"
    settings.write_text(settings.read_text().replace("overlap = 0.3", "overlap = 0.4"))
    recorder = build(project, names=("tiny",))
    assert recorder.ran == []
    assert any("other is not built yet" in notice for notice in recorder.notices)
    assert not (project / "public/other").exists()
