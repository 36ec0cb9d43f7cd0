"""A privacy officer of the demo's first shop, as an owner makes one: invited, in by the code of a mail."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.journeys.chromium import new_profile
from tests.journeys.mail import captured
from tests.process import Troth
from troth.client import Agent

CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")
MAILED = {"en": "Enter this code", "ar": "اكتب هذا الرمز"}
OLGA = {"email": "olga.marsh@harbour-bikes.example", "name": "Olga Marsh"}
PASSWORD = "a lantern for the pier"


@asynccontextmanager
async def officer(
    browser: Browser, server: Troth, ada: Agent, *, language: str = "en", **more: Any
) -> AsyncIterator[Desk]:
    """Olga's console, at its first page."""
    shop = server.demo["workspaces"][0]
    team = f"/workspaces/{shop['id']}/members"
    if all(one["email"] != OLGA["email"] for one in (await ada.call("GET", team, dict))["items"]):
        await ada.call("POST", team, dict, {**OLGA, "role": "officer"})
    context = await new_profile(browser, locale=language, **{"viewport": {"width": 1440, "height": 900}, **more})
    try:
        page = await context.new_page()
        desk = Desk(server, context, page, language)
        await desk.go("/")
        await desk.button("signin.forgot").click()
        await page.get_by_label(desk.t("signin.email"), exact=True).fill(OLGA["email"])
        await desk.button("signin.ask.send").click()
        code = CODE.search(await captured(server, OLGA["email"], MAILED[language]))
        assert code is not None
        await page.get_by_label(desk.t("signin.code"), exact=True).fill(code[0])
        await page.get_by_label(desk.t("signin.new"), exact=True).fill(PASSWORD)
        await desk.button("signin.choose.send").click()
        await expect(page.get_by_role("navigation", name=desk.t("rail"))).to_be_visible()
        yield desk
    finally:
        await context.close()
