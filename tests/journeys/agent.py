"""An agent in a browser: the console."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import UUID

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.words import Words
from tests.process import Troth


class Desk:
    """One signed-in console in a browser profile of its own."""

    def __init__(self, server: Troth, context: BrowserContext, page: Page, language: str) -> None:
        self.server, self.context, self.page, self.t = server, context, page, Words("console", language)

    @classmethod
    @asynccontextmanager
    async def of(
        cls,
        browser: Browser,
        server: Troth,
        name: str = "ada",
        *,
        language: str = "en",
        online: bool = True,
        **more: Any,
    ) -> AsyncIterator[Self]:
        """Sign in as one of the demo's people. `more`: what a Playwright context takes."""
        context = await browser.new_context(locale=language, **{"viewport": {"width": 1440, "height": 900}, **more})
        try:
            page = await context.new_page()
            desk = cls(server, context, page, language)
            await page.goto(f"{server.url}/console/")
            await desk.sign_in(*server.person(name))
            if online:
                await desk.go_online()
            yield desk
        finally:
            await context.close()

    async def sign_in(self, email: str, password: str) -> None:
        await self.page.get_by_label(self.t("signin.email"), exact=True).fill(email)
        await self.page.get_by_label(self.t("signin.password"), exact=True).fill(password)
        await self.page.get_by_role("button", name=self.t("signin.send"), exact=True).click()
        await expect(self.page.get_by_role("navigation", name=self.t("rail"))).to_be_visible()

    async def go_online(self) -> None:
        switch = self.availability
        if await switch.get_attribute("aria-pressed") != "true":
            await self.page.keyboard.press("a")
        await expect(switch).to_have_attribute("aria-pressed", "true")

    # ---- what is where -------------------------------------------------------------------------------------------
    @property
    def availability(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile(self.t("available")))

    @property
    def rows(self) -> Locator:
        return self.page.locator("a[data-id]")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def bubbles(self) -> Locator:
        return self.log.locator("[data-state]")

    @property
    def composer(self) -> Locator:
        return self.page.locator("footer textarea")

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.t(key))

    # ---- what an agent does --------------------------------------------------------------------------------------
    async def go(self, path: str) -> None:
        await self.page.goto(f"{self.server.url}/console{path}")

    async def open(self, conversation: UUID) -> None:
        """From the list, as a hand does."""
        await self.page.locator(f'a[data-id="{conversation}"]').click()
        await expect(self.log).to_be_visible()

    async def say(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await expect(self.bubbles.filter(has_text=text).last).to_be_visible()

    async def hears(self, text: str) -> None:
        await expect(self.bubbles.filter(has_text=text)).to_have_count(1)

    async def lines(self) -> list[str]:
        return [text.strip() for text in await self.bubbles.all_inner_texts()]

    async def take(self) -> None:
        await self.page.locator("header").get_by_role("button", name=self.t("act.talk.take")).click()
        await expect(self.page.get_by_role("button", name=self.t("composer.send"))).to_be_visible()

    async def close(self) -> None:
        await self.page.locator("header").get_by_role("button", name=self.t("act.talk.close")).click()
        await expect(self.page.get_by_text(self.t("closed.text"))).to_be_visible()
