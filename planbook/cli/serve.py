"""The site on loopback, rebuilt when something changes."""

from __future__ import annotations

import functools
import http.server
import threading

from planbook.cli.build import BuildOptions, build_edition
from planbook.cli.display import Display
from planbook.errors import PlanbookError

__all__ = ["serve_edition"]


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".wasm": "application/wasm",
        ".pagefind": "application/octet-stream",
        ".js": "text/javascript",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a line for every picture helps nobody."""


def serve_edition(options: BuildOptions, port: int, display: Display) -> None:
    """Build the edition, serve it on loopback until interrupted, and build again what a change touches."""
    from watchfiles import watch

    build_edition(options, display)
    handler = functools.partial(_Handler, directory=str(options.site))
    project = options.project
    watched = [options.data, options.params, project.notebooks, project.site_sources]
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"{options.year}/{options.languages[0]}/index.html"
        display.say(f"Serving http://127.0.0.1:{server.server_port}/{page} (Ctrl+C stops)")
        try:
            for _ in watch(*watched, raise_interrupt=True):
                try:
                    build_edition(options, display)
                except PlanbookError as error:  # the site goes on showing the last good edition
                    display.say(str(error))
        except KeyboardInterrupt:
            display.say("Stopped.")
        finally:
            server.shutdown()
