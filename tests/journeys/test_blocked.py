"""A network that holds WebSocket back: both apps say so in plain words, the talk goes on, and sockets are taken again
when they get through."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.journeys.agent import Desk
from tests.journeys.behind import Behind, behind
from tests.journeys.visitor import Visitor
from tests.until import PATIENCE
from troth.client import Agent, Talk
from troth.client import Visitor as Guest


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office() -> AsyncIterator[Behind]:
    """A server behind a proxy that refuses every upgrade, until a test lets them through."""
    async with behind() as server:
        yield server


async def _a_while(page: Page, talk: Talk, side: Visitor | Desk) -> None:
    """Two minutes on the page's clock, in which somebody says something now and then."""
    for number in range(4):
        text = f"still here, {number}"
        await talk.say(text)
        await side.hears(text)
        await page.clock.fast_forward(30_000)


async def test_a_visitor_in_an_office_that_blocks_sockets(browser: Browser, office: Behind) -> None:
    office.proxy.upgrade = "refuse"
    async with await Agent.sign_in(office.url, *office.person("ada"), patience=PATIENCE) as ada:
        await ada.set_available(True)
        async with Visitor.visits(browser, office) as vi:
            await vi.page.clock.install()
            await vi.open()
            await vi.begin("can you hear me?", about="Repair")
            await vi.kept()
            talk = await ada.talk(await vi.conversation())
            await talk.join()
            await talk.say("loud and clear")
            await vi.hears("loud and clear")
            detour = vi.panel.get_by_text(vi.t("notice.detour"))
            await expect(detour).to_be_visible()

            office.proxy.shut = True
            office.proxy.cut()
            await vi.say("and now?")
            await expect(vi.panel.get_by_text(vi.t("notice.away"))).to_be_visible()
            office.proxy.shut = False
            await vi.kept()
            await expect(detour).to_be_visible()

            office.proxy.upgrade = "pass"
            before = office.proxy.upgrades
            await _a_while(vi.page, talk, vi)
            await expect(detour).to_be_hidden()
            assert office.proxy.upgrades > before
            await vi.say("better now")
            await vi.kept()
            said = [
                "can you hear me?",
                "loud and clear",
                "and now?",
                *(f"still here, {n}" for n in range(4)),
                "better now",
            ]
            assert await vi.lines() == said
            while talk.last < len(said) + 3:  # opened, form_answered, joined
                await talk.changed()
            assert [event.kind for event in talk.held].count("said") == len(said)


async def test_an_agent_in_an_office_that_blocks_sockets(browser: Browser, office: Behind) -> None:
    office.proxy.upgrade = "refuse"
    async with (
        Desk.of(browser, office, online=False) as desk,
        await Guest.start(office.url, office.demo["site_key"], patience=PATIENCE) as vi,
    ):
        detour = desk.page.get_by_role("status").filter(has_text=desk.t("detour"))
        await expect(detour).to_be_visible()
        await desk.go_online()
        await desk.page.clock.install()
        talk = await vi.open("can you hear me?", fields={"about": "Repair", "email": "vi@example.test"})
        await desk.go("/open")
        await desk.open(talk.id)
        await desk.take()
        await desk.say("loud and clear")
        while not any(event.kind == "said" and event.author.kind == "agent" for event in talk.held):
            await talk.changed()
        await expect(detour).to_be_visible()

        office.proxy.upgrade = "pass"
        await _a_while(desk.page, talk, desk)
        await expect(detour).to_be_hidden()
        await desk.say("better now")
        said = ["can you hear me?", "loud and clear", *(f"still here, {n}" for n in range(4)), "better now"]
        while [event.kind for event in talk.held].count("said") < len(said):
            await talk.changed()
        assert await desk.lines() == said
