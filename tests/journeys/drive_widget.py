"""Brings the widget into each of its states, as a visitor and the SDK's Ada would, and has it pictured."""

import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from playwright.async_api import Browser, FilePayload, Frame, expect

from tests.journeys.camera import Camera
from tests.journeys.chromium import chromium, new_profile
from tests.journeys.drawn import picture
from tests.journeys.elsewhere import a_page_elsewhere
from tests.journeys.visitor import HARBOUR, OPEN_SHADOWS, TEA, Visitor, site_set
from tests.process import Troth
from troth.client import Agent, Talk

DESKTOP, PHONE = (760, 760), (320, 568)
LONG_NAME = "a-name-that-goes-on-for-longer-than-the-panel-is-wide.txt"
MIXED = [
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "see https://harbour-bikes.example/a/very/long/address/that/does/not/break?by=itself&and=goes&on=and&on=1234567890",
    "مرحبا، هل لديكم دراجات للأطفال؟ 12 سنة",
    "<b>bold?</b> <script>alert(1)</script>",
    "👩‍👩‍👧‍👦 🚲",
    "two\nlines\n\nand a gap",
]
FORM = {"name": "Vi Tran", "email": "vi@example.net", "about": "Repair"}


class WidgetStates:
    def __init__(self, browser: Browser, server: Troth, ada: Agent, camera: Camera) -> None:
        self.browser, self.server, self.ada, self.camera = browser, server, ada, camera
        self.language = camera.language

    async def all(self) -> None:
        acts: list[Callable[[AsyncExitStack], Awaitable[None]]] = [
            self.before, self.empty, self.alone, self.nobody, self.closed_hours, self.talk, self.ending,
            self.not_sent, self.memory, self.asked, self.off, self.hosted, self.refused,
        ]  # fmt: skip
        for act in acts:
            async with AsyncExitStack() as stack:
                await act(stack)

    # ---- means -----------------------------------------------------------------------------------------------------
    async def _visitor(
        self, stack: AsyncExitStack, path: str = "/demo", browser: Browser | None = None, **more: str
    ) -> Visitor:
        width, height = DESKTOP
        visits = Visitor.visits(
            browser or self.browser, self.server, path, language=self.language,
            viewport={"width": width, "height": height}, **more,
        )  # fmt: skip
        return await stack.enter_async_context(visits)

    async def _begun(self, stack: AsyncExitStack, words: str) -> tuple[Visitor, Talk]:
        await self.ada.set_available(True)
        vi = await self._visitor(stack)
        await vi.open()
        await vi.begin(words, **FORM)
        await vi.kept()
        return vi, await self.ada.talk(await vi.conversation())

    async def _panel(self, state: str, vi: Visitor) -> None:
        await self.camera.take(state, vi.page, _inside(vi))

    # ---- states ----------------------------------------------------------------------------------------------------
    async def before(self, stack: AsyncExitStack) -> None:
        await self.ada.set_available(True)
        vi = await self._visitor(stack)
        await expect(vi.launcher).to_be_visible()
        await self.camera.take("launcher", vi.page, scope=f"#troth-{vi.key}")
        await vi.open()
        await expect(vi.button("start.send")).to_be_visible()
        await self._panel("start", vi)
        await vi.fill(email="vi@")
        await vi.button("start.send").click()
        await expect(vi.panel.get_by_text(vi.t("field.email"))).to_be_visible()
        await self._panel("start_errors", vi)

    async def empty(self, stack: AsyncExitStack) -> None:
        await self.ada.set_available(True)
        vi = await self._visitor(stack)
        await vi.open()
        await vi.button("start.send").click()
        await expect(vi.panel.get_by_text(vi.t("field.text.empty"))).to_be_visible()
        await self._panel("start_empty", vi)

    async def alone(self, stack: AsyncExitStack) -> None:
        """A minute without an answer, and no address to mail one to."""
        await self.ada.set_available(True)
        vi = await self._visitor(stack)
        await vi.page.clock.install()
        await vi.open()
        await vi.begin("Is anybody there?", about="Repair")
        await vi.kept()
        await vi.page.clock.fast_forward("01:05")
        await expect(vi.button("awaited.act")).to_be_visible()
        await self._panel("unanswered", vi)

    async def nobody(self, stack: AsyncExitStack) -> None:
        await self.ada.set_available(False)
        vi = await self._visitor(stack)
        await vi.open()
        await expect(vi.button("start.leave")).to_be_visible()
        await self._panel("away", vi)
        await vi.begin("Could you keep the blue one for me until Saturday?", email="vi@example.net")
        await vi.kept()
        await expect(vi.panel.get_by_text(vi.t("line.offline"))).to_be_visible()
        await self._panel("away_sent", vi)

    async def closed_hours(self, stack: AsyncExitStack) -> None:
        """One minute a week, and not this one."""
        never = {
            "timezone": "Europe/Malta",
            "always": False,
            "days": {"sunday": [{"opens": "03:00", "closes": "03:01"}]},
        }
        site = next(one for one in self.server.demo["workspaces"] if one["site_key"] == TEA)
        path = f"/workspaces/{site['id']}/sites/{site['site_id']}"
        before = await self.ada.call("GET", path, dict)
        await self.ada.call("PATCH", path, dict, {"hours": never})
        vi = await self._visitor(stack, "/demo/2", key=TEA)
        await vi.open()
        await vi.panel.locator("details.hours summary").click()
        await self._panel("away_hours", vi)
        await self.ada.call(
            "PATCH", path, dict, {"hours": {name: before["hours"][name] for name in ("timezone", "always")}}
        )

    async def talk(self, stack: AsyncExitStack) -> None:
        vi, talk = await self._begun(stack, "My back wheel has a wobble. Can you true it this week?")
        await self._panel("sent", vi)
        await talk.join()
        await talk.say("Hello Vi, of course. Is Thursday morning good for you? You can wait, it takes an hour.")
        await vi.say("Thursday is perfect 👍")
        await vi.kept()
        talk.mark(seen=talk.last + 1)
        await expect(vi.state).to_have_text(vi.t("state.seen"))
        await self._panel("answered", vi)
        talk.typing()
        await expect(vi.panel.get_by_text(vi.t("log.typing"))).to_be_attached()
        await self._panel("typing", vi)
        await vi.button("menu").click()
        await self._panel("menu", vi)
        await vi.page.keyboard.press("Escape")
        await vi.data_code()
        await self._panel("my_data", vi)
        await vi.button("data.back").click()
        await vi.button("composer.emoji").click()
        await expect(vi.panel.locator(".composer [role=dialog], .composer .emoji").first).to_be_visible()
        await self._panel("emoji", vi)
        await vi.page.keyboard.press("Escape")
        await self._files(vi)
        await vi.composer.fill("my card is 4111 1111 1111 1111")
        await vi.composer.press("Enter")
        await expect(vi.panel.get_by_text(vi.t("masked"))).to_be_visible()
        await self._panel("masked", vi)
        for one in MIXED[:3]:
            await vi.say(one)
        for one in MIXED[3:]:
            await talk.say(one)
        await expect(vi.bubbles.last).to_contain_text("and a gap")
        await self._panel("mixed", vi)
        inside = vi.page.frame(url=re.compile("/panel$"))
        assert inside is not None
        await inside.evaluate("sessionStorage.setItem('troth.way', 'stream')")  # as where sockets were refused
        await vi.page.reload()
        await expect(vi.panel.get_by_text(vi.t("notice.detour"))).to_be_visible()
        await self._panel("detour", vi)
        await vi.page.clock.install()
        await vi.context.set_offline(True)
        await vi.say("are you still there?")
        await vi.page.clock.fast_forward("10:00")
        await expect(vi.panel.get_by_text(vi.t("notice.offline"))).to_be_visible()
        await self._panel("offline", vi)

    async def _files(self, vi: Visitor) -> None:
        wheel = FilePayload(name="wheel.png", mimeType="image/png", buffer=picture())
        offer = FilePayload(name=LONG_NAME, mimeType="text/plain", buffer=b"38 euro")
        page = FilePayload(name="page.html", mimeType="text/html", buffer=b"<html><script>")
        await vi.panel.locator("input[type=file]").set_input_files(files=[wheel, offer, page])
        await expect(vi.panel.locator(".tray progress")).to_have_count(0)
        await self._panel("tray", vi)
        await vi.panel.get_by_role("button", name=vi.t("upload.remove", name="page.html")).click()
        await vi.button("composer.send").click()
        await expect(vi.panel.locator(".log .file img")).to_be_visible()
        await vi.kept()
        await self._panel("files", vi)

    async def ending(self, stack: AsyncExitStack) -> None:
        vi, talk = await self._begun(stack, "Do you ship to Malta?")
        await talk.join()
        await vi.composer.press("Escape")
        await talk.say("We do, by ship, twice a week.")
        await expect(vi.launcher).to_have_accessible_name(vi.loader("unread", "one", n=1))
        await self.camera.take("launcher_unread", vi.page, scope=f"#troth-{vi.key}")
        await vi.open()
        await vi.hears("We do, by ship, twice a week.")
        await vi.choose("menu.transcript")
        await self._panel("transcript", vi)
        await vi.panel.get_by_label(vi.t("transcript.address")).fill("vi@")
        await vi.button("transcript.send").click()
        await self._panel("transcript_wrong", vi)
        await vi.button("transcript.back").click()
        await vi.choose("menu.end")
        await self._panel("end_asked", vi)
        await vi.panel.get_by_role("alertdialog").get_by_role("button", name=vi.t("end.act")).click()
        await expect(vi.panel.get_by_text(vi.t("line.closed.you"))).to_be_visible()
        await self._panel("ended", vi)
        await vi.panel.get_by_title(vi.t("rate.5"), exact=True).click()
        await self._panel("rating", vi)
        await vi.button("rate.send").click()
        await expect(vi.panel.get_by_text(vi.t("rate.done"))).to_be_visible()
        await self._panel("rated", vi)

    async def not_sent(self, stack: AsyncExitStack) -> None:
        """Written in a tunnel while the agent closes."""
        vi, talk = await self._begun(stack, "One more thing")
        await talk.join()
        await vi.page.clock.install()
        await vi.context.set_offline(True)
        await vi.say("is the bell included?")
        await vi.page.clock.fast_forward("10:00")
        await talk.close()
        await vi.context.set_offline(False)
        await vi.page.clock.fast_forward("10:00")
        await expect(vi.panel.get_by_text(vi.t("failed.closed"))).to_be_visible()
        await self._panel("not_sent", vi)

    async def memory(self, stack: AsyncExitStack) -> None:
        await self.ada.set_available(True)
        refuse: dict[str, object] = {"profile": {"default_content_setting_values": {"cookies": 2}}}
        strict = await stack.enter_async_context(chromium(preferences=refuse))
        vi = await self._visitor(stack, browser=strict)
        await vi.open()
        await vi.begin("My browser keeps nothing.", **FORM)
        await expect(vi.panel.get_by_text(vi.t("memory"))).to_be_visible()
        await self._panel("memory", vi)

    async def asked(self, stack: AsyncExitStack) -> None:
        await self.ada.set_available(True)
        async with site_set(self.ada, self.server, HARBOUR, consent="ask"):
            vi = await self._visitor(stack)
            await vi.open()
            await expect(vi.button("consent.give")).to_be_visible()
            await self._panel("asked", vi)
            await vi.button("consent.give").click()
            await vi.choose("menu.withdraw")
            await expect(vi.panel.get_by_text(vi.t("consent.told"))).to_be_visible()
            await self._panel("asked_withdrawn", vi)

    async def off(self, stack: AsyncExitStack) -> None:
        vi, _ = await self._begun(stack, "One more thing.")
        await vi.choose("menu.off")
        await self._panel("turn_off", vi)
        await vi.page.goto(f"{self.server.url}/chat/{vi.key}")
        page = vi.page
        await page.get_by_role("button", name=vi.t("menu"), exact=True).click()
        await page.get_by_role("menuitem", name=vi.t("menu.off")).click()
        await page.get_by_role("button", name=vi.t("turn.act"), exact=True).click()
        await expect(page.get_by_role("button", name=vi.t("off.back"))).to_be_visible()
        await self.camera.take("turned_off", page)

    async def hosted(self, stack: AsyncExitStack) -> None:
        await self.ada.set_available(True)
        width, height = DESKTOP
        context = await new_profile(self.browser, locale=self.language, viewport={"width": width, "height": height})
        stack.push_async_callback(context.close)
        page = await context.new_page()
        await page.goto(f"{self.server.url}/chat/harbourbikes")
        await expect(page.locator("select[name=about]")).to_be_visible()
        await self.camera.take("hosted_start", page)
        await page.locator("select[name=about]").select_option("Repair")
        await page.locator("textarea[name=text]").fill("No frame around me.")
        await page.locator("form.card button[type=submit]").click()
        await expect(page.locator(".log .bubble")).to_have_text("No frame around me.")
        await self.camera.take("hosted_talk", page)

    async def refused(self, stack: AsyncExitStack) -> None:
        """A page whose address is not among the site's: browsers refuse the frame there."""
        context = await new_profile(self.browser, locale=self.language)
        stack.push_async_callback(context.close)
        await context.add_init_script(OPEN_SHADOWS)
        page = await context.new_page()
        await page.goto(stack.enter_context(a_page_elsewhere(f"{self.server.url}/w/harbourbikes.js", self.language)))
        await page.locator("#troth-harbourbikes button.launcher").click()
        await expect(page.locator("#troth-harbourbikes .refused")).to_be_visible()
        await self.camera.take("refused", page, scope="#troth-harbourbikes")


def _inside(vi: Visitor) -> Frame:
    frame = vi.page.frame(url=re.compile("/panel$"))
    assert frame is not None
    return frame
