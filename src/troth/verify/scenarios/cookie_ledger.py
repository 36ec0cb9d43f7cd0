"""What lies in browsers: all of it is told, serves what was promised, ends, and leads to nobody else."""

import re
import time
from fnmatch import fnmatchcase
from html import unescape
from typing import Any

from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.verify.inside import datamap, rights
from troth.verify.scenario import scenario
from troth.verify.scenarios.aggregate_k import COLUMNS, ID, LATER
from troth.verify.scenarios.lawful_basis import GROUNDS
from troth.verify.tab import Tab
from troth.verify.walk import GIVE, Walk, watched
from troth.verify.world import World

# What a profile calls it, by the purpose of the data map. Nothing else may lie in a browser.
CALLED = {
    "answer": "session", "rights": "session", "security": "session", "account": "session", "preference": "preference",
}  # fmt: skip
OF_A_SESSION = ("troth_session", "troth_my_data")
MARK = "tv_"  # how every key of a visitor begins
SHORT = 8  # characters; what has fewer says nothing of anybody
DAY, SLACK = 86_400, 120  # s
ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|[\w.+-]+@[\w-]+\.\w+")
ALIKE = 8  # characters in a row that two random values never share
_LATER = """(() => {{
    const Real = Date, now = () => Real.now() + {};
    globalThis.Date = class extends Real {{
        constructor(...told) {{ if (told.length) super(...told); else super(now()); }}
        static now() {{ return now(); }}
    }};
}})()"""


@scenario(
    "cookie-ledger",
    needs=("browser", "store", "inside"),
    parameters=("cookies.purposes", "cookies.days"),
)
def play(world: World) -> None:
    """Whatever is left in browsers is declared and told, ends in time, and leads to nobody by another way."""
    world.promise()
    with world.check("device_key_after_start"):
        device_key(world)
    with world.check("cleared_by_visitor"):
        cleared(world)
    world.set_site(consent="ask")  # however far that went
    typed = {"name": world.plant(), "email": world.plant("@home.example")}
    world.api("owner").must("POST", f"{world.at_workspace}/privacy/sites/{world.site['id']}/notices")
    walk = Walk(world)
    talk = walk.visitor(**typed)
    of_visitor = walk.names
    listed = world.public.at("GET", f"/privacy/{world.site['key']}/cookies.json")
    with world.check("page_equals_observed"):
        shown = on_page(world)
        assert not (lacking := sorted(of_visitor - set(shown))), f"the page does not list {', '.join(lacking)}"
        assert not (idle := sorted(set(shown) - of_visitor)), (
            f"the page lists {', '.join(idle)}, which nobody was given"
        )
        assert len(shown) == len(set(shown)), "the page lists something twice"
    with world.check("machine_readable_list"):
        machine_readable(world, walk, listed["cookies"])
    walk.team(talk)
    declared = world.inside(datamap.on_devices, key=world.site["key"])
    with world.check("observed_is_declared"):
        strange = sorted(name for name in walk.names if not said_of(name, declared))
        assert not strange, f"in browsers there is {', '.join(strange)}, and the data map says nothing of it"
    with world.check("purposes_allowed"):
        purposes_allowed(world, walk, declared)
    with world.check("no_join_key", level=2):
        no_join_key(world, walk, set(typed.values()))
    with world.check("link_has_basis", level=2):
        link_has_basis(world, walk, talk, declared)
    with world.check("counters_name_nobody", level=2):
        counters(world, walk, talk, typed)
    walk.close()


