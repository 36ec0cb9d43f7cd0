"""Somebody is erased in the middle of a live chat, by an officer or by the operator's command beside the server: the
open panel says so and forgets them, the console shows what is left, and who writes again is somebody new."""

import asyncio
import json
import re
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.journeys.visitor import HARBOUR, Visitor
from tests.process import Troth
from troth.client import Agent
from troth.kernel.ids import new_id


async def _by_an_officer(server: Troth, ada: Agent, shop: str, visitor: str) -> None:
    """Who has looked at the plan, with the talk in it that is open."""
    place = f"/workspaces/{shop}/privacy/requests"
    subject = {"kind": "visitor", "id": visitor}
    filed = await ada.call("POST", place, dict, {"right": "erasure", "subject": subject})
    at = f"{place}/{filed['id']}"
    plan = await ada.call("POST", f"{at}/plan", dict, {"force": True})
    told = await ada.call("POST", f"{at}/erase", dict, {"hash": plan["hash"], "force": True})
    assert told


async def _by_the_command(server: Troth, ada: Agent, shop: str, visitor: str) -> None:
    await asyncio.to_thread(server.command, "erase", f"visitor:{visitor}", "--workspace", shop, "--force")


async def _token(vi: Visitor) -> str:
    """That the panel is known by."""
    inside = vi.page.frame(url=re.compile("/panel$"))
    assert inside is not None
    held: str = json.loads(await inside.evaluate("key => localStorage[key]", f"troth.{HARBOUR}.token"))
    return held


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize(
    ("erase", "language"),
    [(_by_an_officer, "en"), (_by_the_command, "en"), (_by_an_officer, "ar")],
    ids=["officer", "command", "officer-ar"],
)
async def test_who_is_erased_while_they_chat_is_told_and_forgotten(
    browser: Browser, server: Troth, ada: Agent, erase: Any, language: str
) -> None:
    shop = next(one["id"] for one in server.demo["workspaces"] if one["site_key"] == HARBOUR)
    name = f"Vi {new_id().hex[-6:]}"
    form = {"name": name, "email": f"{new_id().hex}@example.net", "about": "Repair"}
    async with (
        Visitor.visits(browser, server, language=language) as vi,
        Desk.of(browser, server, language=language) as desk,
    ):
        await vi.open()
        await vi.begin("My wheel has a wobble", **form)
        await vi.kept()
        talk = await vi.conversation()
        await desk.open(talk)
        await desk.take()
        await desk.say("Which one is it?")
        await vi.hears("Which one is it?")
        await vi.composer.fill("The back on")  # and no further
        visitor = (await ada.call("GET", f"/conversations/{talk}", dict))["visitor"]["id"]
        token = await _token(vi)

        await erase(server, ada, shop, visitor)
        await expect(vi.panel.get_by_text(vi.t("start.gone"))).to_be_visible()
        await expect(vi.bubbles).to_have_count(0)
        await expect(desk.log).to_contain_text(desk.t("quiet.erased"))
        await expect(desk.bubbles.filter(has_text=re.compile("wobble|Which one"))).to_have_count(0)
        await expect(desk.page.get_by_text(name)).to_have_count(0)
        await expect(desk.page.get_by_text(form["email"])).to_have_count(0)
        await _knows_nobody(vi, visitor, str(talk), token, name, form["email"], "wobble")

        await vi.page.reload()
        await expect(vi.panel.locator("form.card")).to_be_visible()
        await expect(vi.bubbles).to_have_count(0)
        await _knows_nobody(vi, visitor, str(talk), token, name, form["email"], "wobble")
        for field, value in {"name": "", "email": "", "text": "The back on"}.items():  # which never left their device
            await expect(vi.panel.locator(f'[name="{field}"]')).to_have_value(value)

        await vi.begin("Is anybody there?", **form)
        await vi.kept()
        anew = await vi.conversation()
        assert anew != talk
        assert (await ada.call("GET", f"/conversations/{anew}", dict))["visitor"]["id"] != visitor
        await desk.open(anew)
        await desk.take()
        await desk.say("Somebody is")
        await vi.hears("Somebody is")


async def _knows_nobody(vi: Visitor, *theirs: str) -> None:
    """Neither the frame nor the page it is in holds any of this."""
    inside = vi.page.frame(url=re.compile("/panel$"))
    assert inside is not None
    gone = "theirs => !theirs.some((one) => JSON.stringify({...localStorage, ...sessionStorage}).includes(one))"
    for frame in (inside, vi.page.main_frame):
        await frame.wait_for_function(gone, arg=list(theirs))
