"""An owner asks visitors whether they are old enough; who does not say so is not heard."""

from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.journeys.visitor import Visitor
from tests.process import Troth


async def test_the_age_is_asked_once_the_owner_wants_it(browser: Browser, own_server: Troth) -> None:
    harbour = own_server.demo["workspaces"][0]
    async with Desk.of(browser, own_server) as desk, Visitor.visits(browser, own_server) as early:
        await early.open()
        await desk.go(f"/settings/{harbour['id']}/site/{harbour['site_id']}")
        await desk.page.get_by_role("checkbox", name=desk.t("privacy.age.ask")).check()
        years = desk.page.get_by_label(desk.t("privacy.age.years"), exact=True)
        await years.fill("19")
        await expect(desk.page.get_by_text(desk.t("privacy.age.bad"))).to_be_visible()
        await years.fill("13")
        async with desk.page.expect_response(lambda one: one.request.method == "PATCH"):
            await years.blur()

        # a panel that was open before learns of it by being refused; what was written is still there
        send, text = (early.panel.locator(f"form.card {one}") for one in ("button[type=submit]", "textarea[name=text]"))
        await early.fill(about="Repair", text="Is the harbour deep?")
        await send.click()
        box = early.panel.get_by_role("checkbox", name="I am at least 13 years old")
        await expect(box).not_to_be_checked()
        await expect(text).to_have_value("Is the harbour deep?")
        await early.fill(about="Repair")
        await send.click()
        await expect(box).to_be_focused()
        await expect(early.panel.locator(".check .wrong")).to_be_visible()
        await box.check()
        await send.click()
        await early.kept()
        await desk.go("/open")
        await expect(desk.rows).to_have_count(1)
