import json
import os
import stat
from pathlib import Path

import pytest

from topopress.core.errors import PublishError
from topopress.store.disk import Disk
from topopress.store.publish import claimed_output, publish, verify_site

FILES = {"index.html": b"<p>", "a/data/graph.js": b"TOPO", "a/index.html": b"", ".nojekyll": b""}


class WritingDisk(Disk):
    """Notes what is written and synced."""

    def __init__(self):
        self.written, self.synced = [], 0

    def write_new(self, path, chunks, mode):
        self.written.append(path.name)
        return super().write_new(path, chunks, mode)

    def sync(self, path):
        self.synced += 1
        super().sync(path)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "public"


def content_of(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_site_is_exactly_the_files_and_their_list(out):
    assert publish(FILES, out)
    content = content_of(out)
    manifest = json.loads(content.pop("site-manifest.json"))
    assert content == FILES
    assert list(manifest["files"]) == sorted(FILES)
    assert verify_site(out) == []


def test_a_new_site_replaces_the_old_as_a_whole(out, tmp_path):
    publish(FILES, out)
    assert publish({"index.html": b"new"}, out)
    assert set(content_of(out)) == {"index.html", "site-manifest.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_the_bytes_do_not_depend_on_the_order(tmp_path):
    publish(FILES, tmp_path / "one")
    publish(dict(reversed(FILES.items())), tmp_path / "two")
    assert content_of(tmp_path / "one") == content_of(tmp_path / "two")


def test_an_unchanged_site_is_not_written(out):
    publish(FILES, out)
    inode = out.stat().st_ino
    disk = WritingDisk()
    assert not publish(FILES, out, disk=disk)
    assert (disk.written, disk.synced, out.stat().st_ino) == ([], 0, inode)


def test_a_file_cut_short_is_published_again(out):
    publish(FILES, out)
    (out / "index.html").write_bytes(b"<")
    assert publish(FILES, out)
    assert verify_site(out) == []


def texts(out):
    return list(map(str, verify_site(out)))


def test_a_file_changed_in_place_is_found_by_hash(out):
    publish(FILES, out)
    (out / "index.html").write_bytes(b"<q>")
    assert texts(out) == ["index.html: has changed since it was published"]
    assert not publish(FILES, out)


def test_verification_names_missing_and_foreign_files(out):
    publish(FILES, out)
    (out / "index.html").unlink()
    (out / "more.html").write_bytes(b"")
    assert texts(out) == ["index.html: is missing", "more.html: is not part of the site"]


def test_verification_needs_a_site(tmp_path):
    with pytest.raises(PublishError, match="no published site"):
        verify_site(tmp_path)


def test_permissions_do_not_depend_on_the_umask(out):
    old = os.umask(0o077)
    try:
        publish(FILES, out)
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in out.rglob("*") if p.is_file()}
    assert modes == {0o644}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (out, out / "a")} == {0o755}


def test_without_durability_nothing_is_synced(out):
    out.parent.mkdir(exist_ok=True)
    disk = WritingDisk()
    publish(FILES, out, durable=False, disk=disk)
    assert disk.synced == 0


