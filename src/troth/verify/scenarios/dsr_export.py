"""Taking along what is kept, to somewhere else."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from troth.verify.inside import rights
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.talks import same, shown
from troth.verify.world import Visitor, World

PUBLISHED: Mapping[str, set[str]] = {  # docs/privacy.md, “Take it along”
    "package": {"schema", "version", "made_at", "company", "subject", "contact", "conversations"},
    "contact": {"id", "name", "identities"},
    "conversation": {"id", "site", "language", "offline", "opened_at", "closed_at", "answers", "messages", "rating"},
    "message": {"at", "by", "name", "text", "files"},
    "file": {"id", "name", "path"},
    "rating": {"at", "score", "comment"},
}


@scenario("dsr-export", needs=("store", "inside"))
def play(world: World) -> None:
    """What somebody gave is taken along in a published form, and a second server has it as it was."""
    one = Somebody(world)
    world.settled()
    with world.check("workspace_package"):
        first, again = whole(world), whole(world)
        for packed in (first, again):
            manifest = json.loads(packed["manifest.json"])
            assert (manifest.get("schema"), manifest.get("version")) == ("troth.workspace", 1), (
                "it is of another schema"
            )
            parts = {name: lines(packed, name) for name in manifest["parts"]}
            counted = {name: len(records) for name, records in parts.items()}
            assert counted == manifest["parts"], f"the list says {manifest['parts']}, there is {counted}"
            written = json.dumps(parts, ensure_ascii=False) + str([*packed])
            missing = [what for word, what in (one.planted | one.noted).items() if word not in written]
            missing = [what for what in missing if what != "content of a file"]
            assert not missing, f"the package of the workspace lacks {', '.join(missing)}"
            contents = b"".join(data for name, data in packed.items() if name.startswith("files/"))
            assert one.content in contents, "the package of the workspace lacks a file"
        foreign = world.api("stranger").post(f"{world.at_workspace}/closing/exports")
        assert foreign.status == 404, f"somebody else takes the workspace along: {foreign.told}"
    portal = Portal(world)
    portal.shows(str(one.visitor.api.must("POST", "/me/data-code")["code"]))
    brought = portal.fetch("/take-along")
    with world.check("schema_published"):
        packed = unpacked(brought)
        assert "portable.json" in packed, f"there is no portable.json, but {', '.join(packed)}"
        told = json.loads(packed["portable.json"])
        assert (told.get("schema"), told.get("version")) == ("troth.portable", 1), "it is of another schema"
        for what, records in of_each_kind(told):
            lost = sorted({name for record in records for name in PUBLISHED[what] - set(record)})
            assert records, f"there is no {what} in it"
            assert not lost, f"a {what} lacks {', '.join(lost)}"
        text = json.dumps(told, ensure_ascii=False)
        given = text + b"".join(data for name, data in packed.items() if name != "portable.json").decode()
        missing = [what for word, what in one.planted.items() if word not in given]
        assert not missing, f"of what the person gave this is not in it: {', '.join(missing)}"
        assert not [word for word in one.noted if word in given], "a note of the team is in it"
    with world.check("second_server_equal", level=2), world.another_server() as there:
        assert there.ground.var is not None
        path = there.ground.var / "brought.zip"
        path.write_bytes(brought)
        done = there.inside(rights.take_in, workspace=there.workspace["id"], site=there.site["key"], path=str(path))
        assert done["conversations"] == 1, f"of one conversation {done['conversations']} were taken in"
        rows = there.store.rows("conversations.Conversation", workspace_id=there.workspace["id"])
        assert len(rows) == 1, f"the second server has {len(rows)} conversations"
        same(shown(world, one.talk), shown(there, rows[0]["id"]))


class Somebody:
    """A visitor who gave a word of their own in all that takes one. `planted`: word -> what; `noted`: of the team."""

    def __init__(self, world: World) -> None:
        self.planted: dict[str, str] = {}
        mark = self._plant
        self.visitor: Visitor = world.visitor()
        talk = self.visitor.open(
            mark(world, "first words"), name=mark(world, "name"), email=f"{mark(world, 'address')}@home.example"
        )
        self.talk = talk.id
        self.content = f"{mark(world, 'content of a file')}\n".encode()
        file = self.visitor.sdk.upload(talk.id, f"{mark(world, 'name of a file')}.txt", self.content, "text/plain")
        agent = world.agent().talk(talk.id)
        agent.join()
        agent.say(mark(world, "answer of the team"))
        talk.say(mark(world, "words"), files=[file.id])
        note = world.plant()
        self.noted = {note: "note of the team"}
        agent.note(note)
        agent.close()
        talk.rate(4, mark(world, "comment"))

    def _plant(self, world: World, what: str) -> str:
        word = world.plant()
        self.planted[word] = what
        return word


def of_each_kind(told: Any) -> list[tuple[str, list[Any]]]:
    talks = told["conversations"]
    messages = [one for talk in talks for one in talk["messages"]]
    return [
        ("package", [told]), ("contact", [told["contact"]]), ("conversation", talks), ("message", messages),
        ("file", [one for message in messages for one in message["files"]]),
        ("rating", [talk["rating"] for talk in talks if talk["rating"]]),
    ]  # fmt: skip


def whole(world: World) -> dict[str, bytes]:
    """All that is kept in the workspace, as its owner takes it along now."""
    place, owner = f"{world.at_workspace}/closing/exports", world.api("owner")
    ordered = owner.post(place)
    assert ordered.status == 201, f"the owner's order is answered {ordered.told}"
    at = f"{place}/{ordered['id']}"
    world.until(lambda: owner.must("GET", at)["state"] == "ready", "the package of the workspace was not made")
    there = urlsplit(owner.must("POST", f"{at}/ticket")["url"])
    got = owner.at("GET", there.path)
    assert got.status == 200, f"the package can't be fetched: {got.told}"
    return unpacked(got.data)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def lines(packed: Mapping[str, bytes], part: str) -> list[Any]:
    try:
        return [json.loads(line) for line in packed[f"{part}.ndjson"].splitlines()]
    except (KeyError, ValueError):
        raise AssertionError(f"no machine can read the part {part}") from None
