"""What an agent relies on while they work: who waits, what is sent, where a key or a button leads."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, expect

from tests.journeys.agent import Desk
from tests.journeys.chromium import new_profile
from tests.journeys.visitor import HARBOUR, TEA
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent, Talk
from troth.client import Visitor as Client

PHONE = {"width": 360, "height": 720}


@pytest_asyncio.fixture(loop_scope="session")
async def vi(server: Troth, ada: Agent) -> AsyncIterator[Talk]:
    """A conversation of a visitor whose line stays open."""
    await ada.set_available(True)
    async with await Client.start(server.url, HARBOUR, patience=PATIENCE) as visitor:
        yield await visitor.open("Is the workshop open?", fields={"about": "Repair"}, language="en")
    await ada.set_available(False)


def _row(desk: Desk, talk: Talk) -> Locator:
    return desk.page.locator(f'a[data-id="{talk.id}"]')


async def test_who_waits_is_who_has_no_answer(browser: Browser, server: Troth, ada: Agent, vi: Talk) -> None:
    async with Desk.of(browser, server) as desk:
        await desk.go("/waiting")
        await desk.open(vi.id)
        await desk.take()
        await desk.page.keyboard.press("Escape")
        await desk.go("/waiting")
        await expect(_row(desk, vi).locator("[data-waits]")).to_be_visible()  # taken, and still without an answer
        await desk.open(vi.id)
        await desk.say("Until six.")
        await desk.go("/open")
        await expect(_row(desk, vi)).to_be_visible()
        await expect(_row(desk, vi).locator("[data-waits]")).to_have_count(0)
        await desk.go("/waiting")
        await expect(desk.page.get_by_role("navigation", name=desk.t("rail"))).to_be_visible()
        await expect(_row(desk, vi)).to_have_count(0)

        await desk.go("/open")
        await desk.open(vi.id)
        await desk.close()
        await desk.button("undo").click()
        await expect(desk.composer).to_be_visible()
        await expect(desk.page.get_by_text(desk.t("told.reopened"), exact=True)).to_be_visible()
        await expect(desk.page.get_by_text(desk.t("told.closed"), exact=True)).to_have_count(0)
        await expect(_row(desk, vi).locator("[data-waits]")).to_have_count(0)  # ours were the last words
        await desk.go("/open")
        await expect(_row(desk, vi)).to_be_visible()
        await expect(_row(desk, vi).locator("[data-waits]")).to_have_count(0)
        await vi.say("And on Sunday?")
        await expect(_row(desk, vi).locator("[data-waits]")).to_be_visible()
        await expect(desk.page).to_have_title(re.compile(r"^\(\d+\) Troth$"))
        await expect(desk.page.locator('link[rel="icon"]')).to_have_attribute("href", "/console/mark-calling.svg")


async def test_a_refused_file_holds_nothing_back(browser: Browser, server: Troth, vi: Talk) -> None:
    async with Desk.of(browser, server) as desk:
        await desk.go("/open")
        await desk.open(vi.id)
        await desk.take()
        chosen = [
            FilePayload(name="offer.txt", mimeType="text/plain", buffer=b"38 euro"),
            FilePayload(name="page.html", mimeType="text/html", buffer=b"<html><script>"),
        ]
        async with desk.page.expect_file_chooser() as choosing:
            await desk.button("file.attach").click()
        await (await choosing.value).set_files(files=chosen)
        refused = desk.page.locator('li[data-state="failed"]')
        await expect(refused).to_have_count(1)
        await expect(desk.page.locator('li[data-state="ready"]')).to_have_count(1)
        again = desk.t("file.again", name="page.html")
        await expect(refused.get_by_role("button", name=again)).to_have_count(0)  # it could only be refused again
        await desk.say("Here is the offer")
        await expect(desk.log.get_by_text("offer.txt")).to_be_visible()
        await expect(refused).to_have_text(re.compile("page.html"))
        await expect(desk.page.get_by_label(desk.t("toasts"))).to_contain_text("page.html")
        await expect(desk.page.locator('li[data-state="ready"]')).to_have_count(0)
        await refused.get_by_role("button").click()
        await expect(refused).to_have_count(0)


async def test_without_a_line_nothing_is_covered_and_nothing_is_claimed(
    browser: Browser, server: Troth, vi: Talk
) -> None:
    async with Desk.of(browser, server) as desk:
        await desk.go("/open")
        await desk.open(vi.id)
        aside = desk.page.get_by_role("complementary")
        await expect(aside.get_by_text(desk.t("aside.here"), exact=True)).to_be_visible()
        await expect(desk.availability.locator("[data-on]")).to_have_count(1)
        await desk.take()
        await desk.page.clock.install()
        await desk.context.set_offline(True)
        await desk.say("I look it up.")  # the browser says it is offline; the line is asked, and found dead
        await desk.page.clock.fast_forward("10:00")
        strip = desk.page.get_by_role("status").filter(has_text=desk.t("offline"))
        await expect(strip).to_be_visible()
        await expect(desk.availability.locator("[data-on]")).to_have_count(0)
        await expect(aside.get_by_text(desk.t("aside.unknown"), exact=True)).to_be_visible()
        for size in ({"width": 1440, "height": 900}, PHONE):
            await desk.page.set_viewport_size(size)  # type: ignore[arg-type]
            bar, head = await strip.bounding_box(), await desk.page.locator("header h1").last.bounding_box()
            assert bar
            assert head
            assert bar["width"] == size["width"]
            assert bar["y"] + bar["height"] <= head["y"]
        await desk.context.set_offline(False)


async def test_back_from_the_details_leads_to_the_talk(browser: Browser, server: Troth, vi: Talk) -> None:
    async with Desk.of(browser, server, online=False, viewport=PHONE) as desk:
        await desk.go("/open")
        await desk.open(vi.id)
        details = desk.page.get_by_role("complementary")
        for by_browser in (True, False):
            await desk.page.locator("header").get_by_role("button", name=desk.t("more"), exact=True).click()
            await desk.page.get_by_role("menuitem", name=desk.t("act.talk.aside")).click()
            await expect(details).to_be_visible()
            if by_browser:
                await desk.page.go_back()
            else:
                await details.get_by_role("button", name=desk.t("close")).click()
            await expect(details).to_have_count(0)
            await expect(desk.log).to_be_visible()
        await desk.page.go_back()
        await expect(desk.log).to_have_count(0)
        await expect(desk.rows.first).to_be_visible()


async def test_the_palette_leads_everywhere_from_its_first_row(browser: Browser, server: Troth, vi: Talk) -> None:
    async with Desk.of(browser, server) as desk:
        page, keys = desk.page, desk.page.keyboard
        ways = {
            desk.t("palette.of", place=desk.t("team"), client="Alma Tea"): re.compile(r"/settings/.+/team$"),
            desk.t("palette.of", place=desk.t("mail"), client="Harbour Bikes"): re.compile(r"/settings/.+/mail$"),
            desk.t("palette.site", site="Alma"): re.compile(r"/settings/.+/site/"),
            desk.t("act.go.waiting"): re.compile(r"/console/waiting$"),
        }
        for words, there in ways.items():
            await keys.press("Control+k")
            palette = page.get_by_role("dialog", name=desk.t("act.palette"))
            await expect(palette.locator("[data-focused]")).to_have_count(1)  # Enter does something at once
            await keys.type(words)
            await expect(palette.locator("[data-focused]").first).to_be_visible()
            await keys.press("Enter")
            await page.wait_for_url(there)
        await keys.press("Control+k")
        await keys.type(desk.t("clients.only", name="Alma Tea"))
        await keys.press("Enter")
        await page.wait_for_url(re.compile(r"/waiting\?client="))
        await keys.press("Control+k")
        await keys.type("العربية")
        await keys.press("Enter")
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")


async def test_addresses_that_lead_nowhere_are_put_right(browser: Browser, server: Troth) -> None:
    async with Desk.of(browser, server) as desk:
        await desk.go("/nonsense?client=x")
        await desk.page.wait_for_url("**/console/open?client=x")
        await desk.go("/open/not-a-conversation")
        await expect(desk.page.get_by_text(desk.t("talk.missing"), exact=True)).to_be_visible()


async def test_notifications_are_offered_once(browser: Browser, server: Troth) -> None:
    async with Desk.of(browser, server) as desk:
        offer = desk.page.get_by_role("button", name=desk.t("alerts.offer.do"))
        await expect(offer).to_be_visible()
        await desk.page.get_by_role("button", name=desk.t("alerts.offer.no")).click()
        await expect(offer).to_have_count(0)
        await desk.go("/waiting")
        await expect(desk.page.get_by_role("navigation", name=desk.t("rail"))).to_be_visible()
        await expect(offer).to_have_count(0)


COUNT_TONES = """window.tones = 0;
const make = BaseAudioContext.prototype.createOscillator;
BaseAudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };"""


async def test_a_new_agent_hears_what_comes(browser: Browser, server: Troth, vi: Talk) -> None:
    async with Desk.of(browser, server) as desk:
        await desk.page.add_init_script(COUNT_TONES)
        await desk.go("/waiting")
        await desk.page.get_by_role("searchbox").click()  # before a first click no browser plays anything
        await vi.say("Hello?")
        await desk.page.wait_for_function("tones > 0")


async def test_who_is_in_no_team_has_one_page_and_a_way_out(browser: Browser, server: Troth) -> None:
    context = await new_profile(browser, locale="en")
    page = await context.new_page()
    desk = Desk(server, context, page, "en")
    await page.goto(f"{server.url}/console/")
    email, password = server.person("cy")
    await page.get_by_label(desk.t("signin.email"), exact=True).fill(email)
    await page.get_by_label(desk.t("signin.password"), exact=True).fill(password)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=desk.t("noteam"))).to_be_visible()
    await expect(page.get_by_text(email)).to_be_visible()
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await page.get_by_role("button", name=desk.t("signout")).click()
    await expect(page.get_by_label(desk.t("signin.email"), exact=True)).to_be_visible()
    await context.close()


async def test_an_empty_talk_leads_only_to_where_one_is_not(browser: Browser, server: Troth, vi: Talk) -> None:
    async with await Client.start(server.url, TEA, patience=PATIENCE) as noor:
        await noor.open("Is the oolong back?", fields={"name": "Noor"}, language="en")
        async with Desk.of(browser, server) as desk:
            lead = desk.page.get_by_role("button", name=desk.t("talk.none.do"))
            await desk.go("/waiting")
            await expect(desk.rows.first).to_be_visible()
            await expect(lead).to_have_count(0)
            tea = server.demo["workspaces"][1]["id"]
            await desk.go(f"/mine?client={tea}")
            await lead.click()
            await desk.page.wait_for_url(f"**/waiting?client={tea}")
            await expect(desk.rows.first).to_be_visible()
            assert {"Alma Tea" in row for row in await desk.rows.all_inner_texts()} == {True}
