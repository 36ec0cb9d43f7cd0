"""By when a request is answered."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from troth.verify.desk import Desk
from troth.verify.inside import clock
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World

ZONE = ZoneInfo("Europe/Berlin")
DAYS = 30


@scenario("dsr-clock", needs=("clock", "inside", "mail"))
def play(world: World) -> None:
    """Each request has its last day, that both sides see; what presses is first, and what is late is said."""
    desk = Desk(world)
    desk.api.must("PUT", f"{desk.privacy}/settings", time_zone=ZONE.key)
    today = now(world).astimezone(ZONE).date()
    with world.check("due_day"):
        for received in (last_january(today), today - timedelta(days=200), today - timedelta(days=100), today):
            # late in the evening there is the day before elsewhere
            at = datetime(received.year, received.month, received.day, 0, 30, tzinfo=ZONE).astimezone(UTC)
            made = desk.file("access", words="A copy, please", received_at=at.isoformat())
            due = datetime.fromisoformat(made["due_at"]).astimezone(ZONE)
            wanted = min(received + timedelta(days=DAYS), month_after(received))
            assert due.date() == wanted, f"received on {received} it is due on {due.date()}, not on {wanted}"
            assert due.time().replace(microsecond=0).isoformat() == "23:59:59", f"it ends at {due.time()}"
            desk.must(made, "done", text="Here it is")
    with world.check("pressing_first"):
        address = f"{world.plant()}@home.example"
        visitor = world.visitor()
        visitor.open("Hello", name="Vi", email=address)
        young = desk.of(visitor, "access", words="young", reply_to=address)
        old = desk.file("access", words="old", received_at=(now(world) - timedelta(days=20)).isoformat())
        child = desk.file("child", words="A child wrote")
        order = [one["id"] for one in desk.waiting()]
        assert order == [one["id"] for one in (child, old, young)], "the most pressing is not the first"
        left = {one["id"]: one["days_left"] for one in desk.waiting()}
        assert left[young["id"]] == days_left(young, today), f"of {left[young['id']]} days left it speaks"
        assert left[old["id"]] == days_left(old, today), "the days left of what lay are told wrong"
        world.until(lambda: world.mails(address), "who asked got no mail")
        last = datetime.fromisoformat(young["due_at"]).astimezone(ZONE).date()
        day = f"{last.day} {last:%B %Y}"
        assert day in world.mails(address)[0].text, f"the mail does not name {day}"
        portal = Portal(world)
        portal.shows(str(visitor.api.must("POST", "/me/data-code")["code"]))
        assert day in portal.get("/rights").text, f"the page of who asked does not name {day}"
    with world.check("overdue_shown"):
        for one in (child, old):
            desk.must(one, "done", text="Done")
        world.clock.forward(days=40)
        late = next((one for one in desk.waiting() if one["id"] == young["id"]), None)
        assert late is not None, "what is late is not shown"
        assert late["days_left"] < 0, f"what is late is shown with {late['days_left']} days left"
        assert late["urgent"], "what is late is not shown as urgent"
        fresh = desk.file("access", words="fresh")
        assert [one["id"] for one in desk.waiting()] == [young["id"], fresh["id"]], "what is late is not before others"


def now(world: World) -> datetime:
    return datetime.fromisoformat(world.inside(clock.shows))


def last_january(today: date) -> date:
    """The last 31 January that is not more than a year ago."""
    this = date(today.year, 1, 31)
    return this if this <= today else date(today.year - 1, 1, 31)


def month_after(day: date) -> date:
    """The same day of the next month, else its last one."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    end = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), end)


def days_left(made: Any, today: date) -> int:
    return (datetime.fromisoformat(made["due_at"]).astimezone(ZONE).date() - today).days
