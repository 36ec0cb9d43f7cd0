"""A real browser, for what only a browser shows: Chromium as people have it, reached over CDP.

Playwright's own start switches the partitioning of third-party storage off, and with it the very thing that a widget in
a foreign page lives with; so Chromium is started as it is, and Playwright only attaches."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from .checks import Unplayable

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--headless=new", "--remote-debugging-port=0", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--mute-audio", "--lang=en",
)  # fmt: skip
# The loader's shadow root is closed, also to the tool that clicks. Opened, it is the same product.
OPEN_SHADOWS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) { return attach.call(this, {...init, mode: 'open'}); };
"""


def missing() -> str:
    """What has to be installed first, "" when nothing."""
    try:
        import playwright  # noqa: F401  # whether it is there
    except ImportError:
        return "needs Playwright for Python: pip install playwright"
    return "" if shutil.which("chromium") else "needs Chromium: apt-get install chromium"


@contextmanager
def chromium() -> "Iterator[Browser]":
    """A running one, whose profile is thrown away. Raises Unplayable where it is not installed."""
    if why := missing():
        raise Unplayable(why)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="troth-chromium-", ignore_cleanup_errors=True) as profile:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        process = subprocess.Popen(
            ["chromium", *FLAGS, *root, f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            address = _address(process)
            with sync_playwright() as playwright:
                browser = playwright.chromium.connect_over_cdp(address)
                yield browser
                browser.close()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _address(process: "subprocess.Popen[bytes]") -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(b"DevTools listening on "):
            drain = threading.Thread(target=process.stderr.read, daemon=True)  # or its pipe is full one day
            drain.start()
            return line.split()[-1].decode()
    raise Unplayable("Chromium ended before it listened")
