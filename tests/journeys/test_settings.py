"""What people change about themselves, their team and their sites, in the console as they would."""

import re

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.journeys.agent import Desk
from tests.journeys.chromium import new_profile
from tests.journeys.drawn import picture
from tests.journeys.visitor import Visitor
from tests.process import Troth
from troth.client import Agent

NARROW = {"width": 360, "height": 720}
NEW = "a lamp for the harbour"


async def _wider_than_its_screen(page: Page) -> list[str]:
    """What stands out of the page sideways; what scrolls by itself is let out."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(one => {
            const box = one.getBoundingClientRect();
            const seen = !one.closest('[aria-hidden=true]') && box.width > 1 && box.height > 1;
            return seen && (box.right > innerWidth + 1 || box.left < -1);
        }).map(one => one.outerHTML.slice(0, 120))"""
    )
    return found


async def test_a_person_changes_their_name_and_password(browser: Browser, own_server: Troth) -> None:
    email, old = own_server.person("ben")
    async with (
        Desk.of(browser, own_server, "ben", anew=True) as ben,
        Desk.of(browser, own_server, "ben", anew=True) as elsewhere,
    ):
        await ben.go("/settings/account")
        name = ben.page.get_by_label(ben.t("account.name"), exact=True)
        await name.fill("Benedict Okafor")
        await name.blur()
        await expect(ben.page.get_by_text(ben.t("saved"))).to_be_visible()
        await expect(ben.page.get_by_role("button", name=ben.t("account", name="Benedict Okafor"))).to_be_visible()
        now, new = (ben.page.get_by_label(ben.t(key), exact=True) for key in ("account.password.now", "signin.new"))
        await now.fill("not this one")
        await new.fill(NEW)
        await ben.button("account.password.keep").click()
        await expect(ben.page.get_by_text(ben.t("account.password.wrong"))).to_be_visible()
        await now.fill(old)
        await ben.button("account.password.keep").click()
        await expect(ben.page.get_by_text(ben.t("account.password.changed"))).to_be_visible()
        await expect(elsewhere.page.get_by_role("heading", name=ben.t("signin.title"))).to_be_visible()
        await ben.page.reload()
        await expect(name).to_have_value("Benedict Okafor")
    context = await new_profile(browser, locale="en")
    again = Desk(own_server, context, await context.new_page(), "en")
    await again.go("/")
    await again.sign_in(email, NEW)
    await context.close()


