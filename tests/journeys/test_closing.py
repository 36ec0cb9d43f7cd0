"""An owner closes a workspace: a copy is taken along, the team and the website learn of it, and it is kept after
all."""

import zipfile

from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.journeys.visitor import HARBOUR, Visitor
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Visitor as Client


async def test_an_owner_takes_everything_along_closes_and_keeps_it_after_all(
    browser: Browser, own_server: Troth
) -> None:
    shop = own_server.demo["workspaces"][0]
    name = f"\u2068{shop['name']}\u2069"
    fields = {"name": "Vi Tran", "email": "vi@example.net", "about": "Repair"}
    async with (
        await Client.start(own_server.url, HARBOUR, patience=PATIENCE) as client,
        Desk.of(browser, own_server) as ada,
        Desk.of(browser, own_server, "ben") as ben,
    ):
        talk = await client.open("My back wheel has a wobble.", fields=fields, language="en")
        page = ada.page
        await ada.go(f"/settings/{shop['id']}/team")
        await page.get_by_role("link", name=ada.t("closing.look")).press("Enter")
        await expect(page.get_by_role("heading", name=ada.t("closing.title", name=name))).to_be_visible()

        await expect(ada.button("closing.copy.make")).to_be_enabled()  # it looks first whether there is one already
        await ada.button("closing.copy.make").press("Enter")
        async with page.expect_download() as fetching:
            await expect(ada.button("closing.copy.fetch")).to_be_enabled()
            await ada.button("closing.copy.fetch").press("Enter")
        with zipfile.ZipFile(await (await fetching.value).path()) as kept:
            assert any("wobble" in kept.read(one).decode(errors="replace") for one in kept.namelist())

        field = page.get_by_label(ada.t("closing.type", name=name))
        await field.fill("harbour bikes")
        await field.press("Enter")
        await expect(ada.button("closing.keep")).to_be_visible()
        strip = page.get_by_role("complementary", name=ada.t("closing"))
        await expect(strip).to_contain_text(shop["name"])

        await ben.go("/open")
        theirs = ben.page.get_by_role("complementary", name=ben.t("closing"))
        await expect(theirs).to_contain_text(shop["name"])
        await ben.open(talk.id)
        await ben.take()
        await ben.say("Thursday at nine is free.")
        await theirs.get_by_role("link").click()
        await expect(ben.page.get_by_text(ben.t("closing.meanwhile.keep"))).to_be_visible()
        await expect(ben.button("closing.keep")).to_have_count(0)

        async with Visitor.visits(browser, own_server) as vi:
            await expect(vi.launcher).to_have_count(0)  # the page has loaded, and with it the loader

        await ada.button("closing.keep").press("Enter")
        await expect(page.get_by_text(ada.t("closing.kept", name=name))).to_be_visible()
        await expect(strip).to_have_count(0)
        await expect(page.get_by_role("heading", name=ada.t("closing.title", name=name))).to_be_visible()
        async with Visitor.visits(browser, own_server) as vi:
            await vi.open()
