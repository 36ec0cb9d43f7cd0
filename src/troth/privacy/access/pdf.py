"""The page of a package as a PDF. Drawn in a process of its own, at a low priority, so that who waits for an answer in
a chat never waits for this; it is given no secret, and may fetch nothing. Where the machine lacks Pango there is none,
and the page says the same."""

import logging
import os
import resource
import subprocess
import sys
from typing import Any, NoReturn

_log = logging.getLogger("troth.privacy")
WITHIN = 60  # s
MOST = 4_000_000  # characters of HTML: some thousand pages
MEMORY = 3 * 2**30  # bytes
_LACKING = 3


def pdf(html: str) -> bytes | None:
    """None where it can't be drawn here."""
    if len(html) > MOST:
        return None
    given = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "troth.privacy.access.pdf"]
    try:
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=WITHIN, env=given)
    except subprocess.TimeoutExpired:
        _log.warning("a PDF of a package took longer than %s s and was left out", WITHIN)
        return None
    if done.returncode == _LACKING:
        _log.warning("packages have no PDF: Pango is missing on this machine (libpango-1.0-0, libpangoft2-1.0-0)")
    elif done.returncode:
        _log.warning("a PDF of a package could not be drawn; the page is there without it (status %s)", done.returncode)
    return done.stdout if done.returncode == 0 else None


def _draw() -> int:
    os.nice(15)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.WARNING)  # of styles it does not know
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError:
        return _LACKING

    class Nothing(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> NoReturn:
            raise ValueError("a package fetches nothing")

    html = sys.stdin.buffer.read().decode()
    drawn = HTML(string=html, url_fetcher=Nothing()).write_pdf(pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(_draw())
