"""Brings the closing of a workspace into each of its states and has it pictured."""

from contextlib import AsyncExitStack

from playwright.async_api import Browser, Locator, expect

from tests.journeys.agent import Desk
from tests.journeys.camera import Camera
from tests.journeys.drawn import picture
from tests.journeys.visitor import HARBOUR
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent
from troth.client import Visitor as Client

DESKTOP, PHONE = (1280, 800), (360, 720)
TALKS = [
    ("My back wheel has a wobble. Can you true it this week?", {"name": "Vi Tran", "about": "Repair"}),
    ("Do you take old bikes in payment?", {"name": "Matteo Ricci", "about": "A new bike"}),
]


class ClosingStates:
    """`server` must be fresh: its first workspace is closed, and kept."""

    def __init__(self, browser: Browser, server: Troth, ada: Agent, camera: Camera) -> None:
        self.browser, self.server, self.ada, self.camera = browser, server, ada, camera
        self.shop = server.demo["workspaces"][0]
        self.name = self.shop["name"]
        self.at = f"/settings/{self.shop['id']}/closing"

    async def all(self) -> None:
        async with AsyncExitStack() as stack:
            desk, ben = await self._desk(stack, "ada"), await self._desk(stack, "ben")
            await self._talks(stack)
            await self.before(desk)
            await self.copy(desk)
            await self.held(desk)
            await self.closed(desk, ben)
            await self.kept(desk, ben)

    async def _desk(self, stack: AsyncExitStack, name: str) -> Desk:
        size = {"width": DESKTOP[0], "height": DESKTOP[1]}
        desk = Desk.of(self.browser, self.server, name, language=self.camera.language, viewport=size)
        return await stack.enter_async_context(desk)

    async def _talks(self, stack: AsyncExitStack) -> None:
        for words, fields in TALKS:
            visitor = await stack.enter_async_context(await Client.start(self.server.url, HARBOUR, patience=PATIENCE))
            talk = await visitor.open(words, fields=fields, language="en")
            wheel = await talk.upload("wheel.png", picture(), "image/png")
            await talk.say("This is how it looks.", files=[wheel.id])

    async def _take(self, state: str, desk: Desk, ready: Locator) -> None:
        await expect(ready).to_be_visible()
        await self.camera.take(state, desk.page)

    async def _hold(self) -> str:
        held = {"site": self.shop["site_id"], "reason": "Dispute about invoice 4471"}
        return str((await self.ada.call("POST", f"/workspaces/{self.shop['id']}/privacy/holds", dict, held))["id"])

    async def _lift(self, hold: str) -> None:
        path = f"/workspaces/{self.shop['id']}/privacy/holds/{hold}/lift"
        await self.ada.call("POST", path, dict, {"reason": "It is settled."})

    # ---- states ----------------------------------------------------------------------------------------------------
    async def before(self, desk: Desk) -> None:
        page = desk.page
        await desk.go(f"/settings/{self.shop['id']}/team")
        link = page.get_by_role("link", name=desk.t("closing.look"))
        await link.scroll_into_view_if_needed()
        await self._take("section", desk, link)
        await page.route("**/closing/plan", lambda route: route.abort())
        await link.click()
        await self._take("plan_failed", desk, page.get_by_text(desk.t("closing.plan.failed")))
        await page.unroute("**/closing/plan")
        await desk.button("retry").click()
        await self._take("plan", desk, page.get_by_role("heading", name=desk.t("closing.gone")))

    async def copy(self, desk: Desk) -> None:
        await desk.button("closing.copy.make").click()
        fetch = desk.button("closing.copy.fetch")
        await fetch.scroll_into_view_if_needed()
        await self._take("copy", desk, fetch)

    async def held(self, desk: Desk) -> None:
        page = desk.page
        hold = await self._hold()
        await page.reload()
        why = page.get_by_text("Dispute about invoice 4471")
        await why.scroll_into_view_if_needed()
        await self._take("held", desk, why)
        await self._lift(hold)
        await page.reload()

    async def closed(self, desk: Desk, ben: Desk) -> None:
        page = desk.page
        name = f"\u2068{self.name}\u2069"
        field = page.get_by_label(desk.t("closing.type", name=name))
        await field.fill("Harbour")
        await field.press("Enter")
        await page.get_by_role("button", name=desk.t("closing.do", name=name)).scroll_into_view_if_needed()
        await self._take("wrong", desk, page.get_by_text(desk.t("closing.type.wrong", name=name)))
        await field.fill(self.name)
        await field.press("Enter")
        await self._take("closing", desk, desk.button("closing.keep"))
        hold = await self._hold()
        await page.reload()
        await self._take("will_wait", desk, page.get_by_text(desk.t("closing.will.wait")))
        await self._lift(hold)
        await ben.go("/open")
        await expect(ben.rows.first).to_be_visible()
        see = ben.page.get_by_role("link", name=ben.t("closing.see"))
        await self._take("inbox", ben, see)
        await see.click()
        await self._take("member", ben, ben.page.get_by_text(ben.t("closing.meanwhile.keep")))
        await page.route("**/api/v1/workspaces/*/closing", lambda route: route.abort())
        await page.reload()
        await self._take("failed", desk, page.get_by_text(desk.t("closing.failed")))
        await page.unroute("**/api/v1/workspaces/*/closing")
        await desk.button("retry").click()

    async def kept(self, desk: Desk, ben: Desk) -> None:
        await desk.button("closing.keep").click()
        told = desk.page.get_by_text(desk.t("closing.kept", name=f"\u2068{self.name}\u2069"))
        await self._take("kept", desk, told)
        await ben.page.reload()
        await self._take("none", ben, ben.page.get_by_text(ben.t("closing.none.text")))
