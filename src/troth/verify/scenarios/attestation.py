"""What people do and no machine can see: it stands on somebody's word, and only as long as that counts."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from troth.verify.api import Answer
from troth.verify.inside import attestations, clock
from troth.verify.scenario import scenario
from troth.verify.world import World

PROFILE = """
name = "verify"
title = "A door"
[promises.locked]
text = "Our doors are locked."
by = "organisational"
control = "doors"
[controls.doors]
owner = "ops"
what = "Every door is locked."
every = "P{days}D"
"""
PERIOD = 30  # days


@scenario("attestation", needs=("inside", "store"))
def play(world: World) -> None:
    """A measure is attested by somebody, with dated evidence, until a day; what is older than its period is not."""
    set_profile(world, PERIOD)
    with world.check("overdue_is_not_attested", level=2):
        never = told(world)
        assert never["word"] == "BROKEN", f"of what nobody attested is said {never}"
        for less in ({"evidence": " "}, {"sha256": ""}, {"sha256": hashlib.sha256().hexdigest()}):
            refused = attest(world, PERIOD - 1, **less)
            assert refused.status == 422, f"it is attested without evidence: {less}"
        late = attest(world, PERIOD + 5)
        assert late.status == 422, "evidence may count for longer than the period of its control"
        made = attest(world, PERIOD - 1)
        assert made.status == 201, f"it can't be attested: {made.told}"
        fresh = told(world)
        assert fresh["word"] == "ATTESTED", f"of what was attested just now is said {fresh}"
        old = told(world, days=PERIOD)
        assert old["word"] == "BROKEN", f"of evidence that ended the day before is said {old}"
        set_profile(world, 10)
        stricter = told(world, days=11)
        assert stricter["word"] == "BROKEN", f"of evidence that is older than its period is said {stricter}"
        set_profile(world, PERIOD)
        world.api("owner").must("POST", f"{at(world)}/doors/withdraw")
        back = told(world)
        assert back["word"] == "BROKEN", f"of what was taken back is said {back}"
    with world.check("evidence_is_dated_and_owned", level=2):
        began, due = shows(world) - timedelta(minutes=5), day_in(world, PERIOD - 2)
        member = world.member("officer")
        made = attest(world, PERIOD - 2, owner=member)
        assert made.status == 201, f"it can't be attested: {made.told}"
        (row,) = world.store.rows("privacy.Attestation", id=made["last"]["id"])
        assert str(row["owner"]) == member, "it has another owner than was named"
        assert datetime.fromisoformat(str(row["at"])) > began, "it is not told when it was attested"
        assert row["sha256"] == HASH, "its evidence has no hash, or another one"
        assert datetime.fromisoformat(str(row["until"])).date() == due, "it is due again on another day"
        place = f"{at(world)}/doors/attestations"
        for method in ("PUT", "PATCH", "DELETE"):
            for path in (place, f"{place}/{row['id']}"):
                answer = world.api("owner").send(method, path, {"evidence": "another"})
                assert answer.status in (404, 405), f"{method} of an attestation is answered {answer.status}"
        again = attest(world, PERIOD - 3)
        assert again.status == 201, f"it can't be attested anew: {again.told}"
        kept = world.store.rows("privacy.Attestation", id=row["id"])
        assert kept == [row], "a newer one changed the one before"
        later = (datetime.fromisoformat(str(row["until"])) + timedelta(days=1)).isoformat()
        for what, value in (("until", later), ("owner", world.member("owner")), ("sha256", "0" * 64)):
            last = attest(world, PERIOD - 2, owner=member)["last"]["id"]
            world.inside(attestations.change, id=last, what=what, value=value)
            found = told(world)
            assert found["word"] == "BROKEN", f"{what} was changed in the database, and it is {found['word']}"
        assert attest(world, PERIOD - 2).status == 201, "what was changed can't be attested anew"
        taken = world.api("owner").must("POST", f"{at(world)}/doors/withdraw")["last"]["id"]
        world.inside(attestations.delete, id=taken)
        found = told(world)
        assert found["word"] == "BROKEN", f"what takes it back was deleted in the database, and it is {found['word']}"


HASH = hashlib.sha256(b"We looked at every door.").hexdigest()


def set_profile(world: World, days: int) -> None:
    path = f"{world.at_workspace}/privacy/profile"
    world.api("owner").must("PUT", path, text=PROFILE.format(days=days), apply=True)


def at(world: World) -> str:
    return f"{world.at_workspace}/privacy/measures"


def shows(world: World) -> datetime:
    """The server's clock: another play may have moved it."""
    return datetime.fromisoformat(world.inside(clock.shows))


def day_in(world: World, days: int) -> date:
    return (shows(world) + timedelta(days=days)).date()


def attest(world: World, days: int, **more: Any) -> Answer:
    said = {"evidence": "doors.pdf", "sha256": HASH, "due": day_in(world, days).isoformat()} | more
    return world.api("owner").post(f"{at(world)}/doors/attestations", **said)


def told(world: World, days: float = 0) -> dict[str, str]:
    """The verdict on what stands on it, in so many days."""
    found = world.inside(attestations.verdict, workspace=world.workspace["id"], control="doors", days=days)
    return {name: str(value) for name, value in found.items()}
