"""What an author keeps beside a site survives every publication and every removal."""

import subprocess

import pytest

from topopress.core.errors import PublishError
from topopress.store.disk import Disk
from topopress.store.publish import claimed_output, publish, verify_site
from topopress.store.site_folder import KEPT, unpublish

OLD, NEW = {"index.html": b"old"}, {"index.html": b"new"}
FILES = {
    "CNAME": "example.org\n",
    ".git": "gitdir: ../.git/worktrees/public\n",
    ".gitignore": "*.zip",
    ".gitattributes": "* -text",
    ".well-known/security.txt": "Contact: mailto:a@example.org",
    "_headers": "/*",
    "_redirects": "/ /first",
    "robots.txt": "User-agent: *",
}


class TwoRenames(Disk):
    def exchange(self, one, other):
        raise OSError(22, "no exchange", str(other))


class InterruptedAfter(Disk):
    """Ctrl-C just after the sites were exchanged."""

    def exchange(self, one, other):
        super().exchange(one, other)
        raise KeyboardInterrupt


@pytest.fixture
def out(tmp_path):
    return tmp_path / "public"


def keep(out, path, text):
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    (out / path).write_text(text)


def repository(out):
    keep(out, ".git/HEAD", "ref: refs/heads/gh-pages")


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("disk", [Disk(), TwoRenames()], ids=["exchange", "two-renames"])
def test_a_kept_file_stays(out, path, disk):
    keep(out, path, FILES[path])
    for site in (OLD, NEW):
        publish(site, out, disk=disk)
        assert (out / path).read_text() == FILES[path]
        assert verify_site(out) == []
    assert (out / "index.html").read_bytes() == b"new"


def test_every_kept_name_is_tried():
    assert {path.partition("/")[0] for path in FILES} == KEPT


@pytest.mark.parametrize("disk", [Disk(), TwoRenames()], ids=["exchange", "two-renames"])
def test_a_repository_stays(out, tmp_path, disk):
    repository(out)
    for site in (OLD, NEW):
        publish(site, out, disk=disk)
        assert (out / ".git/HEAD").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_real_worktree_shows_the_new_site_as_changes(out, tmp_path):
    def git(*words, at=out):
        command = ["git", "-C", str(at), "-c", "user.name=A", "-c", "user.email=a@b.c", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout

    main = tmp_path / "main"
    main.mkdir()
    git("init", "-q", at=main)
    git("commit", "-q", "--allow-empty", "-m", "first", at=main)
    git("worktree", "add", "-q", str(out), "-b", "gh-pages", at=main)
    publish(OLD, out)
    git("add", "-A")
    git("commit", "-q", "-m", "site")
    publish(NEW, out)
    changed = git("status", "--porcelain").split()
    assert changed == ["M", "index.html", "M", "site-manifest.json"]


def test_ctrl_c_after_the_exchange_loses_no_repository(out):
    publish(OLD, out)
    repository(out)
    with pytest.raises(KeyboardInterrupt):
        publish(NEW, out, disk=InterruptedAfter())
    publish(NEW, out)
    assert (out / ".git/HEAD").is_file()


def test_a_repository_that_a_killed_build_left_is_put_back(out, tmp_path):
    publish(OLD, out)
    repository(tmp_path / ".public.new-0123abcd")
    with claimed_output(out):
        assert (out / ".git/HEAD").is_file()
    assert not (tmp_path / ".public.new-0123abcd").exists()


def test_of_two_repositories_none_is_removed(out, tmp_path):
    publish(OLD, out)
    left = tmp_path / ".public.new-0123abcd"
    for folder in (out, left):
        repository(folder)
    with pytest.raises(PublishError, match="move it to where you want it"), claimed_output(out):
        pass
    assert (out / ".git/HEAD").is_file()
    assert (left / ".git/HEAD").is_file()


@pytest.mark.parametrize("path", ["notes.txt", "a/CNAME", "cname", ".gitmodules", ".hg/store"])
def test_other_strangers_are_refused(out, path):
    publish(OLD, out)
    keep(out, path, "x")
    with pytest.raises(PublishError, match="not made by topopress"), claimed_output(out):
        pass
    assert (out / path).read_text() == "x"


@pytest.mark.parametrize("path", ["CNAME", ".git", ".well-known/key"])
def test_a_link_is_not_kept(out, tmp_path, path):
    publish(OLD, out)
    (out / path).parent.mkdir(exist_ok=True)
    (out / path).symlink_to(tmp_path)
    with pytest.raises(PublishError, match="it is a link"), claimed_output(out):
        pass


def test_removal_leaves_what_is_kept(out):
    keep(out, "CNAME", "example.org")
    repository(out)
    publish({**OLD, "a/b.html": b""}, out)
    unpublish(out)
    assert sorted(path.name for path in out.iterdir()) == [".git", "CNAME"]
    publish(NEW, out)
    assert verify_site(out) == []


def test_removal_of_a_site_alone_removes_its_folder(out):
    publish(OLD, out)
    unpublish(out)
    assert not out.exists()
