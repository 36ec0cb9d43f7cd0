"""The talk survives what happens to a page: reload, the next page, a second tab, a restart, an hour offline."""

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.chromium import chromium, new_profile
from tests.journeys.visitor import OPEN_SHADOWS, Visitor
from tests.process import Troth
from troth.client import Agent

pytestmark = pytest.mark.usefixtures("staffed")


async def test_a_reload_keeps_the_talk_and_what_was_not_sent(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("do you sell bells?", about="Repair")
        await vi.kept()
        await vi.composer.fill("and are they lou")
        await vi.page.reload()
        await expect(vi.composer).to_have_value("and are they lou")
        await vi.hears("do you sell bells?")


async def test_the_next_page_opens_where_the_last_one_was(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("is the blue one there?", about="A new bike")
        await vi.kept()
        talk = await ada.talk(await vi.conversation())
        await talk.join()
        await vi.page.get_by_role("link", name="Bikes", exact=True).click()
        await vi.page.wait_for_url("**/demo/bikes")
        await talk.say("it is, in two sizes")
        await vi.hears("it is, in two sizes")
        assert await vi.lines() == ["is the blue one there?", "it is, in two sizes"]


async def test_a_second_tab_shows_the_same_talk_and_both_go_on(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("first tab here", about="Repair")
        await vi.kept()
        other = await vi.tab("/demo/bikes")
        await other.hears("first tab here")
        await other.say("second tab here")
        await vi.hears("second tab here")
        await vi.say("first again")
        await other.hears("first again")
        assert await vi.lines() == await other.lines() == ["first tab here", "second tab here", "first again"]


async def test_a_closed_panel_counts_what_was_missed(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("I will look again later", about="Repair")
        await vi.kept()
        await vi.composer.press("Escape")
        await expect(vi.launcher).to_be_focused()
        await expect(vi.launcher).to_have_attribute("aria-expanded", "false")
        talk = await ada.talk(await vi.conversation())
        await talk.join()
        await talk.say("one")
        await talk.say("two")
        await expect(vi.launcher).to_have_accessible_name(vi.loader("unread", n=2))
        await vi.open()
        await vi.hears("two")
        await expect(vi.launcher).to_have_accessible_name(vi.loader("close"))


async def test_an_hour_offline_loses_nothing(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.page.clock.install()
        await vi.open()
        await vi.begin("I am on a train", about="An order")
        await vi.kept()
        talk = await ada.talk(await vi.conversation())
        await talk.join()
        await talk.say("all right")
        await vi.hears("all right")

        await vi.context.set_offline(True)
        await vi.say("now in a tunnel")
        await talk.say("still there?")
        await vi.page.clock.fast_forward("01:00:00")
        await expect(vi.state).to_have_text(vi.t("state.waiting"))
        await expect(vi.panel.get_by_text(vi.t("notice.offline"))).to_be_visible()
        await vi.say("still the tunnel")
        assert "still there?" not in await vi.lines()

        await vi.context.set_offline(False)
        await vi.page.clock.fast_forward("01:00")
        await vi.kept()
        await vi.hears("still there?")
        said = ["I am on a train", "all right", "still there?", "now in a tunnel", "still the tunnel"]
        assert await vi.lines() == said
        while talk.last < 7:
            await talk.changed()
        assert [event.kind for event in talk.held].count("said") == len(said)


async def test_a_browser_that_refuses_storage_still_talks_and_is_told(server: Troth, ada: Agent) -> None:
    refuse: dict[str, object] = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    async with chromium(preferences=refuse) as strict, Visitor.visits(strict, server) as vi:
        await vi.open()
        await vi.begin("my browser keeps nothing", about="Repair")
        await vi.kept()
        await expect(vi.panel.get_by_text(vi.t("memory"))).to_be_visible()
        inside = vi.page.frames[-1]
        assert (
            await inside.evaluate("() => { try { return localStorage.length } catch (e) { return e.name } }")
            == "SecurityError"
        )
        waiting = (await ada.conversations("waiting")).items
        talk = await ada.talk(next(one.id for one in waiting if one.last_seq >= 2))
        await vi.page.reload()
        await vi.open()
        await expect(vi.panel.locator("form.card")).to_be_visible()  # nothing is remembered, as was said
        assert talk.last >= 2


async def test_the_hosted_chat_is_the_same_talk_in_a_tab_of_its_own(browser: Browser, server: Troth) -> None:
    context = await new_profile(browser, locale="en")
    await context.add_init_script(OPEN_SHADOWS)
    page = await context.new_page()
    await page.goto(f"{server.url}/chat/harbourbikes")
    await page.locator("select[name=about]").select_option("Repair")
    await page.locator("textarea[name=text]").fill("no frame around me")
    await page.locator("form.card button[type=submit]").click()
    await expect(page.locator(".log .bubble")).to_have_text("no frame around me")
    await expect(page.locator(".log .state")).to_have_text("Sent")
    await page.reload()
    await expect(page.locator(".log .bubble")).to_have_text("no frame around me")
    await context.close()
