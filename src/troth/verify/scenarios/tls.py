"""What an installation does that people come to by TLS; TLS itself is spoken by what stands before it."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from troth.kernel.ids import new_id
from troth.verify.api import Answer
from troth.verify.behind_tls import ByTls, behind_tls
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

YEAR = 31_536_000  # s
ALLAUTH = "/_allauth/browser/v1"
HTML = {"Accept": "text/html"}
UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
           "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip
BOUND = "__Host-"
# Names of vocabularies and formats, which nobody goes to.
_NAMED = re.compile(r"http://www\.w3\.org/[\w/.#-]*")
_WITHOUT = re.compile(r"(?:http|ws)://[^\s\"'<>\\]*", re.I)
_SCRIPT = re.compile(r'<script[^>]*\bsrc="(/[^"]+)"')


@scenario("tls", needs=("browser",))
def play(world: World) -> None:
    """Who comes by TLS stays with it: every answer asks for that, no cookie goes another way, nothing is without."""
    with behind_tls(world) as there:
        there.world.notice()
        with there.world.check("asks_for_tls"):
            for what, answer in answers(there):
                said = answer.headers.get("Strict-Transport-Security", "")
                lasts = re.search(r"\bmax-age=(\d+)", said)
                assert lasts, f"{what} ({answer.status}) does not tell browsers to stay with TLS"
                assert int(lasts[1]) >= YEAR, f"{what} ({answer.status}) tells browsers to stay with TLS for {said}"
        with there.world.check("cookies_bound"):
            bound(there)
        with there.world.check("nothing_mixed"):
            nothing_without(there)
            all_by_tls(there)


def answers(there: ByTls) -> Iterator[tuple[str, Answer]]:
    """One of each kind: pages and files, the API, what is refused, what is no HTTP any more."""
    api, key = there.api(), there.world.site["key"]
    for path in pages(there):
        page = api.at("GET", path, headers=HTML)
        yield path, page
        for script in _SCRIPT.findall(page.text):
            yield script, api.at("GET", script)
    seen: set[int] = set()
    for method, path, body, more in (
        ("GET", "/nothing", None, HTML),
        ("GET", "/health", None, {}),
        ("GET", f"/w/{key}.js", None, {}),
        ("GET", f"/api/v1/sites/{key}/widget", None, {}),
        ("GET", "/api/v1/me", None, {}),
        ("POST", f"/api/v1/sites/{key}/visitors", b"{", {}),
        ("DELETE", f"/chat/{key}", None, {}),
        ("POST", f"/my-data/{key}/address", b"", {}),
        ("GET", f"/my-data/{key}/rights", None, HTML),
        ("POST", "/my-data/download", b"token=none", HTML),
        ("GET", "/api/v1/files/none", None, {}),
        ("POST", f"/api/v1/conversations/{new_id()}/files", b"", {}),
        ("POST", "/api/v1/line", b"", {}),
        ("GET", "/ws", None, {}),
        ("GET", "/ws", None, UPGRADE),
        ("GET", "/ws?pass=none", None, UPGRADE),
    ):
        with there.api() as alone:  # a connection that was upgraded is none for others
            answer = alone.at(method, path, body, headers=more)
        seen.add(answer.status)
        yield f"{method} {path}", answer
    assert {101, 200, 400, 401, 404} <= seen, f"there were answers {sorted(seen)} alone, so that little could be told"


def pages(there: ByTls) -> Iterator[str]:
    key = there.world.site["key"]
    yield from ("/console/", "/console/closed", f"/chat/{key}", f"/w/{key}/panel", f"/my-data/{key}")
    yield from (f"/privacy/{key}", f"/privacy/{key}/cookies", f"/privacy/{key}/versions", f"/privacy/{key}/versions/1")
    yield from ("/chat/nobody", "/my-data/nobody", "/privacy/nobody")


# --- cookies
def bound(there: ByTls) -> None:
    owner, key = there.world.cast.login("owner"), there.world.site["key"]
    desk = there.api()
    desk.at("GET", "/console/", headers=HTML)
    desk.at("GET", f"{ALLAUTH}/config")
    answer = desk.at(
        "POST", f"{ALLAUTH}/auth/login", {"email": owner.email, "password": owner.password},
        headers={"X-CSRFToken": value_of(there, "csrftoken")},
    )  # fmt: skip
    assert answer.status == 200, f"nobody can sign in: {answer.told}"
    portal = Portal(there.world, api=there.api())
    portal.shows(there.world.visitor().api.must("POST", "/me/data-code")["code"])
    opens = {"troth_session": "/api/v1/me", "troth_my_data": f"/my-data/{key}/rights"}
    held = {name: value_of(there, name) for name in opens}
    for name, path in opens.items():
        assert opened(there, path, f"{BOUND}{name}={held[name]}"), f"{BOUND}{name} does not open {path}"
        assert not opened(there, path, f"{name}={held[name]}"), f"{name} is taken without being bound to the host"
    portal.send("/leave")
    desk.at("DELETE", f"{ALLAUTH}/auth/session", headers={"X-CSRFToken": value_of(there, "csrftoken")})
    for path in pages(there):
        there.api().at("GET", path, headers=HTML)
    for line in there.cookies:
        as_it_should(line)


def as_it_should(line: str) -> None:
    """A Set-Cookie line."""
    name, value, said = parts(line)
    assert "secure" in said, f"the cookie {name} goes without TLS too"
    assert said.get("samesite", "").lower() in ("lax", "strict"), f"the cookie {name} goes with what other sites ask"
    assert name.startswith(BOUND), f"the cookie {name} is not bound to the host by its name"
    whole = said.get("path") == "/" and "domain" not in said
    assert whole, f"no browser takes the cookie {name}: {line.partition(';')[2]}"
    if value and "csrf" not in name:  # that one is read by the page, which sends it back
        assert "httponly" in said, f"scripts can read the cookie {name}"


def parts(line: str) -> tuple[str, str, Mapping[str, str]]:
    """Name, value, attributes."""
    first, *more = (part.strip() for part in line.split(";"))
    name, _, value = first.partition("=")
    said = (part.partition("=") for part in more)
    return name, value.strip('"'), {what.lower(): of for what, _, of in said}


def value_of(there: ByTls, name: str) -> str:
    """Of the cookie as it was set last, by whichever name."""
    values = [value for own, value, _ in map(parts, there.cookies) if own.endswith(name)]
    assert values, f"no cookie {name} was set, so that nothing could be told"
    return values[-1]


def opened(there: ByTls, path: str, cookie: str) -> bool:
    with there.api() as api:
        return api.at("GET", path, headers={**HTML, "Cookie": cookie}).status == 200


# --- pages, mails and apps
def nothing_without(there: ByTls) -> None:
    world, api = there.world, there.api()
    world.api("owner").patch(world.at_site, privacy_url="http://shop.example/privacy")  # refused, or not shown
    portal = Portal(world, api=api)
    portal.shows(world.visitor().api.must("POST", "/me/data-code")["code"])
    inner = [f"{portal.root}{path}" for path in ("/rights", "/copy", "/complain", "/erase")]
    for path in (*pages(there), *inner):
        shown = api.at("GET", path, headers=HTML)
        names_none(path, shown.text)
        html = "html" in shown.headers.get("Content-Type", "")
        assert html or shown.status == 404, f"{path} is no page ({shown.status}), so that nothing could be told"
        policy = shown.headers.get("Content-Security-Policy", "")
        assert "default-src" in policy, f"{path} has no content policy"
        sources = [part.split() for part in policy.split(";") if "frame-ancestors" not in part]  # those fetch nothing
        lax = [source for part in sources for source in part[1:] if without(source)]
        assert not lax, f"the policy of {path} allows {lax[0]}"
    loader = api.at("GET", f"/w/{world.site['key']}.js").text
    assert there.url in loader, "the loader does not name our address, so that nothing could be told"
    names_none("the loader", loader)
    names_none("the notice for programs", api.at("GET", f"/.well-known/privacy/{world.site['key']}.json").text)
    if "mail" in world.ground.has:
        mails(there, portal)


def without(source: str) -> bool:
    """Whether a source of a content policy lets in what comes without TLS."""
    return source == "*" or source.lower().startswith(("http:", "ws:"))


def names_none(where: str, text: str) -> None:
    found = _WITHOUT.findall(_NAMED.sub("", text))
    assert not found, f"{where} names {found[0]}"


def mails(there: ByTls, portal: Portal) -> None:
    """Of each kind that has an address in it: to the team, to visitors, to who signs in."""
    world, house = there.world, there.world.plant("@example.test")
    world.set_site(transcript_addresses=[house])
    talk = world.visitor().open("Hello")
    agent = world.agent().talk(talk.id)
    agent.join()
    agent.close()
    new = world.plant("@example.test")
    world.api("owner").must("POST", f"{world.at_workspace}/members", email=new, name="New", role="agent")
    for to in (house, new):
        came = world.until(lambda to=to: world.mails(to), "a mail does not come")  # type: ignore[misc]
        assert any(there.url in one.text for one in came), f"the mail “{came[0].subject}” does not name our address"
    for one in world.mails():
        names_none(f"the mail “{one.subject}”", f"{one.text}\n{one.html}")


def all_by_tls(there: ByTls) -> None:
    """Chat and console in a browser: what they ask for, and the sockets they open."""
    tab, owner = there.tab(), there.world.cast.login("owner")
    tab.page.goto(f"{there.url}/chat/{there.world.site['key']}")
    by_tls(there, tab, "the chat")
    tab.page.goto(f"{there.url}/console/")
    tab.page.locator("[name=email]").fill(owner.email)
    tab.page.locator("[name=password]").fill(owner.password)
    tab.page.locator("form button[type=submit], form button:not([type])").first.click()
    by_tls(there, tab, "the console")
    tab.close()


def by_tls(there: ByTls, tab: Tab, what: str) -> None:
    there.world.until(lambda: sockets(tab), f"{what} opens no socket by TLS")
    without_it = [one for one in tab.asked if urlsplit(one).scheme in ("http", "ws")]
    assert not without_it, f"{what} asks without TLS: {without_it[0]}"
    tab.asked.clear()


def sockets(tab: Tab) -> list[str]:
    """Those that were opened by TLS; the browser tells of them while it is asked something."""
    tab.page.evaluate("() => new Promise(requestAnimationFrame)")
    return [one for one in tab.asked if urlsplit(one).scheme == "wss"]
