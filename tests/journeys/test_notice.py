"""The privacy notice of a site: published at the desk, read by anybody, and announced to the team and to visitors when
it changes. On a server of its own: what is published stays."""

import re
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.journeys.agent import Desk
from tests.journeys.visitor import Visitor
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent


class Shop:
    """The first shop of the demo, as its owner asks the server."""

    def __init__(self, server: Troth, ada: Agent, site: dict[str, Any]) -> None:
        self.id, self.site, self._ada = server.demo["workspaces"][0]["id"], site, ada
        self.at = f"/privacy/{self.id}/notice"
        self.notices = f"/workspaces/{self.id}/privacy/sites/{site['id']}/notices"

    @classmethod
    async def of(cls, server: Troth, ada: Agent) -> "Shop":
        at = f"/workspaces/{server.demo['workspaces'][0]['id']}/sites"
        (site,) = (await ada.call("GET", at, dict))["items"]
        return cls(server, ada, site)

    async def set(self, **settings: Any) -> None:
        await self._ada.call("PATCH", f"/workspaces/{self.id}/sites/{self.site['id']}", dict, settings)

    async def publish(self, **how: Any) -> dict[str, Any]:
        made: dict[str, Any] = await self._ada.call("POST", self.notices, dict, how)
        return made

    async def last(self) -> dict[str, Any]:
        made: dict[str, Any] = (await self._ada.call("GET", self.notices, dict))["items"][0]
        return made

    async def settings(self) -> dict[str, Any]:
        return dict(await self._ada.call("GET", f"/workspaces/{self.id}/privacy/settings", dict))


async def test_a_notice_is_looked_at_published_and_read_by_anybody(browser: Browser, own_server: Troth) -> None:
    async with (
        await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada,
        Desk.of(browser, own_server, online=False) as desk,
    ):
        shop, page, t = await Shop.of(own_server, ada), desk.page, desk.t
        await desk.go(shop.at)
        await expect(page.get_by_text(t("desk.notice.first"))).to_be_visible()
        drawn = page.frame_locator(f'iframe[title="{t("desk.notice.preview.notice")}"]')
        await expect(drawn.get_by_role("heading", level=1)).to_have_text("Privacy notice")
        await expect(drawn.get_by_role("heading", level=1)).to_have_css("font-size", "28px")
        await desk.button("desk.notice.publish").click()
        await expect(page.get_by_text(t("desk.notice.same"))).to_be_visible()
        await expect(page.get_by_role("link", name=t("desk.notice.public"))).to_have_attribute(
            "href", f"/privacy/{shop.site['key']}"
        )
        await shop.set(telemetry="full")
        await desk.go(shop.at)
        await expect(page.get_by_text("The page on which you opened the chat · Answering")).to_be_visible()
        await expect(page.get_by_text(t("desk.notice.material")).first).to_be_visible()
        async with page.expect_popup() as opened:
            await page.get_by_role("link", name=t("desk.notice.number", number="1")).click()
        await expect((await opened.value).get_by_role("heading", level=1)).to_have_text("Privacy notice")
        switch = page.get_by_role("checkbox", name=t("desk.notice.details"))
        await expect(switch).to_be_checked()
        await switch.click()
        await expect(page.get_by_text(t("saved"))).to_be_visible()
        await expect(switch).not_to_be_checked()
        assert (await shop.settings())["verdict_details"] is False


async def test_the_picture_of_the_chat_links_to_what_the_chat_links_to(browser: Browser, own_server: Troth) -> None:
    async with (
        await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada,
        Desk.of(browser, own_server, online=False) as desk,
    ):
        shop, link = await Shop.of(own_server, ada), desk.page.locator("figure .privacy a")
        await shop.set(privacy_url="")
        settings = f"/settings/{shop.id}/site/{shop.site['id']}"
        await desk.go(settings)
        await expect(desk.page.locator("figure .privacy")).to_be_visible()
        await expect(link).to_have_count(0)
        await shop.publish()
        await desk.go(settings)
        await expect(link).to_have_attribute("href", f"/privacy/{shop.site['key']}?lang=en")
        await shop.set(privacy_url="https://harbour-bikes.example/privacy")
        await desk.go(settings)
        await expect(link).to_have_attribute("href", "https://harbour-bikes.example/privacy")


async def test_a_later_day_is_chosen_and_the_change_is_announced(browser: Browser, own_server: Troth) -> None:
    async with (
        await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada,
        Desk.of(browser, own_server, online=False) as desk,
    ):
        shop, page, t = await Shop.of(own_server, ada), desk.page, desk.t
        await shop.publish()
        await shop.set(telemetry="full")
        await desk.go(shop.at)
        field = page.get_by_role("group", name=re.compile(t("desk.notice.day")))
        await field.get_by_role("button").click()
        await page.get_by_role("button", name="Next").first.click()
        await page.get_by_role("gridcell").get_by_text("15", exact=True).click()
        await desk.button("desk.notice.publish").click()
        await expect(page.get_by_text(t("desk.notice.announced"), exact=True)).to_be_visible()
        made = await shop.last()
        assert (made["state"], made["in_force_at"][8:19]) == ("announced", "15T00:00:00")
        await _told_and_put_away(desk, page, made)
        await _told_in_the_chat(browser, own_server, shop, made)


async def _told_and_put_away(desk: Desk, page: Page, made: dict[str, Any]) -> None:
    """The team, above the console, until each puts it away."""
    strip = page.get_by_role("complementary", name=desk.t("news"))
    await page.reload()
    await expect(strip).to_contain_text("changes on")
    await expect(strip.get_by_role("link")).to_have_attribute("href", made["url"])
    async with page.expect_response(lambda one: one.url.endswith("/seen")) as seen:
        await strip.get_by_role("button", name=desk.t("news.away")).click()
    await expect(strip).to_have_count(0)
    assert (await seen.value).status == 204
    async with page.expect_response(lambda one: one.url.endswith("/notices/news")):
        await page.reload()
    await desk.arrived()
    await expect(strip).to_have_count(0)


async def _told_in_the_chat(browser: Browser, server: Troth, shop: Shop, made: dict[str, Any]) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        line = vi.panel.get_by_role("link", name=re.compile("changes on"))
        await expect(line).to_have_attribute("href", f"{made['url']}?lang=en")
