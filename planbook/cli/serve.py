"""The site on loopback; what is saved shows at once."""

from __future__ import annotations

import contextlib
import functools
import html
import http.server
import io
import os
import re
import sys
import tempfile
import threading
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from planbook.cli.build import BuildOptions, build_edition
from planbook.cli.display import Display
from planbook.cli.ending import explain
from planbook.cli.messages import spoken
from planbook.errors import InputError, Problem
from planbook.publish.preview import Preview

__all__ = ["serve_edition"]

LOOPBACK = "127.0.0.1"
RELOAD, CHANGES = "/_planbook/reload.js", "/_planbook/changes"  # no edition is called so
_RELOAD_SCRIPT = f"new EventSource({CHANGES!r}).addEventListener('message', () => location.reload());\n"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_NOWHERE = ".no-such-file"
_LISTENING = 15  # seconds after which it is seen whether the browser is still there


class _Handler(http.server.SimpleHTTPRequestHandler):
    policy = ""  # of the page that is answered
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".wasm": "application/wasm",
        ".pagefind": "application/octet-stream",
        ".js": "text/javascript",
    }

    def is_asked_here(self) -> bool:
        """Whether this machine was asked by its own name."""
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host", "")
        return host in (LOOPBACK, "localhost")

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer only what was asked of this machine: another host's name leading here would let its pages read."""
        if not self.is_asked_here():
            self.send_error(http.HTTPStatus.MISDIRECTED_REQUEST)
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        """Where an address leads, no link out of the site followed."""
        found = super().translate_path(path)
        inside = Path(os.path.realpath(found)).is_relative_to(os.path.realpath(self.directory))
        return found if inside else os.path.join(self.directory, _NOWHERE)

    def end_headers(self) -> None:
        """No file is taken for another kind than its name says, and no other site's page may show this one."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Content-Security-Policy", "; ".join(filter(None, (self.policy, "frame-ancestors 'self'"))))
        self.policy = ""
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        """Show no folder: a reader comes by links, and what is unfinished lies in folders."""
        self.send_error(http.HTTPStatus.NOT_FOUND)
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where an address leads nowhere."""
        own = Path(self.directory) / "404.html"
        if code == http.HTTPStatus.NOT_FOUND and own.is_file():
            self.error_message_format = own.read_text(encoding="utf-8").replace("%", "%%")
            self.error_content_type = "text/html; charset=utf-8"
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a line for every picture helps nobody."""


class _PreviewHandler(_Handler):
    """Pages of one edition as they would be now, told to the browser when something is saved."""

    def __init__(
        self,
        *given: Any,
        preview: Preview,
        edition: str,
        assets: Path,
        saved: threading.Condition,
        say: Callable[[str], None],
        **more: Any,
    ) -> None:
        self.preview, self.edition, self.assets, self.saved, self.say = preview, edition, assets, saved, say
        super().__init__(*given, **more)  # answers the request

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """A page with the script that waits for the next save; scripts and styles as they stand in the project."""
        path = urllib.parse.unquote(self.path.partition("?")[0].partition("#")[0])
        if not self.is_asked_here():
            return super().send_head()
        if path == RELOAD:
            return self._answer(_RELOAD_SCRIPT, "text/javascript; charset=utf-8")
        if path == CHANGES:
            self._tell_changes()
            return None
        if path.endswith(".html"):
            return self._page(path)
        return super().send_head()

    def translate_path(self, path: str) -> str:
        """Style and script of the project itself, so that one that is saved shows without a build."""
        found = Path(super().translate_path(path))
        own = self.assets / found.name
        return str(own) if found.parent.name == "assets" and own.is_file() else str(found)

    def _page(self, path: str) -> io.BytesIO | BinaryIO | None:
        file, wrong = Path(self.translate_path(self.path)), ""
        if path.startswith(f"/{self.edition}/"):
            address = path.removeprefix(f"/{self.edition}/")
            if not self.preview.has_changed:
                threading.Thread(target=self._expect, args=[address], daemon=True).start()
            try:
                file = self.preview.page(address) or file
            except Exception as error:  # the page goes on showing what it last did
                wrong = explain(error)
                self.say(wrong)
        if not file.is_file():
            self.send_error(http.HTTPStatus.NOT_FOUND)
            return None
        text = file.read_text(encoding="utf-8")
        said = _POLICY.search(text)  # what the page says of itself, said of it as well
        self.policy = html.unescape(said[1]).replace(" file:", "") if said else ""
        text = text.replace("</body>", f'<script src="{RELOAD}"></script></body>', 1)
        if wrong:  # where it is seen first
            told = f'<aside class="banner preview" role="alert"><pre>{html.escape(wrong)}</pre></aside>'
            text = re.sub(r"<body[^>]*>", lambda found: found[0] + told, text, count=1)
        return self._answer(text, "text/html; charset=utf-8")

    def _expect(self, address: str) -> None:
        with contextlib.suppress(Exception):  # what is wrong is told when the page is made
            self.preview.expect(address)

    def _answer(self, text: str, kind: str) -> io.BytesIO:
        content = text.encode()
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return io.BytesIO(content)

    def _tell_changes(self) -> None:
        """Server-sent events: one line for each save, as long as the browser listens."""
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with contextlib.suppress(OSError):  # the browser has gone
            while True:
                self.wfile.write(b": listening\n\n")
                self.wfile.flush()
                with self.saved:
                    if self.saved.wait(timeout=_LISTENING):
                        self.wfile.write(b"data: saved\n\n")
                        self.wfile.flush()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True  # a reader who waits for a change keeps nobody from leaving

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes before it is answered is nothing to speak of."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _bind(port: int, handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> http.server.ThreadingHTTPServer:
    try:
        return _Server((LOOPBACK, port), handler)
    except OSError as error:
        raise InputError(
            [
                Problem(
                    file="--port",
                    what="the site cannot be served",
                    found=f"port {port} ({error.strerror})",
                    expected="a port of this machine that nothing uses",
                    fix="give --port another number, or 0 for any that is free",
                )
            ]
        ) from error


def serve_edition(options: BuildOptions, port: int, display: Display) -> None:
    """Build the edition and serve it on loopback; what is saved shows on the page that is open, at once.

    A page is made anew as it is asked for (`publish.preview`); on leaving, the edition is built as a whole.
    """
    from watchfiles import watch

    project = options.project
    watched = [
        place
        for place in (options.data, options.params, project.notebooks, project.site_sources, project.extension)
        if place.is_dir()
    ]
    with tempfile.TemporaryDirectory(prefix="planbook-preview-") as folder:
        preview = Preview(options.publish_request(None), Path(folder))
        saved = threading.Condition()
        handler = functools.partial(
            _PreviewHandler,
            directory=str(options.site),
            preview=preview,
            edition=str(options.name),
            assets=project.site_sources / "assets",
            saved=saved,
            say=display.say,
        )
        with _bind(port, handler) as server:  # before the build: a taken port costs nothing
            build_edition(options, display)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            page = f"{options.year}/{options.languages[0]}/index.html"
            display.say(spoken(f"Serving http://127.0.0.1:{server.server_port}/{page} (Ctrl+C stops)"))
            try:
                for changes in watch(*watched, debounce=100, step=20, raise_interrupt=True):
                    preview.note_save(Path(path) for _, path in changes)
                    with saved:
                        saved.notify_all()
                    display.say(spoken(f"Saved: {', '.join(sorted({Path(path).name for _, path in changes}))}"))
            except KeyboardInterrupt:
                display.say(spoken("Stopped."))
            finally:
                server.shutdown()
    if preview.has_changed:
        display.say(spoken("Building the edition with what was saved; Ctrl+C leaves it as it was"))
        build_edition(options, display)
