"""Somebody else's website: a page on this machine, served by nothing of ours."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def a_page_elsewhere(
    script: str, language: str = "en", policy: str = "", *, name: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """The address of a page with one script. `policy`: the Content-Security-Policy it sends; `name`: what the browser
    knows this machine by; `tls`: with which certificate, else it is plain HTTP."""
    body = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>A shop</title>'
        f'<meta name="viewport" content="width=device-width"><main><h1>A shop</h1></main>'
        f'<script src="{script}" async></script>'
    ).encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{'https' if tls else 'http'}://{name}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
