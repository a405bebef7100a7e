"""Case studies from the folder of an author to the published site."""

import re
import shutil
import time

import pytest

from tiny_project import write_project
from topopress.build.site import build_site, clean_store
from topopress.core.errors import PageError
from topopress.stage.listener import Recorder

STUDY = """\
+++
title = "What a tiny network tells apart"
explorations = ["tiny"]
tags = ["tiny networks"]
+++

The layer {{ tiny.3.name }} has {{ 3.nodes }} nodes: [see](view:exploration=tiny&layer=3).

![](channel:exploration=tiny&layer=1&channel=2)

More in [the table](table.csv), and in [the exploration](../../tiny/index.html).
"""


def build(root, **more):
    recorder = Recorder()
    build_site(root, listener=recorder, durable=False, **more)
    return recorder


def write_study(root, text=STUDY, name="first"):
    folder = root / "content/case-studies" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.md").write_text(text)
    (folder / "table.csv").write_text("a,b\n")
    return folder / "index.md"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = write_project(tmp_path_factory.mktemp("site"))
    write_study(root)
    build(root)
    return root


def page(root, path="case-studies/first/index.html"):
    return (root / "public" / path).read_text()


def test_a_case_study_is_published_with_its_pictures_and_files(project):
    html = page(project)
    assert re.search(r"The layer 3 has \d+ nodes", html)
    assert 'href="../../tiny/index.html#layer=3"' in html
    assert re.search(r'src="figures/1-channel-2\.\w+\.webp"', html)
    assert (project / "public/case-studies/first/table.csv").read_text() == "a,b\n"
    assert "What a tiny network tells apart" in page(project, "index.html")
    assert "tag-tiny-networks" in page(project, "tags.html")


def test_an_edit_computes_nothing_and_is_there_in_a_second(project):
    file = project / "content/case-studies/first/index.md"
    file.write_text(STUDY.replace("More in", "Even more in"))
    began = time.monotonic()
    assert build(project).ran == []
    assert time.monotonic() - began < 1
    assert "Even more in" in page(project)


def test_what_the_settings_rule_out_stops_the_build_before_any_stage(project):
    file = write_study(project, STUDY.replace("3.nodes", "3.nods"))
    with pytest.raises(PageError, match=r"case-studies/first/index\.md, line 7: unknown fact"):
        build(project)
    file.write_text(STUDY.replace("layer=3)", "layer=3&node=i99c9)"))
    with pytest.raises(PageError, match=r"case-studies/first/index\.md, line 7: .*has no node"):
        build(project)
    file.write_text(STUDY)
    build(project)


def test_the_store_keeps_what_a_case_study_shows(project):
    clean_store(project, Recorder())
    assert build(project).ran == []


def test_a_case_study_is_left_out_with_an_exploration_that_it_needs(project, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(project, root)
    other = root / "content/other"
    shutil.copytree(root / "content/tiny", other)
    toml = (other / "exploration.toml").read_text()
    (other / "exploration.toml").write_text(toml.replace("overlap = 0.3", "overlap = 0.4"))
    both = STUDY.replace('["tiny"]', '["tiny", "other"]').replace("{{ 3.nodes }}", "many")
    write_study(root, both, "second")
    recorder = build(root, names=("tiny",))
    notices = [one for one in recorder.notices if one.startswith("case-studies/second")]
    assert notices == [
        "case-studies/second is left out: it draws on 'other', which is left out: it is not built "
        "yet; `topopress build` without names builds it too"
    ]
    assert not (root / "public/case-studies/second").exists()
    assert (root / "public/case-studies/first").exists()
    (other / "exploration.toml").write_text("draft = true\n" + toml)
    recorder = build(root)
    assert any("'other', which is left out: it is a draft" in one for one in recorder.notices)
    build(root, names=("case-studies/second",))
    assert (root / "public/case-studies/second/index.html").is_file()
    assert (root / "public/other/index.html").is_file()


def test_a_link_to_a_case_study_is_checked(project, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(project, root)
    essay = root / "content/tiny/index.md"
    essay.write_text("[a](../case-studies/first/index.html#an-end) [b](../case-studies/frist/)")
    write_study(root, f"{STUDY}\n## An end\n")
    with pytest.raises(PageError) as raised:
        build(root)
    assert str(raised.value) == (
        "content/tiny/index.md, line 1: a link to '../case-studies/frist/': there is no case study "
        "'frist'; did you mean 'case-studies/first'?"
    )
