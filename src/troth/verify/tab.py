"""A visitor in a browser: a page of a shop, and the widget in it."""

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .browser import OPEN_SHADOWS
from .checks import Unplayable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, FrameLocator, Locator

_WINDOW: Mapping[str, Any] = {"locale": "en", "viewport": {"width": 1280, "height": 860}}
# By their places, as Object.keys hides one that is named like a method.
_HELD = """() => [localStorage, sessionStorage].flatMap(box => Array.from(
    {length: box.length}, (_, at) => `${box.key(at)} ${box.getItem(box.key(at))}`)).sort()"""
_EMPTY_FRAME = """address => new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.id = 'verify-empty';
    frame.onload = () => done();
    frame.src = address;
    document.body.append(frame);
})"""
_KEPT = """() => [localStorage, sessionStorage].flatMap(box => Array.from(
    {length: box.length}, (_, at) => box.key(at))).sort()"""


class Tab:
    """`page` and `context` are Playwright's (its sync API). asked: every address that was asked for, in order."""

    def __init__(
        self, browser: "Browser", url: str, shop: str, key: str, headers: Mapping[str, str], more: Mapping[str, Any],
        within: float,
    ) -> None:  # fmt: skip
        """within: s for something to be drawn."""
        self._within = within * 1000
        self.url, self.shop, self.key = url, shop, key
        self.context = browser.new_context(extra_http_headers=dict(headers), **{**_WINDOW, **more})
        self.context.add_init_script(OPEN_SHADOWS)
        if headers.get("Sec-GPC") == "1":
            self.context.add_init_script(_SAYS.format("globalPrivacyControl", "true"))
        if headers.get("DNT") == "1":
            self.context.add_init_script(_SAYS.format("doNotTrack", "'1'"))
        self.page = self.context.new_page()
        self.page.set_default_timeout(self._within)
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))

    def go(self, path: str = "/") -> None:
        """To a page of the shop, until nothing is asked for any more."""
        self.page.goto(self.shop + path, wait_until="networkidle")

    @property
    def launcher(self) -> "Locator":
        return self.page.locator(f"#troth-{self.key} button.launcher")

    @property
    def panel(self) -> "FrameLocator":
        return self.page.frame_locator(f"#troth-{self.key} iframe")

    def open(self) -> None:
        """The panel, by a click on the launcher."""
        self.launcher.click()
        self.panel.locator("main").wait_for()

    def again(self) -> None:
        """The next page, with the chat open: by itself where it was open before."""
        self.go()
        if self.launcher.get_attribute("aria-expanded") != "true":
            self.launcher.click()
        self.panel.locator("main").wait_for()

    def begin(self, text: str, **fields: str) -> None:
        """Fill the form by the ids of its fields, say the first words, and wait until they are kept."""
        for name, value in {**fields, "text": text}.items():
            self.panel.locator(f'[name="{name}"]').fill(value)
        self.panel.locator("form.card button[type=submit]").click()
        self.panel.locator(".log .bubble").filter(has_text=text).wait_for()
        self.panel.locator(".log .state").last.filter(has_text=re.compile("Sent|Delivered|Seen")).wait_for()

    def press(self, label: str) -> None:
        """A button of the panel, by what stands on it."""
        self.panel.get_by_role("button", name=label, exact=True).click()

    def choose(self, label: str) -> None:
        """An act of the panel's menu."""
        self.press("Options")
        self.panel.locator("[role^=menuitem]", has_text=label).click()

    def sees(self, what: "Locator", within: float = 0) -> bool:
        """Whether it is drawn within so many ms: for assertions, where a time-out would be the scenario's own error."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            what.first.wait_for(timeout=within or self._within)
        except TooLate:
            return False
        return True

    def kept(self) -> dict[str, list[str]]:
        """What lies on the device: the keys of storage on the page's side and on the frame's, and all cookies."""
        frame = self.frame()
        return {
            "page": self.page.evaluate(_KEPT),
            "frame": frame.evaluate(_KEPT) if frame else [],
            "cookies": [str(one.get("name")) for one in self.context.cookies()],
        }

    def held(self) -> list[str]:
        """Names and values of all that lies on the device: on the page's side, on the frame's, be it loaded or not, and
        names of cookies."""
        return [
            *self.page.evaluate(_HELD),
            *self._in_frame(),
            *(str(one.get("name")) for one in self.context.cookies()),
        ]

    def only_off(self) -> bool:
        """Whether all that lies on the device is that the chat was turned off, and on which day."""
        name, _, value = "\n".join(self.held()).partition(" ")
        try:
            told = json.loads(value)
        except ValueError:  # nothing lies there, or more
            return False
        return name == f"troth.{self.key}" and told.keys() == {"off", "used"} and told["off"] is True

    def _in_frame(self) -> list[str]:
        """Of a panel that is not loaded: looked at in an empty frame of its address, which then goes."""
        if frame := self.frame():
            return list(frame.evaluate(_HELD))
        scripts = "**/w/assets/*.js"
        self.page.route(scripts, lambda route: route.abort())
        try:
            self.page.evaluate(_EMPTY_FRAME, f"{self.url}/w/{self.key}/panel")
            empty = self.frame()
            assert empty is not None, "the panel's frame can't be looked into"
            return list(empty.evaluate(_HELD))
        finally:
            self.page.evaluate("() => document.getElementById('verify-empty')?.remove()")
            self.page.unroute(scripts)

    def asked_of_us(self) -> list[str]:
        """Paths of the server that were asked for, the loader's too."""
        return [urlsplit(one).path for one in self.asked if urlsplit(one).netloc == urlsplit(self.url).netloc]

    def frame(self) -> "Frame | None":
        """The panel's, where it is open."""
        return self.page.frame(url=re.compile("/panel$"))

    def conversation(self) -> str:
        """Which one is open, as the panel remembers it."""
        return str(self.stored("conversation"))

    def stored(self, name: str) -> Any:
        """What the frame keeps under a name, as the token of the visitor."""
        frame = self.frame()
        if frame is None:
            raise Unplayable("the panel is not open")
        found = frame.wait_for_function("key => localStorage[key]", arg=f"troth.{self.key}.{name}")
        return json.loads(str(found.json_value()))

    def close(self) -> None:
        self.context.close()


_SAYS = "Object.defineProperty(Navigator.prototype, '{}', {{get: () => {}}})"