def device_key(world: World) -> None:
    """The site asks nothing here: whoever opens the chat wants to be known again."""
    other = world.tab()
    other.go()
    other.open()
    theirs = str(other.stored("token"))
    other.close()
    tab, written = world.tab(), set[str]()
    watched(tab, lambda name, value: written.add(name))
    tab.go()
    assert not (kept := tab.held()), f"before the chat is opened there is {kept}"
    tab.launcher.hover()
    tab.panel.locator("main").wait_for(state="attached")
    assert not (kept := tab.held()), f"who comes near the chat is left {kept}"
    assert not written, f"who comes near the chat has {', '.join(sorted(written))} written on their device"
    tab.open()
    tab.begin("Do you know me?")
    token, talk = str(tab.stored("token")), tab.conversation()
    assert len(token) > 2 * ALIKE + len(MARK), f"the key has {len(token)} characters only"
    runs = {token[at : at + ALIKE] for at in range(len(MARK), len(token) - ALIKE + 1)}
    assert not [run for run in runs if run in theirs], "the keys of two browsers are alike in part"
    days = int(world.values.get("cookies.days") or 365)
    later(tab, days - 1)
    tab.again()
    assert tab.sees(tab.panel.locator(".log .bubble", has_text="Do you know me?")), "it does not lead back to the talk"
    assert (str(tab.stored("token")), tab.conversation()) == (token, talk), "it leads to another talk"
    later(tab, days + 1)
    tab.go()
    world.until(lambda: not tab.held(), f"{days + 1} days after the last use not all that the chat kept is gone")
    tab.again()
    assert str(tab.stored("token")) != token, "after its time the same browser is known again"
    tab.close()


def cleared(world: World) -> None:
    """By whoever turns the chat off, and by whoever takes back what they agreed to. From here on the site asks."""
    tab = world.tab()
    tab.go()
    tab.open()
    tab.begin("Goodbye.")
    tab.choose("Turn the chat off")
    tab.press("Turn off")
    world.until(lambda: not (tab.launcher.count() or tab.frame()), "the chat that was turned off is there still")
    assert tab.only_off(), f"who turned the chat off is left {tab.held()}"
    tab.close()
    world.set_site(consent="ask")
    tab = world.tab()
    tab.go()
    tab.open()
    tab.press(GIVE)
    tab.begin("Goodbye again.")
    tab.choose("Withdraw consent")
    assert tab.sees(tab.panel.get_by_role("button", name=GIVE, exact=True)), "a consent can't be taken back"
    assert not (kept := tab.held()), f"who took back their consent is left {kept}"
    tab.close()


def machine_readable(world: World, walk: Walk, listed: list[dict[str, Any]]) -> None:
    assert sorted(one["name"] for one in listed) == sorted(on_page(world)), "the list for machines is not the page's"
    days = int(world.values.get("cookies.days") or 365)
    for one in listed:
        name = one["name"]
        assert one["purposes"], f"it is not told what {name} is for"
        assert set(one["purposes"]) <= set(CALLED), f"{name} is said to be for {', '.join(one['purposes'])}"
        assert one["basis"] in GROUNDS, f"the basis of {name} is {one['basis']!r}"
        assert one["party"] == "first", f"{name} is said to be of {one['party']!r}, and it is ours"
        if cookie := walk.cookies.get(name):
            lasts = max(0.0, float(cookie["expires"]) - time.time())  # -1: until the browser is closed
        else:
            lasts = days * DAY if name.startswith(f"troth.{world.site['key']}") else 0
        assert abs(one["seconds"] - lasts) < SLACK, f"{name} lasts {lasts:.0f} s, and {one['seconds']} s are told"


def purposes_allowed(world: World, walk: Walk, declared: list[dict[str, Any]]) -> None:
    """What was promised is promised to those who visit. Who works in the console works for several companies: a choice
    of theirs is their own, and for nothing else either."""
    allowed = set(world.values.get("cookies.purposes") or ("preference", "session"))
    for name in sorted(walk.names):
        said = said_of(name, declared)
        if len(said) > 1:  # of a key that holds several things, those that were ever in it
            parts = walk.parts.get(name, set())
            assert not (strange := parts - {one["leaf"] for one in said}), f"{name} has {', '.join(sorted(strange))}"
            said = [one for one in said if one["leaf"] in parts]
        assert said, f"nobody knows what {name} is for"
        for one in said:
            taken = allowed | {"preference"} if one["of"] == ["person"] else allowed
            other = {purpose for purpose in one["purposes"] if CALLED.get(purpose) not in taken}
            assert not other, f"{name} is for {', '.join(sorted(other))}, and that is not promised"


