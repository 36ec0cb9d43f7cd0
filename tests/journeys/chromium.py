"""Debian's Chromium, started with flags of our own and reached over CDP.

Playwright's own start switches the partitioning of third-party storage off, and with it the very thing a widget in a
foreign page has to live with. So Chromium is started as people have it, and Playwright only attaches.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.until import PATIENCE

FLAGS = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--mute-audio",
    "--lang=en",
]


def found() -> str | None:
    return shutil.which("chromium")


async def new_profile(browser: Browser, **how: Any) -> BrowserContext:
    """A fresh one. how: what a Playwright context takes. Whatever is waited for in it has as long as any test waits."""
    context = await browser.new_context(**how)
    context.set_default_timeout(PATIENCE * 1000)
    return context


@asynccontextmanager
async def chromium(*more: str, preferences: dict[str, object] | None = None) -> AsyncIterator[Browser]:
    """A running Chromium with a profile that is thrown away afterwards. `more`: further flags; `preferences`: what
    a person would have set in its settings."""
    with tempfile.TemporaryDirectory(prefix="troth-chromium-", ignore_cleanup_errors=True) as profile:
        if preferences:
            (Path(profile) / "Default").mkdir()
            (Path(profile) / "Default" / "Preferences").write_text(json.dumps(preferences))
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        process = await asyncio.create_subprocess_exec(
            found() or "chromium",
            *FLAGS,
            *root,
            *more,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            assert process.stderr is not None
            async for line in process.stderr:
                if line.startswith(b"DevTools listening on "):
                    address = line.split()[-1].decode()
                    break
            else:
                raise RuntimeError("Chromium ended before it listened")
            heard = asyncio.create_task(_drain(process.stderr))
            async with async_playwright() as playwright:
                browser = await playwright.chromium.connect_over_cdp(address, timeout=PATIENCE * 1000)
                yield browser
                await browser.close()
            heard.cancel()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _drain(stream: asyncio.StreamReader) -> None:
    """Keep Chromium's chatter from filling its pipe."""
    while await stream.read(65536):
        pass
