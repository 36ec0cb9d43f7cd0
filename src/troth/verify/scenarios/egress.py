"""What leaves: from browsers, in mails and from the server, to nobody but those who are on the register."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from troth.kernel.ids import new_id
from troth.verify.inside import purposes, register
from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

CDN, NOBODY = "cdn.verify.invalid", "nobody.verify.invalid"
OWN = {"127.0.0.1", "::1", "localhost"}
_FETCHED = re.compile(
    r"""<(?:img|link|iframe|script|video|audio|source|object|embed)\b[^>]*?\b(?:src|href|data)\s*=\s*["']?(?:https?:)?//"""
    r"""|\bbackground\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""",
    re.I,
)
_LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["'](https?://[^"']+)""", re.I)


@scenario("egress", needs=("browser", "store", "mail", "inside"))
def play(world: World) -> None:
    """No other host is asked for anything by pages, mails or the server, but those that the register names."""
    secret, address = world.plant(), world.plant("@example.test")
    world.set_site(transcript_addresses=["house@clients.example"])
    world.notice()
    tab = world.tab()
    tab.go()
    tab.open()
    tab.begin("Hello", email=address)
    talk = tab.conversation()
    with world.check("widget_from_own_host"):
        foreign = sorted({one for one in tab.asked if not ours(world, one) and not one.startswith(tab.shop)})
        assert not foreign, f"the widget asks elsewhere: {foreign[0]}"
        scripts = [one for one in tab.asked if urlsplit(one).path.endswith(".js")]
        assert scripts, "no script was fetched at all, so that nothing could be told"
        assert all(ours(world, one) for one in scripts), "a script of the widget comes from elsewhere"
    with world.check("no_third_party"):
        for path in pages(world):
            foreign = [one for one in asked_by(tab, world.url + path) if not ours(world, one)]
            assert not foreign, f"{path} asks elsewhere: {foreign[0]}"
            allowed = elsewhere(policy(world, path))
            assert not allowed, f"the policy of {path} allows {', '.join(allowed)}"
    with world.check("only_registered_origins"):
        entry = world.inside(register.propose, host=CDN, browser=["img-src"])
        try:
            world.inside(register.move, entry=entry, to="announced")
            assert CDN not in policy(world, "/console/"), "a host that is only announced is allowed"
            world.inside(register.move, entry=entry, to="active")
            world.until(lambda: CDN in policy(world, "/console/"), "an active host of the register is not allowed")
            assert elsewhere(policy(world, "/console/")) == [f"https://{CDN}"], "another host is allowed with it"
            world.inside(register.move, entry=entry, to="ended")
            world.until(lambda: CDN not in policy(world, "/console/"), "a host that was ended is allowed still")
        finally:
            world.inside(register.remove, entry=entry)
    world.api("agent").must("POST", f"/conversations/{talk}/participation", client_id=new_id())
    world.api("agent").must("POST", f"/conversations/{talk}/closure", client_id=new_id())
    world.api("owner").must(
        "POST", f"{world.at_workspace}/members", email=world.plant("@example.test"), name="New", role="agent"
    )
    world.settled()
    with world.check("mail_fetches_nothing"):
        mails = world.mails()
        assert any(one.html for one in mails), "no mail has a page in it, so that nothing could be told"
        for one in mails:
            fetched = _FETCHED.findall(one.html)
            assert not fetched, f"the mail “{one.subject}” fetches something: {fetched[0]}"
            astray = [link for link in _LINK.findall(one.html) if not ours(world, link)]
            assert not astray, f"a link of the mail “{one.subject}” goes by way of {astray[0]}"
    with world.check("server_reaches_registered_alone", level=2):
        before = world.inside(purposes.refused).get("egress", 0)
        why = world.inside(register.reach, host=NOBODY)
        assert why, "the server reaches a host that the register does not name"
        assert world.inside(purposes.refused).get("egress", 0) > before, "the refusal is not counted"
        registered = {str(host) for one in world.inside(register.active) for host in one["hosts"]}
        strange = sorted({host for host, _ in world.ways_out() if host not in OWN | registered and host})
        assert not strange, f"the server opened connections to {', '.join(strange)}"
    with world.check("providers_get_what_they_need", level=3):
        visitor = world.visitor()
        other = visitor.open("A file")
        visitor.sdk.upload(other.id, f"{secret}.txt", secret.encode(), "text/plain")
        assert world.ground.var is not None
        kept = [path for path in (world.ground.var / "files").rglob("*") if path.is_file()]
        assert kept, "no file came into the store, so that nothing could be told"
        assert not any(secret.encode() in path.read_bytes() for path in kept), "the file store is given a file in clear"
        assert not any(secret in path.name for path in kept), "the file store is given the name of a file"


def ours(world: World, address: str) -> bool:
    there = urlsplit(address)
    return there.scheme in ("data", "blob", "about") or there.netloc == urlsplit(world.url).netloc


def pages(world: World) -> Iterator[str]:
    key = world.site["key"]
    yield from (f"/chat/{key}", f"/my-data/{key}", f"/privacy/{key}", f"/privacy/{key}/cookies", "/console/")


def asked_by(tab: Tab, address: str) -> list[str]:
    """All that the browser asks for when somebody goes there."""
    before = len(tab.asked)
    tab.page.goto(address, wait_until="networkidle")
    return tab.asked[before:]


def policy(world: World, path: str) -> str:
    said = world.public.at("GET", path, headers={"Accept": "text/html"}).headers
    return str(said.get("Content-Security-Policy", ""))


def elsewhere(said: str) -> list[str]:
    """The sources of a policy that are neither ourselves nor the page's own; of who may frame it nothing is fetched."""
    parts = [part.split() for part in said.split(";") if part.strip()]
    sources = {source for part in parts if part[0] != "frame-ancestors" for source in part[1:]}
    return sorted(one for one in sources if not one.startswith("'") and one not in ("data:", "blob:"))
