"""Having something put right."""

import io
import json
import struct
import zipfile
import zlib
from typing import Any

from troth.verify.api import Api
from troth.verify.desk import Desk
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("dsr-rectify", needs=("store", "mail", "inside"))
def play(world: World) -> None:
    """A corrected name is everywhere at once; the team changes its own; a letter is filed and answered."""
    desk = Desk(world)
    wrong, right = world.plant(), world.plant()
    address, better = f"{world.plant()}@old.example", f"{world.plant()}@new.example"
    visitor = world.visitor()
    talk = visitor.open("Hello", name=wrong, email=address)
    world.settled()
    with world.check("mirrors_follow", level=2):
        assert found(world, wrong) == [str(talk.id)], "the name of before was not found"
        request = desk.of(visitor, "correction", words="It is not so", about={"name": right, "email": better})
        desk.must(request, "accept")
        shown = world.api("owner").must("GET", f"/conversations/{talk.id}")["visitor"]
        told = (shown["name"], shown["email"], shown["label"])
        assert told == (right, better, right), f"the talk shows {told}"
        world.settled()
        assert found(world, right) == [str(talk.id)], "the search does not find the new name"
        subjects = desk.api.must("GET", f"{desk.privacy}/subjects?q={right}")["items"]
        assert [one["label"] for one in subjects] == [right], f"the desk's list has {subjects}"
        portal = Portal(world)
        portal.prove(better)
        copy = contact_of(portal.fetch("/copy"))
        assert (copy["name"], [one["value"] for one in copy["identities"]]) == (right, [better]), (
            "the copy is of before"
        )
        assert found(world, wrong) == [], "the search still finds the name of before"
        left = {place for place in world.store.rows_hold(wrong).get(wrong, []) if "search" in place}
        assert not left, f"the search index still has the name of before, in {sorted(left)}"
    with world.check("own_profile"):
        own_profile(world)
    with world.check("filed_by_letter"):
        answer = world.plant()
        reply = f"{world.plant()}@post.example"
        filed = desk.of(visitor, "correction", words="By post", about={"name": right}, reply_to=reply)
        assert filed["channel"] == "officer", f"it is filed as {filed['channel']}"
        assert filed["due_at"], "no clock runs"
        assert filed["id"] in {one["id"] for one in desk.waiting()}, "it does not wait at the desk"
        world.until(lambda: world.mails(reply), "who wrote is not told that it came")
        desk.must(filed, "accept")
        desk.must(filed, "done", text=answer)
        world.until(lambda: answer in world.mails(reply)[-1].text, "who wrote gets no answer")
        assert filed["id"] not in {one["id"] for one in desk.waiting()}, "what is answered still waits"


def own_profile(world: World) -> None:
    me = world.cast.another("Old Name")
    place = f"{world.at_workspace}/members"
    member = world.api("owner").must("POST", place, email=me.email, name=me.name, role="agent")["id"]
    name = f"New {world.plant()}"
    answer = world.api(me).patch("/me/person", name=name, language="ar")
    assert answer.status == 200, f"a name of one's own is answered {answer.told}"
    assert answer["language"] == "ar", "the language is another"
    seen = world.api("agent").must("GET", place)["items"]
    assert name in {one["name"] for one in seen}, "colleagues see another name"
    picture = world.api(me).send("PUT", f"{place}/{member}/picture", png(), headers={"Content-Type": "image/png"})
    assert picture.status == 200, f"a picture of one's own is answered {picture.told}"
    changed = f"{world.plant()}-{world.plant()}"
    old = me.password
    door = "/_allauth/app/v1/account/password/change"
    done = Api(world.url).at(
        "POST", door, {"current_password": old, "new_password": changed}, headers={"X-Session-Token": me.session()}
    )
    assert done.status in (200, 401), f"a password of one's own is answered {done.told}"
    assert signs_in(world, me.email, changed), "the new password does not open"
    assert not signs_in(world, me.email, old), "the password of before still opens"


def signs_in(world: World, email: str, password: str) -> bool:
    answer = Api(world.url).at("POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password})
    return answer.status == 200


def found(world: World, word: str) -> list[str]:
    items: list[Any] = world.api("owner").must("GET", f"/search?q={word}")["items"]
    return [str(one.get("conversation", one).get("id", "")) for one in items]


def contact_of(copy: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(copy)) as packed:
        return json.loads(packed.read("your-data.json"))["parts"]["contact"][0]


def png() -> bytes:
    """One red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )
