"""Brings the privacy desk into each of its states and has it pictured. Requests come by the API, as the portal files
them; what an officer does is done with mouse and keys."""

from contextlib import AsyncExitStack
from typing import Any

from playwright.async_api import Browser, FilePayload, Locator, expect

from tests.journeys.agent import Desk
from tests.journeys.camera import Camera
from tests.journeys.officer import OLGA, officer
from tests.journeys.visitor import HARBOUR, site_set
from tests.privacy.attested import WITH_A_DOOR, attestation
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent
from troth.client import Visitor as Client

DESKTOP, PHONE = (1280, 800), (360, 720)
STRANGER = "00000000-0000-7000-8000-000000000000"
VI = {"name": "Vi Tran", "email": "vi@example.net", "about": "Repair"}
LETTER = "Dear Sir or Madam,\n\nplease tell me what you keep about me, and who has seen it.\n\nVi Tran"


class PrivacyStates:
    """`server` must be fresh: the empty lists come first."""

    def __init__(self, browser: Browser, server: Troth, ada: Agent, camera: Camera) -> None:
        self.browser, self.server, self.ada, self.camera = browser, server, ada, camera
        self.shop = server.demo["workspaces"][0]
        self.at = f"/privacy/{self.shop['id']}"

    async def all(self) -> None:
        async with AsyncExitStack() as stack:
            width, height = DESKTOP
            size = {"width": width, "height": height}
            desk = await stack.enter_async_context(
                Desk.of(self.browser, self.server, language=self.camera.language, viewport=size)
            )
            await self.nothing(desk)
            visitor = await stack.enter_async_context(await Client.start(self.server.url, HARBOUR, patience=PATIENCE))
            await visitor.open("My wheel wobbles.", fields=VI, language="en")
            await self.requests(desk)
            await self.acts(desk)
            await self.package(desk)
            await self.erasure(desk)
            await self.retention(desk)
            await self.holds(desk)
            await self.records(desk)
            await self.others(stack)
            await self.profile(desk)  # sites are stricter after it
            await self.measures(desk)

    # ---- means -----------------------------------------------------------------------------------------------------
    async def _take(self, state: str, desk: Desk, ready: Locator | None = None) -> None:
        if ready is not None:
            await expect(ready).to_be_visible()
        await self.camera.take(state, desk.page)

    async def _file(self, right: str, **more: Any) -> str:
        path = f"/workspaces/{self.shop['id']}/privacy/requests"
        return str((await self.ada.call("POST", path, dict, {"right": right, "language": "en", **more}))["id"])

    async def _contact(self) -> dict[str, str]:
        path = f"/workspaces/{self.shop['id']}/privacy/subjects"
        (found,) = (await self.ada.call("GET", path, dict, query={"q": VI["email"]}))["items"]
        return {"kind": found["kind"], "id": found["id"]}

    # ---- states ----------------------------------------------------------------------------------------------------
    async def nothing(self, desk: Desk) -> None:
        page = desk.page
        await desk.go("/privacy")
        await self._take("places", desk, page.get_by_role("link", name=desk.t("desk.holds")))
        await desk.go(f"{self.at}/requests")
        await self._take("empty", desk, page.get_by_text(desk.t("desk.requests.none"), exact=True))
        await desk.go(f"{self.at}/holds")
        await self._take("holds_none", desk, page.get_by_text(desk.t("desk.holds.none"), exact=True))
        await desk.go(f"{self.at}/measures")
        await self._take("measures_none", desk, page.get_by_text(desk.t("desk.measures.none"), exact=True))
        await desk.go(f"{self.at}/consents")
        await self._take("consents_none", desk, page.get_by_text(desk.t("desk.consents.none"), exact=True))

    async def requests(self, desk: Desk) -> None:
        page, contact = desk.page, await self._contact()
        await desk.go(f"{self.at}/requests")
        await expect(page.get_by_text(desk.t("desk.requests.none"), exact=True)).to_be_visible()
        await page.keyboard.press("c")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label(desk.t("desk.find")).fill("vi tran")
        await dialog.get_by_role("button", name="Vi Tran").click()
        await dialog.get_by_label(desk.t("desk.file.reply")).fill(VI["email"])
        await dialog.get_by_label(desk.t("desk.words")).fill(LETTER)
        await self._take("filed", desk, dialog.get_by_role("button", name=desk.t("desk.file.other")))
        await dialog.get_by_role("button", name=desk.t("act.desk.file")).click()
        await expect(page.get_by_text(LETTER.splitlines()[0])).to_be_visible()
        await self._file("child", words="My son is ten and wrote to you.")
        await self._file("restriction", subject=contact, words="Keep it until the court has decided.")
        await self._file("objection", subject=contact, about={"purposes": ["follow-up"]})
        paused = await self._file("portability", reply_to="noor@example.net")
        path = f"/workspaces/{self.shop['id']}/privacy/requests/{paused}/pause"
        await self.ada.call("POST", path, dict, {"reason": "identity_unclear", "note": "Asked for the address."})
        await desk.go(f"{self.at}/requests")
        await expect(desk.rows).to_have_count(5)
        await self._take("list", desk)
        await page.get_by_role("button", name=desk.t("desk.filter.any")).click()
        await page.get_by_role("option", name=desk.t("desk.right.complaint")).click()
        await self._take("filter_none", desk, page.get_by_text(desk.t("desk.requests.none.found"), exact=True))
        await desk.go(f"{self.at}/requests/{STRANGER}")
        await self._take("missing", desk, page.get_by_text(desk.t("desk.request.missing"), exact=True))

    async def acts(self, desk: Desk) -> None:
        page = desk.page
        await desk.go(f"{self.at}/requests")
        await desk.rows.filter(has_text=desk.t("desk.right.child")).click()
        await self._take("untied", desk, page.get_by_text(desk.t("desk.erasing.untied")))
        await desk.go(f"{self.at}/requests")
        await desk.rows.filter(has_text=desk.t("desk.right.access")).click()
        await self._take("request", desk, page.get_by_role("heading", name=desk.t("desk.history")))
        await page.get_by_role("button", name=desk.t("desk.more")).click()
        await self._take("acts", desk, page.get_by_role("menu"))
        await page.keyboard.press("Escape")
        for state, key, title in (
            ("pause", "p", "desk.pause.title"),
            ("extend", "x", "desk.extend.title"),
            ("found", "s", "act.desk.tie"),
            ("answer", "f", "desk.done.title"),
            ("answer_empty", "v", "desk.refuse.title"),
        ):
            await page.keyboard.press(key)
            dialog = page.get_by_role("dialog", name=desk.t(title))
            await expect(dialog).to_be_visible()
            if state == "found":
                await dialog.get_by_label(desk.t("desk.find")).fill("tran")
                await expect(dialog.get_by_role("button", name="Vi Tran")).to_be_visible()
            if state == "answer_empty":
                await dialog.get_by_role("button", name=desk.t("act.desk.refuse")).click()
                await expect(dialog.get_by_text(desk.t("desk.needed"))).to_be_visible()
            await self._take(state, desk)
            await page.keyboard.press("Escape")
            await expect(dialog).to_have_count(0)
        await desk.go(f"{self.at}/requests")
        await desk.rows.filter(has_text=desk.t("desk.right.restriction")).click()
        await page.get_by_role("button", name=desk.t("desk.do.restriction")).click()
        await page.get_by_role("dialog").get_by_role("button", name=desk.t("desk.do.restriction")).click()
        history = page.get_by_role("region", name=desk.t("desk.history"))  # a notice says it too
        await expect(history.get_by_text(desk.t("desk.step.accepted"))).to_be_visible()
        await page.keyboard.press("f")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label(desk.t("desk.done.label")).fill("It is only kept from now on.")
        await dialog.get_by_role("button", name=desk.t("act.desk.done")).click()
        await self._take("restricted", desk, page.get_by_text("It is only kept from now on.").first)

    async def package(self, desk: Desk) -> None:
        await desk.go(f"{self.at}/requests")
        await desk.rows.filter(has_text=desk.t("desk.right.access")).click()
        await desk.button("desk.package.make").click()
        await self._take("package", desk, desk.button("desk.package.fetch"))

    async def erasure(self, desk: Desk) -> None:
        page = desk.page
        one = await self._file("erasure", subject=await self._contact(), words="Please delete all of it.")
        await desk.go(f"{self.at}/requests/{one}")
        await desk.button("desk.plan.do").click()
        await expect(page.get_by_text(desk.t("desk.because.talks_open", "one"))).to_be_visible()
        await self._take("blocked", desk, page.get_by_text(desk.t("desk.blocked")))
        await desk.button("desk.plan.force").click()
        await expect(page.get_by_text(desk.t("desk.blocked"))).to_have_count(0)
        await expect(page.get_by_text(desk.t("desk.because.answer_owed"))).to_be_visible()
        await self._take("plan", desk, page.get_by_role("table", name=desk.t("desk.plan")))
        await desk.button("desk.erase").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox").fill(VI["name"])
        await self._take("confirm", desk, dialog)
        await dialog.get_by_role("button", name=desk.t("desk.erase")).click()
        await self._take("certificate", desk, page.get_by_role("heading", name=desk.t("desk.certificate")))
        await desk.go(f"{self.at}/requests")
        await page.get_by_role("radio", name=desk.t("desk.filter.closed")).click()
        await expect(desk.rows.first).to_be_visible()
        await self._take("answered", desk, desk.rows.filter(has_text=desk.t("desk.right.erasure")))

    async def retention(self, desk: Desk) -> None:
        page = desk.page
        await desk.go(f"{self.at}/retention")
        await self._take("retention", desk, page.get_by_role("table", name=desk.t("desk.dry")))
        await page.get_by_role("spinbutton").first.fill("99999")
        await self._take("retention_wrong", desk, page.locator("small[data-bad]"))

    async def profile(self, desk: Desk) -> None:
        page = desk.page
        await desk.go(f"{self.at}/profile")
        await self._take("profile_none", desk, page.get_by_text(desk.t("desk.profile.none"), exact=True))
        await page.get_by_role("button", name=desk.t("desk.profile.shipped")).click()
        await page.get_by_role("option", name="European Union, strict").click()
        await desk.button("desk.profile.set").click()
        await self._take("profile_laxer", desk, desk.button("desk.profile.apply"))
        await desk.button("desk.profile.apply").click()
        await self._take("profile", desk, page.get_by_role("heading", name="European Union, strict"))
        wrong = (
            'name = "own"\ntitle = "Our own"\n[signals]\ngpc = "maybe"\n[promises.safe]\ntext = "All is 100% secure."\n'
        )
        file = FilePayload(name="own.toml", mimeType="application/toml", buffer=wrong.encode())
        await page.locator("input[type=file]").set_input_files(file)
        await self._take("profile_wrong", desk, page.get_by_text("promises.safe.checks"))

    async def measures(self, desk: Desk) -> None:
        page = desk.page
        path = f"/workspaces/{self.shop['id']}/privacy/profile"
        await self.ada.call("PUT", path, dict, {"text": WITH_A_DOOR, "apply": True})
        path = f"/workspaces/{self.shop['id']}/privacy/measures/doors/attestations"
        await self.ada.call("POST", path, dict, attestation())
        await desk.go(f"{self.at}/measures")
        await self._take("measures", desk, page.get_by_text(desk.t("desk.measure.is.attested"), exact=True))
        await page.get_by_role("button", name=desk.t("desk.measure.attest.of", name="alarm")).click()
        file = FilePayload(name="alarm-2026.pdf", mimeType="application/pdf", buffer=b"It rang.")
        await page.locator("input[type=file]").set_input_files(file)
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_label(desk.t("desk.measure.named"))).to_have_value("alarm-2026.pdf")
        await self._take("attest", desk)

    async def holds(self, desk: Desk) -> None:
        page = desk.page
        await desk.go(f"{self.at}/holds")
        await desk.button("desk.hold.add").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name=desk.t("desk.held.subject")).click()
        await page.get_by_role("option", name=desk.t("desk.held.site")).click()
        await dialog.get_by_label(desk.t("desk.hold.reason")).fill("Dispute about invoice 4471")
        await self._take("hold", desk)
        await dialog.get_by_role("button", name=desk.t("desk.hold.do")).click()
        await expect(page.get_by_role("cell", name="Dispute about invoice 4471")).to_be_visible()
        path = f"/workspaces/{self.shop['id']}/privacy/holds"
        held = {"site": self.shop["site_id"], "reason": "Police request 2026/118"}
        old = await self.ada.call("POST", path, dict, held)
        await self.ada.call("POST", f"{path}/{old['id']}/lift", dict, {"reason": "They have it."})
        await page.reload()
        await self._take("holds", desk, page.get_by_text(desk.t("desk.hold.lifted"), exact=True))

    async def records(self, desk: Desk) -> None:
        page = desk.page
        async with site_set(self.ada, self.server, HARBOUR, consent="ask"):
            shown = await self.ada.calls.call("GET", f"/api/v1/sites/{HARBOUR}/widget", dict)
            sha256 = shown["consent"][self.camera.language]
            for answer in ("given", "refused"):
                told = {"answer": answer, "language": self.camera.language, "sha256": sha256}
                await self.ada.calls.call("POST", f"/api/v1/sites/{HARBOUR}/consents", dict, told)
        await desk.go(f"{self.at}/consents")
        await page.locator("summary").first.click()
        await self._take("consents", desk, page.get_by_text(desk.t("desk.consent.refused"), exact=True))
        await desk.go(f"{self.at}/looks")
        await self._take("looks", desk, page.get_by_text(desk.t("desk.look.request")).first)
        await desk.go(f"{self.at}/settings")
        await page.get_by_label(desk.t("desk.settings.contact.label")).fill("privacy@harbour-bikes.example")
        await page.get_by_label(desk.t("desk.settings.authority.name")).fill("The harbour's own authority")
        await self._take("settings", desk, page.get_by_text(desk.t("saved")))
        await page.get_by_label(desk.t("desk.settings.authority.url")).fill("nowhere")
        await page.get_by_label(desk.t("desk.settings.authority.url")).blur()
        await self._take("settings_wrong", desk, page.get_by_text(desk.t("privacy.url.bad")))

    async def others(self, stack: AsyncExitStack) -> None:
        width, height = DESKTOP
        more: dict[str, Any] = {"language": self.camera.language, "viewport": {"width": width, "height": height}}
        olga = await stack.enter_async_context(officer(self.browser, self.server, self.ada, **more))
        await expect(olga.page.get_by_role("heading", level=1)).to_be_visible()
        await self._take("officer", olga, olga.page.get_by_role("button", name=olga.t("account", name=OLGA["name"])))
        ben = await stack.enter_async_context(Desk.of(self.browser, self.server, "ben", **more))
        await ben.go("/privacy")
        await self._take("not_theirs", ben, ben.page.get_by_text(ben.t("desk.none"), exact=True))
