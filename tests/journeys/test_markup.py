"""Scripts that others have seen break out of HTML, through every place of both apps where words of people stand."""

import json

import pytest
from playwright.async_api import Browser, Dialog, Frame

from tests.journeys.agent import Desk
from tests.journeys.dialogue import MATERIAL
from tests.journeys.visitor import Visitor
from tests.process import Troth
from troth.client import Agent

PURIFY, BLNS = MATERIAL / "dompurify" / "expect.json", MATERIAL / "blns" / "blns.json"
pytestmark = pytest.mark.skipif(not (PURIFY.exists() and BLNS.exists()), reason="the shared material is not here")

# What a log is made of; the rest of it could only come from the words.
INSIDE = "log => [...new Set([...log.querySelectorAll('*')].map(one => one.localName))]"
MARKUP = {
    "script",
    "iframe",
    "img",
    "object",
    "embed",
    "style",
    "form",
    "math",
    "video",
    "audio",
    "base",
    "link",
    "meta",
}


def _payloads() -> list[str]:
    naughty = [text for text in json.loads(BLNS.read_text()) if "<" in text or "script" in text.lower()]
    return [each["payload"] for each in json.loads(PURIFY.read_text())] + naughty


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.usefixtures("staffed")
async def test_markup_in_words_stays_words(browser: Browser, server: Troth, ada: Agent) -> None:
    payloads = [text for text in _payloads() if text.strip()]
    dialogs: list[str] = []

    async def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        await dialog.dismiss()

    async with Visitor.visits(browser, server) as vi, Desk.of(browser, server) as desk:
        vi.page.on("dialog", opened)
        desk.page.on("dialog", opened)
        await vi.open()
        await vi.begin(payloads[0], name=payloads[1][:80], about="Repair")
        await vi.kept()
        talk = await ada.talk(await vi.conversation())
        await talk.join()
        for text in payloads[1:]:
            await talk.say(text)
        await talk.say("the last of them")
        await vi.hears("the last of them")
        await desk.open(await vi.conversation())
        await desk.hears("the last of them")
        frame = vi.page.frame(url=lambda address: address.endswith("/panel"))
        assert isinstance(frame, Frame)
        for log in (frame.get_by_role("log"), desk.log):
            assert not MARKUP & set(await log.evaluate(INSIDE))
        whole = _flat(await frame.get_by_role("log").inner_text())
        assert [text for text in payloads if _flat(text) not in whole] == []  # to the letter
        drawn = {_flat(text) for text in await desk.lines()}  # the console draws what is in sight
        assert drawn
        assert drawn <= {"the last of them", *map(_flat, payloads)}
        assert not dialogs
