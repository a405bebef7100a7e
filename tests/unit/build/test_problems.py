"""What ``topopress check`` finds, as data, and in its three formats."""

import json

import pytest
from click.testing import CliRunner

from tiny_project import change
from topopress.build.problems import check_project
from topopress.cli import main
from topopress.core.problems import Problem, placed, sentences_of


def run(root, *arguments):
    result = CliRunner().invoke(main, ["check", "--root", str(root), *arguments])
    return result.exit_code, result.output


def rules(root):
    return {(one.rule, one.severity) for one in check_project(root).problems}


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("content/a/index.md, line 3: no fact: 'x'", ("content/a/index.md", "no fact: 'x'", 3)),
        ("content/a/index.md, lines 1 to 4: not used", ("content/a/index.md", "not used", 1)),
        ("content/a/b.toml, layers[0]: no", ("content/a/b.toml", "layers[0]: no", None)),
        ("content/a, b/index.md, line 3: z", ("content/a, b/index.md", "z", 3)),
        ("templates/base.html.jinja: no", ("templates/base.html.jinja", "no", None)),
        ("something else: no", ("", "something else: no", None)),
    ],
)
def test_the_place_of_a_sentence_is_read(sentence, problem):
    file, message, line = problem
    assert placed(sentence, "texts") == Problem(file, message, "texts", line)


def test_a_report_of_several_mistakes_is_several_sentences():
    report = "2 mistakes:\n  content/a.toml: x\n  content/b.md, line 2: y\n    more of y"
    assert sentences_of(report) == ["content/a.toml: x", "content/b.md, line 2: y\n    more of y"]


def test_a_sound_project_has_no_problems(built):
    checked = check_project(built)
    assert checked.problems == ()
    assert checked.explorations == 1
    assert checked.site is not None


def test_mistakes_of_texts_and_site_are_found_together(project):
    change(project, "{{ samples }}", "{{ sampels }}", "index.md")
    (project / "public/tiny/index.html").write_bytes(b"<p>")
    found = check_project(project).problems
    texts = [one for one in found if one.rule == "texts"]
    assert [(one.file, one.line) for one in texts] == [("content/tiny/index.md", 3)]
    assert {"published", "html", "policy"} <= {one.rule for one in found}
    assert {one.file for one in found if one.rule == "html"} == {"public/tiny/index.html"}


def test_mistakes_of_settings_do_not_hide_those_of_the_site(project):
    change(project, 'title = "Tiny"', "titel = 1")
    (project / "public/404.html").unlink()
    checked = check_project(project)
    assert checked.explorations is None
    assert ("settings", "error") in rules(project)
    assert ("published", "error") in rules(project)


def test_a_language_without_translations_is_a_notice(project):
    site = project / "content/site.toml"
    written = site.read_text()
    for tag, notices in {"fr-CA": 1, "de-CH": 0, "en-GB": 0}.items():
        site.write_text(f'language = "{tag}"\n{written}')
        found = [one for one in check_project(project).problems if one.rule == "language"]
        assert [one.severity for one in found] == ["notice"] * notices
        assert all("translations/fr-CA.po" in one.message for one in found)


def test_budgets_are_compared_with_what_pages_weigh(project):
    site = project / "content/site.toml"
    site.write_text(site.read_text() + "[budgets]\nfirst_view = 1\npage = 1\nsite = 1\n")
    found = [one for one in check_project(project).problems if one.rule == "budgets"]
    assert [one.file for one in found] == ["public/tiny/index.html"] * 2 + ["public"]
    assert "budgets.first_view allows 1 KB" in found[0].message
    assert "the heaviest folders: " in found[2].message
    site.write_text(site.read_text().replace("= 1\n", "= 100_000\n"))
    assert check_project(project).problems == ()


def test_a_folder_that_is_no_slug_is_a_notice(project):
    (project / "content/tiny").rename(project / "content/My_Tiny Net")
    found = [one for one in check_project(project).problems if one.rule == "slugs"]
    assert [(one.file, one.severity) for one in found] == [("content/My_Tiny Net", "notice")]
    assert "'my-tiny-net'" in found[0].message
    assert run(project)[0] == 0
    assert run(project, "--strict")[0] == 1
    settings = project / "content/My_Tiny Net/exploration.toml"
    settings.write_text('slug = "tiny"\n' + settings.read_text())
    assert ("slugs", "notice") not in rules(project)


def test_as_json(project):
    change(project, "{{ samples }}", "{{ sampels }}", "index.md")
    status, said = run(project, "--format", "json")
    document = json.loads(said)
    assert status == 1
    assert (document["errors"], document["notices"], document["explorations"]) == (1, 0, 1)
    assert document["problems"][0] | {"message": ""} == {
        "file": "content/tiny/index.md",
        "line": 3,
        "rule": "texts",
        "severity": "error",
        "message": "",
    }


def test_as_annotations_of_github(project, monkeypatch):
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    change(project, "{{ samples }}", "{{ 100%,a:b }}", "index.md")
    (project / "content/tiny/exploration.toml.txt").write_text("")
    status, said = run(project, "--format", "github")
    lines = said.splitlines()
    assert status == 1
    assert lines[0].startswith(
        "::error file=content/tiny/index.md,line=3,title=topopress%3A texts::"
    )
    assert "100%25,a:b" in lines[0]
    assert lines[1].startswith("::notice file=content/tiny/exploration.toml.txt,title=topopress%3A")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    assert "file=project/content/tiny/index.md," in run(project, "--format", "github")[1]
    (project / "content/tiny/exploration.toml.txt").unlink()
    change(project, "{{ 100%,a:b }}", "{{ samples }}", "index.md")
    assert run(project, "--format", "github") == (0, "")


def test_traces_of_the_author_are_problems_of_the_same_form(project):
    status, said = run(project, "--anonymous", "--format", "json")
    document = json.loads(said)
    assert (status, document["errors"] > 0, document["traces"] > 0) == (1, True, True)
    assert {one["rule"] for one in document["problems"]} == {"anonymous"}
    assert any("A. Author" in one["message"] for one in document["problems"])
