"""A privacy officer in the console: they answer for what is kept of people, and read no talk."""

import json
import re

from playwright.async_api import Browser, Page, expect

from tests.journeys.agent import Desk
from tests.journeys.visitor import Visitor
from tests.process import Troth

ASK = """async ([path, body]) => {
    const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? '';
    const headers = {'Content-Type': 'application/json', 'X-CSRFToken': csrf};
    const answer = await fetch('/api/v1' + path, {method: 'POST', headers, body});
    return [answer.status, await answer.json()];
}"""


async def _post(page: Page, path: str, **body: object) -> dict[str, object]:
    """As the signed-in person of this page."""
    status, told = await page.evaluate(ASK, [path, json.dumps(body)])
    assert 200 <= status < 300, told
    found: dict[str, object] = told
    return found


async def test_who_becomes_an_officer_sees_no_talk_from_that_moment(browser: Browser, own_server: Troth) -> None:
    harbour = own_server.demo["workspaces"][0]
    async with (
        Desk.of(browser, own_server) as ada,
        Desk.of(browser, own_server, "ben") as ben,
        Visitor.visits(browser, own_server) as vi,
    ):
        await vi.open()
        await vi.begin("Who reads this?", about="Repair")
        talk = await vi.conversation()
        await ben.go("/open")
        await ben.open(talk)
        await ben.hears("Who reads this?")
        await ada.go(f"/settings/{harbour['id']}/team")
        await ada.page.get_by_role("button", name=re.compile(ada.t("team.role.of", name="Ben Okafor"))).click()
        await ada.page.get_by_role("option", name=ada.t("role.officer"), exact=True).click()
        await expect(ada.page.get_by_text(ada.t("saved"))).to_be_visible()
        await expect(ben.page.locator(f'a[data-id="{talk}"]')).to_have_count(0)
        await expect(ben.page.get_by_text("Who reads this?")).to_have_count(0)
        await ben.go("/open")
        await expect(ben.page.get_by_role("navigation", name=ben.t("rail"))).to_be_visible()
        await expect(ben.rows).to_have_count(0)
        await expect(ben.availability).to_have_count(0)
        await ben.go(f"/settings/{harbour['id']}/team")
        row = ben.page.get_by_role("row", name=re.compile("Ben Okafor"))
        await expect(row).to_contain_text(ben.t("role.officer"))
        await expect(ben.page.get_by_text(ben.t("settings.locked"))).to_be_visible()


async def test_agents_see_whose_data_is_restricted(browser: Browser, own_server: Troth) -> None:
    harbour = own_server.demo["workspaces"][0]
    async with Desk.of(browser, own_server) as ada, Visitor.visits(browser, own_server) as vi:
        await vi.open()
        await vi.begin("Keep it, and do nothing with it", about="Repair")
        talk = await vi.conversation()
        found = await ada.page.evaluate(
            "async path => (await fetch('/api/v1' + path)).json()", f"/conversations/{talk}"
        )
        desk = f"/workspaces/{harbour['id']}/privacy/requests"
        subject = {"kind": "visitor", "id": found["visitor"]["id"]}
        made = await _post(ada.page, desk, right="restriction", subject=subject)
        await _post(ada.page, f"{desk}/{made['id']}/accept")
        await ada.go("/open")
        await ada.open(talk)
        await expect(ada.page.get_by_role("note")).to_have_text(ada.t("aside.restricted"))
