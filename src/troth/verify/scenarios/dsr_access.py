"""Getting all that is kept of oneself."""

import io
import json
import re
import zipfile
from typing import Any

from troth.kernel.ids import new_id
from troth.verify.desk import Desk
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World

OUTSIDE = re.compile(r"""(?:src|action)\s*=\s*["']?https?:|<link\b|<script|url\(\s*["']?https?:|\son\w+\s*=""", re.I)
PRICE = re.compile(r"card number|payment|price|checkout", re.I)
NOTHING = "Nothing of this address is kept here"


@scenario("dsr-access", needs=("store", "mail"))
def play(world: World) -> None:
    """All that is kept of somebody comes back, for nothing and with its reasons, and who is unknown is told so."""
    one = Somebody(world)
    world.settled()
    portal = Portal(world)
    portal.prove(one.address)
    with zipfile.ZipFile(io.BytesIO(portal.fetch("/copy"))) as packed:
        names = packed.namelist()
        package, page = json.loads(packed.read("your-data.json")), packed.read("your-data.html").decode()
        whole = "\n".join([*names, *(packed.read(name).decode(errors="replace") for name in names)])
    with world.check("every_canary", level=2):
        missing = [what for word, what in one.planted.items() if word not in whole]
        assert not missing, f"of what was written this is not in the copy: {', '.join(missing)}"
        elsewhere = [what for word, what in one.planted.items() if word not in package_text(package, names, whole)]
        assert not elsewhere, f"this is in no record of the copy: {', '.join(elsewhere)}"
        told, rows = package["parts"]["conversations"][0]["events"], world.store.events(one.talk)
        assert len(told) == len(rows), f"the log has {len(rows)} events of the talk, the copy {len(told)}"
    with world.check("free_copy"):
        assert not Desk(world).waiting()[1:], "somebody of the team was asked for the copy"
        assert (package.get("schema"), package.get("version")) == ("troth.access", 1), "it is of another schema"
        assert {"made_at", "workspace", "subject", "parts", "not_given"} <= set(package), "the schema is not kept to"
        assert package["subject"]["kind"] == "contact", f"it is of a {package['subject']['kind']}"
        assert package["parts"]["conversations"], "it has no conversation"
        assert not OUTSIDE.findall(page), f"the page does not stand alone: {OUTSIDE.findall(page)}"
        assert not PRICE.findall(portal.text), f"the page of the copy speaks of {PRICE.findall(portal.text)}"
    given = set(package["parts"])
    with world.check("why_and_with_whom"):
        why = {part["part"]: part for part in package.get("why", [])}
        without = sorted(given - set(why))
        assert not without, f"nothing is said of why {', '.join(without)} is kept"
        vague = [name for name in given if not why[name]["purposes"] or not why[name]["kept"]]
        assert not vague, f"no purpose or no time is told of {', '.join(sorted(vague))}"
        assert all(part["purposes"][0]["why"] and part["purposes"][0]["basis"] for part in why.values() if part["kept"])
        assert "recipients" in package, "nothing is said of with whom it is shared"
        active = world.store.rows("privacy.Processor", state="active")
        told = {(row["name"], row["country"]) for row in package["recipients"]}
        assert told == {(row["name"], row["country"]) for row in active}, f"as recipients it tells {sorted(told)}"
        assert any(part["given_to"] for part in why.values()), "nobody is named to whom anything is given"
        shown = [one["why"] for part in why.values() for one in part["purposes"]]
        assert all(sentence in page for sentence in shown), "the page for people does not tell the purposes"
    with world.check("sources_told"):
        sources = {part["part"]: part["sources"] for part in package.get("why", [])}
        untold = sorted(name for name in given if not sources.get(name))
        assert not untold, f"it is not told where {', '.join(untold)} came from"
        assert {source for some in sources.values() for source in some} > {"the person"}, f"sources are {sources}"
        assert all(field["source"] for part in package["why"] for field in part["fields"]), "a field has no source"
    with world.check("nothing_kept_is_said"):
        nobody = Portal(world)
        nobody.prove(f"{world.plant()}@nobody.example")
        assert NOTHING in nobody.text, "who is unknown is not told that nothing is kept"
        assert NOTHING not in portal.get("/rights").text, "who is known is told that nothing is kept"


class Somebody:
    """A visitor who leaves a word of their own in all that takes one, and of whom others write. `planted`: word ->
    where."""

    def __init__(self, world: World) -> None:
        self.planted: dict[str, str] = {}
        asked = [
            {"id": "where", "kind": "text", "label": {"en": "Where?"}, "required": False},
            {"id": "name", "kind": "text", "label": {"en": "Name"}, "required": False},
            {"id": "email", "kind": "email", "label": {"en": "Mail"}, "required": False},
        ]
        world.set_site(fields=asked)
        self.address = f"{self._plant(world, 'address')}@home.example"
        visitor = world.visitor()
        talk = visitor.open(
            self._plant(world, "first words"), name=self._plant(world, "name"), email=self.address,
            where=self._plant(world, "answer in the form"),
        )  # fmt: skip
        self.talk = talk.id
        content = f"{self._plant(world, 'content of a file')}\n".encode()
        file = visitor.sdk.upload(talk.id, f"{self._plant(world, 'name of a file')}.txt", content, "text/plain")
        talk.say(self._plant(world, "words"), files=[file.id])
        agent = world.agent().talk(talk.id)
        agent.join()
        agent.say(self._plant(world, "answer of the team"))
        agent.note(self._plant(world, "note of the team"))
        visitor.api.must(
            "POST", f"/conversations/{talk.id}/transcripts", client_id=str(new_id()),
            address=f"{self._plant(world, 'address for the transcript')}@work.example",
        )  # fmt: skip
        agent.close()
        talk.rate(2, self._plant(world, "comment"))
        desk = Desk(world)
        letter = desk.of(
            visitor, "complaint", words=self._plant(world, "complaint"),
            reply_to=f"{self._plant(world, 'address for the answer')}@reply.example",
        )  # fmt: skip
        desk.must(letter, "note", text=self._plant(world, "note about the complaint"))
        desk.must(letter, "done", text=self._plant(world, "answer to the complaint"))
        desk.api.must(
            "POST", f"{desk.privacy}/holds", subject={"kind": "visitor", "id": str(visitor.id)},
            reason=self._plant(world, "reason of a hold"),
        )  # fmt: skip

    def _plant(self, world: World, what: str) -> str:
        word = world.plant()
        self.planted[word] = what
        return word


def package_text(package: Any, names: list[str], whole: str) -> str:
    """Records alone, and the files they lead to."""
    files = [one["path"] for one in package["parts"].get("files", [])]
    led = all(f"files/{path}" in names for path in files)
    return json.dumps(package["parts"], ensure_ascii=False) + (whole if led and files else "")
