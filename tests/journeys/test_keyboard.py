"""Both apps by the keyboard alone: no locator is clicked here, only keys are pressed."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.agent import Desk
from tests.journeys.chromium import new_profile
from tests.journeys.visitor import Visitor
from tests.process import Troth
from troth.client import Agent


async def _tab_to(page: Page, there: str, most: int = 40) -> None:
    """Press Tab until what has the focus (through frames' shadows) matches a selector."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        for frame in page.frames:
            found = "document.activeElement?.shadowRoot?.activeElement ?? document.activeElement"
            if await frame.evaluate(f"selector => document.hasFocus() && ({found})?.matches(selector)", there):
                return
    raise AssertionError(f"Tab does not lead to {there}")


@pytest.mark.usefixtures("staffed")
async def test_a_visitor_needs_no_mouse(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server) as vi:
        keys = vi.page.keyboard
        await _tab_to(vi.page, "button.launcher")
        await keys.press("Enter")
        await expect(vi.panel.locator("[name=name]")).to_be_focused()
        await keys.type("Vi")
        await keys.press("Tab")
        await keys.type("vi@example.net")
        await keys.press("Tab")
        await keys.type("Rep")
        await keys.press("Tab")
        await keys.type("only keys")
        await _tab_to(vi.page, "button[type=submit]")
        await keys.press("Enter")
        await vi.hears("only keys")
        await vi.kept()
        await expect(vi.composer).to_be_focused()
        await keys.type("and a second line")
        await keys.press("Enter")
        await vi.hears("and a second line")

        await _tab_to(vi.page, "button[aria-haspopup=menu]")
        await keys.press("Enter")
        await expect(vi.panel.locator("[role=menu] :focus")).to_be_visible()
        await keys.press("End")
        await expect(vi.panel.locator("[role=menu] :focus")).to_have_text(vi.t("menu.off"))
        for above in ("menu.data", "menu.end"):
            await keys.press("ArrowUp")
            await expect(vi.panel.locator("[role=menu] :focus")).to_have_text(vi.t(above))
        await keys.press("Enter")
        end = vi.panel.get_by_role("alertdialog")
        await expect(end).to_be_visible()
        await _tab_to(vi.page, "[role=alertdialog] button.main")
        await keys.press("Enter")
        await expect(vi.panel.get_by_text(vi.t("line.closed.you"))).to_be_visible()
        await _tab_to(vi.page, "input[type=radio]")
        await keys.press("ArrowRight")
        await _tab_to(vi.page, "form.rate button[type=submit]")
        await keys.press("Enter")
        await expect(vi.panel.get_by_text(vi.t("rate.done"))).to_be_visible()
        await keys.press("Escape")
        await expect(vi.launcher).to_be_focused()
        found = (await ada.conversations("closed")).items
        assert any(one.rating for one in found)


async def test_an_agent_needs_no_mouse(browser: Browser, server: Troth) -> None:
    context = await new_profile(browser, locale="en", viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    ada, keys = Desk(server, context, page, "en"), page.keyboard
    email, password = server.person("ada")
    await page.goto(f"{server.url}/console/")
    await expect(page.get_by_label(ada.t("signin.email"), exact=True)).to_be_focused()
    await keys.type(email)
    await keys.press("Tab")
    await keys.type(password)
    await keys.press("Enter")
    await expect(ada.availability).to_have_attribute("aria-pressed", "true")

    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("is anybody at the keys?", about="Repair", name="Keyboard Vi")
        await vi.kept()
        conversation = await vi.conversation()

        await ada.press("g", "w")
        await page.wait_for_url("**/console/waiting")
        await keys.press("/")
        await keys.type("Keyboard Vi")
        await expect(ada.rows).to_have_count(1)
        await _tab_to(page, f'a[data-id="{conversation}"]')
        await keys.press("Enter")
        await page.wait_for_url(re.compile(str(conversation)))
        await ada.hears("is anybody at the keys?")
        await keys.press("u")
        await page.wait_for_url("**/console/waiting")
        await keys.press("j")
        await page.wait_for_url(re.compile(str(conversation)))
        await ada.hears("is anybody at the keys?")
        await keys.press("t")
        await expect(page.get_by_role("button", name=ada.t("composer.send"))).to_be_visible()
        await keys.press("Escape")
        await keys.press("r")
        await expect(ada.composer).to_be_focused()
        await keys.type("ten fingers")
        await keys.press("Enter")
        await vi.hears("ten fingers")
        await keys.press("Escape")
        await keys.press("n")
        await expect(ada.composer).to_be_focused()
        await keys.type("types fast")
        await keys.press("Enter")
        await expect(ada.log.get_by_text("types fast")).to_be_visible()
        await keys.press("Escape")
        await keys.press("e")
        await expect(page.get_by_text(ada.t("closed.text"))).to_be_visible()
        await keys.press("o")
        await expect(ada.composer).to_be_visible()

        await keys.press("Escape")
        await keys.press("?")
        await expect(page.get_by_role("dialog", name=ada.t("act.help"))).to_be_visible()
        await keys.press("Escape")
        await keys.press("Control+k")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await keys.type(ada.t("act.go.closed"))
        await keys.press("Enter")
        await page.wait_for_url("**/console/closed")
    await context.close()
