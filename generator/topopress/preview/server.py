"""Answers the browser of an author: the built site, and the news of a rebuild.

The files on disk stay as they will be published. Only the pages that are sent get a script that
waits for rebuilds, and a policy that allows it to ask this server.
"""

import mimetypes
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from topopress.core.errors import PublishError, TopopressError
from topopress.preview.page import LIVE, SCRIPT, error_page, with_live_script
from topopress.preview.watch import changes, snapshot, watched

HEARTBEAT_S = 10
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TYPES = {".js": "text/javascript", ".webp": "image/webp", ".woff2": "font/woff2"}
"""Types that Python does not know, or that differ between its versions."""
# An instance does not read the machine's own tables.
_MIMETYPES = mimetypes.MimeTypes()


@dataclass(slots=True)
class _State:
    """What the threads of the server share: number and result of the last build."""

    site: Path
    generation: int = 0
    error: str | None = None
    stopped: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def built(self, site: Path | None, error: str | None) -> None:
        with self.changed:
            self.site, self.error = site or self.site, error
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


def serve(  # noqa: PLR0913 - each by name
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

    The browser shows why a build failed; the server goes on until Ctrl-C, or until ``stop`` is
    set. Port 0 takes a free one. ``rebuild`` builds the site below ``root`` and returns its
    folder; ``say`` gets the address, and a message after each build and each failure.

    Raises:
        PublishError: if the address cannot be listened on.
    """
    state, folders = _State(site), watched(root)
    before = snapshot(folders)
    with _server(host, port, state) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        address, at = server.server_address[:2]
        say(f"serving {site} at http://{address!s}:{at}/index.html; Ctrl-C stops")
        try:
            for _ in changes(folders, before, stop or threading.Event()):
                _build_once(rebuild, state, say)
        except KeyboardInterrupt:
            say("stopped")
        finally:
            state.stop()
            server.shutdown()
            thread.join()


def require_address(host: str, port: int) -> None:
    """Check that an address can be listened on, before a build takes its time.

    Raises:
        PublishError: if it cannot.
    """
    _server(host, port, _State(Path())).server_close()


def _build_once(rebuild: Callable[[], Path], state: _State, say: Callable[[str], object]) -> None:
    try:
        state.built(rebuild(), None)
        say("built")
    except Exception as error:
        known = isinstance(error, TopopressError)
        reason = str(error) if known else traceback.format_exc()
        say(f"error: {reason}" if known else reason)
        state.built(None, reason)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a browser has closed its connection."""


def _server(host: str, port: int, state: _State) -> _Server:
    handler = type("Handler", (_Handler,), {"state": state, "loopback": host in LOOPBACK})
    try:
        return _Server((host, port), handler)
    except (OSError, UnicodeError) as error:  # Unicode: a host that is no name at all
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise PublishError(
            f"cannot listen on {host}:{port}: {reason}; choose another --host or --port"
        ) from error


class _Handler(BaseHTTPRequestHandler):
    state: _State
    loopback: bool
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, the live script, the stream of rebuilds, or an error page."""
        address = urlsplit(self.path)
        if self.loopback and not self._asks_for_us():
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"wrong host\n")
        elif address.path == f"{LIVE}/events":
            self._stream(address.query.removeprefix("seen="))
        elif address.path == f"{LIVE}/live.js":
            self._send(HTTPStatus.OK, TYPES[".js"], SCRIPT.encode())
        else:
            self._send_file(unquote(address.path))

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for the build."""

    def _asks_for_us(self) -> bool:
        # A page elsewhere can let its own name point to this machine to read what we serve.
        host = self.headers.get("Host", "")
        return host.rpartition(":")[0].strip("[]") in LOOPBACK or host in LOOPBACK

    def _send_file(self, path: str) -> None:
        file = file_below(self.state.site, path)
        if self.state.error is not None and path.endswith(("/", ".html")):
            self._send_page(HTTPStatus.INTERNAL_SERVER_ERROR, error_page(self.state.error))
        elif (content := _content(file)) is None or file is None:
            missing = _content(file_below(self.state.site, "/404.html"))
            self._send_page(HTTPStatus.NOT_FOUND, missing or b"not found\n")
        elif file.suffix == ".html":
            self._send_page(HTTPStatus.OK, content)
        else:
            self._send(HTTPStatus.OK, mime_type(file), content)

    def _send_page(self, status: HTTPStatus, page: bytes) -> None:
        content = with_live_script(page, self.state.generation)
        self._send(status, "text/html; charset=utf-8", content)

    def _send(self, status: HTTPStatus, kind: str, content: bytes | None = None) -> None:
        """Send the head of an answer, and its content, if that is known already."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        if content is not None:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if content is not None and self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self, shown: str) -> None:
        """Tell the page when there is a newer build than the one it shows."""
        seen = int(shown) if shown.isdigit() else 0
        self.close_connection = True
        self._send(HTTPStatus.OK, "text/event-stream")
        newer = False
        while not self.state.stopped and not newer:
            newer = self.state.wait_beyond(seen)
            self.wfile.write(b"event: reload\ndata: \n\n" if newer else b": no news\n\n")
            self.wfile.flush()


def _content(file: Path | None) -> bytes | None:
    with suppress(OSError):  # a build may replace the whole folder after the file was found
        return file.read_bytes() if file else None
    return None


def file_below(folder: Path, path: str) -> Path | None:
    """Return the file that an address names; None if there is none in the folder.

    A repository that the folder holds is nobody's to read.
    """
    if "\0" in path or ".git" in path.lower().split("/"):
        return None
    root = folder.resolve()
    file = (root / path.lstrip("/")).resolve()
    if file.is_dir():
        file /= "index.html"
    return file if file.is_relative_to(root) and file.is_file() else None


def mime_type(file: Path) -> str:
    """Return the content type of a file."""
    guessed = TYPES.get(file.suffix.lower()) or _MIMETYPES.guess_type(file.name)[0]
    kind = guessed or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
