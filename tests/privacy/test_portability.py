"""What somebody takes along from one installation is taken in by another."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast, guest
from tests.conversations.talk import close, events, join, opened, say, seen
from tests.conversations.test_files import png, upload
from tests.privacy.canaries import Person
from tests.privacy.packages import made, unpacked
from tests.process import Troth, troth
from troth.contacts.models import Contact
from troth.conversations.models import Conversation
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Invalid
from troth.kernel.ids import new_id
from troth.log import Log
from troth.post.models import Mail
from troth.privacy.access.order import order
from troth.privacy.access.take_in import opened as opened_file
from troth.privacy.access.take_in import read, take_in


def _taken_along(cast: Cast, tmp_path: Path) -> Path:
    """A talk with words of both, a picture, a note and a rating."""
    email = f"{cast.vi.id.hex}@example.test"
    talk = opened(cast.vi, text="My lamp is broken", fields={"name": "Vi Castellanos", "email": email})
    join(cast.ada, talk)
    say(cast.vi, talk, "", files=[upload(cast.vi, talk, "lamp.png", png()).id])
    say(cast.ada, talk, "We send a new one")
    cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="Never said to anybody")
    close(cast.ada, talk)
    cast.vi.api.post(f"/conversations/{talk}/rating", client_id=new_id(), score=4, comment="Quick")
    packed = unpacked(made(cast.bikes, cast.vi.id, kind="portability"))
    assert sorted(packed.namelist())[-1] == "portable.json"
    path = tmp_path / "portable.zip"
    path.write_bytes(packed.fp.getvalue())  # type: ignore[union-attr]
    return path


def test_another_company_takes_it_in_once(cast: Cast, log: Log, tmp_path: Path) -> None:
    path = _taken_along(cast, tmp_path)
    before = Mail.objects.filter(workspace=cast.lamps.id).count()
    with opened_file(path) as (told, bytes_of):
        first = take_in(cast.lamps_site, told, bytes_of)
        again = take_in(cast.lamps_site, told, bytes_of)
    assert (first.conversations, first.messages, first.files, first.left_out) == (1, 3, 1, 0)
    assert again.contact == first.contact
    assert Contact.objects.filter(workspace=cast.lamps).count() == 1
    row = Conversation.objects.get(workspace=cast.lamps)
    told_there = seen(cast.cy, row.id)
    assert (told_there["state"], told_there["visitor"]["name"], told_there["rating"]) == (
        "closed", "Vi Castellanos", {"score": 4, "comment": "Quick"},
    )  # fmt: skip
    said = [one for one in events(cast.cy, row.id) if one["kind"] == "said"]
    words = [(one["author"]["kind"], one["body"].get("text", "")) for one in said]
    assert words == [("visitor", "My lamp is broken"), ("visitor", ""), ("agent", "We send a new one")]
    (joined,) = [one["body"]["alias"] for one in events(cast.cy, row.id) if one["kind"] == "joined"]
    assert joined == "Robin"
    (file,) = [one["body"]["files"][0] for one in events(cast.cy, row.id) if one["body"].get("files")]
    assert cast.cy.api.post(f"/files/{file['id']}/tickets").status == 201
    assert Mail.objects.filter(workspace=cast.lamps.id).count() == before, "nobody is mailed about it"
    assert "Never said" not in str(events(cast.cy, row.id))
    assert say(cast.cy, row.id, "Hello?").status in (403, 409)


def test_what_was_said_keeps_its_time(cast: Cast, log: Log, tmp_path: Path) -> None:
    path = _taken_along(cast, tmp_path)
    with opened_file(path) as (told, bytes_of):
        long_ago = now().replace(microsecond=0) - timedelta(days=400)
        (talk,) = told.conversations
        talk.opened_at = long_ago
        for number, message in enumerate(talk.messages):
            message.at = long_ago + timedelta(minutes=number)
        talk.messages[-1].at = now() + timedelta(days=9)  # a clock that was wrong there
        take_in(cast.lamps_site, told, bytes_of)
    row = Conversation.objects.get(workspace=cast.lamps)
    times = [one["at"] for one in events(cast.cy, row.id)]
    assert times == sorted(times)
    assert times[0] == f"{long_ago:%Y-%m-%dT%H:%M:%S}Z"
    assert row.opened_at == long_ago
    assert row.closed_at is not None
    assert row.closed_at <= now()


def test_what_was_taken_along_is_what_comes_out_again(cast: Cast, log: Log, tmp_path: Path) -> None:
    """From one company to another and out of it: the same words, times, names and files."""
    path = _taken_along(cast, tmp_path)
    with opened_file(path) as (told, bytes_of):
        done = take_in(cast.lamps_site, told, bytes_of)
    assert done.contact is not None
    once, twice = unpacked(made(cast.bikes, cast.vi.id, kind="portability")), unpacked(
        made(cast.lamps, done.contact, Subject.CONTACT, kind="portability")
    )  # fmt: skip
    assert _said(once) == _said(twice)


def _said(packed: Any) -> Any:
    told = json.loads(packed.read("portable.json"))
    (talk,) = told["conversations"]
    messages = [
        {**one, "files": [packed.read(f"files/{file['path']}") for file in one["files"]]} for one in talk["messages"]
    ]
    contact = told["contact"]
    return (
        contact["name"], contact["identities"], talk["opened_at"], talk["closed_at"], talk["answers"], messages,
        talk["rating"],
    )  # fmt: skip


def test_an_address_of_somebody_here_stays_theirs(cast: Cast, log: Log, tmp_path: Path) -> None:
    path = _taken_along(cast, tmp_path)
    other = guest(cast.lamps_site)
    there = opened(other, fields={"name": "Somebody", "email": f"{cast.vi.id.hex}@example.test"})
    with opened_file(path) as (told, bytes_of):
        done = take_in(cast.lamps_site, told, bytes_of)
    assert Conversation.objects.get(id=there).contact_id != done.contact
    assert seen(cast.cy, there)["visitor"]["name"] == "Somebody"


def test_over_http_without_files_and_for_owners_alone(cast: Cast, log: Log, tmp_path: Path) -> None:
    with opened_file(_taken_along(cast, tmp_path)) as (told, _):
        package = json.loads(json.dumps(_plain(told)))
    body = {"site_id": str(cast.lamps_site.id), "package": package}
    path = f"/workspaces/{cast.lamps.id}/privacy/imports"
    taken = cast.cy.api.post(path, **body)
    assert taken.status == 201, taken
    assert (taken["conversations"], taken["messages"], taken["left_out"]) == (1, 3, 1)
    assert cast.ada.api.post(path, **body).status == 404
    ben = cast.ben.api.post(
        f"/workspaces/{cast.bikes.id}/privacy/imports", site_id=str(cast.bikes_site.id), package=package
    )
    assert ben.status == 403


def _plain(told: Any) -> Any:
    import msgspec

    return msgspec.to_builtins(told)


@pytest.mark.parametrize(
    "written",
    [
        b"", b"no JSON", b"[]", b"{}", b'{"schema": "troth.access", "version": 1}',
        b'{"schema":"troth.portable","version":2,"made_at":"2026-01-01T00:00:00Z","company":"","subject":"%b"}',
        b'{"schema":"troth.portable","version":1,"made_at":"2026-01-01T00:00:00Z","company":"","subject":"7"}',
    ],
)  # fmt: skip
def test_what_is_none_is_refused(written: bytes) -> None:
    with pytest.raises(Invalid):
        read(written.replace(b"%b", str(new_id()).encode()))


def test_a_talk_that_can_not_be_kept_leaves_nothing(cast: Cast, log: Log, tmp_path: Path) -> None:
    path = _taken_along(cast, tmp_path)
    for spoil in ("long", "zone", "score"):
        with opened_file(path) as (told, bytes_of):
            (talk,) = told.conversations
            if spoil == "long":
                talk.messages[0].text = "x" * 5_000
            elif spoil == "zone":
                talk.messages[0].at = talk.messages[0].at.replace(tzinfo=None)
            elif talk.rating:
                talk.rating.score = 9
            with pytest.raises(Exception, match=r"longer|zone|from 1 to 5"):
                take_in(cast.lamps_site, told, bytes_of)
        assert not Conversation.objects.filter(workspace=cast.lamps).exists()


def test_the_team_takes_nothing_along(cast: Cast) -> None:
    with pytest.raises(Invalid):
        order(cast.bikes.id, (Subject.PERSON, cast.ada.person.id), kind="portability")


@pytest.mark.slow
async def test_from_one_server_to_another(tmp_path: Path) -> None:
    """By the operator's commands, while both serve."""
    packed = tmp_path / "vi.zip"
    async with troth() as one:
        vi = Person(one.url, one.demo["site_key"])
        agent = await asyncio.to_thread(_agent, vi, one)
        await asyncio.to_thread(vi.talks, agent)
        workspace = _workspace(vi, agent)
        words = ("export-subject", f"visitor:{vi.visitor}", str(packed), "--workspace", workspace)
        assert "in clear" in await asyncio.to_thread(one.command, *words, "--kind", "portability")
    async with troth() as two:
        there = Person(two.url, two.demo["site_key"])
        agent = await asyncio.to_thread(_agent, there, two)
        workspace = await asyncio.to_thread(_own_workspace, there, agent)
        bring = ("import-subject", str(packed), "--workspace", workspace, "--site", two.demo["site_key"])
        told = json.loads(await asyncio.to_thread(two.command, *bring))
        assert (told["conversations"], told["files"]) == (1, 1)
        assert json.loads(await asyncio.to_thread(two.command, *bring))["contact"] == told["contact"]
        closed = await asyncio.to_thread(there.ask, "GET", "/api/v1/conversations?view=closed", **agent)
        found = [one for one in closed["items"] if one["visitor"]["name"] == vi.planted["name"]]
        assert len(found) == 1
        shown = await asyncio.to_thread(
            there.ask, "GET", f"/api/v1/conversations/{UUID(found[0]['id'])}/events", **agent
        )
        everything = json.dumps(shown)
        kept = ("first words", "words", "long words", "agent words", "file name", "comment", "name")
        assert [what for what in kept if vi.planted[what] not in everything] == []


def _agent(person: Person, served: Troth) -> dict[str, str]:
    email, password = served.person("ada")
    signed_in = person.ask("POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password})
    return {"X-Session-Token": signed_in["meta"]["session_token"]}


def _workspace(person: Person, agent: dict[str, str]) -> str:
    return str(person.ask("GET", f"/api/v1/conversations/{person.talk}", **agent)["workspace_id"])


def _own_workspace(person: Person, agent: dict[str, str]) -> str:
    """The one whose site it is."""
    form = {"about": "Repair", "name": "Somebody", "email": "somebody@example.test"}
    talk = {"id": person.talk, "client_id": new_id(), "text": "Hello", "fields": form}
    begun = person.ask("POST", f"/api/v1/sites/{person.site}/visitors", {"language": "en"})
    own = {"Authorization": f"Bearer {begun['pass']}"}
    person.ask("POST", "/api/v1/conversations", talk, **own)
    return _workspace(person, agent)