def test_a_link_to_the_folder_stays(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").symlink_to("elsewhere")
    publish(FILES, tmp_path / "public")
    publish({"index.html": b"new"}, tmp_path / "public")
    assert (tmp_path / "public").is_symlink()
    assert (tmp_path / "elsewhere" / "index.html").read_bytes() == b"new"


# Folders that are not ours


def refuses(out, reason, project=None):
    before = sorted(out.rglob("*")) if out.is_dir() else []
    with pytest.raises(PublishError, match=reason), claimed_output(out, project=project):
        pass
    with pytest.raises(PublishError, match=reason):
        publish(FILES, out)
    assert before == (sorted(out.rglob("*")) if out.is_dir() else [])
    assert not out.with_name(f".{out.name}.lock").exists()


def test_a_folder_with_other_things_is_refused(out):
    out.mkdir()
    (out / "thesis.tex").write_text("x")
    refuses(out, "not empty, and not made by topopress")


def test_a_manifest_of_another_program_is_not_ours(out):
    out.mkdir()
    for text in ("{}", "[]", "no json", '{"format": "topopress-site 1", "files": {"a": "b"}}'):
        (out / "site-manifest.json").write_text(text)
        refuses(out, "not made by topopress")


def test_own_files_among_ours_are_not_deleted(out):
    publish(FILES, out)
    (out / "a" / "CNAME").write_text("example.org")
    refuses(out, r"a/CNAME: not made by topopress \(1 such file\)")


def test_what_desktops_drop_is_no_obstacle(out):
    publish(FILES, out)
    (out / "a" / ".DS_Store").write_bytes(b"")
    assert publish({"index.html": b"new"}, out)


def test_a_file_is_refused(out):
    out.write_text("x")
    refuses(out, "must be a folder, and this is a file")


@pytest.mark.parametrize("above", [0, 1])
def test_home_and_what_is_above_it_are_refused(tmp_path, monkeypatch, above):
    home = tmp_path / "users" / "ada"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    refuses([home, home.parent][above], "cannot publish over the home folder")


@pytest.mark.parametrize(
    "inner", ["content/one", "content/one/pictures/site", "templates/x", ".topopress/x"]
)
def test_what_a_site_is_made_from_is_no_place_for_it(tmp_path, inner):
    project = tmp_path / "site"
    (project / inner).mkdir(parents=True)
    with pytest.raises(PublishError, match="cannot publish within"):
        publish(FILES, project / inner, project=project)
    assert not any((project / inner).iterdir())


def test_the_project_is_refused(tmp_path, monkeypatch):
    project = tmp_path / "projects" / "site"
    project.mkdir(parents=True)
    monkeypatch.chdir(project)
    refuses(project, "working folder", project=project)
    refuses(project.parent, "working folder", project=project)
    with claimed_output(project / "public", project=project):
        publish(FILES, project / "public")


def test_the_root_folder_is_refused():
    refuses_root = pytest.raises(PublishError, match="cannot publish over")
    with refuses_root, claimed_output(Path("/")):
        pass


# What a killed build leaves


def test_an_old_site_set_aside_is_put_back(out, tmp_path):
    publish(FILES, out)
    out.rename(tmp_path / ".public.old-0123abcd")
    (tmp_path / ".public.new-0123abcd").mkdir()
    with claimed_output(out):
        assert verify_site(out) == []
        assert sorted(p.name for p in tmp_path.iterdir()) == [".public.lock", "public"]


def test_folders_that_only_look_similar_are_left_alone(out, tmp_path):
    for name in (".public.old-holiday", ".public.new-", ".publicXnew-0123abcd"):
        (tmp_path / name).mkdir()
    publish(FILES, out)
    assert len(list(tmp_path.iterdir())) == 4


# Paths


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/B.html", "a/b.html"),
        ("A/x", "a/y"),
        ("a", "a/b"),
        ("a/b/c", "A/B"),
        ("a/b/c", "a/B/d"),
        ("é", "e\u0301"),
    ],
)
def test_paths_that_some_systems_cannot_tell_apart(out, one, other):
    for pair in ((one, other), (other, one)):
        with pytest.raises(PublishError, match="must differ in more than case"):
            publish(dict.fromkeys(pair, b""), out)
    assert not out.exists()


BAD_PATHS = [
    "/etc/passwd",
    "../x",
    "a/../x",
    "a//b",
    "./a",
    "a/.",
    "a\\b",
    "C:x",
    "a/",
    "con",
    "aux.js",
    "a/NUL.txt",
    "x.",
    "a?b",
    "a*b",
    "a|b",
    " a/b",
    "a\u2028b",
    "a\ud83db",
    "a:b",
    "site-manifest.json",
]


@pytest.mark.parametrize(
    "path", [*BAD_PATHS, "", " ", "x ", "x\n", "x\x1b", "x\x00", "a" * 201, "ü" * 101]
)
def test_unsafe_paths_are_refused(out, path):
    with pytest.raises(PublishError) as error:
        publish({"index.html": b"", path: b""}, out)
    assert "\x1b" not in str(error.value)
    assert not out.exists()


@pytest.mark.parametrize(
    "path",
    [".nojekyll", "assets/viewer.0a1b2c3d.js", "a-b/c_d.webp", "_x", "a b", "~", "é/東京 100%.csv"],
)
def test_ordinary_paths_are_allowed(out, path):
    assert publish({path: b""}, out)
