"""What a visitor decides: before they agree nothing is stored; who refuses can chat all the same; consent, and the
whole chat, are taken back in the menu; a browser that asks not to be watched is not."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Frame, expect

from tests.journeys.visitor import HARBOUR, TEA, Visitor, site_set
from tests.process import Troth
from tests.until import until_async
from troth.client import Agent

KEPT = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()"
GPC = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"
VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("en", {}),
    ("ar", {"viewport": {"width": 390, "height": 780}, "color_scheme": "dark", "has_touch": True}),
]


def inside(vi: Visitor) -> Frame:
    frame = vi.page.frame(url=re.compile("/panel$"))
    assert frame is not None
    return frame


async def kept(vi: Visitor) -> list[list[str]]:
    """What lies on the page's side and on the frame's, and the cookies of both."""
    cookies = await vi.context.cookies([vi.server.url, vi.server.shop])
    return [await vi.page.evaluate(KEPT), await inside(vi).evaluate(KEPT), [str(one["name"]) for one in cookies]]


async def keeps(vi: Visitor, is_so: Callable[[list[list[str]]], bool]) -> list[list[str]]:
    """What lies there once it is so: the page hears from the frame, a moment later, what it may keep."""
    seen: list[list[list[str]]] = []

    async def look() -> list[list[str]] | None:
        seen[:] = [await kept(vi)]
        return seen[0] if is_so(seen[0]) else None

    return await until_async(look, lambda: seen)


def nothing(of: list[list[str]]) -> bool:
    return of == [[], [], []]


def listen(vi: Visitor) -> list[str]:
    """What goes to Troth from here on: paths of its API, and sockets."""
    went: list[str] = []
    vi.page.on("request", lambda one: went.append(urlsplit(one.url).path) if "/api/" in one.url else None)
    vi.page.on("websocket", lambda one: went.append(urlsplit(one.url).path))
    return went


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize(("language", "view"), VIEWS)
async def test_before_the_answer_nothing_is_kept_and_both_answers_lead_to_a_chat(
    browser: Browser, server: Troth, ada: Agent, language: str, view: dict[str, Any]
) -> None:
    async with (
        site_set(ada, server, TEA, consent="ask"),
        Visitor.visits(browser, server, "/demo/2", language=language, key=TEA, **view) as vi,
    ):
        went = listen(vi)
        await vi.open()
        give, refuse = vi.button("consent.give"), vi.button("consent.refuse")
        await expect(give).to_be_visible()
        await expect(vi.panel.get_by_role("link", name=vi.t("start.policy"))).to_be_visible()
        one, other = await give.bounding_box(), await refuse.bounding_box()
        assert one and other  # noqa: PT018 - both are there
        assert (one["width"], one["height"]) == (other["width"], other["height"])
        assert [await kept(vi), went] == [[[], [], []], []]

        await refuse.click()
        await vi.begin("I would rather not be remembered.", name="Vi")
        await vi.kept()
        await expect(vi.panel.get_by_text(vi.t("memory"))).to_be_visible()
        assert await kept(vi) == [[], [], []]
        await vi.page.reload()
        await vi.open()

        await give.click()  # asked again: nothing was remembered, not even the refusal
        await vi.begin("Now you may.", name="Vi")
        await vi.kept()
        host, frame, _ = await keeps(vi, lambda of: bool(of[0]))
        assert host == [f"troth.{TEA}"]
        assert {f"troth.{TEA}.{name}" for name in ("agreed", "token", "conversation")} <= set(frame)
        await vi.page.reload()
        if not view:
            await vi.hears("Now you may.")  # the open panel comes back with the page
        else:
            await vi.open()
            await vi.hears("Now you may.")

        token = await inside(vi).evaluate(f"JSON.parse(localStorage['troth.{TEA}.token'])")
        await vi.choose("menu.withdraw")
        await expect(vi.panel.get_by_text(vi.t("consent.told"))).to_be_visible()
        await keeps(vi, nothing)
        dead = await vi.context.request.post(
            f"{server.url}/api/v1/passes", headers={"Authorization": f"Bearer {token}"}, data={}
        )
        assert dead.status == 401
    shop = next(one for one in server.demo["workspaces"] if one["site_key"] == TEA)
    path = f"/workspaces/{shop['id']}/sites/{shop['site_id']}/consents"
    records = (await ada.call("GET", path, dict, query={"limit": 3}))["items"]
    assert [(one["state"], one["language"]) for one in records] == [
        ("withdrawn", language), ("given", language), ("refused", language),
    ]  # fmt: skip
    assert records[0]["visitor"] == records[1]["visitor"] != records[2]["visitor"]


@pytest.mark.usefixtures("staffed")
async def test_another_tab_follows_when_the_consent_is_taken_back(browser: Browser, server: Troth, ada: Agent) -> None:
    async with (
        site_set(ada, server, TEA, consent="ask"),
        Visitor.visits(browser, server, "/demo/2", key=TEA) as vi,
    ):
        await vi.open()
        await vi.button("consent.give").click()
        await vi.begin("Two tabs.", name="Vi")
        await vi.kept()
        other = await vi.tab("/demo/2")
        await other.hears("Two tabs.")
        await vi.choose("menu.withdraw")
        await expect(other.button("consent.give")).to_be_visible()
        await expect(other.bubbles).to_have_count(0)
        await keeps(other, nothing)


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize(("language", "view"), VIEWS)
async def test_the_chat_is_turned_off_and_comes_back_by_a_link(
    browser: Browser, server: Troth, language: str, view: dict[str, Any]
) -> None:
    async with Visitor.visits(browser, server, language=language, **view) as vi:
        await vi.open()
        await vi.begin("Goodbye.", about="Repair")
        await vi.kept()
        await vi.choose("menu.off")
        await vi.button("turn.act").click()
        await expect(vi.launcher).to_have_count(0)
        await vi.go("/demo/bikes")
        (left,) = await vi.page.evaluate("Object.entries(localStorage)")
        assert (left[0], json.loads(left[1]).keys()) == (f"troth.{HARBOUR}", {"off", "used"})
        await expect(vi.launcher).to_have_count(0)
        assert [frame.url for frame in vi.page.frames if "/w/" in frame.url] == []

        await vi.page.evaluate("location.hash = '#troth'")
        await expect(vi.button("start.send")).to_be_visible()  # as somebody new
        assert await inside(vi).evaluate(f"localStorage['troth.{HARBOUR}.conversation']") is None
        await vi.begin("I am back.", about="Repair")
        await vi.kept()


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize("watched", [True, False])
async def test_a_browser_that_asks_not_to_be_watched_is_not(
    browser: Browser, server: Troth, ada: Agent, watched: bool
) -> None:
    headers: dict[str, Any] = {} if watched else {"extra_http_headers": {"Sec-GPC": "1"}}
    async with (
        site_set(ada, server, TEA, telemetry="full"),
        Visitor.visits(browser, server, "/demo/2", key=TEA, **headers) as vi,
    ):
        if not watched:
            await vi.context.add_init_script(GPC)
            await vi.go("/demo/2")
        await vi.open()
        await vi.begin("Do you see me?", name="Vi")
        await vi.kept()
        shop = next(one for one in server.demo["workspaces"] if one["site_key"] == TEA)
        talk = await ada.call("GET", f"/conversations/{await vi.conversation()}", dict)
        board = (await ada.call("GET", f"/workspaces/{shop['id']}/visitors", dict))["items"]
        (page,) = [one["page"] for one in board if one["visitor_id"] == talk["visitor"]["id"]]
        host, frame, _ = await keeps(vi, lambda of: bool(of[0]))
        if watched:
            assert page["url"].endswith("/demo/2")
            assert (page["browser"], page["system"]) == ("Chrome", "Linux")
            assert f"troth.{TEA}.contact" in frame
        else:
            assert page is None
            assert f"troth.{TEA}.contact" not in frame
            assert f"troth.{TEA}.token" in frame
            kept = f"Object.keys(JSON.parse(localStorage['troth.{TEA}'] ?? '{{}}')).sort().join()"
            await vi.page.wait_for_function(f"{kept} === 'talk,used'")
        assert host == [f"troth.{TEA}"]
