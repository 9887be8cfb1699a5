"""The site on loopback, rebuilt when something changes."""

from __future__ import annotations

import functools
import http.server
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from planbook.cli.build import BuildOptions, build_edition
from planbook.cli.display import Display
from planbook.cli.ending import explain
from planbook.errors import InputError, Problem

__all__ = ["serve_edition"]

LOOPBACK = "127.0.0.1"


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".wasm": "application/wasm",
        ".pagefind": "application/octet-stream",
        ".js": "text/javascript",
    }

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer only what was asked of this machine: another host's name leading here would let its pages read."""
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in (LOOPBACK, "localhost"):
            self.send_error(http.HTTPStatus.MISDIRECTED_REQUEST)
            return None
        return super().send_head()

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


def _bind(port: int, handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> http.server.ThreadingHTTPServer:
    try:
        return http.server.ThreadingHTTPServer((LOOPBACK, port), handler)
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
    """Build the edition, serve it on loopback until interrupted, and build again what a change touches."""
    from watchfiles import watch

    handler = functools.partial(_Handler, directory=str(options.site))
    project = options.project
    watched = [options.data, options.params, project.notebooks, project.site_sources]
    with _bind(port, handler) as server:  # before the build: a taken port costs nothing
        build_edition(options, display)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"{options.year}/{options.languages[0]}/index.html"
        display.say(f"Serving http://127.0.0.1:{server.server_port}/{page} (Ctrl+C stops)")
        try:
            for _ in watch(*watched, raise_interrupt=True):
                try:
                    build_edition(options, display)
                except Exception as error:  # the site goes on showing the last good edition
                    display.say(explain(error))
        except KeyboardInterrupt:
            display.say("Stopped.")
        finally:
            server.shutdown()
