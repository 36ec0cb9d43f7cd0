"""Brings the portal into each of its states, and has it pictured. The browser of the pictures has scripts, for axe; the
pages have none."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from playwright.async_api import Browser, expect

from tests.journeys.camera import Camera
from tests.journeys.portal import Portal
from tests.journeys.visitor import HARBOUR, TEA, Visitor, site_set
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent
from troth.client import Visitor as Client
from troth.kernel.ids import new_id

DESKTOP, PHONE = (1000, 1000), (360, 720)


class PortalStates:
    def __init__(self, browser: Browser, server: Troth, ada: Agent, camera: Camera) -> None:
        self.browser, self.server, self.ada, self.camera = browser, server, ada, camera

    async def all(self) -> None:
        acts: list[Callable[[AsyncExitStack], Awaitable[None]]] = [
            self.ways_in, self.nothing, self.rights, self.asked, self.consent, self.apart,
        ]  # fmt: skip
        for act in acts:
            async with AsyncExitStack() as stack:
                await act(stack)

    # ---- means -----------------------------------------------------------------------------------------------------
    async def _portal(self, stack: AsyncExitStack, key: str = HARBOUR) -> Portal:
        visits = Portal.visits(self.browser, self.server, language=self.camera.language, key=key, scripts=True)
        return await stack.enter_async_context(visits)

    async def _talked(self, address: str) -> None:
        """A conversation in which this address was given."""
        async with await Client.start(self.server.url, HARBOUR, patience=PATIENCE) as vi:
            await vi.open("Do you true wheels?", fields={"name": "Vi Tran", "email": address, "about": "Repair"})

    async def _agreed(self, stack: AsyncExitStack) -> str:
        """The code that the chat shows to somebody who agreed to what the site asks, and wrote."""
        await self.ada.set_available(True)
        vi = await stack.enter_async_context(Visitor.visits(self.browser, self.server, "/demo/2", key=TEA))
        await vi.open()
        await vi.button("consent.give").click()
        await vi.begin("Is the oolong back?", name="Vi")
        await vi.kept()
        return await vi.data_code()

    async def _take(self, state: str, portal: Portal) -> None:
        await self.camera.take(state, portal.page)

    # ---- states ----------------------------------------------------------------------------------------------------
    async def ways_in(self, stack: AsyncExitStack) -> None:
        portal, address = await self._portal(stack), _address()
        await self._take("start", portal)
        await portal.page.get_by_label(portal.t("start.address"), exact=True).fill("vi@")
        await portal.press("start.address.send")
        await self._take("start_wrong", portal)
        await portal.page.get_by_label(portal.t("start.letters"), exact=True).fill("ABCD-EFGH-JK")
        await portal.press("go.on")
        await self._take("start_chat_wrong", portal)
        await portal.ask(address)
        await self._take("code", portal)
        for state in ("code_wrong", "", "", "", "code_over"):
            await portal.page.get_by_label(portal.t("code.code")).fill("12345")
            await portal.press("go.on")
            if state:
                await self._take(state, portal)
        for _ in range(2):
            await portal.ask(address)
            await portal.go()
        await portal.page.get_by_label(portal.t("start.address"), exact=True).fill(address)
        await portal.press("start.address.send")
        await expect(portal.title("many.title")).to_be_visible()
        await self._take("many", portal)

    async def nothing(self, stack: AsyncExitStack) -> None:
        portal = await self._portal(stack)
        await portal.proves(_address())
        await self._take("rights_nothing", portal)
        await portal.press("leave")
        await self._take("left", portal)
        await portal.go("/rights")
        await portal.go("?ended")
        await self._take("ended", portal)

    async def rights(self, stack: AsyncExitStack) -> None:
        address = _address()
        await self._talked(address)
        portal = await self._portal(stack)
        await portal.proves(address)
        await self._take("rights", portal)
        for right in ("copy", "correct", "erase", "restrict", "object", "complain", "child"):
            await portal.go("/rights")
            await portal.choose(right)
            await self._take(right, portal)
        await portal.go("/withdraw")
        await self._take("withdraw_none", portal)
        for right in ("correct", "object"):
            await portal.go(f"/{right}")
            await portal.press(f"{right}.act")
            await self._take(f"{right}_wrong", portal)
        await portal.go("/copy")
        await portal.press("copy.order")
        await portal.copy_ready()
        await self._take("copy_ready", portal)

    async def asked(self, stack: AsyncExitStack) -> None:
        address = _address()
        await self._talked(address)
        portal = await self._portal(stack)
        await portal.proves(address)
        await portal.go("/erase")
        await portal.press("erase.act")
        await portal.go("/erase")
        await self._take("erase_asked", portal)
        await portal.go("/complain")
        await portal.page.get_by_label(portal.t("complain.words")).fill("Nobody answered me for two weeks.")
        await portal.press("complain.act")
        await self._take("rights_asked", portal)

    async def consent(self, stack: AsyncExitStack) -> None:
        async with site_set(self.ada, self.server, TEA, consent="ask"):
            code = await self._agreed(stack)
            portal = await self._portal(stack, TEA)
            await portal.page.get_by_label(portal.t("start.letters"), exact=True).fill(code)
            await portal.press("go.on")
            await portal.choose("withdraw")
            await self._take("withdraw", portal)
            await portal.go("/restrict")
            await self._take("by_chat", portal)

    async def apart(self, stack: AsyncExitStack) -> None:
        portal = await self._portal(stack)
        await portal.page.context.clear_cookies()
        await portal.page.get_by_label(portal.t("start.address"), exact=True).fill("vi@example.net")
        await portal.press("start.address.send")
        await expect(portal.title("stale.title")).to_be_visible()
        await self._take("stale", portal)
        await portal.page.goto(f"{self.server.url}/my-data/nobody")
        await self._take("missing", portal)


def _address() -> str:
    return f"vi.{new_id().hex[-8:]}@example.net"
