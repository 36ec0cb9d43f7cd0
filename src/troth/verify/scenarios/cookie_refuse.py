"""A browser that keeps nothing at all."""

import re
from html import unescape
from typing import Any

from troth.kernel.ids import new_id
from troth.verify.api import Answer, Api
from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

# What a page meets in Chromium where cookies and site data are blocked.
REFUSES = """
for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, {configurable: true, get() {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  }});
Object.defineProperty(Document.prototype, 'cookie', {configurable: true, get: () => '', set: () => {}});
"""
BLOCKED = "() => { try { return !localStorage } catch { return document.cookie === '' } }"
FIRST, ANSWER = "May I ask without a cookie?", "You may."
MOST = 4  # redirects, or times that a page is loaded
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_HTML = {"Accept": "text/html"}
_FORM = {**_HTML, "Content-Type": "application/x-www-form-urlencoded"}


@scenario("cookie-refuse", needs=("browser",))
def play(world: World) -> None:
    """With cookies and storage blocked the chat works as long as its page is there, and pages say what they need."""
    tab = world.tab()
    tab.context.add_init_script(REFUSES)
    errors: list[str] = []
    tab.page.on("pageerror", lambda error: errors.append(str(error)))
    tab.go()
    assert tab.page.evaluate(BLOCKED), "the browser still keeps something, so nothing was looked at"
    with world.check("chat_without_storage"):
        write(tab)
        talk = world.until(lambda: talks(world), "what was sent did not come")[0]["id"]
        agent = world.api("agent")
        agent.must("POST", f"/conversations/{talk}/participation", client_id=new_id())
        agent.must("POST", f"/conversations/{talk}/messages", client_id=new_id(), text=ANSWER)
        assert tab.sees(tab.panel.locator(".log .bubble", has_text=ANSWER)), "the answer does not come"
        tab.go()
        write(tab)
        assert tab.panel.get_by_text(ANSWER).count() == 0, "loaded anew the talk of before is there"
        assert not errors, f"a script failed: {errors[0]}"
    with world.check("plain_answer"):
        root = f"/my-data/{world.site['key']}"
        token = _TOKEN.search(without_cookies(world, "GET", root).text)
        for path, fields in (("/address", "address=a%40example.test"), ("/code", "code=123456"), ("/chat", "code=1")):
            body = f"csrfmiddlewaretoken={token[1] if token else ''}&{fields}".encode()
            says_so(f"{root}{path}", without_cookies(world, "POST", root + path, body))
        for path in ("", "/rights", "/complain"):
            shown = without_cookies(world, "GET", root + path)
            assert shown.status < 500, f"without a cookie {root}{path} is answered {shown.status}"
        says_so("the console", Answer(200, None, console(world, tab), {}, ()))


def write(tab: Tab) -> None:
    assert tab.sees(tab.launcher), "the chat is not there"
    tab.launcher.click()
    assert tab.sees(tab.panel.locator("form.card")), "the chat does not begin"
    tab.panel.locator('[name="text"]').fill(FIRST)
    tab.panel.locator("form.card button[type=submit]").click()
    assert tab.sees(tab.panel.locator(".log .bubble", has_text=FIRST)), "nothing can be sent"


def talks(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.api("owner").must("GET", "/conversations?workspace=" + world.workspace["id"])[
        "items"
    ]
    return found


def without_cookies(world: World, method: str, path: str, body: bytes | None = None) -> Answer:
    """Where it leads, with a browser that sends no cookie along."""
    for _ in range(MOST):
        with Api(world.url) as api:
            answer = api.at(method, path, body, headers=_FORM if body is not None else _HTML)
        if answer.status not in (302, 303):
            return answer
        method, path, body = "GET", answer.headers["Location"], None
    raise AssertionError(f"without a cookie {path} leads in a circle")


def says_so(where: str, shown: Answer) -> None:
    assert shown.status < 500, f"without a cookie {where} is answered {shown.status}"
    assert "cookie" in unescape(shown.text).lower(), f"without a cookie {where} does not say that it needs one"


def console(world: World, tab: Tab) -> str:
    """What it says to somebody who tries to sign in."""
    page, who = tab.context.new_page(), world.cast.login("owner")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.goto(f"{world.url}/console/", wait_until="networkidle")
    page.locator("[name=email]").fill(who.email)
    page.locator("[name=password]").fill(who.password)
    page.locator("form button[type=submit], form button:not([type])").first.click()
    tab.sees(page.locator("[role=alert]"))
    assert len(loads) <= MOST, f"without a cookie the console loads itself {len(loads)} times"
    return page.locator("body").inner_text()
