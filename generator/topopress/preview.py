"""Serve a built site while its author writes: every edit shows at once.

The files on disk stay as they will be published. Only what goes over the wire is changed: pages
get a script that listens for rebuilds, and their policy allows it to ask this server.
"""

import html
import mimetypes
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from topopress.core import resources
from topopress.core.errors import PublishError, ResourceError, TopopressError

WATCHED = ("content", "templates")
LIVE = "/__topopress"
DEBOUNCE_MS = 150
STEP_MS = 40
WAKE_MS = 250
HEARTBEAT_S = 10
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_Snapshot = Mapping[str, tuple[int, int]]
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_SCRIPT = """\
"use strict";
(() => {
  const seen = new URL(document.currentScript.src).searchParams.get("seen");
  const source = new EventSource("%s/events?seen=" + seen);
  source.addEventListener("reload", () => location.reload());
})();
"""
_ERROR_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The build failed</title>
<link rel="icon" href="data:,">
</head>
<body>
<h1>The build failed</h1>
<pre>%s</pre>
<p>This page reloads when a file changes. The last good site is still on the disk.</p>
</body>
</html>
"""


@dataclass(slots=True)
class _State:
    """What the threads of the server share: how often was built, and how it went."""

    site: Path
    generation: int = 0
    error: str | None = None
    stopped: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def built(self, site: Path | None, error: str | None) -> None:
        with self.changed:
            self.site = site or self.site
            self.error = error
            self.generation += 1
            self.changed.notify_all()

    def stop(self) -> None:
        with self.changed:
            self.stopped = True
            self.changed.notify_all()

    def wait_beyond(self, seen: int) -> bool:
        """Wait for a newer build; return whether there is one."""
        with self.changed:
            self.changed.wait_for(lambda: self.stopped or self.generation > seen, HEARTBEAT_S)
            return self.generation > seen and not self.stopped


def serve(  # noqa: PLR0913 - what a server needs to be told, each by name
    root: Path,
    site: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    rebuild: Callable[[], Path],
    say: Callable[[str], object],
    stop: threading.Event | None = None,
) -> None:
    """Serve a site and build it again whenever a text, a template or an asset changes.

    A build that fails is shown in the browser; the server lives on.

    Args:
        root: Folder of the project, with ``content/`` and maybe ``templates/``.
        site: Folder of the built site.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        rebuild: Builds the site and returns its folder; recomputes nothing that is stored.
        say: Is told the address, each build and each failure.
        stop: Ends the server when set; Ctrl-C does too.

    Raises:
        PublishError: if the address cannot be listened on.
    """
    state = _State(site)
    stop = stop or threading.Event()
    before = _snapshot(watched(root))
    with _server(host, port, state) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        say(f"serving {site} at {_address(server)}; Ctrl-C stops")
        try:
            for _ in _changes(root, before, stop):
                _build_once(rebuild, state, say)
        except KeyboardInterrupt:
            say("stopped")
        finally:
            state.stop()
            server.shutdown()
            thread.join()


def watched(root: Path) -> list[Path]:
    """Return the folders whose changes show on the pages."""
    folders = [root / name for name in WATCHED]
    for locate in (resources.templates, resources.site_assets):
        try:
            folders.append(locate())
        except ResourceError:
            continue
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def _changes(root: Path, before: _Snapshot, stop: threading.Event) -> Iterator[None]:
    """Yield whenever something has changed since ``before``, until told to stop."""
    from watchfiles import watch

    folders = watched(root)
    events = watch(
        *folders,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        rust_timeout=WAKE_MS,
        yield_on_timeout=True,
        stop_event=stop,
    )
    # An edit made while the watcher was being set up causes no event: look once ourselves.
    missed = before != _snapshot(folders) if next(events, None) is not None else False
    if missed:
        yield
    for changed in events:
        if changed:
            yield


def _snapshot(folders: Iterable[Path]) -> _Snapshot:
    """Return size and time of change of every file in some folders."""
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


def _build_once(rebuild: Callable[[], Path], state: _State, say: Callable[[str], object]) -> None:
    try:
        site = rebuild()
    except TopopressError as error:
        say(f"error: {error}")
        state.built(None, str(error))
    except Exception:
        trace = traceback.format_exc()
        say(trace)
        state.built(None, trace)
    else:
        state.built(site, None)
        say("built")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a browser has gone away."""


