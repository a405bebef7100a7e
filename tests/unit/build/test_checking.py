"""All that can be checked without results is checked before any stage runs, in one report."""

import re
import shutil

import pytest
from click.testing import CliRunner

from tiny_project import change, write_project
from topopress.build.checking import check_texts
from topopress.build.site import build_site
from topopress.cli import main
from topopress.config.load import load_project
from topopress.core.errors import PageError
from topopress.stage.listener import Recorder


@pytest.fixture
def root(tmp_path):
    return write_project(tmp_path / "site")


def other(root, name="other", more=""):
    """Add a second exploration like the first."""
    shutil.copytree(root / "content/tiny", root / "content" / name)
    settings = root / "content" / name / "exploration.toml"
    settings.write_text(more + settings.read_text())


def essay(root, text, name="tiny"):
    (root / "content" / name / "index.md").write_text(text)


def report(root, *names):
    with pytest.raises(PageError) as raised:
        check_texts(load_project(root, names))
    return str(raised.value)


def test_a_sound_project_passes(root):
    other(root)
    essay(root, "[a](../other/index.html) [b](../other/) [c](method.html#settings) [d](#e)\n\n## E")
    check_texts(load_project(root))


def test_one_report_names_all_mistakes_of_all_files(root):
    other(root)
    essay(root, "{{ sampels }}\n\n::: explore\n\n[a](view:layer=9)\n\n$\\foo$")
    essay(root, "# Another\n\n[a](javascript:alert)\n\n![a](nope.png)", "other")
    (root / "templates").mkdir()
    (root / "templates/home.html.jinja").write_text("{% if %}")
    lines = report(root).splitlines()
    assert lines[0] == "8 mistakes:"
    places = [re.match(r"  (\S+), line (\d+): ", line).groups() for line in lines[1:]]
    assert places == [
        ("content/other/index.md", "1"), ("content/other/index.md", "3"),
        ("content/other/index.md", "5"), ("content/tiny/index.md", "1"),
        ("content/tiny/index.md", "3"), ("content/tiny/index.md", "5"),
        ("content/tiny/index.md", "7"), ("templates/home.html.jinja", "1"),
    ]  # fmt: skip


def test_a_build_refuses_before_any_stage_runs(root):
    change(root, "{{ samples }}", "{{ sampels }}", "index.md")
    recorder = Recorder()
    with pytest.raises(PageError, match=r"content/tiny/index\.md, line 3: unknown fact 'sampels'"):
        build_site(root, listener=recorder, durable=False)
    assert recorder.ran == []
    assert not (root / "public").exists()


@pytest.mark.parametrize("command", ["build", "check"])
def test_both_commands_say_the_same(root, command):
    change(root, "{{ samples }}", "{{ 1.nods }} [a](nope.pdf)", "index.md")
    result = CliRunner().invoke(main, [command, "--root", str(root)])
    assert result.exit_code == 1
    assert ("2 mistakes:" if command == "build" else "2 errors") in result.output
    assert "unknown fact 'nods'; did you mean 'nodes'?" in result.output
    assert "there is no file 'nope.pdf'" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("[a](../othr/index.html)", "there is no exploration 'othr'; did you mean 'other'?"),
        ("[a](../othr/)", "there is no exploration 'othr'"),
        ("[a](../other/metod.html)", "it leads nowhere; an exploration has the pages"),
        ("[a](../other/layers/9.html)", "there is no layer '9'. Layers: 1, 3"),
        ("[a](layers/1.html#nope)", "there is no place 'nope' on that page"),
        ("[a](../other/#nope)", "there is no place 'nope' on that page"),
        ("[a](../other/index.html#layer=9)", "there is no layer '9'"),
        ("[a](#layer=9)", "there is no layer '9'"),
        ("[a](#nope)", "there is no place 'nope'"),
        ("[a](method.html#setings)", "did you mean 'settings'?"),
        ("[a](../draft/)", "the exploration 'draft' is not published: it is a draft"),
        ("[a](../../index.html)", "leads out of"),
        ("[a](view:layer=3&colour=red)", "must be one of lens"),
        ("![a](node:layer=9&node=i0c0)", "there is no layer '9'"),
        ("![a](channel:layer=9&channel=1)", "there is no layer '9'"),
        ("![a](channel:layer=3&channel=one)", "a channel is a number"),
        ("{{ 9.nodes }}", "there is no layer '9'"),
        ("{{ 3.i0c0.membrs }}", "did you mean 'members'?"),
        ("{{ a.b.c.d }}", "write FACT, LAYER.FACT"),
        ("{{ without.b1.linear }}", "set report = true"),
        ("[a](anomalies.html)", "`anomalies = true` in its exploration.toml asks for it"),
        ("[a](classes/cat.html)", "`class_pages = true`"),
        ("[a](classes/index.html)", "`class_pages = true`"),
        ("[a](compare-other.html)", '`compare = ["other"]`'),
        ("[a](overlay.html)", "`[overlay.data]`"),
        ("[a](report.html)", "`report = true`"),
    ],
)
def test_what_the_settings_rule_out_is_known_before(root, link, why):
    other(root)
    other(root, "draft", "draft = true\n")
    essay(root, f"a\n\n{link}")
    message = report(root)
    assert message.startswith("content/tiny/index.md, line 3: ")
    assert why in message