def no_join_key(world: World, walk: Walk, typed: set[str]) -> None:
    """Names and addresses are sealed in their rows, so that the map tells which these are."""
    told = {
        (name, text) for name, text in walk.values() if len(text) >= SHORT and not any(one in text for one in typed)
    }
    held = world.store.rows_hold(*{form for _, text in told for form in forms(text)})
    named = set(world.inside(datamap.named_tables))
    leads = set()
    for name, text in sorted(told):
        tables = {place.partition(".")[0] for form in forms(text) for place in held.get(form, ())}
        if tables:
            leads.add(name)
        if not name.endswith(".conversation"):
            assert not tables & named, f"what {name} remembers stands beside names or addresses in {tables & named}"
    assert any(name.endswith(".token") for name, _ in told), (
        "no key of a device was found, so that nothing could be told"
    )
    assert any(name.endswith(".conversation") for name in leads), "no talk was found in any row"
    more = {name for name in leads if not name.endswith(".conversation") and name not in OF_A_SESSION}
    assert not more, f"what {', '.join(sorted(more))} remembers leads from the device to rows"


def link_has_basis(world: World, walk: Walk, talk: str, declared: list[dict[str, Any]]) -> None:
    keys = [name for name in walk.left if name.endswith((".token", ".conversation")) or name in OF_A_SESSION]
    assert len(keys) > len(OF_A_SESSION), "nothing leads from the device to anybody, so that nothing could be told"
    for name in keys:
        said = said_of(name, declared)
        assert said, f"{name} leads to a person, and is not on the map"
        assert all(one["purposes"] for one in said), f"{name} leads to a person, for no purpose"
        assert all(set(one["bases"]) <= GROUNDS for one in said), f"{name} leads to a person, on no ground"
    (row,) = world.store.rows("conversations.Conversation", id=talk)
    visitor, contact = row["visitor_id"], row["contact_id"]
    assert contact, "the talk leads to nobody, so that nothing could be told"
    beside = set(world.store.rows_with_all(visitor, contact)) | set(world.store.rows_with_all(talk, contact))
    of_contact = {place for places in world.store.rows_hold(*forms(contact)).values() for place in places}
    links = sorted(beside & of_contact)
    assert links, "no row leads from the browser to the contact, so that nothing could be told"
    for place, said in world.inside(datamap.of_columns, columns=links).items():
        assert said["personal"], f"{place} leads from a browser to a person, and the map says nothing of it"
        assert said["purposes"], f"{place} leads from a browser to a person, for no purpose"
        assert set(said["bases"]) <= GROUNDS, f"{place} leads from a browser to a person, on no ground"


def counters(world: World, walk: Walk, talk: str, typed: dict[str, str]) -> None:
    (row,) = world.store.rows("conversations.Conversation", id=talk)
    world.api("agent").must("POST", f"/conversations/{talk}/closure", client_id=new_id())
    world.settled()
    ran = world.inside(rights.retention, site=world.site["id"], at=(now() + LATER).isoformat())
    assert ran["counts"].get("conversations"), "retention took nothing, so that nothing was counted"
    counts = world.store.rows("privacy.KeptCount", site_id=world.site["id"])
    assert counts, "nothing was counted"
    people = {row["visitor_id"], talk, *typed.values(), *(text for _, text in walk.values() if len(text) >= SHORT)}
    numbers = world.public.at("GET", "/metrics").text
    for one in counts:
        assert set(one) <= COLUMNS, f"a count has {', '.join(sorted(set(one) - COLUMNS))}"
    for what, text in (
        ("a count", str([{**one, "id": "", "site_id": ""} for one in counts])),
        ("the metrics", numbers),
    ):
        assert not ID.search(text), f"{what} has somebody's id"
        assert not ADDRESS.search(text), f"{what} has an address: {ADDRESS.findall(text)[0]}"
        assert not [one for one in people if one in text], f"{what} has what lies on somebody's device"


def later(tab: Tab, days: int) -> None:
    """By the clock of the device, on the next page."""
    tab.context.add_init_script(_LATER.format(days * DAY * 1000))


def said_of(name: str, declared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the map says of it: a key that holds several things has several leaves."""
    return [one for one in declared if fnmatchcase(name, one["name"])]


def on_page(world: World) -> list[str]:
    page = world.public.at("GET", f"/privacy/{world.site['key']}/cookies?lang=en", headers={"Accept": "text/html"}).text
    return [unescape(one) for one in re.findall(r'<h3><code dir="ltr">(.*?)</code></h3>', page)]


def forms(text: str) -> set[str]:
    """As a row may have an id."""
    return {text, text.replace("-", "")}
