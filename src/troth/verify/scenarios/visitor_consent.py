"""Nothing before somebody wants it."""

import hashlib
from typing import Any

from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

NOTHING: dict[str, list[str]] = {"page": [], "frame": [], "cookies": []}
GIVE, REFUSE = "Agree and start", "Without storing"


@scenario("visitor-consent", needs=("browser", "store"))
def play(world: World) -> None:
    """Before the chat is opened, and where the site asks before the answer, nothing is stored on either side."""
    with world.check("off_by_default"):
        assert world.public.get(f"/sites/{world.site['key']}/widget")["consent"] is None, "a new site asks for consent"
    tab = world.tab()
    before = world.store.counts()
    tab.go()
    with world.check("nothing_before_start", level=2):
        assert tab.asked_of_us() == [f"/w/{world.site['key']}.js"], f"a look asks for {tab.asked_of_us()}"
        assert tab.kept() == NOTHING, f"a look leaves {tab.kept()} on the device"
        assert not (grown := more(world, before)), f"a look leaves rows in {grown}"
    with world.check("browsing_records_nothing", level=2):
        for page in ("/two", "/three"):
            tab.go(page)
        assert tab.kept() == NOTHING, f"looking leaves {tab.kept()} on the device"
        assert not records(world), "looking was recorded as an answer"
        assert not world.store.rows("privacy.Consent", site_id=world.site["id"]), "there is a row of consent"
    with world.check("start_is_an_event", level=2):
        tab.open()
        tab.begin("Hello")
        talk = tab.conversation()
        events = world.api("owner").must("GET", f"/conversations/{talk}/events?limit=10")["items"]
        opened = [one for one in events if one["kind"] == "opened"]
        assert len(opened) == 1, f"the start of a chat is {len(opened)} events"
        assert opened[0]["at"], "the start has no time"
        assert opened[0]["seq"] in [row["seq"] for row in world.store.events(talk)], "no row has the start"
    tab.close()
    asks(world)


def asks(world: World) -> None:
    world.set_site(consent="ask", privacy_url="https://shop.example/privacy")
    tab = world.tab()
    before = world.store.counts()
    tab.go()
    with world.check("refused_before_answer", level=2):
        refused = world.public.post(f"/sites/{world.site['key']}/visitors", language="en")
        assert (refused.status, refused.code) == (403, "consent_needed"), f"without an answer: {refused.told}"
        tab.open()
        assert tab.sees(tab.panel.get_by_role("button", name=GIVE, exact=True)), "the panel does not ask"
        assert tab.kept() == NOTHING, f"before the answer there is {tab.kept()} on the device"
        assert not (grown := more(world, before)), f"before the answer there are rows in {grown}"
    with world.check("refusing_stores_nothing"):
        chat(tab, REFUSE)
        assert tab.kept() == NOTHING, f"who refused has {tab.kept()} on the device"
    tab.close()
    other = world.tab()
    other.go()
    other.open()
    shown = world.public.get(f"/sites/{world.site['key']}/widget")["consent"]["en"]
    chat(other, GIVE)
    with world.check("record_has_hash", level=2):
        given = [one for one in records(world) if one["state"] == "given"]
        assert len(given) == 1, f"an answer made {len(given)} records"
        assert given[0]["sha256"] == shown, "the record has another hash than what was shown"
        assert hashlib.sha256(given[0]["text"].encode()).hexdigest() == shown, "the words that were shown are not kept"
        assert (given[0]["language"], given[0]["version"]) == ("en", 1), "the record has another language or version"
        rows = world.store.rows("privacy.Consent", site_id=world.site["id"], state="given")
        assert [row["sha256"] for row in rows] == [shown], "the row has another hash"


def chat(tab: Tab, answer: str) -> None:
    tab.press(answer)
    tab.begin("May I ask something?")


def more(world: World, before: dict[str, int]) -> list[str]:
    """Tables that have grown."""
    return sorted(table for table, count in world.store.counts().items() if count > before.get(table, 0))


def records(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.api("owner").must("GET", f"{world.at_site}/consents")["items"]
    return found
