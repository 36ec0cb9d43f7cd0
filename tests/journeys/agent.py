"""An agent in a browser: the console."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import UUID
from weakref import WeakKeyDictionary

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.chromium import new_profile
from tests.journeys.words import Words
from tests.process import Troth
from tests.until import PATIENCE

BOX = "const box = row.closest('ul').parentElement"
# One sight further, from the end back to the top; false when it was at the end.
LEAF = f"""row => new Promise(done => {{
    {BOX};
    const further = box.scrollTop + box.clientHeight < box.scrollHeight - 1;
    box.scrollTop = further ? box.scrollTop + box.clientHeight : 0;
    requestAnimationFrame(() => requestAnimationFrame(() => done(further)));
}})"""
NAMED = "rows => rows.map(row => [row.dataset.id, row.innerText])"
_sessions: WeakKeyDictionary[Troth, dict[str, Any]] = WeakKeyDictionary()  # the cookies of people, by first name


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
        anew: bool = False,
        **more: Any,
    ) -> AsyncIterator[Self]:
        """The console of one of the demo's people: by the form the first time at a server, or where `anew` asks for a
        session of its own, else as somebody who comes back. `more`: what a Playwright context takes."""
        context = await new_profile(browser, locale=language, **{"viewport": {"width": 1440, "height": 900}, **more})
        try:
            page = await context.new_page()
            desk = cls(server, context, page, language)
            sessions = _sessions.setdefault(server, {})
            known = None if anew else sessions.get(name)
            if known:
                await context.add_cookies(known)
            await desk.go("/")
            if known:
                await desk.arrived()
            else:
                await desk.sign_in(*server.person(name))
                sessions[name] = await context.cookies()
            if online:
                await desk.go_online()
            yield desk
        finally:
            await context.close()

    async def sign_in(self, email: str, password: str) -> None:
        await self.page.get_by_label(self.t("signin.email"), exact=True).fill(email)
        await self.page.get_by_label(self.t("signin.password"), exact=True).fill(password)
        await self.page.get_by_role("button", name=self.t("signin.send"), exact=True).click()
        await self.arrived()

    async def arrived(self) -> None:
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
        """From the list, as a hand does: it draws only what is in sight, so it is leafed through to its end, and from
        the top again. A row may come when the eye is beyond its place already: among the open ones what is new stands
        at the top."""
        row = self.page.locator(f'a[data-id="{conversation}"]')
        await expect(self.rows.first).to_be_visible()
        try:
            async with asyncio.timeout(PATIENCE):
                while not await row.count():
                    await self.rows.first.evaluate(LEAF)
        except TimeoutError:
            raise AssertionError(f"{conversation} is not in the list:\n{await self._listed()}") from None
        await row.click()
        await expect(self.log).to_be_visible()

    async def _listed(self) -> str:
        """All that the list has, from its top to its end, a row a line."""
        seen: dict[str, str] = {}
        await self.rows.first.evaluate(f"row => {{ {BOX}; box.scrollTop = box.scrollHeight; return ({LEAF})(row); }}")
        while True:
            for name, words in await self.rows.evaluate_all(NAMED):
                seen[name] = " ".join(words.split())
            if not await self.rows.first.evaluate(LEAF):
                break
        return "\n".join(f"{name} {words}" for name, words in seen.items())

    async def press(self, *keys: str) -> None:
        """All presses of one act, as "g w": the next does not wait until the tool hears of the last, for it has only a
        second to come."""
        await asyncio.gather(*(self.page.keyboard.press(key) for key in keys))

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