@pytest.mark.parametrize(
    "link",
    [
        "[a](../other/layers/1.html#nodes)",
        "[a](../index.html#explorations)",
        "[a](../other/#a-part)",
        "[a](index.html#cite)",
        "[a](#layer=3&node=i0c0)",
        "[a](view:layer=3&node=i99c9)",
        "{{ 3.i99c9.members }}",
        "[a](../tiny/)",
        "[a](#note-1) b[^1]\n\n[^1]: c",
    ],
)
def test_what_only_results_can_tell_passes(root, link):
    other(root)
    essay(root, "## A part", "other")
    essay(root, f"a\n\n{link}")
    check_texts(load_project(root))


@pytest.mark.parametrize(
    ("setting", "link"),
    [
        ("report = true", "[a](report.html)"),
        ("report = true", "[a](report.html#strip) {{ without.b1.linear }}"),
        ('compare = ["other"]', "[a](compare-other.html)"),
        ("class_pages = true", "[a](classes/index.html) [b](classes/cat.html)"),
        ("anomalies = true", "[a](anomalies.html#outliers)"),
    ],
)
def test_pages_that_settings_ask_for_can_be_linked(root, setting, link):
    other(root, more="report = true\n")
    change(root, 'title = "Tiny"', f'title = "Tiny"\n{setting}')
    essay(root, f"a\n\n{link}")
    check_texts(load_project(root))


def test_a_layer_is_named_by_its_name_or_its_address(root):
    change(root, '["1", "3"]', '["Conv.1", "3"]')
    essay(root, "[a](view:layer=Conv.1) [b](view:layer=conv-1) [c](layers/conv-1.html)")
    check_texts(load_project(root))
    essay(root, "[a](layers/Conv.1.html)")
    assert "the page of the layer 'Conv.1' is layers/conv-1.html" in report(root)


def test_a_link_to_what_is_not_built_names_the_essay(built, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(built, root)
    other(root)
    essay(root, "[a](../other/)")
    with pytest.raises(PageError) as raised:
        build_site(root, names=("tiny",), listener=Recorder(), durable=False)
    assert str(raised.value).startswith("content/tiny/index.md, line 1: ")
    assert "not published: it is not built yet" in str(raised.value)


def test_linked_files_are_published_and_nothing_else(project):
    folder = project / "content/tiny"
    for name in ("paper.pdf", "secret.pdf"):
        (folder / name).write_bytes(name.encode())
    essay(project, "[a](paper.pdf) [b](../tiny/) $x$")
    build_site(project, listener=Recorder(), durable=False)
    assert (project / "public/tiny/paper.pdf").read_bytes() == b"paper.pdf"
    names = {path.name for path in (project / "public/tiny").iterdir()}
    pages = {"index.html", "layers", "method.html", "embed.html"}
    assert names == {*pages, "data", "images", "paper.pdf"}
    assert 'href="../tiny/index.html"' in (project / "public/tiny/index.html").read_text()
