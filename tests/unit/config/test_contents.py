"""Everything in ``content/`` is used, or named as not used, or never content."""

import shutil

import pytest

from topopress.build.site import build_site
from topopress.config.load import load_project
from topopress.stage.listener import Recorder
from unit.config.test_load import GOOD, message, write_site


def put(root, path, text="text"):
    file = root / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def notices(root):
    project = load_project(root)
    assert [source.name for source in project.explorations] == ["one"]
    return project.notices


PASSED_OVER = {
    ".old/exploration.toml": "content/.old: passed over; its name begins with a dot",
    "two/Exploration.toml": "content/two/Exploration.toml: not used; settings are read from "
    "exploration.toml; rename the file",
    "two/exploration.TOML": "content/two/exploration.TOML: not used",
    "two/exploration.tml": "content/two/exploration.tml: not used",
    "two/exploration.toml.txt": "content/two/exploration.toml.txt: not used",
    "two/explorations.toml": "content/two/explorations.toml: not used",
    "two/exploraton.toml": "content/two/exploraton.toml: not used",
    "one/exploration.toml~": "content/one/exploration.toml~: not used",
    "two/index.md": "content/two: not used; it has an index.md but no exploration.toml",
    "group/two/exploration.toml": "content/group/two/exploration.toml: not used; the folder of an "
    "exploration stands in content/ itself",
    "a/b/c/exploration.toml": "content/a/b/c/exploration.toml: not used",
    "one/inner/exploration.toml": "content/one/inner/exploration.toml: not used",
    "exploration.toml": "content/exploration.toml: not used; each exploration.toml stands in a "
    "folder of its own",
    "Site.toml": "content/Site.toml: not used; settings are read from site.toml; rename the file",
    "sites.toml": "content/sites.toml: not used",
    "site.toml.bak": "content/site.toml.bak: not used",
    "index.md": "content/index.md: not used; an essay stands beside its exploration.toml",
    "one/Index.md": "content/one/Index.md: not used; the essay is read from index.md",
    "one/index.md.txt": "content/one/index.md.txt: not used; the essay is read from index.md",
    "one/essay.markdown": "content/one/essay.markdown: not used",
}


@pytest.mark.parametrize("path", PASSED_OVER)
def test_what_is_passed_over_is_named_once(tmp_path, path):
    root = write_site(tmp_path, one=GOOD)
    put(root, path)
    (notice,) = notices(root)
    assert notice.startswith(PASSED_OVER[path])


NEVER_CONTENT = [
    ".DS_Store",
    ".git/config",
    ".obsidian/index.md",
    "README.md",
    "pictures/cat/1.png",
    "one/net.py",
    "one/README.md",
    "one/labels.csv",
    "one/pictures/a/notes.txt",
    "shared/pyproject.toml",
    "one/.cache/exploration.toml",
]


@pytest.mark.parametrize("path", NEVER_CONTENT)
def test_what_is_never_content_is_not_named(tmp_path, path):
    root = write_site(tmp_path, one=GOOD)
    put(root, path)
    assert notices(root) == ()


def test_a_link_to_nothing_is_named(tmp_path):
    root = write_site(tmp_path, one=GOOD)
    (root / "content/two").symlink_to("nowhere")
    assert notices(root) == ("content/two: not used; it is a link to something that is not there",)


def test_where_nothing_else_is_built_the_error_names_it(tmp_path):
    root = write_site(tmp_path)
    put(root, "one/Exploration.toml", GOOD)
    text = message(root)
    assert "no exploration to build" in text
    assert "content/one/Exploration.toml: not used" in text


def test_a_misspelt_file_of_the_site_is_named_where_there_is_none(tmp_path):
    root = write_site(tmp_path, one=GOOD)
    (root / "content/site.toml").rename(root / "content/Site.toml")
    text = message(root)
    assert text.startswith("content/site.toml: no such file")
    assert "content/Site.toml: not used" in text


def test_a_build_says_what_it_passes_over(project):
    shutil.copytree(project / "content/tiny", project / "content/.old")
    listener = Recorder()
    built = build_site(project, listener=listener, durable=False)
    assert built.articles.paths == ("tiny",)
    assert listener.notices.count("content/.old: passed over; its name begins with a dot") == 1
    assert not (project / "public/old").exists()
