"""Somebody in a browser at the portal of a site, without JavaScript unless they came there by the chat."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from typing import Any, Self

from playwright.async_api import Browser, Locator, Page, expect

from tests.journeys.chromium import new_profile
from tests.journeys.mail import all_that_left, text_of
from tests.journeys.visitor import HARBOUR
from tests.journeys.words import Words
from tests.process import Troth
from tests.until import until_async


class Portal:
    """One tab. `t`: the texts of its pages, by key."""

    def __init__(self, server: Troth, page: Page, key: str, language: str) -> None:
        self.server, self.page, self.t = server, page, Words("portal", language)
        self.root = f"{server.url}/my-data/{key}"
        self._used: set[str] = set()

    @classmethod
    @asynccontextmanager
    async def visits(
        cls, browser: Browser, server: Troth, *, language: str = "en", key: str = HARBOUR, scripts: bool = False,
        **more: Any,
    ) -> AsyncIterator[Self]:  # fmt: skip
        """A fresh browser profile at the start. `more`: what a Playwright context takes."""
        context = await new_profile(
            browser,
            locale=language,
            java_script_enabled=scripts,
            **{"viewport": {"width": 1000, "height": 900}, **more},
        )
        try:
            portal = cls(server, await context.new_page(), key, language)
            await portal.go()
            yield portal
        finally:
            await context.close()

    async def go(self, path: str = "") -> None:
        await self.page.goto(f"{self.root}{path}")

    def title(self, key: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=self.t(key), exact=True)

    def says(self, key: str) -> Locator:
        return self.page.get_by_text(self.t(key))

    async def press(self, key: str) -> None:
        await self.page.get_by_role("button", name=self.t(key), exact=True).click()

    async def choose(self, key: str) -> None:
        """A right of the list."""
        await self.page.get_by_role("link", name=self.t(f"{key}.title")).click()
        await expect(self.title(f"{key}.title")).to_be_visible()

    async def ask(self, address: str) -> None:
        await self.page.get_by_label(self.t("start.address"), exact=True).fill(address)
        await self.press("start.address.send")
        await expect(self.title("code.title")).to_be_visible()

    async def proves(self, address: str) -> None:
        await self.ask(address)
        await self.page.get_by_label(self.t("code.code")).fill(await self.mailed(address))
        await self.press("go.on")
        await expect(self.title("rights.title")).to_be_visible()

    async def mailed(self, address: str) -> str:
        """The newest code that went there and was not read before. Waits for it."""

        async def came() -> str | None:
            for file in sorted((self.server.var / "mail").glob("*.eml"), reverse=True):
                mail = message_from_bytes(file.read_bytes())
                code = re.search(r"^(\d{6})\s*$", text_of(mail), re.M) if address in str(mail["To"]) else None
                if code is not None and file.name not in self._used:
                    self._used.add(file.name)
                    return code[1]
            return None

        return await until_async(came, lambda: all_that_left(self.server))

    async def copy_ready(self) -> Locator:
        """The button that fetches the copy, once it is made: the page looks again by itself."""
        button = self.page.get_by_role("button", name=self.t("copy.fetch"), exact=True)
        await expect(button).to_be_visible()
        return button
