"""The console tells the team that a privacy notice changes, until each of them puts that away."""

import re

from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent


async def test_a_notice_that_changes_is_told_until_somebody_puts_it_away(browser: Browser, own_server: Troth) -> None:
    at = f"/workspaces/{own_server.demo['workspaces'][0]['id']}"
    async with await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada:
        site = (await ada.call("GET", f"{at}/sites", dict))["items"][0]
        notices = f"{at}/privacy/sites/{site['id']}/notices"
        await ada.call("POST", notices, dict, {})
        await ada.call("PATCH", f"{at}/sites/{site['id']}", dict, {"consent": "ask"})
        await ada.call("POST", notices, dict, {})
    async with Desk.of(browser, own_server, "ben") as ben:
        strip = ben.page.get_by_role("complementary", name=ben.t("news"))
        await expect(strip).to_contain_text(site["name"])
        link = strip.get_by_role("link", name=ben.t("news.read"))
        await expect(link).to_have_attribute("href", re.compile(r"/versions/2$"))
        await strip.get_by_role("button", name=ben.t("news.away")).press("Enter")
        await expect(strip).to_have_count(0)
        async with ben.page.expect_response("**/notices/news"):
            await ben.go("/open")
        await ben.arrived()
        await expect(strip).to_have_count(0)
