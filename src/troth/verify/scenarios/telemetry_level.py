"""What is known of somebody who only looks."""

import re
from typing import Any

from troth.verify.api import Api
from troth.verify.scenario import scenario
from troth.verify.world import Visitor, World

ADDRESS = "127.0.0.77"  # of this machine, and of nothing else on it
PLACES = re.compile(r"(^|_)(geo|country|city|region|latitude|longitude|location)($|_)")
PROCESSORS = "privacy_processor."  # where they are is told of them
LOCAL = re.compile(r"127\.|::1$|localhost$|/")


@scenario("telemetry-level", needs=("browser", "store", "inside"))
def play(world: World) -> None:
    """A visit leaves nothing, an open chat what its level says, and no whole address, name of a browser or place."""
    world.set_site(telemetry="full")
    with world.check("visit_leaves_nothing", level=2):
        tab = world.tab()
        before = world.store.counts()
        tab.go("/just-looking")
        assert tab.kept() == {"page": [], "frame": [], "cookies": []}, f"a look leaves {tab.kept()}"
        tab.page.goto("about:blank")
        grown = {table for table, count in world.store.counts().items() if count > before.get(table, 0)}
        assert not grown, f"a look leaves rows in {sorted(grown)}"
        assert not world.store.log_holds("127.0.0.1").get("127.0.0.1"), "the log has the whole address of who looked"
    seen = {level: board(world, level) for level in ("off", "basic", "full")}
    with world.check("off_stores_nothing", level=2):
        assert seen["off"]["page"] is None, f"the telemetry is off, and agents see {seen['off']['page']}"
        assert not seen["off"]["held"], f"the page is in {seen['off']['held']}"
    with world.check("each_level_shows_its_own", level=2):
        basic, full = seen["basic"]["page"] or {}, seen["full"]["page"] or {}
        assert seen["basic"]["path"] in basic.get("url", ""), f"basic shows {basic}"
        assert [basic.get(name, "") for name in ("referrer", "browser", "system")] == ["", "", ""], (
            f"basic shows {basic}"
        )
        assert seen["full"]["path"] in full.get("url", ""), f"full shows {full}"
        assert (full["browser"], full["system"]) == ("Chrome", "Linux"), f"full shows {full}"
        held = [*seen["basic"]["held"], *seen["full"]["held"]]
        assert not held, f"what the board shows is kept in {held}"
    with world.check("browser_family_alone", level=3):
        word = world.plant()
        agent = f"Mozilla/5.0 (X11; Linux x86_64) {word} Chrome/140.0 Safari/537.36"
        page = board(world, "full", user_agent=agent)["page"] or {}
        assert page.get("browser") == "Chrome", f"the browser is told as {page.get('browser')}"
        as_itself = world.closing(Api(world.url, None, {"User-Agent": agent}))
        as_itself.must("POST", f"/sites/{world.site['key']}/visitors", language="en")
        assert not world.store.bytes_hold(word).get(word), "the browser's name is kept"
        assert not world.store.log_holds(word).get(word), "the browser's name is in the log"
    with world.check("no_whole_address", level=3):
        elsewhere = world.closing(Api(world.url, source=ADDRESS))
        begun = elsewhere.post(f"/sites/{world.site['key']}/visitors", language="en")
        Visitor(world, begun, {}).api.must("GET", "/me")
        assert not world.store.bytes_hold(ADDRESS).get(ADDRESS), "a whole network address is kept"
        assert not world.store.log_holds(ADDRESS).get(ADDRESS), "a whole network address is in the log"
    with world.check("no_place", level=2):
        found = [column for column in world.store.columns() if PLACES.search(column.partition(".")[2])]
        named = [column for column in found if not column.startswith(PROCESSORS)]
        assert not named, f"there is a column for places: {named}"
        out = [host for host, _ in world.ways_out() if not LOCAL.match(host)]
        assert not out, f"the server reached {out}"
        for path in (f"/w/{world.site['key']}/panel", f"/chat/{world.site['key']}"):
            forbidden = world.public.at("GET", path).headers.get("Permissions-Policy", "")
            assert "geolocation=()" in forbidden, f"{path} does not forbid the browser's location: {forbidden!r}"


def board(world: World, level: str, **more: Any) -> dict[str, Any]:
    """What agents see of the page of a new visitor who opened the chat at this level, and which rows hold it."""
    world.set_site(telemetry=level)
    tab, path = world.tab(**more), world.plant()
    tab.go(f"/{path}")
    tab.open()
    tab.begin("Do you see me?")
    talk = world.api("owner").must("GET", f"/conversations/{tab.conversation()}")
    items = world.api("owner").must("GET", f"{world.at_workspace}/visitors")["items"]
    pages = [one["page"] for one in items if one["visitor_id"] == talk["visitor"]["id"]]
    held = world.store.rows_hold(path).get(path, [])
    tab.close()
    return {"path": path, "page": pages[0] if pages else None, "held": held}
