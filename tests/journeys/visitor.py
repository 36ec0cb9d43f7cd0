"""A visitor in a browser: a page of the demo's shops, and the widget in it."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import UUID

from playwright.async_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.journeys.chromium import new_profile
from tests.journeys.words import Words
from tests.process import Troth
from troth.client import Agent

# The loader's shadow root is closed, also to the test tool. Opened, it is the same product.
OPEN_SHADOWS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) { return attach.call(this, {...init, mode: 'open'}); };
"""
# The demo's pages are English; a page in another language says so at its root, and the widget follows.
SPEAK = """new MutationObserver((_, watch) => {
    if (document.documentElement) { document.documentElement.lang = '%s'; watch.disconnect(); }
}).observe(document, {childList: true});"""
HARBOUR, TEA = "harbourbikes", "almatea"


@asynccontextmanager
async def site_set(ada: Agent, server: Troth, key: str, **settings: Any) -> AsyncIterator[None]:
    """With other settings of a site, for a while."""
    site = next(one for one in server.demo["workspaces"] if one["site_key"] == key)
    path = f"/workspaces/{site['id']}/sites/{site['site_id']}"
    before = await ada.call("GET", path, dict)
    await ada.call("PATCH", path, dict, settings)
    try:
        yield
    finally:
        await ada.call("PATCH", path, dict, {name: before[name] for name in settings})


class Visitor:
    """One tab of one browser. `path` is a page of the demo."""

    def __init__(self, server: Troth, context: BrowserContext, page: Page, key: str, language: str) -> None:
        self.server, self.context, self.page, self.key = server, context, page, key
        self.t, self.loader = Words("widget", language), Words("loader", language)

    @classmethod
    @asynccontextmanager
    async def visits(
        cls, browser: Browser, server: Troth, path: str = "/demo", *, language: str = "en", key: str = HARBOUR,
        **more: Any,
    ) -> AsyncIterator[Self]:  # fmt: skip
        """A fresh browser profile on a page. `more`: what a Playwright context takes (viewport, color_scheme ...)."""
        context = await new_profile(browser, locale=language, **{"viewport": {"width": 1280, "height": 860}, **more})
        try:
            await context.add_init_script(OPEN_SHADOWS)
            if language != "en":
                await context.add_init_script(SPEAK % language)
            page = await context.new_page()
            visitor = cls(server, context, page, key, language)
            await visitor.go(path)
            yield visitor
        finally:
            await context.close()

    async def tab(self, path: str) -> "Visitor":
        """Another tab of the same browser."""
        other = Visitor(self.server, self.context, await self.context.new_page(), self.key, self.t.language)
        await other.go(path)
        return other

    async def go(self, path: str) -> None:
        await self.page.goto(f"{self.server.shop}{path}")

    # ---- what is where -------------------------------------------------------------------------------------------
    @property
    def launcher(self) -> Locator:
        return self.page.locator(f"#troth-{self.key} button.launcher")

    @property
    def frame(self) -> Locator:
        return self.page.locator(f"#troth-{self.key} iframe")

    @property
    def panel(self) -> FrameLocator:
        return self.page.frame_locator(f"#troth-{self.key} iframe")

    @property
    def composer(self) -> Locator:
        return self.panel.get_by_role("textbox", name=self.t("composer"), exact=True)

    @property
    def bubbles(self) -> Locator:
        return self.panel.locator(".log .bubble")

    @property
    def state(self) -> Locator:
        """Under one's own last words: sending, sent, delivered, seen."""
        return self.panel.locator(".log .state").last

    def button(self, key: str) -> Locator:
        return self.panel.get_by_role("button", name=self.t(key), exact=True)

    # ---- what a visitor does -------------------------------------------------------------------------------------
    async def open(self) -> None:
        await self.launcher.click()
        await expect(self.panel.locator("main")).to_be_visible()

    async def begin(self, text: str, **fields: str) -> None:
        """Answer the site's form by field id, and say the first words."""
        await self.fill(**fields)
        await self.panel.locator('textarea[name="text"]').fill(text)
        await self.panel.locator("form.card button[type=submit]").click()
        await expect(self.bubbles.filter(has_text=text)).to_be_visible()

    async def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            field = self.panel.locator(f'[name="{name}"]')
            if await field.evaluate("field => field.tagName") == "SELECT":
                await field.select_option(value)
            else:
                await field.fill(value)

    async def say(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await expect(self.bubbles.filter(has_text=text).last).to_be_visible()

    async def choose(self, key: str) -> None:
        """An act of the panel's menu."""
        await self.button("menu").click()
        await self.panel.locator("[role^=menuitem]", has_text=self.t(key)).click()

    async def data_code(self) -> str:
        """The code that the menu shows for the page of their data; the sheet stays open."""
        await self.choose("menu.data")
        shown = self.panel.locator("output")
        await expect(shown).to_have_text(re.compile(r"^\w{4}-\w{4}-\w\w$"))
        return await shown.inner_text()

    async def conversation(self) -> UUID:
        """Which one is open, as the panel remembers it once it is kept."""
        inside = self.page.frame(url=re.compile("/panel$"))
        assert inside is not None
        remembered = await inside.wait_for_function("key => localStorage[key]", arg=f"troth.{self.key}.conversation")
        return UUID(json.loads(await remembered.json_value()))

    async def lines(self) -> list[str]:
        """All that was said, as it stands there."""
        return [text.strip() for text in await self.bubbles.all_inner_texts()]

    async def hears(self, text: str) -> None:
        await expect(self.bubbles.filter(has_text=text)).to_have_count(1)

    async def kept(self) -> None:
        """The last words have reached the server."""
        sent = [self.t(f"state.{state}") for state in ("sent", "delivered", "seen")]
        await expect(self.state).to_have_text(re.compile("|".join(sent)))
