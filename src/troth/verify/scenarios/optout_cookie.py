"""Turning the chat off, in one browser on one website."""

import re
from typing import TYPE_CHECKING

from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

if TYPE_CHECKING:
    from playwright.sync_api import Frame

_LEFT = "() => Object.entries({...localStorage, ...sessionStorage}).map(([name, value]) => `${name} ${value}`).sort()"
_EMPTY_FRAME = """address => new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.onload = () => done();
    frame.src = address;
    document.body.append(frame);
})"""
HERE = "() => 'Troth' in window"


@scenario("optout-cookie", needs=("browser",))
def play(world: World) -> None:
    """Who turns the chat off is left alone from then on, and may turn it on again."""
    tab = world.tab()
    tab.go()
    tab.open()
    tab.begin("Hello, and goodbye.")
    assert tab.stored("token"), "the panel keeps no token, so that nothing could be removed"
    tab.choose("Turn the chat off")
    tab.press("Turn off")
    off = re.compile(rf'troth\.{tab.key} {{"off":true,"used":\d+}}')
    with world.check("off_stays_off"):
        world.until(lambda: tab.launcher.count() == 0, "the chat that was turned off is there still")
        assert off.fullmatch("\n".join(left := tab.page.evaluate(_LEFT))), f"on the page there is {left}"
        tab.asked.clear()
        for page in ("/two", "/three"):
            tab.go(page)
            tab.page.wait_for_function(HERE)
            assert tab.launcher.count() == 0, "the next visit shows the chat that was turned off"
        others = set(tab.asked_of_us()) - {f"/w/{tab.key}.js"}
        assert not others, f"the next visit asks for {', '.join(sorted(others))}"
        left = tab.page.evaluate(_LEFT)
        assert off.fullmatch("\n".join(left)), f"after the next visit there is {left} on the page"
        assert not (left := in_frame(tab)), f"in the frame's storage there is {left}"
        assert not (cookies := tab.context.cookies()), f"there are cookies: {[one.get('name') for one in cookies]}"
    with world.check("undo_works"):
        tab.go("/four")
        tab.page.wait_for_function(HERE)
        tab.page.evaluate("() => window.Troth.optIn()")
        assert tab.sees(tab.launcher), "the chat that was turned on again is not shown"
        tab.go("/five")
        assert tab.sees(tab.launcher), "the chat that was turned on again is gone on the next page"
        tab.open()
        assert tab.sees(tab.panel.locator("form.card")), "the chat does not begin as if new"
        tab.begin("Hello again.")
        assert tab.panel.get_by_text("Hello, and goodbye.").count() == 0, "the talk of before is back"


def in_frame(tab: Tab) -> list[str]:
    """What the panel's own storage on this website holds: looked at in its frame, with its script kept from running."""
    scripts = "**/w/assets/*.js"
    tab.page.route(scripts, lambda route: route.abort())
    try:
        tab.page.evaluate(_EMPTY_FRAME, f"{tab.url}/w/{tab.key}/panel")
        frame: Frame | None = tab.frame()
        assert frame is not None, "the panel's frame can't be looked into"
        return list(frame.evaluate(_LEFT))
    finally:
        tab.page.unroute(scripts)