def _server(host: str, port: int, state: _State) -> _Server:
    handler = type("Handler", (_Handler,), {"state": state, "loopback": host in LOOPBACK})
    try:
        return _Server((host, port), handler)
    except OSError as error:
        raise PublishError(
            f"cannot listen on {host}:{port}: {error.strerror or error}; choose another --port"
        ) from error


def _address(server: _Server) -> str:
    host, port = server.server_address[:2]
    return f"http://{host!s}:{port}/index.html"


class _Handler(BaseHTTPRequestHandler):
    state: _State
    loopback: bool
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, the live script, the stream of rebuilds, or an error page."""
        if self.loopback and not self._asks_for_us():
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"wrong host\n")
            return
        path = urlsplit(self.path).path
        if path == f"{LIVE}/events":
            self._stream()
        elif path == f"{LIVE}/live.js":
            self._send(HTTPStatus.OK, TYPES[".js"], (_SCRIPT % LIVE).encode())
        else:
            self._send_file(unquote(path))

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for the build."""

    def _asks_for_us(self) -> bool:
        # A page elsewhere may have its own name resolve to this machine to read what we serve.
        host = self.headers.get("Host", "")
        return host.rpartition(":")[0].strip("[]") in LOOPBACK or host in LOOPBACK

    def _send_file(self, path: str) -> None:
        file = file_below(self.state.site, path)
        wants_page = path.endswith(("/", ".html"))
        if self.state.error is not None and wants_page:
            page = (_ERROR_PAGE % html.escape(self.state.error)).encode()
            self._send_page(HTTPStatus.INTERNAL_SERVER_ERROR, page)
        elif (content := _content(file)) is None or file is None:
            missing = _content(file_below(self.state.site, "/404.html"))
            self._send_page(HTTPStatus.NOT_FOUND, missing or b"not found\n")
        elif file.suffix == ".html":
            self._send_page(HTTPStatus.OK, content)
        else:
            self._send(HTTPStatus.OK, mime_type(file), content)

    def _send_page(self, status: HTTPStatus, page: bytes) -> None:
        self._send(status, TYPES[".html"], with_live_script(page, self.state.generation))

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self) -> None:
        """Tell the page when there is a newer build than the one it shows."""
        query = urlsplit(self.path).query
        seen = int(query.removeprefix("seen=")) if query.removeprefix("seen=").isdigit() else 0
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        while not self.state.stopped:
            newer = self.state.wait_beyond(seen)
            self.wfile.write(b"event: reload\ndata: \n\n" if newer else b": still here\n\n")
            self.wfile.flush()
            if newer:
                return


def _content(file: Path | None) -> bytes | None:
    # A build may swap the whole folder between the look and the reading.
    try:
        return file.read_bytes() if file else None
    except OSError:
        return None


def file_below(folder: Path, path: str) -> Path | None:
    """Return the file that an address names, or None where it names none in the folder."""
    if "\0" in path:
        return None
    root = folder.resolve()
    file = (root / path.lstrip("/")).resolve()
    if file.is_dir():
        file /= "index.html"
    return file if file.is_relative_to(root) and file.is_file() else None


def mime_type(file: Path) -> str:
    """Return the content type of a file."""
    known = TYPES.get(file.suffix.lower())
    return known or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def with_live_script(page: bytes, generation: int) -> bytes:
    """Return a page with the script that reloads it, which its policy is made to allow."""
    script = f'<script src="{LIVE}/live.js?seen={generation}" defer></script>'.encode()
    for quote in (b"'", b"&#39;"):
        none, self_ = quote + b"none" + quote, quote + b"self" + quote
        page = page.replace(
            b"default-src " + none, b"default-src " + none + b"; connect-src " + self_, 1
        )
    if b"script-src" not in page:
        page = page.replace(b"; connect-src", b"; script-src &#39;self&#39;; connect-src", 1)
    before, body, after = page.rpartition(b"</body>")
    return before + script + body + after if body else page + script
