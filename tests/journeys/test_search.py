"""Searching: from the key to the very words in a long talk, and back to what was found."""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.journeys.agent import Desk
from tests.journeys.visitor import HARBOUR, TEA
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Talk
from troth.client import Visitor as Client

FORM = {"name": "Vi Tran", "email": "vi@example.net", "about": "Repair"}


async def _long_talk(visitor: Client) -> Talk:
    """The words that are sought stand far above what is loaded at first."""
    talk = await visitor.open("Hello", fields=FORM, language="en")
    await talk.say("The periwinkle frame, please: 🚲 Periwinkle, not blue.")
    for number in range(90):
        await talk.say(f"And one thing more, number {number}")
    return talk


@pytest.mark.slow
async def test_from_the_key_to_the_words_and_back(browser: Browser, own_server: Troth) -> None:
    async with (
        await Client.start(own_server.url, HARBOUR, patience=PATIENCE) as vi,
        await Client.start(own_server.url, TEA, patience=PATIENCE) as noor,
        Desk.of(browser, own_server) as desk,
    ):
        long = await _long_talk(vi)
        short = await noor.open("A periwinkle teapot?", fields={"name": "Noor"}, language="en")
        page, keys = desk.page, desk.page.keyboard
        search = page.get_by_role("searchbox")
        await keys.press("/")
        await expect(search).to_be_focused()
        await search.fill("PERIWINK")
        await expect(desk.rows).to_have_count(2)
        await expect(desk.rows.first).to_have_attribute("data-id", str(short.id))
        await expect(page.locator(f'a[data-id="{long.id}"] mark')).to_have_text(["periwinkle", "Periwinkle"])

        await keys.press("ArrowDown")
        await keys.press("ArrowDown")
        await keys.press("Enter")
        hit = desk.log.locator("[data-found]")
        await expect(hit.locator("mark")).to_have_text(["periwinkle", "Periwinkle"])
        await expect(hit).to_be_in_viewport()
        assert "periwinkle" not in page.url

        await keys.press("k")  # the result before it
        await expect(page).to_have_url(f"{own_server.url}/console/open/{short.id}")
        await keys.press("u")
        await expect(search).to_have_value("PERIWINK")
        await expect(desk.rows).to_have_count(2)
        await page.get_by_role("button", name=desk.t("search.client")).click()
        await page.get_by_role("option", name="Alma Tea").click()
        await expect(desk.rows).to_have_count(1)
        await expect(page.get_by_role("button", name=desk.t("search.by"))).to_be_visible()
        await page.get_by_role("button", name=desk.t("search.state")).click()
        await page.get_by_role("option", name=desk.t("view.closed"), exact=True).click()
        await expect(page.get_by_text(desk.t("search.none"), exact=True)).to_be_visible()
        await desk.button("search.widen").click()
        await expect(desk.rows).to_have_count(1)
        await search.press("Escape")
        await expect(search).to_have_value("")


@pytest.mark.slow
async def test_the_palette_searches_and_a_phone_comes_back_to_what_was_found(
    browser: Browser, own_server: Troth
) -> None:
    phone: ViewportSize = {"width": 390, "height": 760}
    async with (
        await Client.start(own_server.url, HARBOUR, patience=PATIENCE) as vi,
        Desk.of(browser, own_server) as desk,
    ):
        talk = await vi.open("My saddlebag is torn", fields=FORM, language="en")
        page = desk.page
        await desk.go("/settings")
        await expect(page.get_by_role("navigation", name=desk.t("rail"))).to_be_visible()
        await page.keyboard.press("Control+k")
        await page.get_by_role("dialog").get_by_role("searchbox").fill("saddleb")
        await page.get_by_role("menuitem", name=desk.t("palette.search", words="saddleb")).click()
        row = page.locator(f'a[data-id="{talk.id}"]')
        await expect(row.locator("mark")).to_have_text("saddlebag")
        await page.set_viewport_size(phone)
        await row.click()
        await expect(desk.log.locator("[data-found] mark")).to_have_text("saddlebag")
        await page.go_back()
        await expect(page.get_by_role("searchbox")).to_have_value("saddleb")
        await expect(row.locator("mark")).to_have_text("saddlebag")
