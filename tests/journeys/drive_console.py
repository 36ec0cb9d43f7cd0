"""Brings the console into each of its states, with visitors of the SDK, and has it pictured."""

import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from playwright.async_api import Browser, FilePayload, Locator, Page, expect

from tests.journeys.agent import Desk
from tests.journeys.camera import Camera
from tests.journeys.chromium import new_profile
from tests.journeys.drawn import picture
from tests.journeys.drive_widget import LONG_NAME, MIXED
from tests.journeys.visitor import HARBOUR, TEA
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent, Talk
from troth.client import Visitor as Client
from troth.wire.frames import Here, encode
from troth.wire.frames import Page as PageOf

DESKTOP, PHONE = (1280, 800), (360, 720)
STRANGER = "00000000-0000-7000-8000-000000000000"
HARBOUR_FORM = {"name": "Vi Tran", "email": "vi@example.net", "about": "Repair"}


class ConsoleStates:
    """`server` must be fresh: the empty lists come first."""

    def __init__(self, browser: Browser, server: Troth, ada: Agent, camera: Camera) -> None:
        self.browser, self.server, self.ada, self.camera = browser, server, ada, camera
        self.talks: dict[str, Talk] = {}

    async def all(self) -> None:
        async with AsyncExitStack() as stack:
            await self.door(stack)
            desk = await self._desk(stack)
            acts: list[Callable[[AsyncExitStack, Desk], Awaitable[None]]] = [
                self.nothing, self.somebody, self.talk, self.words, self.files,
                self.over, self.searched, self.everywhere, self.settings, self.apart,
            ]  # fmt: skip
            for act in acts:
                await act(stack, desk)
            await self.others(stack)

    # ---- means -----------------------------------------------------------------------------------------------------
    async def _desk(self, stack: AsyncExitStack, name: str = "ada") -> Desk:
        size = {"width": DESKTOP[0], "height": DESKTOP[1]}
        desk = Desk.of(self.browser, self.server, name, language=self.camera.language, viewport=size)
        return await stack.enter_async_context(desk)

    async def _page(self, stack: AsyncExitStack) -> Page:
        width, height = DESKTOP
        context = await new_profile(
            self.browser, locale=self.camera.language, viewport={"width": width, "height": height}
        )
        stack.push_async_callback(context.close)
        return await context.new_page()

    async def _take(self, state: str, desk: Desk, ready: Locator | None = None) -> None:
        if ready is not None:
            await expect(ready).to_be_visible()
        await self.camera.take(state, desk.page)

    async def _visitor(self, stack: AsyncExitStack, site: str, words: str, **fields: str) -> Talk:
        visitor = await stack.enter_async_context(await Client.start(self.server.url, site, patience=PATIENCE))
        return await visitor.open(words, fields=fields, language="en")

    # ---- states ----------------------------------------------------------------------------------------------------
    async def door(self, stack: AsyncExitStack) -> None:
        page = await self._page(stack)
        desk = Desk(self.server, page.context, page, self.camera.language)
        await desk.go("/")
        await self._take("sign_in", desk, desk.button("signin.send"))
        await page.get_by_label(desk.t("signin.email"), exact=True).fill("ada@demo.example")
        await page.get_by_label(desk.t("signin.password"), exact=True).fill("wrong")
        await desk.button("signin.send").click()
        await self._take("sign_in_wrong", desk, page.get_by_text(desk.t("signin.error.wrong")))
        await desk.button("signin.forgot").click()
        await self._take("ask_code", desk, desk.button("signin.ask.send"))
        await page.get_by_label(desk.t("signin.email"), exact=True).fill("nobody")
        await desk.button("signin.ask.send").click()
        await self._take("ask_code_wrong", desk, page.get_by_text(desk.t("signin.error.email")))
        await page.get_by_label(desk.t("signin.email"), exact=True).fill("nobody@demo.example")
        await desk.button("signin.ask.send").click()
        await self._take("choose_password", desk, desk.button("signin.choose.send"))
        await page.get_by_label(desk.t("signin.code"), exact=True).fill("BCDF-GHJK")
        await page.get_by_label(desk.t("signin.new"), exact=True).fill("another horse battery")
        await desk.button("signin.choose.send").click()
        await self._take("choose_password_wrong", desk, page.get_by_text(desk.t("signin.error.wrong_code")))

    async def nothing(self, stack: AsyncExitStack, desk: Desk) -> None:
        for view in ("open", "waiting", "mine", "closed"):
            await desk.go(f"/{view}")
            await self._take(f"empty_{view}", desk, desk.page.get_by_text(desk.t(f"list.none.{view}"), exact=True))

    async def somebody(self, stack: AsyncExitStack, desk: Desk) -> None:
        wheel = "My back wheel has a wobble. Can you true it this week?"
        self.talks["vi"] = await self._visitor(stack, HARBOUR, wheel, **HARBOUR_FORM)
        self.talks["tea"] = await self._visitor(stack, TEA, "Is the spring oolong back?", name="Noor")
        self.talks["bike"] = await self._visitor(
            stack, HARBOUR, "Do you take old bikes in payment?", about="A new bike"
        )
        await desk.go("/waiting")
        await expect(desk.rows).to_have_count(3)
        await self._take("waiting", desk)
        await desk.page.get_by_role("button", name=desk.t("clients.only", name="Alma Tea")).click()
        await expect(desk.rows).to_have_count(1)
        await self._take("client_only", desk)
        await desk.page.get_by_role("button", name=desk.t("clients.only", name="Alma Tea")).click()

    async def talk(self, stack: AsyncExitStack, desk: Desk) -> None:
        vi = self.talks["vi"]
        await desk.open(vi.id)
        await self._take("untaken", desk, desk.bubbles.first)
        await desk.take()
        await desk.say("Hello Vi, of course. Is Thursday morning good for you?")
        await vi.say("Thursday is perfect 👍")
        await desk.hears("Thursday is perfect 👍")
        await desk.page.get_by_role("button", name=desk.t("composer.note"), exact=True).click()
        await desk.composer.fill("She was here in May, same wheel. Check the rim before you promise anything.")
        await self._take("note", desk)
        await desk.composer.press("Enter")
        await expect(desk.log.get_by_text("same wheel")).to_be_visible()
        await desk.page.get_by_role("button", name=desk.t("composer.reply"), exact=True).click()
        await desk.say("Thursday at nine it is. It takes an hour, you can wait.")
        vi.mark(seen=vi.last + 2)
        await self._take("taken", desk, desk.log.get_by_text(desk.t("seen")))
        vi.typing()
        await self._take("visitor_types", desk, desk.page.get_by_text(desk.t("talk.typing", "one", names="Vi Tran")))
        await desk.page.locator("header").get_by_role("button", name=desk.t("more"), exact=True).click()
        await self._take("more", desk, desk.page.get_by_role("menu"))
        await desk.page.get_by_role("menuitem", name=desk.t("act.talk.transcript")).click()
        await self._take("transcript", desk, desk.page.get_by_label(desk.t("transcript.address")))
        await desk.page.keyboard.press("Escape")

    async def words(self, stack: AsyncExitStack, desk: Desk) -> None:
        tea = self.talks["tea"]
        await tea.say("my card is 4111 1111 1111 1111")
        await desk.go("/waiting")
        await desk.open(tea.id)
        await self._take("masked", desk, desk.log.get_by_text(desk.t("talk.masked", "one")))
        for one in MIXED:
            await tea.say(one)
        await expect(desk.bubbles.last).to_contain_text("and a gap")
        await self._take("mixed", desk)

    async def files(self, stack: AsyncExitStack, desk: Desk) -> None:
        bike = self.talks["bike"]
        sent = await bike.upload("wheel.png", picture(), "image/png")
        text = await bike.upload(LONG_NAME, b"38 euro", "text/plain")
        await bike.say("this is how it looks", files=[sent.id, text.id])
        await desk.go("/waiting")
        await desk.open(bike.id)
        look = desk.page.get_by_role("button", name=desk.t("file.look", name="wheel.png"))
        await expect(look.locator("img")).to_be_visible()
        await self._take("files", desk)
        await look.click()
        await self._take("picture", desk, desk.page.get_by_role("dialog"))
        await desk.page.keyboard.press("Escape")
        chosen = [
            FilePayload(name=LONG_NAME, mimeType="text/plain", buffer=b"our offer"),
            FilePayload(name="page.html", mimeType="text/html", buffer=b"<html><script>"),
        ]
        async with desk.page.expect_file_chooser() as choosing:
            await desk.button("file.attach").click()
        await (await choosing.value).set_files(files=chosen)
        await expect(desk.page.locator('li[data-state="ready"]')).to_have_count(1)
        await expect(desk.page.locator('li[data-state="failed"]')).to_have_count(1)
        await self._take("attached", desk)

    async def over(self, stack: AsyncExitStack, desk: Desk) -> None:
        vi = self.talks["vi"]
        await desk.go("/open")
        await desk.open(vi.id)
        await desk.close()
        await vi.rate(5, "Quick and kind")
        await expect(desk.log.get_by_text("Quick and kind")).to_be_visible()
        await self._take("closed", desk)
        await desk.go("/closed")
        await expect(desk.rows).to_have_count(1)
        await self._take("list_closed", desk)
        await desk.go(f"/open/{STRANGER}")
        await self._take("missing", desk, desk.page.get_by_text(desk.t("talk.missing"), exact=True))

    async def searched(self, stack: AsyncExitStack, desk: Desk) -> None:
        tandem = await self._visitor(stack, HARBOUR, "Do you rent out a tandem? We are two.", **HARBOUR_FORM)
        await self._visitor(stack, HARBOUR, "Hello", name="Tandem Travels Ltd", about="Something else")
        await self._visitor(stack, TEA, "ثلاث علب من الشاي الأخضر لرحلة tandem من فضلكم", name="نور")
        note = await self.ada.talk(tandem.id)
        await note.note("Their last tandem came back with a bent wheel and without its left pedal: ask for a deposit.")
        await desk.go("/waiting")
        search = desk.page.get_by_role("searchbox")
        await search.fill("tandem")
        marks = desk.page.locator("a[data-id] mark")
        await expect(marks).to_have_count(3)
        await self._take("search", desk)
        await desk.page.locator(f'a[data-id="{tandem.id}"]').click()
        await self._take("search_hit", desk, desk.log.locator("[data-found] mark"))
        await desk.go("/waiting")
        await search.fill("nobody said this")
        await self._take("search_none", desk, desk.page.get_by_text(desk.t("search.none"), exact=True))
        await search.fill("tandem")
        await expect(marks).to_have_count(3)
        await desk.page.get_by_role("button", name=desk.t("search.state")).click()
        await desk.page.get_by_role("option", name=desk.t("view.closed"), exact=True).click()
        await self._take("search_narrowed", desk, desk.page.get_by_text(desk.t("search.none.narrowed")))
        await desk.page.route("**/api/v1/search**", lambda route: route.abort())
        await search.fill("tandem again")
        await self._take("search_failed", desk, desk.page.get_by_text(desk.t("search.failed")))
        await desk.page.unroute("**/api/v1/search**")
        await search.fill("")

    async def everywhere(self, stack: AsyncExitStack, desk: Desk) -> None:
        await desk.go("/open")
        await expect(desk.rows.first).to_be_visible()
        await desk.page.keyboard.press("?")
        await self._take("keys", desk, desk.page.get_by_role("dialog"))
        await desk.page.keyboard.press("Escape")
        await desk.page.keyboard.press("Control+k")
        await self._take("palette", desk, desk.page.get_by_role("dialog"))
        await desk.page.keyboard.press("Escape")
        await desk.page.get_by_role("button", name=desk.t("account", name="Ada Lindqvist")).click()
        await self._take("account", desk, desk.page.get_by_role("menu"))
        await desk.page.keyboard.press("Escape")
        await desk.page.keyboard.press("a")
        await expect(desk.availability).to_have_attribute("aria-pressed", "false")
        await self._take("away", desk)
        await desk.page.keyboard.press("a")
        self.talks["tea"]._asker.live.line.send(
            encode(Here(page=PageOf(url="https://alma-tea.example/oolong", title="Oolong")))
        )
        await desk.go("/now")
        await self._take("now", desk, desk.page.get_by_text("Oolong").first)

    async def settings(self, stack: AsyncExitStack, desk: Desk) -> None:
        harbour = self.server.demo["workspaces"][0]
        await desk.go("/settings/account")
        await self._take("own_account", desk, desk.button("account.password.keep"))
        await desk.page.get_by_label(desk.t("account.password.now"), exact=True).fill("another one")
        await desk.page.get_by_label(desk.t("signin.new"), exact=True).fill("a lamp for the harbour")
        await desk.button("account.password.keep").click()
        await self._take("own_account_wrong", desk, desk.page.get_by_text(desk.t("account.password.wrong")))
        eve = {"email": "eve.salt@harbour-bikes.example", "name": "Eve Salt", "role": "agent"}
        await self.ada.call("POST", f"/workspaces/{harbour['id']}/members", dict, eve)
        await desk.go(f"/settings/{harbour['id']}/team")
        await self._take("team", desk, desk.page.get_by_role("cell", name=re.compile("Ben Okafor")).first)
        await desk.page.get_by_role("button", name=desk.t("team.remove", name="Ben Okafor")).click()
        await self._take("remove", desk, desk.page.get_by_role("dialog").or_(desk.page.get_by_role("alertdialog")))
        await desk.page.keyboard.press("Escape")
        await desk.go(f"/settings/{harbour['id']}/mail")
        await self._take("mails", desk, desk.page.get_by_text(desk.t("mail.captured"), exact=True).first)
        await desk.go(f"/settings/{harbour['id']}/site/{harbour['site_id']}")
        await self._take("site", desk, desk.page.get_by_role("heading", name=desk.t("look.title")))
        when = desk.page.locator(f'button[aria-label="{desk.t("hours.title")}"]')
        await when.click()
        await desk.page.get_by_role("option", name=desk.t("hours.set")).click()
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
            await desk.page.get_by_role("button", name=desk.t("hours.remove", day=desk.t(f"day.{day}"))).click()
        await self._take("site_hours", desk, desk.page.get_by_text(desk.t("hours.never")))
        await when.click()
        await desk.page.get_by_role("option", name=desk.t("hours.always")).click()
        form = desk.page.get_by_role("region", name=desk.t("fields.title"))
        await form.get_by_role("button", name=desk.t("field.add")).click()
        await self._take("site_form", desk, form.get_by_text(desk.t("field.whole")))
        aliases = desk.page.get_by_role("region", name=desk.t("aliases.title"))
        await aliases.get_by_role("textbox").first.focus()
        await self._take("site_aliases", desk, aliases)

    async def apart(self, stack: AsyncExitStack, desk: Desk) -> None:
        await desk.page.clock.install()
        await desk.go("/open")
        await desk.open(self.talks["bike"].id)
        await desk.take()
        await desk.context.set_offline(True)
        await desk.say("I look it up and come back to you.")
        await desk.page.clock.fast_forward("10:00")
        await self._take("offline", desk, desk.page.get_by_text(desk.t("offline")))
        await desk.page.keyboard.press("Escape")
        await desk.press("g", "n")
        await self._take("now_offline", desk, desk.page.get_by_text(desk.t("now.unknown")))
        await desk.context.set_offline(False)
        await desk.page.goto(
            f"{self.server.url}/health"
        )  # no console runs there that would come back and forget the way
        await desk.page.evaluate("sessionStorage.setItem('troth.way', 'stream')")  # as where sockets were refused
        await desk.go("/open")
        await self._take("detour", desk, desk.page.get_by_text(desk.t("detour")))
        await desk.page.evaluate("sessionStorage.removeItem('troth.way')")
        await desk.go(f"/open/{self.talks['vi'].id}?details")
        await self._take("details", desk, desk.page.get_by_role("heading", name=desk.t("aside.agents")))

    async def others(self, stack: AsyncExitStack) -> None:
        harbour = self.server.demo["workspaces"][0]
        ben = await self._desk(stack, "ben")
        await ben.go(f"/settings/{harbour['id']}/site/{harbour['site_id']}")
        await self._take("agent_settings", ben, ben.page.get_by_text(ben.t("settings.locked")))
        page = await self._page(stack)
        cy = Desk(self.server, page.context, page, self.camera.language)
        await cy.go("/")
        email, password = self.server.person("cy")
        await page.get_by_label(cy.t("signin.email"), exact=True).fill(email)
        await page.get_by_label(cy.t("signin.password"), exact=True).fill(password)
        await page.keyboard.press("Enter")
        await self._take("no_team", cy, page.get_by_role("heading", name=cy.t("noteam")))
        await ben.page.route("**/api/v1/me", lambda route: route.abort())
        await ben.go("/open")
        await self._take("unreachable", ben, ben.page.get_by_text(ben.t("failed.title")))
