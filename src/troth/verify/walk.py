"""A walk through all that a visitor or one of the team meets in a browser, with an eye on whatever that keeps there, be
it for a moment."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from troth.kernel.ids import new_id

from .tab import Tab
from .world import World

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

GIVE, ANSWER, HALF = "Agree and start", "Certainly.", "And what if I"
_WATCH = """
const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (name, value) {
    window.verifyKept?.(String(name), String(value));
    return set.call(this, name, value);
};
"""
# A network that lets no socket through.
_NO_SOCKETS = """
window.WebSocket = class {
    constructor() { setTimeout(() => this.onclose?.({code: 1006, reason: '', wasClean: false})); }
    addEventListener() {}
    send() {}
    close() {}
};
"""
_LEFT = """async () => {
    const found = [localStorage, sessionStorage].flatMap(box => Array.from(
        {length: box.length}, (_, at) => [box.key(at), box.getItem(box.key(at))]));
    for (const one of await indexedDB.databases()) found.push([`database ${one.name}`, '']);
    if (window.caches) for (const name of await caches.keys()) found.push([`cache ${name}`, '']);
    return found;
}"""


def watched(tab: Tab, hear: Callable[[str, str], None]) -> None:
    """From its next page on. hear: name and value of whatever is written to storage."""
    tab.context.expose_binding("verifyKept", lambda source, name, value: hear(name, value))
    tab.context.add_init_script(_WATCH)


class Walk:
    """In browsers of one visitor. storage, cookies: by name, what was kept last. parts: by name, of what holds several
    things, all that were ever in it. `left`: what of it is there still."""

    def __init__(self, world: World) -> None:
        self.storage: dict[str, str] = {}
        self.parts: dict[str, set[str]] = {}
        self.cookies: dict[str, Any] = {}
        self.left: dict[str, str] = {}
        self._world, self._tabs = world, [world.tab()]
        self.tab = self._tabs[0]
        self._watch(self.tab)

    @property
    def names(self) -> set[str]:
        return {*self.storage, *self.cookies}

    def visitor(self, **fields: str) -> str:
        """Through widget, chat's own page, portal and notice; the id of the talk in the widget. fields: of the form."""
        talk = self._widget(fields)
        self._blocked()
        self._hosted()
        self._portal()
        for more in ("", "/cookies", "/versions"):
            self._page(f"/privacy/{self.tab.key}{more}")
        self.look()
        return talk

    def team(self, talk: str) -> None:
        """Through the console, to this talk."""
        who, page = self._world.cast.login("agent"), self._page("/console/")
        page.get_by_label("Email", exact=True).fill(who.email)
        page.get_by_label("Password", exact=True).fill(who.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.locator(f'a[data-id="{talk}"]').click()
        write = page.locator("footer textarea")
        write.fill("One moment.")
        write.press("Enter")
        page.get_by_role("log").get_by_text("One moment.").wait_for()
        write.fill(HALF)
        self.look()

    def look(self) -> None:
        """What is there now."""
        self.left = {}
        for tab in self._tabs:
            for page in tab.context.pages:
                for frame in page.frames:
                    self.left.update(_entries(frame))
            for cookie in tab.context.cookies():
                name = str(cookie.get("name"))
                self.cookies[name] = cookie
                self.left[name] = str(cookie.get("value"))
        for name, value in self.left.items():
            if name not in self.cookies:
                self._keep(name, value)

    def values(self) -> Iterator[tuple[str, str]]:
        """Of what is there now: name, and each text in it."""
        for name, value in self.left.items():
            for text in _texts(value):
                yield name, text

    def close(self) -> None:
        for tab in self._tabs:
            tab.close()

    def _widget(self, fields: dict[str, str]) -> str:
        tab, agent = self.tab, self._world.api("agent")
        tab.go()
        tab.launcher.hover()
        tab.open()
        tab.press(GIVE)
        tab.begin("May I ask something?", **fields)
        talk = tab.conversation()
        agent.must("POST", f"/conversations/{talk}/participation", client_id=new_id())
        agent.must("POST", f"/conversations/{talk}/messages", client_id=new_id(), text=ANSWER)
        tab.panel.locator(".log .bubble", has_text=ANSWER).wait_for()
        tab.choose("Turn sound off")
        write = tab.panel.locator(".write textarea")
        write.fill("And something else?")
        write.press("Enter")
        tab.panel.locator(".log .bubble", has_text="something else").wait_for()
        write.fill(HALF)
        self.look()
        return talk

    def _blocked(self) -> None:
        """The same where sockets are blocked."""
        tab = self._world.tab()
        self._tabs.append(tab)
        self._watch(tab)
        tab.context.add_init_script(_NO_SOCKETS)
        tab.go()
        tab.open()
        tab.press(GIVE)
        tab.begin("Does this get through?")
        self._world.until(lambda: self._looked("troth.way"), "where sockets are blocked the chat finds no other way")

    def _hosted(self) -> None:
        page = self._page(f"/chat/{self.tab.key}")
        page.get_by_role("button", name=GIVE, exact=True).click()
        page.locator('[name="text"]').fill("A page of its own?")
        page.locator("form.card button[type=submit]").click()
        page.locator(".log .bubble", has_text="A page of its own?").wait_for()
        self.look()

    def _portal(self) -> None:
        tab = self.tab
        tab.choose("My data")
        shown = tab.panel.locator(".datacode output", has_text=re.compile(r"\w"))
        shown.wait_for()
        code = shown.inner_text()
        page = self._page(f"/my-data/{tab.key}?lang=en")
        page.locator("#letters").fill(code)
        page.locator('form[action*="/chat"] button').click()
        page.wait_for_url("**/rights*")
        self.look()

    def _page(self, path: str) -> "Page":
        """Of ours, in the first browser; the website's stays open beside it."""
        page = self.tab.context.new_page()
        page.set_default_timeout(self._world.within * 1000)
        page.goto(self.tab.url + path)
        return page

    def _looked(self, name: str) -> bool:
        self.look()
        return name in self.storage

    def _watch(self, tab: Tab) -> None:
        watched(tab, self._keep)

    def _keep(self, name: str, value: str) -> None:
        self.storage[name] = value
        with suppress(ValueError):
            if isinstance(told := json.loads(value), dict):
                self.parts.setdefault(name, set()).update(told)


def _entries(frame: "Frame") -> dict[str, str]:
    """Nothing of a frame that is no page, or is gone by now."""
    from playwright.sync_api import Error

    with suppress(Error):
        return dict(frame.evaluate(_LEFT))
    return {}


def _texts(value: str) -> Iterator[str]:
    try:
        told = json.loads(value)
    except ValueError:
        told = value
    if isinstance(told, dict):
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from _texts(one if isinstance(one, str) else json.dumps(one))
    elif told is not None:
        yield str(told)
