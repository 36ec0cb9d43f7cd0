"""A notice that changes: what counts when, who is told, and who is asked anew."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from troth.verify.inside import notices, register
from troth.verify.notice_pages import LANGUAGES, alone, at, moment, number_of, publish, read, section, stamp, text, told
from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

ASKED, GIVE, AGAIN = "May I ask something?", "Agree and start", "you are asked again"
FIRST, OTHER = (dict.fromkeys(LANGUAGES, words) for words in ("We mend bicycles.", "We mend all wheels."))
PURPOSE, HOST = "quality", "third.verify.invalid"
OF_VISITORS = ("visitors_", "conversations_", "privacy_consent")  # beginnings of tables

type Story = list[tuple[dict[str, Any], dict[str, Any]]]  # the version that has to be in force, and what there was


@scenario(
    "policy-change",
    needs=("browser", "store", "clock", "mail", "inside"),
    parameters=("change.lead_days", "change.material", "change.minor"),
)
def play(world: World) -> None:
    """A change of substance is told before it counts, a small one by its date, and only another purpose asks anew."""
    contacts = [world.plant("@home.example") for _ in range(2)]
    for address in contacts:
        world.visitor().open("Hello", email=address)
    world.promise(FIRST)
    world.set_site(languages=list(LANGUAGES), consent="ask")
    keep(world, days=400)
    with less(world):
        first = publish(world)
        story = [(first, moment(world))]
        raw = read(world, "/versions/1/en/notice.html").text
        tab = agreed(world)
        never_small(world)
        second = of_substance(world, contacts, story)
        third = small(world, story)
        one_in_force(world, story)
        with world.check("earlier_readable"):
            assert read(world, "/versions/1/en/notice.html").text == raw, "the first version is not what it was"
            for one, after in ((first, second), (second, third)):
                readable(world, one, after)
        banner(world, second)
        with world.check("reconsent_where_purposes_changed", level=2):
            asked_anew(world, tab)
    tab.close()


def never_small(world: World) -> None:
    with world.check("purpose_change_is_material"):
        for what, change in (("purpose", another_purpose), ("recipient", another_recipient)):
            with change(world):
                said = world.api("owner").post(at(world), material=False)
                assert said.status == 422, f"another {what} can be published as a small change: {said.told}"


def of_substance(world: World, contacts: list[str], story: Story) -> dict[str, Any]:
    """What was said is kept for longer."""
    before = story[-1][0]
    lead = timedelta(days=int(world.values.get("change.lead_days") or 0))
    mails = "mail" in (world.values.get("change.material") or ())
    expected = Counter([world.cast.login(who).email for who in ("owner", "officer")] + (contacts if mails else []))
    keep(world, days=500)
    made = publish(world)
    story.append((before if lead else made, moment(world)))
    world.job("notices")
    with world.check("material_mailed"):
        assert made["material"], "what is kept for longer is no change of substance"
        world.until(lambda: not expected - told(world, made), f"of {sorted(expected)} not all are mailed")
        world.settled()
        more = told(world, made) - expected
        assert not more, f"mailed twice, or without need: {sorted(more)}"
    with world.check("lead_time_kept", level=2):
        (row,) = world.store.rows("privacy.Notice", id=made["id"])
        ahead = when(row["in_force_at"]) - when(row["published_at"])
        assert ahead >= lead, f"it is told {ahead} before it counts, and not {lead}"
        if lead:
            world.clock.forward(seconds=(lead - timedelta(hours=1)).total_seconds())
            assert moment(world) == alone(before), f"an hour before its time there is {moment(world)}"
            late = expected - told(world, made)
            assert not late, f"it is about to count, and {sorted(late)} were not told"
            world.clock.forward(hours=2)
        assert moment(world) == alone(made), f"when its time has come there is {moment(world)}"
    story.append((made, moment(world)))
    return made


def small(world: World, story: Story) -> dict[str, Any]:
    """Other words of a remark."""
    world.clock.forward(days=2)
    answers = len(answered(world))
    world.promise(OTHER)
    made = publish(world)
    story.append((made, moment(world)))
    with world.check("minor_no_mail"):
        assert not made["material"], f"other words of a remark are of substance: {made['changes']}"
        world.job("notices")
        world.settled()
        assert not told(world, made), f"of a small change {sorted(told(world, made))} are mailed"
        shown = stamp(read(world).text)
        assert day(made["in_force_at"]) in shown, f"what counts from {day(made['in_force_at'])} on bears {shown!r}"
    with world.check("minor_acknowledged_by_use", level=2):
        assert not seen_by(world, made), "somebody is said to have been shown it who was not there"
        news(world, "agent")
        kept = seen_by(world, made)
        assert [member for member, _ in kept] == [world.member("agent")], f"of who worked on {kept} is kept"
        assert kept[0][1] == "shown", f"that somebody worked on is kept as {kept[0][1]}"
        assert len(answered(world)) == answers, "that somebody worked on is kept as a consent"
    return made


def one_in_force(world: World, story: Story) -> None:
    with world.check("one_in_force", level=2):
        for holds, there_was in story:
            assert there_was == alone(holds), f"where version {holds['number']} is in force there is {there_was}"
        rows = world.store.rows("privacy.Notice", site_id=world.site["id"])
        spans = sorted((row["number"], when(row["in_force_at"]), row["superseded_at"]) for row in rows)
        for (number, _, end), (_, begin, _) in pairwise(spans):
            assert end, f"version {number} counts still, and so does the next"
            assert when(end) == begin, f"version {number} counts until {end}, and the next from {begin} on"


def readable(world: World, one: dict[str, Any], after: dict[str, Any]) -> None:
    """With the time it counted."""
    number = one["number"]
    page = read(world, f"/versions/{number}")
    assert page.status == 200, f"version {number} is answered {page.told}"
    assert number_of(page) == number, f"at the address of version {number} there is version {number_of(page)}"
    assert section(page.text, "long"), f"of version {number} nothing can be read"
    until = day(after["in_force_at"])
    assert f"superseded on {until}" in text(page.text), f"version {number} does not say that it counted until {until}"
    row = re.search(rf"/versions/{number}\?.*?</a>", read(world, "/versions").text, re.S)
    assert row, f"version {number} is not on the list"
    for that in (day(one["in_force_at"]), until):
        assert that in text(row[0]), f"the list does not say that version {number} counted from or until {that}"


def banner(world: World, made: dict[str, Any]) -> None:
    """By now a newer version holds."""
    number, away = made["number"], f"{world.at_workspace}/privacy/notices/{made['id']}/seen"
    with world.check("banner_until_acknowledged"):
        for who in ("agent", "second", "agent", "second"):
            assert number in news(world, who), "the change is not shown, and nobody has put it away"
        world.api("agent").must("POST", away)
        assert number not in news(world, "agent"), "it is shown still to somebody who put it away"
        world.clock.forward(days=40)
        assert number in news(world, "second"), "it is shown no more, and they did not put it away"
        world.api("second").must("POST", away)
        assert number not in news(world, "second"), "it is shown for ever"


def asked_anew(world: World, tab: Tab) -> None:
    """Not after all that changed so far; but where data are used for one purpose more."""
    talk = tab.panel.locator(".log .bubble", has_text=ASKED)
    tab.again()
    assert tab.sees(talk), "who agreed is asked again, and what it is used for is the same"
    held, answers = tab.held(), len(answered(world))
    with another_purpose(world):
        made = publish(world)
        world.clock.forward(days=int(world.values.get("change.lead_days") or 0), hours=1)
        assert moment(world) == alone(made), "the version with one purpose more does not count"
        tab.asked.clear()
        rows = of_visitors(world)
        tab.again()
        assert tab.sees(tab.panel.get_by_text(AGAIN)), "who agreed is not asked again, and it is used for more"
        used = [path for path in tab.asked_of_us() if path.startswith(("/api/", "/ws"))]
        assert not used, f"before they answer the chat asks for {', '.join(used)}"
        assert tab.held() == held, f"before they answer {set(tab.held()) ^ set(held)} changes on the device"
        assert of_visitors(world) == rows, "before they answer there are other rows"
        tab.press(GIVE)
        assert tab.sees(talk), "who agrees again does not find the talk"
        world.until(lambda: len(answered(world)) > answers, "that they agreed again is not recorded")
        newest = answered(world)[0]
        assert (newest["state"], newest["notice"]) == ("given", made["number"]), f"recorded is {newest}"


def agreed(world: World) -> Tab:
    """Somebody who agreed and wrote."""
    tab = world.tab()
    tab.go()
    tab.open()
    tab.press(GIVE)
    tab.begin(ASKED)
    return tab


def of_visitors(world: World) -> dict[str, int]:
    return {name: count for name, count in world.store.counts().items() if name.startswith(OF_VISITORS)}


@contextmanager
def less(world: World) -> Iterator[None]:
    """A program that does less with what it has."""
    world.inside(notices.use_less, purpose=PURPOSE)
    try:
        yield
    finally:
        world.inside(notices.use_all)


@contextmanager
def another_purpose(world: World) -> Iterator[None]:
    world.inside(notices.use_all)
    try:
        yield
    finally:
        world.inside(notices.use_less, purpose=PURPOSE)


@contextmanager
def another_recipient(world: World) -> Iterator[None]:
    entry = world.inside(register.propose, host=HOST, browser=[], country="DE")
    try:
        for state in ("announced", "active"):
            world.inside(register.move, entry=entry, to=state)
        yield
    finally:
        world.inside(register.remove, entry=entry)


def keep(world: World, days: int) -> None:
    rule = {"what": "conversations", "after": "closed", "days": days}
    world.api("owner").must("PUT", f"{world.at_workspace}/privacy/sites/{world.site['id']}/retention", rules=[rule])


def news(world: World, who: str) -> list[int]:
    """The versions of this site that the console shows them."""
    items = world.api(who).must("GET", f"{world.at_workspace}/privacy/notices/news")["items"]
    return [one["number"] for one in items if one["site_id"] == world.site["id"]]


def seen_by(world: World, made: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["member_id"], row["how"]) for row in world.store.rows("privacy.NoticeSeen", notice_id=made["id"])]


def answered(world: World) -> list[dict[str, Any]]:
    """The newest first."""
    found: list[dict[str, Any]] = world.api("owner").must("GET", f"{world.at_site}/consents")["items"]
    return found


def when(at: str) -> datetime:
    return datetime.fromisoformat(at)


def day(at: str) -> str:
    return f"{when(at).day} {when(at):%B %Y}"
