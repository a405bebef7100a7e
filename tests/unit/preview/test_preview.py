"""The server an author writes with: it follows edits, survives mistakes, and serves no more than
the site."""

import http.client
import threading
import time

import pytest

from topopress.core.errors import PageError, PublishError
from topopress.preview.page import with_live_script
from topopress.preview.server import file_below, mime_type, serve
from topopress.preview.watch import watched

PAGE = (
    '<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src '
    '&#39;none&#39;; script-src &#39;self&#39;"></head><body>{}</body></html>'
)


class Running:
    """A server over a small project, and what a browser would ask of it."""

    def __init__(self, root):
        self.root, self.site = root, root / "public"
        self.fails: Exception | None = None
        self.said: list[str] = []
        self.stop = threading.Event()
        (root / "content").mkdir()
        self.site.mkdir()
        (self.site / "404.html").write_text(PAGE.format("no such page"))
        self.edit("one")
        self.rebuild()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        self.port = self.wait_for_port()

    def serve(self):
        serve(
            self.root,
            self.site,
            port=0,
            rebuild=self.rebuild,
            say=self.said.append,
            stop=self.stop,
        )

    def edit(self, text):
        (self.root / "content" / "index.md").write_text(text)

    def rebuild(self):
        if self.fails:
            raise self.fails
        text = (self.root / "content" / "index.md").read_text()
        (self.site / "index.html").write_text(PAGE.format(text))
        return self.site

    def wait_for_port(self):
        while not self.said:
            time.sleep(0.01)
        return int(self.said[0].partition("127.0.0.1:")[2].partition("/")[0])

    def get(self, path, host=None, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.getheader("Content-Type"), body

    def next_event(self, seen=0):
        """Wait for the stream to end, as it does after telling of a newer build."""
        return self.get(f"/__topopress/events?seen={seen}")[2]


@pytest.fixture
def running(tmp_path, monkeypatch):
    monkeypatch.setattr("topopress.preview.server.watched", lambda root: [root / "content"])
    monkeypatch.setattr("topopress.preview.server.HEARTBEAT_S", 60)
    server = Running(tmp_path)
    yield server
    server.stop.set()
    server.thread.join(10)
    assert not server.thread.is_alive()


def test_folders_that_are_watched(tmp_path):
    (tmp_path / "content").mkdir()
    folders = watched(tmp_path)
    assert folders[0] == tmp_path / "content"
    assert tmp_path / "templates" not in folders
    assert any(folder.name == "templates" for folder in folders)


def test_an_edit_shows_within_a_second(running):
    taken = []
    for seen in range(3):  # the fastest of three: other work may delay one
        began = time.monotonic()
        running.edit(f"edit {seen}")
        assert b"event: reload" in running.next_event(seen)
        assert f"edit {seen}".encode() in running.get("/index.html")[2]
        taken.append(time.monotonic() - began)
    assert min(taken) < 1


def test_a_mistake_is_shown_and_the_server_lives_on(running):
    running.fails = PageError("content/index.md, line 3: unknown fact <b>")
    running.edit("three")
    running.next_event()
    status, _, page = running.get("/index.html")
    assert status == 500
    assert b"line 3: unknown fact &lt;b&gt;" in page
    assert b"live.js?seen=1" in page
    running.fails = None
    running.edit("four")
    running.next_event(seen=1)
    assert b"four" in running.get("/index.html")[2]


def test_a_bug_shows_its_trace(running):
    running.fails = ZeroDivisionError("a bug")
    running.edit("three")
    running.next_event()
    assert b"ZeroDivisionError: a bug" in running.get("/index.html")[2]


def test_pages_get_the_script_and_the_disk_does_not(running):
    status, kind, page = running.get("/")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert b'<script src="/__topopress/live.js?seen=0" defer></script></body>' in page
    assert b"connect-src &#39;self&#39;" in page
    assert "live.js" not in (running.site / "index.html").read_text()
    assert b"EventSource" in running.get("/__topopress/live.js?seen=0")[2]


def test_what_is_not_there(running):
    status, _, page = running.get("/nope.html")
    assert status == 404
    assert b"no such page" in page
    assert running.get("/index.html", method="HEAD")[2] == b""


def test_other_host_names_are_refused(running):
    assert running.get("/index.html", host=f"evil.example:{running.port}")[0] == 403
    assert running.get("/index.html", host=f"localhost:{running.port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//../secret.txt", "/link.txt",
     "/a/../../secret.txt", "/%00"],
)  # fmt: skip
def test_nothing_outside_the_site_is_served(running, path):
    (running.root / "secret.txt").write_text("secret")
    (running.site / "link.txt").symlink_to(running.root / "secret.txt")
    status, _, body = running.get(path)
    assert status == 404
    assert b"secret" not in body


def test_a_taken_port_is_one_clear_error(running):
    with pytest.raises(PublishError, match="choose another --host or --port"):
        serve(
            running.root,
            running.site,
            port=running.port,
            rebuild=running.rebuild,
            say=lambda text: None,
        )


def test_files_and_types(tmp_path):
    (tmp_path / "a.woff2").write_bytes(b"")
    assert file_below(tmp_path, "/a.woff2") == tmp_path / "a.woff2"
    assert file_below(tmp_path, "/") is None
    (tmp_path / ".git").write_text("gitdir: elsewhere")
    for address in ("/.git", "/.GIT", "/a/../.git", "/.git/config"):
        assert file_below(tmp_path, address) is None
    for name, kind in [
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.webp", "image/webp"),
        ("a.woff2", "font/woff2"),
        ("a.unknown", "application/octet-stream"),
    ]:
        assert mime_type(tmp_path / name) == kind


def test_a_policy_without_scripts_is_made_to_allow_ours():
    page = b"<meta content=\"default-src 'none'; style-src 'sha256-x'\"></body>"
    served = with_live_script(page, 3)
    assert b"connect-src 'self'" in served
    assert b"script-src &#39;self&#39;" in served
    assert b"seen=3" in served
