"""What a privacy officer does at the desk: a request from the letter to its end, an erasure that is shown before it
runs, a package, holds and rules."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, FilePayload, Route, expect

from tests.journeys.agent import Desk
from tests.journeys.mail import captured
from tests.journeys.officer import OLGA, officer
from tests.journeys.visitor import HARBOUR, TEA
from tests.privacy.attested import EVIDENCE, WITH_A_DOOR
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent, Talk
from troth.client import Visitor as Client
from troth.kernel.ids import new_id

VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("en", {}),
    ("ar", {"viewport": {"width": 390, "height": 780}, "color_scheme": "dark", "has_touch": True}),
]


class Asking:
    """Somebody who wrote in the chat and then asks something about their data."""

    def __init__(self, server: Troth, ada: Agent, talk: Talk, name: str, email: str) -> None:
        self.talk, self.name, self.email, self._ada = talk, name, email, ada
        self.shop = next(one for one in server.demo["workspaces"] if one["site_key"] == TEA)
        self.at = f"/privacy/{self.shop['id']}"

    async def call(self, method: str, path: str, **body: Any) -> Any:
        return await self._ada.call(method, f"/workspaces/{self.shop['id']}/privacy{path}", dict, body or None)

    async def subject(self) -> dict[str, str]:
        path = f"/workspaces/{self.shop['id']}/privacy/subjects"
        (who,) = (await self._ada.call("GET", path, dict, query={"q": self.email}))["items"]
        return {"kind": who["kind"], "id": who["id"]}

    async def file(self, right: str, **more: Any) -> UUID:
        subject = await self.subject()
        made = await self.call("POST", "/requests", right=right, subject=subject, reply_to=self.email, **more)
        return UUID(made["id"])


@pytest.fixture
def somebody(server: Troth, ada: Agent) -> Any:
    """A visitor of the tea shop by a name and an address that nobody else has."""

    async def come(words: str = "Is the oolong back?") -> tuple[Client, Asking]:
        email = f"noor.{new_id().hex[-8:]}@example.net"
        name = f"Noor {new_id().hex[-6:]}"
        visitor = await Client.start(server.url, TEA, patience=PATIENCE)
        talk = await visitor.open(words, fields={"name": name, "email": email}, language="en")
        return visitor, Asking(server, ada, talk, name, email)

    return come


@pytest.mark.parametrize(("language", "view"), VIEWS)
async def test_a_letter_becomes_a_request_and_its_answer_goes_out(
    browser: Browser, server: Troth, somebody: Any, language: str, view: dict[str, Any]
) -> None:
    visitor, noor = await somebody()
    async with visitor, Desk.of(browser, server, language=language, online=False, **view) as desk:
        page, t = desk.page, desk.t
        await desk.go(f"{noor.at}/requests")
        await page.get_by_role("button", name=t("act.desk.file")).first.click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label(t("desk.find")).fill(noor.email)
        await dialog.get_by_role("button", name=noor.name).click()
        await dialog.get_by_label(t("desk.file.reply")).fill(noor.email)
        await dialog.get_by_label(t("desk.words")).fill("What do you keep about me?")
        await dialog.get_by_role("button", name=t("act.desk.file")).click()
        await expect(page.get_by_text("What do you keep about me?")).to_be_visible()
        assert await captured(server, noor.email)  # that it came, and by when it is answered

        more = page.get_by_role("button", name=t("desk.more"))
        history = page.get_by_role("region", name=t("desk.history"))
        await more.click()
        await page.get_by_role("menuitem", name=t("act.desk.pause")).click()
        await dialog.get_by_label(t("desk.pause.note")).fill("Asked for the address of March.")
        await dialog.get_by_role("button", name=t("act.desk.pause")).click()
        await expect(history.get_by_text("Asked for the address of March.")).to_be_visible()
        await expect(history.get_by_text(t("desk.reason.identity_unclear"))).to_be_visible()
        await more.click()
        await page.get_by_role("menuitem", name=t("desk.resume")).click()
        await expect(history.get_by_text(t("desk.step.resumed"))).to_be_visible()
        await more.click()
        await page.get_by_role("menuitem", name=t("act.desk.extend")).click()
        await dialog.get_by_label(t("desk.extend.reason")).fill("Three archives to search.")
        await dialog.get_by_role("button", name=t("act.desk.extend")).click()
        await expect(history.get_by_text("Three archives to search.")).to_be_visible()
        assert await captured(server, noor.email, "Three archives to search.")

        await desk.button("act.desk.done").click()
        await dialog.get_by_label(t("desk.done.label")).fill("Here is the list you asked for.")
        await dialog.get_by_role("button", name=t("act.desk.done")).click()
        await expect(page.get_by_role("region", name=t("desk.outcome"), exact=True)).to_contain_text("Here is the list")
        await expect(more).to_be_visible()
        await expect(desk.button("act.desk.done")).to_have_count(0)
        assert await captured(server, noor.email, "Here is the list you asked for.")


async def test_nothing_is_erased_that_was_not_shown_and_the_certificate_names_nobody(
    browser: Browser, server: Troth, somebody: Any, tmp_path: Path
) -> None:
    visitor, noor = await somebody("Forget me soon.")
    async with visitor, Desk.of(browser, server, online=False) as desk:
        page, t = desk.page, desk.t
        dialog = page.get_by_role("dialog")
        one = await noor.file("erasure", words="Please delete all of it.")
        await noor.call("POST", "/holds", subject=await noor.subject(), reason="Dispute 4471")
        await desk.go(f"{noor.at}/requests/{one}")
        await desk.button("desk.plan.do").click()
        await expect(page.get_by_role("alert")).to_contain_text("Dispute 4471")
        await desk.button("desk.plan.force").click()
        await expect(page.get_by_role("alert")).to_contain_text("Dispute 4471")  # a hold is never forced
        await expect(desk.button("desk.erase")).to_be_disabled()

        await page.get_by_role("link", name=t("desk.plan.holds")).click()
        await page.get_by_role("button", name=t("desk.hold.lift.of", name=noor.name)).click()
        await dialog.get_by_label(t("desk.hold.lift.reason")).fill("Settled.")
        await dialog.get_by_role("button", name=t("desk.hold.lift"), exact=True).click()
        await expect(page.get_by_text(t("desk.hold.lifted"), exact=True).first).to_be_visible()
        await desk.go(f"{noor.at}/requests/{one}")
        await desk.button("desk.plan.do").click()
        await desk.button("desk.plan.force").click()
        await expect(page.get_by_text(t("desk.blocked"))).to_have_count(0)
        receipt = await noor.talk.upload("receipt.txt", b"38 euro", "text/plain")
        await noor.talk.say("One more thing.", files=[receipt.id])  # what was shown is not all any more
        await desk.button("desk.erase").click()
        await expect(dialog.get_by_role("button", name=t("desk.erase"))).to_be_disabled()
        await dialog.get_by_role("textbox").fill(noor.name.upper())
        await dialog.get_by_role("button", name=t("desk.erase")).click()
        await expect(page.get_by_text(t("desk.plan.changed"))).to_be_visible()
        await expect(page.get_by_role("rowheader", name=t("desk.store.files"))).to_be_visible()
        await desk.button("desk.erase").click()
        await dialog.get_by_role("textbox").fill(noor.name)
        await dialog.get_by_role("button", name=t("desk.erase")).click()
        await expect(page.get_by_role("heading", name=t("desk.certificate"))).to_be_visible()
        async with page.expect_download() as loading:
            await desk.button("desk.certificate.save").click()
        path = tmp_path / "certificate.json"
        await (await loading.value).save_as(path)
        text = path.read_text()
        assert json.loads(text)["level"] >= 2
        assert noor.email not in text
        for private in (noor.name, "Forget me soon", "Please delete all of it."):
            assert private not in text
            await expect(page.get_by_text(private)).to_have_count(0)


async def test_a_package_is_made_and_fetched_once(
    browser: Browser, server: Troth, somebody: Any, tmp_path: Path
) -> None:
    visitor, noor = await somebody("Which teas did I ask about?")
    async with visitor, Desk.of(browser, server, online=False) as desk:
        one = await noor.file("access")
        await desk.go(f"{noor.at}/requests/{one}")
        await desk.button("desk.package.make").click()
        async with desk.page.expect_download() as loading:
            await desk.button("desk.package.fetch").click()
        path = tmp_path / "package.zip"
        await (await loading.value).save_as(path)
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            everything = b"".join(package.read(name) for name in package.namelist() if name.endswith(".json"))
        assert b"Which teas did I ask about?" in everything
        assert noor.email.encode() in everything
        await expect(desk.page.get_by_text(desk.t("desk.package.fetched"))).to_be_visible()


async def test_rules_are_tried_before_they_are_kept(browser: Browser, server: Troth, somebody: Any) -> None:
    visitor, noor = await somebody()
    async with visitor, Desk.of(browser, server, online=False) as desk:
        page, t = desk.page, desk.t
        await desk.go(f"{noor.at}/retention")
        field = page.get_by_label(t("desk.rule.days", what=t("desk.what.mails")))
        before = await field.input_value()
        await field.fill("0")
        await expect(page.locator("small[data-bad]")).to_be_visible()
        await expect(desk.button("desk.rules.keep")).to_be_disabled()
        await field.fill("7")
        await expect(page.get_by_text(t("desk.dry.changed"))).to_be_visible()
        await desk.button("desk.rules.undo").click()
        await expect(field).to_have_value(before)
        await field.fill("7")
        await desk.button("desk.rules.keep").click()
        await expect(page.get_by_text(t("saved"))).to_be_visible()
        await page.reload()
        await expect(field).to_have_value("7")
        await desk.button("desk.rules.usual").click()
        await desk.button("desk.rules.keep").click()
        await expect(page.get_by_text(t("saved"))).to_be_visible()


async def test_the_desk_is_walked_by_keys(browser: Browser, server: Troth, somebody: Any) -> None:
    visitor, noor = await somebody()
    async with visitor, Desk.of(browser, server, online=False) as desk:
        await noor.file("access")
        await noor.file("objection", about={"purposes": ["quality"]})
        page, t = desk.page, desk.t
        await desk.press("g", "p")
        await expect(page.get_by_role("heading", name=t("desk"))).to_be_visible()
        await desk.go(f"{noor.at}/requests")
        await expect(desk.rows.nth(1)).to_be_visible()
        first, second = [await desk.rows.nth(at).get_attribute("data-id") for at in (0, 1)]
        for key, shown in (("j", first), ("j", second), ("k", first)):
            await page.keyboard.press(key)
            await expect(page).to_have_url(f"{server.url}/console{noor.at}/requests/{shown}")
        await expect(page.get_by_role("heading", name=t("desk.history"))).to_be_visible()
        await page.keyboard.press("b")
        await page.keyboard.type("By hand.")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("region", name=t("desk.history"))).to_contain_text("By hand.")
        await page.keyboard.press("u")
        await expect(page).to_have_url(f"{server.url}/console{noor.at}/requests")


async def test_a_privacy_officer_has_the_desk_and_no_talks(browser: Browser, server: Troth, ada: Agent) -> None:
    async with (
        officer(browser, server, ada) as olga,
        await Client.start(server.url, HARBOUR, patience=PATIENCE) as visitor,
    ):
        talk = await visitor.open("Only for agents.", fields={"about": "Repair"}, language="en")
        page, t = olga.page, olga.t
        await expect(page.get_by_role("heading", name=t("desk"))).to_be_visible()
        rail = page.get_by_role("navigation", name=t("rail"))
        await expect(rail.get_by_role("link", name=t("view.waiting"))).to_have_count(0)
        await olga.go(f"/open/{talk.id}")
        await expect(page.get_by_role("heading", name=t("desk"))).to_be_visible()
        await expect(page.get_by_text("Only for agents.")).to_have_count(0)
        await olga.press("g", "s")
        await expect(page.get_by_role("heading", name=t("settings"))).to_be_visible()
        await page.get_by_role("link", name=t("team")).first.click()
        await expect(page.get_by_role("cell", name=OLGA["name"]).first).to_be_visible()
        await olga.press("g", "p")
        await page.get_by_role("link", name=t("desk.looks")).click()
        await expect(page.get_by_role("heading", name=t("desk.looks"))).to_be_visible()


async def test_the_profile_is_read_in_sentences_below_a_title_that_is_larger(browser: Browser, server: Troth) -> None:
    shop = next(one for one in server.demo["workspaces"] if one["site_key"] == TEA)
    async with Desk.of(browser, server, online=False) as desk:
        page, t = desk.page, desk.t
        await desk.go(f"/privacy/{shop['id']}/profile")
        first = page.get_by_role("listitem").filter(has_text="the Global Privacy Control of browsers.")
        await expect(first).to_contain_text(t("desk.profile.exact"))
        await expect(page.get_by_role("heading", name=t("desk.profile"), exact=True)).to_have_css("font-size", "20px")
        await expect(page.get_by_role("heading", name=t("desk.profile.other"))).to_have_css("font-size", "14px")
        await expect(page.locator("main code")).to_have_count(0)


@pytest.mark.parametrize(("language", "view"), VIEWS)
async def test_a_measure_is_attested_with_evidence_that_stays_at_home_and_taken_back(
    browser: Browser, server: Troth, ada: Agent, language: str, view: dict[str, Any]
) -> None:
    shop = next(one for one in server.demo["workspaces"] if one["site_key"] == TEA)
    profile = f"/workspaces/{shop['id']}/privacy/profile"
    async with Desk.of(browser, server, language=language, online=False, **view) as desk:
        page, t = desk.page, desk.t
        await ada.call("PUT", profile, dict, {"text": WITH_A_DOOR, "apply": True})
        try:
            await desk.go(f"/privacy/{shop['id']}/measures")
            row = page.get_by_role("row").filter(has_text="doors")
            await expect(row).to_contain_text(t("desk.measure.nobody"))
            await row.get_by_role("button", name=t("desk.measure.attest.of", name="doors")).click()
            dialog = page.get_by_role("dialog")
            await dialog.get_by_role("button", name=t("desk.measure.attest"), exact=True).click()
            await expect(dialog.get_by_role("alert")).to_have_text(t("desk.measure.noevidence"))
            evidence = b"We looked at every door."
            file = FilePayload(name="doors-2026.pdf", mimeType="application/pdf", buffer=evidence)
            await page.locator("input[type=file]").set_input_files(file)
            await expect(dialog.get_by_label(t("desk.measure.sha256"))).to_have_value(EVIDENCE)
            async with page.expect_request("**/attestations") as sent:
                await dialog.get_by_role("button", name=t("desk.measure.attest"), exact=True).click()
            assert evidence.decode() not in ((await sent.value).post_data or "")
            await expect(row).to_contain_text(t("desk.measure.is.attested"))
            await expect(row).to_contain_text("doors-2026.pdf")
            await row.get_by_role("button", name=t("desk.measure.take.of", name="doors")).click()
            await dialog.get_by_role("button", name=t("desk.measure.take"), exact=True).click()
            await expect(row).to_contain_text(t("desk.measure.is.withdrawn"))
        finally:
            await ada.call("PUT", profile, dict, {"name": "plain", "apply": True})


async def test_settings_that_are_written_fast_are_all_kept(browser: Browser, server: Troth, ada: Agent) -> None:
    at = next(one for one in server.demo["workspaces"] if one["site_key"] == TEA)["id"]
    first_comes, goes_on = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        if route.request.method == "PUT" and not first_comes.is_set():
            first_comes.set()
            await goes_on.wait()
        await route.continue_()

    async with Desk.of(browser, server) as desk:
        page = desk.page
        await desk.go(f"/privacy/{at}/settings")
        await page.route("**/privacy/settings", late)
        await page.get_by_label(desk.t("desk.settings.authority.name")).fill("The tea garden's authority")
        await page.get_by_label(desk.t("desk.settings.authority.url")).fill("https://authority.example/tea")
        await first_comes.wait()
        async with page.expect_response(lambda one: "authority.example" in (one.request.post_data or "")) as second:
            await page.get_by_label(desk.t("desk.settings.authority.url")).blur()
            goes_on.set()
        assert (await second.value).status == 200
        kept = await ada.call("GET", f"/workspaces/{at}/privacy/settings", dict)
        assert (kept["authority"], kept["authority_url"]) == (
            "The tea garden's authority", "https://authority.example/tea",
        )  # fmt: skip
