"""Before the visitor opens it, the widget is one file and nothing else; and the host page never reads the talk."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, CDPSession, Page, Request, expect

from tests.journeys.chromium import new_profile
from tests.journeys.visitor import HARBOUR, Visitor
from tests.process import Troth
from tests.until import until_async


async def test_before_the_click_there_is_the_loader_and_nothing_else(browser: Browser, server: Troth) -> None:
    context = await new_profile(browser, viewport={"width": 1280, "height": 860})
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{server.shop}/demo", wait_until="networkidle")

    assert [url for url in asked if urlsplit(url).hostname == "localhost"] == [f"{server.url}/w/{HARBOUR}.js"]
    assert await context.cookies([server.url, server.shop]) == []
    assert await page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert await page.evaluate("indexedDB.databases()") == []
    assert await page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0

    await _press_the_launcher(await context.new_cdp_session(page), page)
    await expect(page.frame_locator("iframe").locator("body")).to_have_count(0)  # it is in a closed shadow root
    await _until_the_panel_is_there(page)
    assert await page.evaluate("Object.keys({...localStorage})") == [f"troth.{HARBOUR}"]
    await context.close()


async def _press_the_launcher(session: CDPSession, page: Page) -> None:
    """As a hand does: where it is drawn. The shadow root is closed, so nobody else can name the button."""

    async def drawn() -> dict[str, Any] | None:
        tree = await session.send("Accessibility.getFullAXTree")
        for node in tree["nodes"]:
            if (node.get("role", {}).get("value"), node.get("name", {}).get("value")) == ("button", "Open chat"):
                return dict(node)
        return None

    button = await until_async(drawn)
    box = await session.send("DOM.getBoxModel", {"backendNodeId": button["backendDOMNodeId"]})
    xs, ys = box["model"]["border"][::2], box["model"]["border"][1::2]
    await page.mouse.click(sum(xs) / 4, sum(ys) / 4)


async def _until_the_panel_is_there(page: Page) -> None:
    panel = page.frame(url="**/panel") or await page.wait_for_event("framenavigated")
    await panel.wait_for_selector("main")


@pytest.mark.usefixtures("staffed")
async def test_the_host_page_can_not_read_the_talk(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.page.evaluate(
            "window.heard = []; addEventListener('message', e => heard.push(JSON.stringify(e.data)))"
        )
        await vi.open()
        await vi.begin("a secret between us", about="Repair", email="vi@example.net")
        await vi.kept()
        told = await vi.page.evaluate(
            """() => {
                const frame = document.querySelector('[id^=troth-]').shadowRoot.querySelector('iframe');
                const tries = [
                    () => frame.contentDocument && 'document',
                    () => frame.contentWindow.document && 'document',
                    () => frame.contentWindow.localStorage && 'storage',
                    () => frame.contentWindow.location.href,
                ];
                return tries.map(look => { try { return look() } catch (e) { return e.name } });
            }"""
        )
        assert told == [None, "SecurityError", "SecurityError", "SecurityError"]
        heard = await vi.page.evaluate("heard")
        assert heard
        assert not [one for one in heard if "secret" in one or "vi@" in one]


async def test_the_frame_can_not_send_the_host_page_elsewhere(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        panel = vi.page.frame(url="**/panel")
        assert panel is not None
        told = await panel.evaluate("() => { try { top.location = 'about:blank' } catch (e) { return e.name } }")
        assert told == "SecurityError"
        assert vi.page.url == f"{server.shop}/demo"


@pytest.mark.usefixtures("staffed")
async def test_nothing_is_asked_of_any_other_host(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        asked: list[Request] = []
        vi.context.on("request", lambda request: asked.append(request))
        await vi.open()
        await vi.begin("hello", about="Repair", email="vi@example.net")
        await vi.kept()
        hosts = {urlsplit(one.url).hostname for one in asked if one.url.startswith(("http", "ws"))}
        assert hosts <= {"localhost", "127.0.0.1"}
        assert "localhost" in hosts
        assert [one.url for one in asked if "token" in one.url or "pass=" in one.url] == []
