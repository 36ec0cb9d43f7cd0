"""Links that lead away say so, and carry nothing with them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World

ELSEWHERE = "https://elsewhere.example"
_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.S | re.I)
_ATTRIBUTE = re.compile(r"""\b(href|rel|target)\s*=\s*["']([^"']*)["']""", re.I)
_TAKES_ALONG = {"", "unsafe-url", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin"}
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.outerHTML).join('\\n')"


@scenario("leaving-link", needs=("browser", "mail"))
def play(world: World) -> None:
    """Links to other hosts are noopener, noreferrer and marked; no page lets its address go with them."""
    world.set_site(privacy_url=f"{ELSEWHERE}/policy")
    world.api("owner").must(
        "PUT", f"{world.at_workspace}/privacy/settings", authority="A commission", time_zone="UTC",
        authority_url=f"{ELSEWHERE}/complain",
    )  # fmt: skip
    shown = {**dict(portal_pages(world)), "the notice": world.notice()}
    tab = world.tab()
    tab.go()
    tab.open()
    frame = tab.frame()
    assert frame is not None, "the panel does not open"
    shown["the chat before it begins"] = str(frame.evaluate(LINKS))
    tab.begin(f"Is it {ELSEWHERE}/bikes?x=1 or not?")
    shown["the chat"] = str(frame.evaluate(LINKS))
    with world.check("external_links_marked"):
        leaving = [(where, one, text) for where, page in shown.items() for one, text in leads_away(world, page)]
        for where in shown:
            assert any(at == where for at, _, _ in leaving), (
                f"{where} has no link that leaves, so nothing was looked at"
            )
        for where, one, text in leaving:
            rel = set(one.get("rel", "").split())
            assert {"noopener", "noreferrer"} <= rel, f"{where}: a link to {one['href']} is {sorted(rel)}"
            marked = "external" in rel or one.get("target") == "_blank" or urlsplit(one["href"]).netloc in text
            assert marked, f"{where}: nothing tells that {one['href']} leads away"
    with world.check("no_referrer_leaks"):
        key = world.site["key"]
        for path in (f"/chat/{key}", f"/w/{key}/panel", f"/my-data/{key}", f"/privacy/{key}", "/console/"):
            answer = world.public.at("GET", path, headers={"Accept": "text/html"})
            said = answer.headers.get("Referrer-Policy", "")
            assert said not in _TAKES_ALONG, f"{path} lets addresses go along: {said or 'no policy'}"


def portal_pages(world: World) -> Iterator[tuple[str, str]]:
    portal = Portal(world)
    yield "the page of one's data", portal.get().text
    portal.prove(world.plant("@example.test"))
    yield "the page of complaints", portal.get("/complain").text


def leads_away(world: World, page: str) -> Iterator[tuple[dict[str, str], str]]:
    """Attributes and text of each link to another host."""
    for attributes, text in _ANCHOR.findall(page):
        one = {name.lower(): value for name, value in _ATTRIBUTE.findall(attributes)}
        there = urlsplit(one.get("href", ""))
        if there.scheme in ("http", "https") and there.netloc != urlsplit(world.url).netloc:
            yield one, text
