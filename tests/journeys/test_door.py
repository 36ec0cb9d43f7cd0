"""From an invitation to the console: somebody who has never had a password gets one by a mailed code."""

import re

from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.journeys.chromium import new_profile
from tests.journeys.mail import captured
from tests.process import Troth

PASSWORD = "a lamp for the harbour"
CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")


async def _door(browser: Browser, server: Troth) -> Desk:
    context = await new_profile(browser, locale="en", viewport={"width": 360, "height": 720})
    page = await context.new_page()
    desk = Desk(server, context, page, "en")
    await desk.go("/")
    return desk


async def _ask_code(desk: Desk, email: str) -> None:
    await desk.page.get_by_role("button", name=desk.t("signin.forgot"), exact=True).click()
    await desk.page.get_by_label(desk.t("signin.email"), exact=True).fill(email)
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.get_by_role("heading", name=desk.t("signin.choose.title"))).to_be_visible()


async def _choose(desk: Desk, code: str, password: str) -> None:
    await desk.page.get_by_label(desk.t("signin.code"), exact=True).fill(code)
    await desk.page.get_by_label(desk.t("signin.new"), exact=True).fill(password)
    await desk.page.keyboard.press("Enter")


async def test_ada_invites_eve_and_eve_chooses_a_password(browser: Browser, server: Troth) -> None:
    harbour = server.demo["workspaces"][0]
    async with Desk.of(browser, server) as ada:
        await ada.go(f"/settings/{harbour['id']}/team")
        await ada.page.get_by_label(ada.t("team.name"), exact=True).fill("Eve Salt")
        await ada.page.get_by_label(ada.t("team.email"), exact=True).fill("eve@harbour-bikes.example")
        await ada.page.get_by_role("button", name=ada.t("team.add"), exact=True).click()
        await expect(ada.page.get_by_text("eve@harbour-bikes.example")).to_be_visible()
    eve = await _door(browser, server)
    told = await captured(server, "eve@harbour-bikes.example")
    assert eve.t("signin.forgot") in told
    await _ask_code(eve, "Eve@Harbour-Bikes.example")
    mail = await captured(server, "eve@harbour-bikes.example", "Enter this code")
    found = CODE.search(mail)
    assert found
    code = found[0]
    await eve.page.reload()  # the mail was read in another app of the same phone
    await expect(eve.page.get_by_role("heading", name=eve.t("signin.choose.title"))).to_be_visible()
    await _choose(eve, code, "short")
    await expect(eve.page.get_by_role("alert")).to_have_text(eve.t("signin.error.short"))
    await _choose(eve, "ZZZZ-ZZZZ", PASSWORD)
    await expect(eve.page.get_by_role("alert")).to_have_text(eve.t("signin.error.wrong_code"))
    await _choose(eve, f" {code.lower()} ", "password1234")
    await expect(eve.page.get_by_role("alert")).to_have_text(eve.t("signin.error.common"))
    await _choose(eve, mail, PASSWORD)  # the whole mail, pasted
    await expect(eve.page.get_by_role("navigation", name=eve.t("rail"))).to_be_visible()
    await eve.context.close()
    again = await _door(browser, server)
    await again.sign_in("eve@harbour-bikes.example", PASSWORD)
    await again.context.close()


async def test_a_code_that_was_mistyped_too_often_is_asked_for_anew(browser: Browser, server: Troth) -> None:
    """An address nobody has looks the same to the end."""
    for email in ("cy@demo.example", "nobody@demo.example"):
        door = await _door(browser, server)
        await _ask_code(door, email)
        for _ in range(5):
            await _choose(door, "BCDF-GHJK", PASSWORD)
            await expect(door.page.get_by_role("alert")).to_have_text(door.t("signin.error.wrong_code"))
            await door.page.get_by_label(door.t("signin.code"), exact=True).fill("")
            await door.page.keyboard.press("Enter")
            await expect(door.page.get_by_role("alert")).to_have_text(door.t("signin.error.code"))
        await _choose(door, "BCDF-GHJK", PASSWORD)
        await expect(door.page.get_by_role("alert")).to_have_text(door.t("signin.error.expired"))
        await door.page.get_by_role("button", name=door.t("signin.choose.again"), exact=True).click()
        await expect(door.page.get_by_text(door.t("signin.choose.sent"))).to_be_visible()
        await expect(door.page.get_by_label(door.t("signin.new"), exact=True)).to_have_value(PASSWORD)
        await door.context.close()