async def test_visitors_see_the_face_the_team_chose(browser: Browser, server: Troth, ada: Agent) -> None:
    harbour = server.demo["workspaces"][0]
    wheel = FilePayload(name="wheel.png", mimeType="image/png", buffer=picture())
    text = FilePayload(name="wheel.png", mimeType="image/png", buffer=b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    async with Desk.of(browser, server) as desk:
        await desk.go(f"/settings/{harbour['id']}/team")
        row = desk.page.get_by_role("row", name=re.compile("Ada Lindqvist"))
        await row.locator("input[type=file]").set_input_files(files=[text])
        await expect(desk.page.get_by_text(desk.t("portrait.unreadable"))).to_be_visible()
        await row.locator("input[type=file]").set_input_files(files=[wheel])
        await expect(row.locator("img")).to_have_js_property("naturalWidth", 256)
        title = row.get_by_label(desk.t("team.title.of", name="Ada Lindqvist"))
        await title.fill("Wheel doctor")
        await title.press("Enter")
        async with Visitor.visits(browser, server) as vi:
            await vi.open()
            await expect(vi.panel.locator(".team .face img").first).to_have_js_property("naturalWidth", 256)
            await vi.begin("Do you take old bikes?", about="Repair")
            await desk.go("/waiting")
            await desk.open(await vi.conversation())
            await desk.take()
            await expect(vi.panel.locator(".joined .face img")).to_have_js_property("naturalWidth", 256)
            await expect(vi.panel.locator(".joined")).to_contain_text("Wheel doctor")
        await desk.go(f"/settings/{harbour['id']}/team")
        await row.get_by_role("button", name=desk.t("portrait.of", name="Ada Lindqvist")).click()
        await desk.page.get_by_role("menuitem", name=desk.t("portrait.remove")).click()
        await expect(row.locator("img")).to_have_count(0)


async def test_who_is_invited_is_told_again(browser: Browser, server: Troth) -> None:
    harbour = server.demo["workspaces"][0]
    async with Desk.of(browser, server) as desk:
        await desk.go(f"/settings/{harbour['id']}/team")
        await desk.page.get_by_label(desk.t("team.name"), exact=True).fill("Finn Oar")
        await desk.page.get_by_label(desk.t("team.email"), exact=True).fill("finn@harbour-bikes.example")
        await desk.page.get_by_role("button", name=desk.t("team.add"), exact=True).click()
        row = desk.page.get_by_role("row", name=re.compile("Finn Oar"))
        await expect(row.get_by_text(desk.t("team.invited"), exact=True)).to_be_visible()
        await row.get_by_role("button", name=desk.t("team.invited.again.to", name="Finn Oar")).click()
        told = desk.t("team.invited.again.told", email="finn@harbour-bikes.example")
        await expect(desk.page.get_by_text(told)).to_be_visible()
        await desk.go(f"/settings/{harbour['id']}/mail")
        await expect(desk.page.get_by_role("cell", name=desk.t("mail.kind.invitation"))).not_to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_no_page_of_the_settings_is_wider_than_a_phone(browser: Browser, server: Troth, language: str) -> None:
    harbour = server.demo["workspaces"][0]
    room = f"/settings/{harbour['id']}"
    async with Desk.of(browser, server, language=language, online=False, viewport=NARROW) as desk:
        places = (f"{room}/team", f"{room}/mail", f"{room}/closing", f"{room}/site/{harbour['site_id']}")
        for path in ("/settings", "/settings/account", *places):
            await desk.go(path)
            await expect(desk.page.locator("main h1").first).to_be_visible()
            assert await _wider_than_its_screen(desk.page) == [], path


async def test_hours_begin_with_working_days_and_say_when_the_chat_never_opens(
    browser: Browser, own_server: Troth
) -> None:
    tea = own_server.demo["workspaces"][1]
    site = f"/settings/{tea['id']}/site/{tea['site_id']}"
    async with Desk.of(browser, own_server, timezone_id="Africa/Cairo") as desk:
        await desk.go(site)
        zone = desk.page.get_by_role("combobox", name=desk.t("hours.zone.label"))
        await expect(zone).to_have_value("UTC")  # it is there also while the chat is always open
        await desk.page.get_by_role("button", name=desk.t("hours.title")).click()
        await desk.page.get_by_role("option", name=desk.t("hours.set")).click()
        await expect(zone).to_have_value("Africa/Cairo")
        await expect(desk.page.get_by_label(desk.t("hours.from", day=desk.t("day.monday")))).to_have_value("09:00")
        await expect(desk.page.get_by_label(desk.t("hours.to", day=desk.t("day.friday")))).to_have_value("17:00")
        never = desk.page.get_by_text(desk.t("hours.never"))
        await expect(never).to_have_count(0)
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
            await desk.page.get_by_role("button", name=desk.t("hours.remove", day=desk.t(f"day.{day}"))).click()
            await expect(desk.page.get_by_label(desk.t("hours.from", day=desk.t(f"day.{day}")))).to_have_count(0)
        await expect(never).to_be_visible()
        await zone.scroll_into_view_if_needed()
        await zone.focus()
        await expect(zone).to_be_in_viewport(ratio=1)  # a list closes when what is under it is scrolled
        await zone.fill("kolk")
        await expect(desk.page.get_by_role("option", name="Asia/Kolkata")).to_be_visible()
        await zone.press("ArrowDown")
        await expect(zone).to_have_attribute("aria-activedescendant", re.compile("Kolkata"))
        await zone.press("Enter")
        await expect(zone).to_have_value("Asia/Kolkata")
        await expect(desk.page.get_by_text(desk.t("saved"), exact=True).last).to_be_visible()
        await desk.page.reload()
        await expect(never).to_be_visible()
        await expect(zone).to_have_value("Asia/Kolkata")


async def test_a_form_is_put_in_order_by_keys(browser: Browser, own_server: Troth) -> None:
    harbour = own_server.demo["workspaces"][0]
    key, site = harbour["site_key"], f"/settings/{harbour['id']}/site/{harbour['site_id']}"
    async with Desk.of(browser, own_server) as desk:
        await desk.go(site)
        form = desk.page.get_by_role("region", name=desk.t("fields.title"))
        labels = form.get_by_label(desk.t("field.label", language="English"), exact=True)
        await expect(labels).to_have_count(3)
        up = form.get_by_role("button", name=desk.t("field.up", name="What is it about?"))
        await up.focus()
        await desk.page.keyboard.press("Enter")
        await expect(labels.nth(1)).to_have_value("What is it about?")
        await expect(up).to_be_focused()
        await desk.page.keyboard.press("Alt+ArrowUp")
        await expect(labels.nth(0)).to_have_value("What is it about?")
        await expect(form.get_by_role("button", name=desk.t("field.down", name="What is it about?"))).to_be_focused()
        await form.get_by_role("button", name=desk.t("field.add")).click()
        await expect(labels.nth(3)).to_be_focused()
        await expect(form.get_by_text(desk.t("field.whole"))).to_be_visible()
        await desk.page.keyboard.type("Frame number")
        await desk.page.keyboard.press("Tab")
        await expect(form.get_by_text(desk.t("field.whole"))).to_have_count(0)
        await expect(desk.page.get_by_text(desk.t("saved"), exact=True)).to_be_visible()
        async with Visitor.visits(browser, own_server, key=key) as vi:
            await vi.open()
            await expect(vi.panel.locator("form.card label")).to_have_text(
                [re.compile(words) for words in ("What is it about", "Name", "Email", "Frame number", "Message")]
            )


async def test_who_has_no_conversation_yet_is_shown_the_first_step(browser: Browser, own_server: Troth) -> None:
    harbour = own_server.demo["workspaces"][0]
    async with Desk.of(browser, own_server) as desk:
        first = desk.page.get_by_role("region", name=desk.t("first.title"))
        await expect(first.get_by_text(f"/w/{harbour['site_key']}.js")).to_be_visible()
        await first.get_by_role("link", name=desk.t("first.hours.of", name="Harbour Bikes")).click()
        await expect(desk.page.get_by_role("heading", name=desk.t("hours.title"), exact=True)).to_be_in_viewport()
        await desk.go("/open")
        async with desk.page.expect_popup() as opening:
            await first.get_by_role("link", name=desk.t("first.try.of", name="Harbour Bikes")).click()
        chat = await opening.value
        await chat.locator("select[name=about]").select_option("Repair")
        await chat.locator("textarea[name=text]").fill("Does it work?")
        await chat.locator("form.card button[type=submit]").click()
        await expect(desk.rows).to_have_count(1)
        await expect(first.get_by_text(f"/w/{harbour['site_key']}.js")).to_have_count(0)


async def test_the_picture_wears_what_the_widget_wears(browser: Browser, server: Troth) -> None:
    """The same accent, in the same places, as the panel that visitors open; and the view that is being edited."""
    harbour = server.demo["workspaces"][0]
    async with Desk.of(browser, server) as desk, Visitor.visits(browser, server) as vi:
        await vi.open()
        await desk.go(f"/settings/{harbour['id']}/site/{harbour['site_id']}")
        drawn = desk.page.get_by_role("img", name=desk.t("preview"))
        main = (
            "e => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.borderRadius, s.fontWeight] }"
        )
        theirs = await vi.panel.locator("form.card button.main").evaluate(main)
        assert await drawn.locator(".card button.main").evaluate(main) == theirs
        await desk.page.get_by_role("textbox", name=desk.t("texts.offline"), exact=True).focus()
        await expect(drawn.locator("h2")).to_contain_text("Everybody is in the workshop")
        await desk.page.get_by_role("textbox", name=desk.t("texts.greeting"), exact=True).fill("Ahoy.")
        await expect(drawn.locator("h2")).to_have_text("Ahoy.")
        await desk.page.get_by_role("button", name=desk.t("preview.talk"), exact=True).click()
        await expect(drawn.locator(".composer")).to_be_visible()
