"""`./dev pictures`: the two pictures of the README, taken of the running product with a little talk in it."""

import asyncio
import io
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.journeys.chromium import chromium
from tests.journeys.visitor import HARBOUR, TEA, Visitor
from tests.process import ROOT, Troth, troth
from tests.until import PATIENCE
from troth.client import Visitor as Client

FOLDER = ROOT / "docs" / "pictures"
TALK = [
    ("ada", "Hello Vi, of course. Is Thursday morning good for you? It takes an hour, you can wait."),
    ("vi", "Thursday is perfect. What will it be?"),
    ("ada", "18 € for truing, and 4 € for each new spoke. I call you before I do anything else."),
    ("vi", "Sounds good, see you on Thursday at nine."),
]


async def _others(server: Troth) -> None:
    """Somebody else always waits."""
    for site, words, fields in [
        (TEA, "Is the spring oolong back? I loved last year's.", {"name": "Noor"}),
        (HARBOUR, "Do you take old bikes in payment?", {"about": "A new bike", "name": "Matteo Ricci"}),
        (TEA, "My order 2031 came without the strainer.", {"name": "Jonas", "email": "jonas@example.net"}),
    ]:
        visitor = await Client.start(server.url, site, patience=PATIENCE)
        await visitor.open(words, fields=fields, language="en")
        await visitor.aclose()


async def _take(browser: Browser, server: Troth) -> None:
    size = {"width": 1280, "height": 800}
    async with Desk.of(browser, server, viewport=size) as ada, Visitor.visits(browser, server, viewport=size) as vi:
        await _others(server)
        await vi.open()
        about = {"about": "Repair", "name": "Vi Tran", "email": "vi@example.net"}
        await vi.begin("My back wheel has a wobble. Can you true it this week?", **about)
        await vi.kept()
        await ada.open(await vi.conversation())
        for who, words in TALK:
            if who == "ada":
                await ada.say(words)
                await vi.hears(words)
            else:
                await vi.say(words)
                await ada.hears(words)
        await expect(vi.state).to_have_text(vi.t("state.seen"))
        await expect(vi.panel.get_by_text(vi.t("log.typing"))).to_have_count(0)
        await ada.page.evaluate("document.activeElement.blur()")
        _keep(FOLDER / "widget.png", await vi.page.screenshot())
        _keep(FOLDER / "console.png", await ada.page.screenshot())


def _keep(path: Path, png: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(png)).convert("RGB").save(path, optimize=True)


async def main() -> None:
    async with troth() as server, chromium() as browser:
        await _take(browser, server)


if __name__ == "__main__":
    asyncio.run(main())
