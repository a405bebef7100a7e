"""``topopress new``: each template, what is asked, and what is added to a site."""

import tomllib

import pytest
from click.testing import CliRunner

from topopress.cli import main, starting
from topopress.cli.new_site import ADDED, TEMPLATES


def run(*arguments, typed=None):
    result = CliRunner().invoke(main, ["new", *map(str, arguments)], input=typed)
    return result.exit_code, result.output


def check(root, *arguments):
    result = CliRunner().invoke(main, ["check", "--root", str(root), *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_passes_its_check(tmp_path, template):
    status, said = run(tmp_path / "mine", "--template", template)
    assert status == 0
    assert "topopress serve" in said
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        ".gitignore", "README.md", "content",
    ]  # fmt: skip
    status, said = check(tmp_path / "mine", "--strict")
    assert (status, "settings and texts are valid" in said) == (0, True), said


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_readme_says_three_next_steps_of_which_one_deploys(tmp_path, template):
    run(tmp_path / "mine", "--template", template)
    readme = (tmp_path / "mine/README.md").read_text("utf-8")
    assert [line[:4] for line in readme.splitlines() if line[:1].isdigit()] == [
        "1. *", "2. *", "3. *",
    ]  # fmt: skip
    assert "topopress deploy" in readme
    for named in ("content/digits/", "content/senses/", "content/first/"):
        if named in readme:
            assert (tmp_path / "mine" / named).is_dir()


def test_without_a_terminal_nothing_is_asked(tmp_path):
    assert run(tmp_path / "mine")[0] == 0
    assert (tmp_path / "mine/content/first/exploration.toml").is_file()


def test_in_a_terminal_one_number_is_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(starting, "_asked", lambda: "words")
    monkeypatch.setattr(starting, "_is_terminal", lambda: True)
    starting.start((str(tmp_path / "mine"),), None, tmp_path, asks=True)
    assert (tmp_path / "mine/content/senses").is_dir()
    starting.start((str(tmp_path / "yes"),), None, tmp_path, asks=False)
    assert (tmp_path / "yes/content/first").is_dir()


def test_the_question_names_every_template(monkeypatch):
    @main.command("ask")
    def ask():
        print(starting._asked())

    try:
        result = CliRunner().invoke(main, ["ask"], input="9\n3\n")
    finally:
        del main.commands["ask"]
    assert result.output.splitlines()[-1] == list(TEMPLATES)[2]
    for number, one in enumerate(TEMPLATES.values(), 1):
        assert f"  {number}  {one.wish} (" in result.output


def test_what_is_there_stays_and_is_named(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    status, said = run(tmp_path, "--template", "vectors")
    assert status == 0
    assert f"{tmp_path / 'README.md'} was there and stays as it is" in said
    assert "says what then" not in said
    assert (tmp_path / "README.md").read_text() == "mine"


@pytest.mark.parametrize("kind", ADDED)
def test_a_site_gets_a_further_one(tmp_path, kind):
    run(tmp_path, "--template", "vectors")
    status, said = run(kind, "my-own", "--root", tmp_path)
    assert status == 0, said
    assert f"topopress build --root {tmp_path} my-own" in said
    status, said = check(tmp_path, "--strict")
    both = "1 exploration and 1 case study" if kind == "case-study" else "2 explorations"
    assert f"{both}: settings and texts are valid" in said, said
    status, said = run(kind, "my-own", "--root", tmp_path)
    assert (status, "nothing is overwritten" in said) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("wrods", "mine"), "did you mean 'words'?"),
        (("words", "My Own"), "such as 'my-own'"),
        (("words", "assets"), "it becomes an address"),
        (("words", "../mine"), "lower-case letters"),
        (("words",), "give it a name: topopress new words NAME"),
        (("words", "a", "b"), "give one FOLDER, or a KIND and a NAME"),
        (("words", "a", "--template", "words"), "give one FOLDER, or a KIND and a NAME"),
        (("mine", "--template", "wrods"), "did you mean 'words'?"),
    ],
)
def test_bad_words_are_mistakes(tmp_path, words, said):
    run(tmp_path, "--template", "vectors")
    before = sorted(tmp_path.rglob("*"))
    status, output = run(*words, "--root", tmp_path)
    assert status in (1, 2)
    assert said in output
    assert sorted(tmp_path.rglob("*")) == before


def test_there_must_be_a_site_to_add_to(tmp_path):
    status, said = run("words", "mine", "--root", tmp_path)
    assert (status, "`topopress new FOLDER --template words` starts one" in said) == (1, True)


def test_templates_are_small(tmp_path):
    for template in TEMPLATES:
        run(tmp_path / template, "--template", template)
        content = tmp_path / template / "content"
        size = sum(path.stat().st_size for path in content.rglob("*") if path.is_file())
        assert size < 400_000, template
        assert tomllib.loads((content / "site.toml").read_text("utf-8"))["authors"] == ["Your name"]


@pytest.mark.slow
def test_a_case_study_is_started_built_checked_and_deployed(tmp_path):
    root, served = tmp_path / "mine", tmp_path / "served"
    run(root, "--template", "case-study")
    run("case-study", "further", "--root", root)
    arguments = ["deploy", "folder", str(served), "--root", str(root), "--build"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert check(root, "--strict")[0] == 0
    pages = {path.relative_to(served).as_posix() for path in served.rglob("index.html")}
    assert pages >= {
        "index.html",
        "digits/index.html",
        "case-studies/further/index.html",
        "case-studies/twenty-directions/index.html",
    }
    assert "Not every digit is in a node" in (served / "claims.html").read_text("utf-8")
