"""``topopress deploy`` from end to end: a built site, a bare repository, and what is said."""

import subprocess

import pytest
from click.testing import CliRunner

from topopress.cli import main
from topopress.pages.site.check import check_site


def run(*arguments):
    result = CliRunner().invoke(main, ["deploy", *map(str, arguments)])
    return result.exit_code, result.output


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(project, tmp_path, monkeypatch):
    """The built project in a repository with a bare remote."""
    for name, value in {"NAME": "A", "EMAIL": "a@example.org"}.items():
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(project, "init", "-q", "-b", "main")
    git(project, "remote", "add", "origin", tmp_path / "remote.git")
    return project


PAGES = ("github-pages", "--branch", "gh-pages", "--root")


def test_a_site_is_pushed_cloned_and_whole(repository, tmp_path):
    status, said = run(*PAGES, repository)
    assert status == 0, said
    assert "GitHub Pages allows a site of 1 GB" in said
    assert "to gh-pages of origin: " in said
    assert '"Deploy from a branch", gh-pages' in said
    git(tmp_path, "clone", "-q", "-b", "gh-pages", "remote.git", "served/below/here")
    clone = tmp_path / "served/below/here"
    files = {p.relative_to(clone).as_posix(): p for p in clone.rglob("*") if p.is_file()}
    contents = {path: file.read_bytes() for path, file in files.items() if ".git/" not in path}
    assert ".nojekyll" in contents
    assert contents == {
        p.relative_to(repository / "public").as_posix(): p.read_bytes()
        for p in (repository / "public").rglob("*")
        if p.is_file()
    }
    contents.pop("site-manifest.json")
    assert check_site(contents) == []
    status, said = run(*PAGES, repository)
    assert (status, "nothing to push" in said) == (0, True)


def test_a_site_with_mistakes_is_deployed_nowhere(repository, tmp_path):
    page = repository / "public/tiny/index.html"
    page.write_bytes(page.read_bytes().replace(b"</main>", b"<a href=nope.html>x</a></main>"))
    for target in (("github-pages", "--branch", "gh-pages"), ("folder", tmp_path / "served")):
        status, said = run(*target, "--root", repository)
        assert status == 1
        assert "public/tiny/index.html: has changed since it was published [published]" in said
        assert "'nope.html' leads nowhere [links]" in said
    assert not (tmp_path / "served").exists()


def test_a_site_that_is_not_built_says_how(tmp_path, project):
    status, said = run("folder", tmp_path / "served", "--root", project, "--out", tmp_path / "no")
    assert status == 1
    assert "repeat this with --build" in said


def test_the_site_is_built_first_if_wanted(repository, tmp_path):
    (repository / "public/tiny/index.html").write_text("<p>")
    essay = repository / "content/tiny/index.md"
    essay.write_text(essay.read_text().replace("The end.", "Deployed."))
    status, said = run("folder", tmp_path / "served", "--root", repository, "--build")
    assert status == 0, said
    assert "Deployed." in (tmp_path / "served/tiny/index.html").read_text()


def test_the_workflow_is_written_and_the_next_steps_said(repository):
    status, said = run("github-pages", "--root", repository)
    assert status == 0
    assert f"wrote {repository / '.github/workflows/pages.yml'}" in said
    assert "push the branch main" in said
    (repository / ".gitignore").write_text("public/\n")
    status, said = run("github-pages", "--root", repository, "--committed")
    assert "warning: public/ is in .gitignore" in said
