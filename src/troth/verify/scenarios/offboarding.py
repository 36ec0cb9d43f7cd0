"""A company leaves."""

import json
from datetime import datetime, timedelta

from troth.kernel.clock import now
from troth.verify.inside import backups, keys, rights
from troth.verify.scenario import scenario
from troth.verify.world import World

HOUSE = "house@clients.example"
FILE = "certificate.json"
RAW = 3  # the level of a certificate


@scenario("offboarding", needs=("store", "clock", "mail", "inside"), parameters=("retention.backups",))
def play(world: World) -> None:
    """On the day that its owner was told everything of a workspace goes, in every store, and a certificate says so."""
    planted = lived_in(world)
    before = world.store.bytes_hold(*planted)
    if not any(before.get(word) for word in planted):
        raise RuntimeError("none of the planted words was found before, so that none after would say nothing")
    talks = [row["id"] for row in world.store.rows("conversations.Conversation", workspace_id=world.workspace["id"])]
    had = [key for talk in talks for key in world.inside(keys.of_stream, stream=talk)]
    owner, place = world.api("owner"), f"{world.at_workspace}/closing"
    asked = owner.must("POST", place, confirm=world.workspace["slug"])
    told = asked["closes_at"]
    shown = owner.get(f"/conversations/{talks[0]}")
    assert shown.status == 200, f"before its day the talk is answered {shown.told}"
    days = int((world.values.get("retention.backups") or {"days": 30})["days"])
    said = world.inside(backups.kept_for, days=days)
    world.clock.forward(seconds=(datetime.fromisoformat(told) - now()).total_seconds() + 3600)
    try:
        world.job("closing")
        world.settled()
        world.until(lambda: compacted(world), "the certificate does not rise, or there is none")
    finally:
        world.inside(backups.kept_for, days=said)
    with world.check("nothing_left", level=3):
        assert had, "the talks had no keys, so that nothing could be told"
        alive = world.inside(keys.alive, keys=had)
        assert not alive, f"{len(alive)} keys of the workspace open boxes still"
        held = {word: places for word, places in world.store.bytes_hold(*planted).items() if places}
        left = ", ".join(f"{planted[word]} in {'/'.join(places)}" for word, places in held.items())
        assert not held, f"of the workspace there is still {left}"
        gone = owner.get(f"/conversations/{talks[0]}")
        assert gone.status == 404, f"a talk of the workspace is answered {gone.told}"
    with world.check("certificate", level=2):
        mails = [one for one in world.mails(world.cast.login("owner").email) if FILE in one.files]
        mine = [one for one in mails if json.loads(one.files[FILE])["workspace"] == world.workspace["id"]]
        assert len(mine) == 1, f"the owner is mailed {len(mine)} certificates"
        mailed = json.loads(mine[0].files[FILE])
        rows = world.store.rows("privacy.Closing", id=mailed["id"])
        assert rows, "the certificate is kept nowhere"
        kept = rows[0]["certificate"]
        for certificate in (mailed, kept):
            stores = [step["store"] for step in certificate["steps"]]
            assert len(stores) > 5, f"the certificate lists {stores} alone"
            text = json.dumps(certificate)
            people = [world.cast.login(who) for who in ("owner", "agent", "officer")]
            names = [*planted, world.workspace["slug"], *(one.email for one in people), *(one.name for one in people)]
            assert not [one for one in names if one in text], "the certificate names somebody"
        due = (kept.get("next") or {}).get("due")
        assert due, "the certificate names no day by which the last backup of before has ended"
        after = datetime.fromisoformat(due) - datetime.fromisoformat(kept["done"])
        assert after == timedelta(days=days), f"backups are kept {days} days, the certificate says {after.days}"


def compacted(world: World) -> bool:
    """Whether no byte is left that deleting leaves; where somebody reads just then, it is for later."""
    world.inside(rights.compact)
    rows = world.store.rows("privacy.Closing", workspace=world.workspace["id"], state="done")
    return any(row["certificate"]["level"] >= RAW for row in rows)


def lived_in(world: World) -> dict[str, str]:
    """Something in every store. Word -> where."""
    planted: dict[str, str] = {}

    def mark(what: str) -> str:
        word = world.plant()
        planted[word] = what
        return word

    world.set_site(transcript_addresses=[HOUSE], privacy_url=f"https://{mark('address of a page')}.example/privacy")
    visitor = world.visitor()
    talk = visitor.open(mark("words"), name=mark("name"), email=f"{mark('address')}@home.example")
    file = visitor.sdk.upload(talk.id, f"{mark('name of a file')}.txt", f"{mark('content')}\n".encode(), "text/plain")
    talk.say(mark("more words"), files=[file.id])
    agent = world.agent().talk(talk.id)
    agent.join()
    agent.say(mark("answer"))
    agent.note(mark("note"))
    agent.close()
    talk.rate(2, mark("comment"))
    world.until(lambda: world.mails(HOUSE), "the house was mailed nothing")
    world.settled()
    return planted
