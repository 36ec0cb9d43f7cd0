"""What a browser remembers of the chat: nothing before it is used, and a choice only where the company promised so."""

import re

from playwright.async_api import Browser, Frame, expect

from tests.journeys.visitor import HARBOUR, Visitor
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent

WATCH = """
window.touched = [];
for (const act of ['setItem', 'removeItem', 'clear']) {
    const real = Storage.prototype[act];
    Storage.prototype[act] = function (...of) { touched.push(act + ' ' + of[0]); return real.apply(this, of); };
}
"""
SESSION_ALONE = """
name = "session"
title = "To go on with a talk, and for nothing else"
[cookies]
purposes = ["session"]
"""


def _inside(vi: Visitor) -> Frame:
    frame = vi.page.frame(url=re.compile("/panel$"))
    assert frame is not None
    return frame


async def test_who_comes_near_the_button_has_nothing_written(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.context.add_init_script(WATCH)
        await vi.go("/demo")
        await vi.launcher.hover()
        await expect(vi.panel.locator("main")).to_be_attached()
        assert [await vi.page.evaluate("touched"), await _inside(vi).evaluate("touched")] == [[], []]


async def test_a_company_that_promises_the_session_alone_has_no_choice_remembered(
    browser: Browser, own_server: Troth
) -> None:
    workspace = own_server.demo["workspaces"][0]["id"]
    async with (
        await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada,
        Visitor.visits(browser, own_server) as vi,
    ):
        await ada.set_available(True)
        await vi.open()
        await vi.begin("do you remember me?", about="Repair", email="vi@example.net")
        await vi.kept()
        await vi.choose("menu.mute")
        assert {"sound", "contact"} <= await _kept(vi)
        await ada.call("PUT", f"/workspaces/{workspace}/privacy/profile", dict, {"text": SESSION_ALONE, "apply": True})

        browsing = await vi.context.new_cdp_session(vi.page)
        await browsing.send("Network.clearBrowserCache")  # the loader stays for minutes, and told the rule of before
        await vi.go("/demo")
        await expect(vi.panel.locator("main")).to_be_attached()  # a talk goes on
        await expect(vi.launcher).to_have_attribute("aria-expanded", "false")
        await vi.open()
        await vi.hears("do you remember me?")
        await vi.choose("menu.mute")  # it was forgotten, and is again
        await vi.button("menu").click()
        await expect(vi.panel.locator("[role^=menuitem]", has_text=vi.t("menu.sound"))).to_be_visible()
        kept = await _kept(vi)
        assert {"token", "conversation", "used"} <= kept
        assert not {"sound", "contact"} & kept
        assert await vi.page.evaluate(f"Object.keys(JSON.parse(localStorage['troth.{HARBOUR}'])).sort()") == [
            "talk",
            "used",
        ]


async def _kept(vi: Visitor) -> set[str]:
    """In the frame, without what all names begin with."""
    names: list[str] = await _inside(vi).evaluate("Object.keys({...localStorage})")
    return {name.rpartition(".")[2] for name in names}
