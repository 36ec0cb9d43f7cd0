"""My data, in a browser that runs no scripts: who shows that an address or a chat is theirs takes a copy, asks, and
sees what becomes of it."""

import zipfile
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.portal import Portal
from tests.journeys.visitor import HARBOUR, TEA, Visitor, site_set
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent
from troth.client import Visitor as Client
from troth.kernel.ids import new_id

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 720}, "has_touch": True}
VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("en", {}), ("en", {"color_scheme": "dark"}), ("en", PHONE), ("ar", {"color_scheme": "dark", **PHONE}), ("ar", {}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "view"), VIEWS, ids=["light", "dark", "phone", "ar-phone-dark", "ar"])
async def test_by_mail_somebody_takes_a_copy_once_and_asks_to_be_erased(
    browser: Browser, server: Troth, ada: Agent, language: str, view: dict[str, Any]
) -> None:
    address, words = f"vi.{new_id().hex}@example.net", f"A wheel named {new_id().hex}"
    async with await Client.start(server.url, HARBOUR, patience=PATIENCE) as vi:
        await vi.open(words, fields={"name": "Vi Tran", "email": address, "about": "Repair"})
    async with Portal.visits(browser, server, language=language, **view) as portal:
        page, t = portal.page, portal.t
        await portal.proves(address)
        await expect(page.locator("dl")).to_contain_text("1")
        width = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1]

        await portal.choose("copy")
        await portal.press("copy.order")
        button = await portal.copy_ready()
        async with page.expect_download() as coming:
            await button.click()
        with zipfile.ZipFile(await (await coming.value).path()) as packed:
            assert words in packed.read("your-data.json").decode()
        await button.click()  # the same word again
        await expect(page).to_have_url(f"{server.url}/my-data/download")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()

        await portal.go("/rights")
        await portal.choose("erase")
        await expect(page.get_by_role("listitem").filter(has_text=t("erase.goes.files"))).to_be_visible()
        await portal.press("erase.act")
        await expect(portal.says("asked").first).to_be_visible()
        await expect(page.locator(".state")).to_have_text(t("state.open"))
        held = await page.context.cookies()
        assert {one["name"] for one in held} == {"csrftoken", "troth_my_data"}
        await portal.press("leave")
        await expect(portal.says("left")).to_be_visible()
        await portal.go("/rights")
        await expect(portal.title("start.title")).to_be_visible()
    shop = next(one for one in server.demo["workspaces"] if one["site_key"] == HARBOUR)
    asked = (await ada.call("GET", f"/workspaces/{shop['id']}/privacy/requests", dict))["items"]
    assert [one["right"] for one in asked if (one["subject"] or {}).get("label", "").startswith("Vi Tran")]


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_by_their_chat_an_unnamed_visitor_takes_back_their_consent(
    browser: Browser, server: Troth, ada: Agent, language: str
) -> None:
    async with (
        site_set(ada, server, TEA, consent="ask"),
        Visitor.visits(browser, server, "/demo/2", key=TEA, language=language) as vi,
        Portal.visits(browser, server, key=TEA, language=language) as portal,
    ):
        await vi.open()
        await vi.button("consent.give").click()
        await vi.begin("Do you know me?", name="Vi")
        await vi.kept()
        code = await vi.data_code()
        async with vi.context.expect_page() as coming:
            await vi.panel.get_by_role("link", name=vi.t("data.open")).click()
        page = await coming.value
        await expect(page).to_have_url(f"{server.url}/my-data/{TEA}?lang={language}")  # a page of its own, no frame
        await expect(page.locator("html")).to_have_attribute("lang", language)

        await portal.page.get_by_label(portal.t("start.letters"), exact=True).fill(code.lower())
        await portal.press("go.on")
        await portal.choose("withdraw")
        await portal.press("withdraw.act")
        await expect(portal.says("withdraw.done")).to_be_visible()
        await expect(vi.button("consent.give")).to_be_visible()  # the chat there begins anew
        await expect(vi.bubbles).to_have_count(0)

        await page.locator("#letters").fill(code)
        await page.locator("button.second").click()
        await expect(page.locator("#letters-wrong")).to_be_visible()
