"""Limits and addresses of GitHub Pages; folders and rsync as targets."""

import subprocess

import pytest

from topopress.build.problems import SiteFiles
from topopress.core.errors import PublishError
from topopress.deploy import limits
from topopress.deploy.address import address_sentences, content_version, pages_address
from topopress.deploy.folder import copy_site
from topopress.deploy.limits import Usage, usage
from topopress.deploy.rsync import rsync_command, run_rsync
from topopress.store.publish import publish, verify_site

FILES = {"index.html": b"<p>", "a/b.html": b""}


def test_what_a_site_uses_of_the_limits():
    said = list(usage({"index.html": b"<p>" * 100, "a.webp": b"0" * 900}).sentences())
    assert "this one has 0.0 MB, its largest file 0.0 MB" in said[0]
    assert "first views" in said[1]
    assert len(said) == 2


@pytest.mark.parametrize(
    ("size", "largest", "said"),
    [
        (1_100_000_000, 1, "larger than the 1 GB"),
        (600_000_000, 1, "more than 10 minutes"),
        (10**8, 6 * 10**7, "a.npy is larger than the 50 MB"),
    ],
)
def test_warnings_near_the_limits(size, largest, said):
    warnings = [one for one in Usage(size, "a.npy", largest, 0).sentences() if "warning" in one]
    assert len(warnings) == 1
    assert said in warnings[0]


def test_a_file_that_github_refuses_is_an_error_before_anything_is_pushed(monkeypatch):
    monkeypatch.setattr(limits, "FILE", 10)
    with pytest.raises(PublishError, match=r"b\.npy.*1 such file.*nothing was pushed"):
        usage({"index.html": b"", "b.npy": b"0" * 11})


@pytest.mark.parametrize(
    ("remote", "domain", "address"),
    [
        ("git@github.com:Ann/maps.git", None, "https://ann.github.io/maps/"),
        ("https://github.com/ann/maps", None, "https://ann.github.io/maps/"),
        ("ssh://git@github.com/ann/my.maps.git", None, "https://ann.github.io/my.maps/"),
        ("https://github.com/ann/Ann.github.io.git", None, "https://ann.github.io/"),
        ("git@github.com:ann/maps.git", "maps.example.org\n", "https://maps.example.org/"),
        ("/srv/git/maps.git", None, None),
        ("https://example.org/github.com.git", None, None),
    ],
)
def test_where_github_serves_a_site(tmp_path, remote, domain, address):
    assert pages_address(remote, tmp_path, domain=domain) == address


def test_the_address_and_the_setting_are_compared():
    pages = "https://ann.github.io/maps/"
    assert "write url" in address_sentences(None, pages)[1]
    assert address_sentences("https://ANN.github.io/maps", pages)[0].endswith("works below /maps/")
    assert len(address_sentences("https://ANN.github.io/maps", pages)) == 1
    assert "warning: `url`" in address_sentences("https://example.org/", pages)[1]
    assert "at the root of its host" in address_sentences("https://example.org/", None)[0]
    assert "give `url`" in address_sentences(None, None)[0]


def test_the_message_names_the_commit_of_the_content(tmp_path):
    assert content_version(tmp_path) == "Site"
    run = lambda *words: subprocess.run(  # noqa: E731
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *words], cwd=tmp_path, check=True
    )
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.toml").write_text("")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "A")):
        run(*words)
    assert content_version(tmp_path).startswith("Site of ")
    (tmp_path / "content/site.toml").write_text("changed")
    assert content_version(tmp_path).endswith(" and later changes")


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "project/public"
    folder.parent.mkdir()
    publish(FILES, folder)
    return SiteFiles(folder, "public", FILES, None)


def test_a_folder_gets_the_site_and_keeps_what_its_host_needs(site, tmp_path):
    target = tmp_path / "served"
    target.mkdir()
    (target / "CNAME").write_text("example.org")
    assert copy_site(site, target, site.folder.parent)
    assert not copy_site(site, target, site.folder.parent)
    assert verify_site(target) == []
    assert (target / "CNAME").read_text() == "example.org"


def test_a_folder_with_other_files_is_refused(site, tmp_path):
    target = tmp_path / "served"
    target.mkdir()
    (target / "thesis.tex").write_text("years of work")
    with pytest.raises(PublishError, match="not made by topopress"):
        copy_site(site, target, site.folder.parent)
    assert [path.name for path in target.iterdir()] == ["thesis.tex"]
    with pytest.raises(PublishError, match="is the built site itself"):
        copy_site(site, site.folder, site.folder.parent)


def test_rsync_removes_nothing_unless_asked(site):
    command = rsync_command(site.folder, "host:folder", delete=False, dry_run=False)
    assert command[-3:] == ["--", f"{site.folder}/", "host:folder"]
    assert not [part for part in command if part.startswith("--delete")]
    assert "--exclude=/CNAME" in command
    more = rsync_command(site.folder, "host:folder", delete=True, dry_run=True)
    assert {"--delete-after", "--dry-run"} <= set(more)
    for target in ("", " ", "--rsh=sh -c evil"):
        with pytest.raises(PublishError, match="must be a folder"):
            rsync_command(site.folder, target, delete=False, dry_run=False)


def test_rsync_runs_or_says_why_not(site, tmp_path, monkeypatch):
    command = rsync_command(site.folder, "host:folder", delete=False, dry_run=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PublishError, match="rsync is not installed"):
        run_rsync(command)
    program, said = tmp_path / "rsync", tmp_path / "said"
    program.write_text(f'#!/bin/sh\necho "$@" > {said}\n')
    program.chmod(0o755)
    run_rsync(command)
    assert said.read_text().endswith(f"-- {site.folder}/ host:folder\n")
    program.write_text("#!/bin/sh\nexit 23\n")
    with pytest.raises(PublishError, match=r"status 23; the command was: rsync --recursive"):
        run_rsync(command)
