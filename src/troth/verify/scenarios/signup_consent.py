"""What is typed and not sent, and what is no consent."""

import hashlib
from typing import Any

from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

NOTHING: dict[str, list[str]] = {"page": [], "frame": [], "cookies": []}
HOUSE = "house@clients.example"


@scenario("signup-consent", needs=("browser", "store", "mail", "inside"))
def play(world: World) -> None:
    """A form that is left leaves nothing with us, and using the chat is never taken for consent."""
    world.set_site(transcript_addresses=[HOUSE])
    with world.check("abandoned_form_leaves_nothing", level=3):
        typed = {name: world.plant() for name in ("name", "text")}
        typed["email"] = f"{world.plant()}@home.example"
        tab = world.tab()
        tab.go()
        tab.open()
        going: set[Any] = set()
        tab.page.on("request", lambda request: going.add(request))
        tab.page.on("requestfinished", lambda request: going.discard(request))
        tab.page.on("requestfailed", lambda request: going.discard(request))
        for name, value in typed.items():
            tab.panel.locator(f'[name="{name}"]').fill(value)
        world.until(lambda: still(tab, going), "the browser does not come to rest")
        tab.page.goto("about:blank")
        tab.close()
        sent = world.plant()
        talk = world.visitor().open(sent)
        talk.close()
        world.until(lambda: any(sent in one.text for one in world.mails(HOUSE)), "the house was mailed nothing")
        world.settled()
        held = world.store.bytes_hold(sent, *typed.values())
        assert held.get(sent), "what was sent was not found, so that nothing could be told"
        kept = [name for name, value in typed.items() if held.get(value)]
        assert not kept, f"what was typed and never sent ({', '.join(kept)}) lies in {held[typed[kept[0]]]}"
        logged = [name for name, value in typed.items() if world.store.log_holds(value).get(value)]
        assert not logged, f"what was typed and never sent ({', '.join(logged)}) stands in the log"
    with world.check("use_is_no_consent", level=2):
        talk = world.visitor().open("Hello")
        talk.say("I go on")
        assert not records(world), "whoever writes is recorded as having answered"
        world.set_site(consent="ask", privacy_url="https://shop.example/privacy")
        shown = world.public.get(f"/sites/{world.site['key']}/widget")["consent"]["en"]
        tab = world.tab()
        tab.go()
        tab.open()
        tab.press("Without storing")
        tab.begin("I write, and agree to nothing")
        seen = records(world)
        assert [one["state"] for one in seen] == ["refused"], f"using the chat is recorded as {seen}"
        assert seen[0]["sha256"] == shown, "the record is of another text than what was shown"
        assert hashlib.sha256(seen[0]["text"].encode()).hexdigest() == shown, "what was shown is not kept as it was"
        assert tab.kept() == NOTHING, f"without consent {tab.kept()} is kept on the device"
        rows = world.store.rows("privacy.Consent", site_id=world.site["id"])
        assert [row["state"] for row in rows] == ["refused"], "a row says that somebody agreed"
        tab.close()


def still(tab: Tab, going: set[Any]) -> bool:
    """Whether nothing is asked for; what was, is told while the browser is asked something."""
    tab.page.evaluate("() => new Promise(requestAnimationFrame)")
    return not going


def records(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.api("owner").must("GET", f"{world.at_site}/consents")["items"]
    return found
