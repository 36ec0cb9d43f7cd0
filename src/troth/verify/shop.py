"""Somebody else's website with the widget on it: a page of this machine, served by nothing of the product's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = (
    '<!doctype html><html lang="{}"><meta charset="utf-8"><title>A shop</title>'
    '<meta name="viewport" content="width=device-width"><main><h1>A shop</h1></main><script src="{}" async></script>'
)


@contextmanager
def shop(loader: str) -> Iterator[str]:
    """Its origin; every path of it is the same page, in English, or in the language that it is named by: /ar. loader:
    the address of the script."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            language = self.path[1:] if len(self.path) == 3 else "en"
            body = PAGE.format(language, loader).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
