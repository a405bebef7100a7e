"""Case studies are read with their front matter; every mistake in it is told at once."""

import pytest

from tiny_project import change, write_project
from topopress.config.load import load_project
from topopress.core.errors import ConfigError

GOOD = '+++\ntitle = "A study"\nexplorations = ["tiny"]\n+++\n\nText.\n'


@pytest.fixture
def root(tmp_path):
    return write_project(tmp_path / "site")


def write(root, text=GOOD, name="first"):
    folder = root / "content/case-studies" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.md").write_text(text)
    return folder


def other(root, settings="", name="other"):
    """Add an exploration like the first."""
    folder = root / "content" / name
    folder.mkdir()
    for file in (root / "content/tiny").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    toml = folder / "exploration.toml"
    toml.write_text(settings + toml.read_text())


def report(root, *names):
    with pytest.raises(ConfigError) as raised:
        load_project(root, names)
    return str(raised.value)


def test_a_case_study_is_read(root):
    write(root, GOOD.replace("+++\n\n", 'tags = ["a b"]\nseries = "S"\ndate = 2026-11-30\n+++\n\n'))
    (study,) = load_project(root).case_studies
    assert (study.name, study.path, study.own) == ("first", "case-studies/first", "tiny")
    assert study.settings.tags == ("a b",)
    assert study.essay.split("\n").index("Text.") == 8
    assert study.essay_path == "content/case-studies/first/index.md"


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("Text.", ", line 1", "begins with its settings: a line '+++'"),
        ("", ", line 1", "begins with its settings"),
        ("---\ntitle: A\n---\n", ", line 1", "between lines '+++', in TOML; this is '---'"),
        ('+++\ntitle = "A"\n', ", line 1", "its settings have no end: write a line '+++'"),
        ("+++\ntitle = A\n+++\n", "", "not valid TOML: Invalid value (at line 2, column 9)"),
        ("+++\n+++\n", ", title", "missing. Title of the page."),
        ('+++\ntitle = "A"\ntitel = 1\n+++\n', ", titel", "unknown key; did you mean 'title'?"),
        ('+++\ntitle = "A"\ndate = "soon"\n+++\n', ", date", "must be a day such as"),
        ('+++\ntitle = "A"\ntags = ["!"]\n+++\n', ", tags[0]", "at least one letter or digit"),
        ('+++\ntitle = "A"\ntags = ["a b", "A-B"]\n+++\n', ", tags", "must name each tag once"),
        (
            GOOD.replace("tiny", "tinny"),
            ", explorations[0]",
            "did you mean 'tiny'? There are: tiny",
        ),
        ("+++\ntitle = '\\u0001'\n" + "x = 1\n" * 3 + "+++\n", "", "not valid TOML"),
        ("+++\n" + "a = " + "[" * 5000 + "\n+++\n", "", "nested too deeply"),
    ],
)
def test_a_mistake_has_its_file_and_its_key(root, text, where, why):
    write(root, text)
    message = report(root)
    assert message.startswith(f"content/case-studies/first/index.md{where}: ")
    assert why in message


def test_all_mistakes_are_told_at_once(root):
    write(root, '+++\ntitle = 1\norder = "x"\n+++\n')
    write(root, "Text.", "second")
    write(root, GOOD.replace("tiny", "nope"), "third")
    change(root, 'title = "Tiny"', 'title = "Tiny"\ntags = ["Words"]')
    write(root, GOOD.replace("+++\n\n", 'tags = ["words"]\n+++\n\n'), "fourth")
    lines = report(root).split("\n")
    assert lines[0] == "5 mistakes:"
    assert any("'words' has the same address as 'Words'" in line for line in lines)


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("x", "has the same address 'x' as"),
        ("日本", "its name has letters other than Latin ones"),
        ("con", "Windows reserves this name"),
        ("a" * 150, "its address has 150 characters"),
    ],
)
def test_an_address_must_be_one(root, folder, why):
    write(root, GOOD, "X")
    write(root, GOOD, folder)
    assert why in report(root)


def test_the_folder_of_case_studies_is_no_exploration(root):
    write(root)
    folder = root / "content/case-studies"
    (folder / "exploration.toml").write_text('title = "A"')
    (folder / "notes.md").write_text("a")
    (folder / "empty").mkdir()
    write(root, GOOD, ".hidden")
    project = load_project(root)
    assert [one.name for one in project.case_studies] == ["first"]
    assert [notice.partition(": ")[0] for notice in project.notices] == [
        f"content/case-studies/{name}"
        for name in (".hidden", "empty", "exploration.toml", "notes.md")
    ]
    other(root, 'slug = "case-studies"\n')
    assert "must be lower-case letters" in report(root)


def test_a_misspelt_folder_is_told(root):
    (root / "content/case_studies").mkdir()
    (notice,) = load_project(root).notices
    assert notice == "content/case_studies: not used; case studies are read from case-studies"


def test_a_named_case_study_brings_its_explorations(root):
    other(root, "draft = true\n")
    other(root, "", "third")
    write(
        root,
        GOOD.replace('["tiny"]', '["tiny", "other"]').replace("+++\n\n", "draft = true\n+++\n\n"),
    )
    plain = load_project(root)
    assert [one.name for one in plain.explorations] == ["third", "tiny"]
    assert plain.case_studies == ()
    for name in ("first", "case-studies/first"):
        named = load_project(root, (name,))
        assert [one.name for one in named.explorations] == ["other", "tiny"]
        assert [one.name for one in named.case_studies] == ["first"]
    assert [one.name for one in load_project(root, drafts=True).case_studies] == ["first"]
    assert "no exploration or case study 'frist'; did you mean" in report(root, "frist")


def test_an_exploration_comes_before_a_case_study_of_its_name(root):
    write(root, GOOD, "tiny")
    assert load_project(root, ("tiny",)).case_studies == ()
    assert [one.name for one in load_project(root, ("case-studies/tiny",)).case_studies] == ["tiny"]
