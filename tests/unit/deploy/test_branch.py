"""Pushing a site to a branch of a bare repository on disk."""

import subprocess

import pytest

from topopress.core.errors import PublishError
from topopress.deploy.branch import Target, push_site
from topopress.store.publish import publish
from topopress.store.site_files import MANIFEST

FILES = {
    "index.html": b"<p>\r\n",
    ".nojekyll": b"",
    "Gr\u00fc\u00dfe/\u65e5\u672c \u8a9e.html": "\u00e9".encode(),
    "a/data/graph.js": bytes(range(256)),
}


def git(folder, *arguments):
    done = subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def somebody(monkeypatch, tmp_path):
    """Run git without the settings of whoever runs the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = A. Author\nemail = a@example.org\n[init]\ndefaultBranch = main\n"
        "[core]\nautocrlf = true\n"
    )


@pytest.fixture
def remote(tmp_path):
    folder = tmp_path / "remote.git"
    git(tmp_path, "init", "-q", "--bare", str(folder))
    return folder


@pytest.fixture
def root(tmp_path, remote):
    """A project in a repository with a commit and a work tree that is not clean."""
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    git(folder, "init", "-q")
    git(folder, "remote", "add", "origin", str(remote))
    (folder / "content/site.toml").write_text('title = "A"\n')
    (folder / ".gitignore").write_text("public/\n*.js\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Content")
    (folder / "staged.txt").write_text("staged")
    git(folder, "add", "staged.txt")
    return folder


def pushed(root, files=FILES, *, branch="gh-pages", remote="origin", **options):
    publish(files, root / "public")
    every = {**files, MANIFEST: b""}
    target = Target(remote, branch)
    return push_site(root / "public", every, root, target, message="Site", **options)


def content(remote, branch="gh-pages"):
    paths = git(remote, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")
    return {
        path: subprocess.run(
            ["git", "cat-file", "blob", f"{branch}:{path}"],
            cwd=remote,
            capture_output=True,
            check=True,
        ).stdout
        for path in paths
        if path
    }


def others_push(tmp_path, remote, files, *, removed=()):
    clone = tmp_path / "clone"
    if not clone.exists():
        git(tmp_path, "clone", "-q", "-b", "gh-pages", str(remote), str(clone))
    git(clone, "pull", "-q")
    for path, text in files.items():
        (clone / path).parent.mkdir(exist_ok=True)
        (clone / path).write_text(text)
    for path in removed:
        (clone / path).unlink()
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "Of others")
    git(clone, "push", "-q")


def test_a_new_branch_has_the_site_byte_by_byte(root, remote):
    before = git(root, "status", "--porcelain"), git(root, "for-each-ref", "refs/heads")
    found = pushed(root)
    assert (found.is_new, found.added, found.changed, found.removed) == (True, 5, 0, 0)
    there = content(remote)
    assert there.pop(MANIFEST) == (root / "public" / MANIFEST).read_bytes()
    assert there == FILES
    assert git(remote, "log", "--format=%an %s", "gh-pages") == "A. Author Site"
    assert git(remote, "cat-file", "-p", "gh-pages").count("parent") == 0
    assert before == (git(root, "status", "--porcelain"), git(root, "for-each-ref", "refs/heads"))


def test_each_deployment_is_one_commit_on_top_of_the_last(root, remote):
    pushed(root)
    files = {**FILES, "index.html": b"<q>", "new.html": b"new"}
    del files["a/data/graph.js"]
    found = pushed(root, files)
    assert (found.is_new, found.added, found.changed, found.removed) == (False, 1, 2, 1)
    assert git(remote, "rev-list", "--count", "gh-pages") == "2"
    assert content(remote)["index.html"] == b"<q>"
    assert "a/data/graph.js" not in content(remote)


def test_there_is_nothing_to_push_twice(root, remote):
    pushed(root)
    assert pushed(root).commit is None
    assert git(remote, "rev-list", "--count", "gh-pages") == "1"


def test_what_the_branch_keeps_for_its_host_stays(root, remote, tmp_path):
    pushed(root)
    others_push(tmp_path, remote, {"CNAME": "example.org", ".well-known/key": "k"})
    pushed(root, {**FILES, "index.html": b"<q>"})
    there = content(remote)
    assert (there["CNAME"], there[".well-known/key"]) == (b"example.org", b"k")
    assert there["index.html"] == b"<q>"
    assert git(remote, "rev-list", "--count", "gh-pages") == "3"


def test_a_branch_with_other_files_is_refused_unless_asked(root, remote):
    git(root, "push", "-q", "origin", "HEAD:refs/heads/gh-pages")
    with pytest.raises(PublishError, match=r"(?s)\.gitignore|content/site\.toml") as caught:
        pushed(root)
    assert "content/site.toml, on the branch gh-pages: not made by topopress" in str(caught.value)
    assert "--replace" in str(caught.value)
    assert git(remote, "rev-list", "--count", "gh-pages") == "1"
    pushed(root, replace=True)
    assert git(remote, "rev-list", "--count", "gh-pages") == "2"
    assert "content/site.toml" not in content(remote)
    assert git(remote, "show", "gh-pages~1:content/site.toml") == 'title = "A"'


def test_a_push_that_the_remote_rejects_is_an_error_with_its_words(root, remote):
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'the branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(PublishError, match=r"(?s)the branch is protected.*nothing was pushed"):
        pushed(root)
    assert git(remote, "for-each-ref") == ""


def test_a_push_meanwhile_is_not_overwritten(root, remote, tmp_path):
    pushed(root)
    others_push(tmp_path, remote, {"CNAME": "example.org"})
    late = git(remote, "rev-parse", "gh-pages")
    git(remote, "update-ref", "refs/heads/gh-pages", "gh-pages~1")
    # The other push arrives between our look at the branch and our own push.
    hook = remote / "hooks/pre-receive"
    hook.write_text(f"#!/bin/sh\necho {late} > refs/heads/gh-pages\n")
    hook.chmod(0o755)
    with pytest.raises(PublishError, match="nothing was pushed"):
        pushed(root, {**FILES, "index.html": b"<q>"})
    assert git(remote, "rev-parse", "gh-pages") == late


def test_a_project_without_a_repository_pushes_to_an_address(tmp_path, remote):
    root = tmp_path / "plain"
    root.mkdir()
    with pytest.raises(PublishError, match="is in no git repository"):
        pushed(root)
    assert pushed(root, remote=str(remote)).is_new
    assert content(remote)["index.html"] == FILES["index.html"]
    assert pushed(root, {**FILES, "index.html": b""}, remote=str(remote)).changed == 2


@pytest.mark.parametrize(
    ("remote_name", "branch", "said"),
    [
        ("--upload-pack=evil", "gh-pages", "must not begin with a hyphen"),
        ("origin", "--force", "is no name of a branch"),
        ("origin", "a..b", "is no name of a branch"),
        ("nowhere", "gh-pages", "the remote nowhere cannot be read"),
    ],
)
def test_bad_targets_are_mistakes(root, remote_name, branch, said):
    with pytest.raises(PublishError, match=said):
        pushed(root, remote=remote_name, branch=branch)


def test_no_git_is_an_error_that_says_what_to_do(root, monkeypatch, tmp_path):
    publish(FILES, root / "public")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PublishError, match="git is not installed"):
        push_site(root / "public", FILES, root, Target("origin", "gh-pages"), message="")


def test_nobody_is_an_error_that_says_what_to_do(root, tmp_path, monkeypatch):
    (tmp_path / "gitconfig").write_text("[user]\nuseConfigOnly = true\n")
    monkeypatch.delenv("EMAIL", raising=False)
    with pytest.raises(PublishError, match=r"git config user\.name"):
        pushed(root)


def test_a_hook_that_runs_it_does_not_lead_it_astray(root, remote, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert pushed(root).is_new
    monkeypatch.undo()
    assert content(remote)["index.html"] == FILES["index.html"]
