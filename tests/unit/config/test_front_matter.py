"""Front matter is passed over, and the build says so; other text is never lost."""

import pytest

from topopress.config.front_matter import without_front_matter
from topopress.config.load import load_project


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\ntitle: A\nauthor: B\n---\n\nText", 4),
        ("---\ntags:\n  - a\n  - b\naliases: [c]\n---\nText", 6),
        ("---\ntags:\n- a\n# a comment\n\ndate: 2024-01-01\n...\nText", 7),
        ('+++\ntitle = "A"\n[extra]\nx = 1\n+++\nText', 5),
        ("---  \nabstract: |\n  Several\n\n  lines: here\n--- \nText", 6),
        ('---\n"title": A\nformat:\n  html:\n    toc: true\n---\nText', 6),
    ],
)
def test_front_matter_becomes_empty_lines(text, lines):
    rest, found = without_front_matter(text)
    assert found == lines
    assert rest.split("\n") == [""] * lines + text.split("\n")[lines:]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n---",
        "---\n\nText after a rule.\n\n---\n\nmore",
        "---\nA sentence: with a colon\n---",
        "---\ntitle: A\nA sentence.\n---\n",
        "---\ntitle: A\n\nno end",
        "Text\n\n---\ntitle: A\n---",
        "----\ntitle: A\n----",
        "- - -\ntitle: A\n---",
    ],
)
def test_other_text_stays(text):
    assert without_front_matter(text) == (text, 0)


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_build_says_what_it_passes_over(tmp_path, start):
    folder = tmp_path / "content" / "one"
    folder.mkdir(parents=True)
    (tmp_path / "content/site.toml").write_text('title = "T"\n')
    (folder / "exploration.toml").write_text(
        'title = "T"\n[data]\nkind = "builtin"\n[network]\nname = "efficientnet-lite0"\n'
        'layers = ["blocks.1"]\n'
    )
    text = f"{start}---\r\ntitle: A\r\n---\r\nText"
    (folder / "index.md").write_bytes(text.encode())
    project = load_project(tmp_path)
    assert project.explorations[0].essay == "\n\n\nText"
    assert project.notices == (
        "content/one/index.md, lines 1 to 3: not used; title, authors and date are read from "
        "exploration.toml",
    )
