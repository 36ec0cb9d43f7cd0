"""A privacy officer answers what people ask about their data, and reads no talk for it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.conversations.talk import close, events, join, opened, say
from tests.gateway.http import ask
from tests.gateway.talk import Socket
from tests.privacy.requests.desk import Desk, hired
from tests.serving import serving
from troth.accounts.availability import available
from troth.kernel.ids import new_id
from troth.log import Log
from troth.sites.models import Site


def test_they_see_the_desk_the_team_and_the_sites(cast: Cast, desk: Desk) -> None:
    api, where = desk.who.api, f"/workspaces/{cast.bikes.id}"
    site = f"{where}/sites/{cast.bikes_site.id}"
    for path in (f"{where}/members", f"{where}/sites", site, f"{site}/consents", f"{where}/privacy/requests"):
        assert api.get(path).status == 200, path
    assert [one["role"] for one in api.get("/me")["memberships"]] == ["officer"]
    assert api.patch(site, name="Mine").status == 403
    assert Site.objects.get(id=cast.bikes_site.id).name != "Mine"


def test_they_read_no_conversation(cast: Cast, desk: Desk) -> None:
    talk = opened(cast.vi)
    api, place = desk.who.api, f"/conversations/{talk}"
    assert api.get("/conversations")["items"] == []
    for view in ("waiting", "mine", "open", "closed"):
        assert api.get("/conversations", view=view)["items"] == []
    assert api.get("/conversations", workspace=cast.bikes.id).status == 403
    assert api.get("/conversations", visitor=cast.vi.id)["items"] == []
    for path in (place, f"{place}/events", f"{place}/mails"):
        assert api.get(path).status == 404, path
    said: dict[str, dict[str, Any]] = {
        "messages": {"text": "Mine"}, "notes": {"text": "Mine"}, "participation": {}, "closure": {},
        "transcripts": {"address": "o@example.test"},
    }  # fmt: skip
    before = events(cast.ada, talk)
    for path, body in said.items():
        assert api.post(f"{place}/{path}", client_id=new_id(), **body).status == 404, path
    assert events(cast.ada, talk) == before
    for path in ("visitors", "mails"):
        assert api.get(f"/workspaces/{cast.bikes.id}/{path}").status == 403, path
    assert close(cast.ada, talk).status == 200


def test_they_get_no_file(cast: Cast, desk: Desk, log: Log) -> None:
    talk = opened(cast.vi)
    with serving(log) as port:
        place, sent = f"/api/v1/conversations/{talk}/files?name=a.txt", {"Content-Type": "text/plain"}
        status, body = ask(port, "POST", place, {**cast.vi.api.headers, **sent}, b"Mine")
        assert status == 201, body
        assert say(cast.vi, talk, "Here", files=[body["id"]]).status == 201
        assert cast.ada.api.post(f"/files/{body['id']}/tickets").status == 201
        assert desk.who.api.post(f"/files/{body['id']}/tickets").status == 404
        status, body = ask(port, "POST", place, {**desk.who.api.headers, **sent}, b"Mine")
        assert (status, body["code"]) == (404, "not_found")


def test_they_are_offered_nothing(cast: Cast, desk: Desk) -> None:
    assert desk.who.api.put("/me/availability", available=True).status == 200
    assert available(cast.bikes.id) == []
    members = desk.who.api.get(f"/workspaces/{cast.bikes.id}/members")["items"]
    assert [one["available"] for one in members if one["role"] == "officer"] == [False]


def test_who_becomes_an_officer_takes_no_conversations_any_more(cast: Cast) -> None:
    cast.ben.api.put("/me/availability", available=True)
    ben = cast.ben.member(cast.bikes)
    assert available(cast.bikes.id) == [ben.id]
    changed = cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/members/{ben.id}", role="officer")
    assert (changed.status, changed["available"]) == (200, False)
    assert available(cast.bikes.id) == []


def test_their_socket_follows_no_talk_and_no_inbox(cast: Cast, desk: Desk, log: Log) -> None:
    talk = opened(cast.vi)
    with serving(log) as port, Socket.of(port, desk.who) as socket:
        socket.say(op="subscribe", ref=5, workspace=str(cast.bikes.id))
        assert socket.hear("error", "subscribed")["code"] == "not_found"
        socket.say(op="subscribe", ref=6, stream=str(talk))
        assert socket.hear("error", "subscribed")["code"] == "not_found"
        socket.say(op="say", ref=7, stream=str(talk), client_id=str(new_id()), text="Mine")
        assert socket.hear("error", "ack")["code"] == "not_found"


def test_who_becomes_an_officer_hears_no_more_of_open_talks(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi)
    join(cast.ben, talk)
    ben = cast.ben.member(cast.bikes)
    with serving(log) as port, Socket.of(port, cast.ben) as socket, Socket.of(port, cast.vi) as vi:
        socket.follow(talk)
        socket.say(op="subscribe", ref=5, workspace=str(cast.bikes.id))
        assert socket.hear("subscribed")["op"] == "subscribed"
        assert cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/members/{ben.id}", role="officer").status == 200
        gone = [socket.hear("gone"), socket.hear("gone")]
        assert {frame.get("stream") or frame.get("workspace") for frame in gone} == {str(talk), str(cast.bikes.id)}
        vi.follow(talk)
        assert vi.tell(talk, "Still there?")["op"] == "ack"
        socket.say(op="subscribe", ref=6, stream=str(talk))
        heard = socket.hear("event", "summary", "error")
        assert (heard["op"], heard.get("code")) == ("error", "not_found")
    assert say(cast.ben, talk, "Yes").status == 404


@pytest.mark.parametrize("role", ["admin", "agent"])
def test_the_desk_is_closed_to_others_of_the_team(cast: Cast, desk: Desk, role: str) -> None:
    other, request = hired(cast, role).api, desk.file()["id"]
    for path in ("requests", f"requests/{request}", f"requests/{request}/certificate", "subjects?q=vi", "looks",
                 "settings"):  # fmt: skip
        assert other.get(f"{desk.place}/{path}").status == 403, path
    acts: dict[str, dict[str, Any]] = {
        "pause": {"reason": "identity_unclear"}, "resume": {}, "note": {"text": "x"}, "accept": {},
        "extend": {"until": "2027-01-01", "reason": "x"}, "subject": {"kind": "visitor", "id": str(cast.vi.id)},
        "refuse": {"reason": "unfounded", "text": "x"}, "done": {}, "plan": {}, "erase": {"hash": "0" * 64},
        "lift": {"reason": "x"},
    }  # fmt: skip
    for act, body in acts.items():
        assert other.post(f"{desk.place}/requests/{request}/{act}", **body).status == 403, act
    assert other.post(f"{desk.place}/requests", right="access").status == 403
    assert other.put(f"{desk.place}/settings", time_zone="UTC").status == 403
    assert [step["what"] for step in desk.get(request)["history"]] == ["filed"]


def test_an_owner_is_their_own_officer(cast: Cast, desk: Desk) -> None:
    request = desk.file()["id"]
    assert cast.ada.api.get(f"{desk.place}/requests/{request}").status == 200


def _adding(cast: Cast, by: Callable[..., Any]) -> int:
    body = {"email": f"{new_id().hex}@example.test", "name": "Ola", "role": "officer"}
    status: int = by(f"/workspaces/{cast.bikes.id}/members", **body).status
    return status


def test_only_owners_make_change_and_remove_officers(cast: Cast, desk: Desk) -> None:
    admin = hired(cast, "admin")
    assert _adding(cast, admin.api.post) == 403
    assert _adding(cast, desk.who.api.post) == 403
    members = f"/workspaces/{cast.bikes.id}/members"
    officer, ben = desk.who.member(cast.bikes).id, cast.ben.member(cast.bikes).id
    assert admin.api.patch(f"{members}/{ben}", role="officer").status == 403
    assert admin.api.patch(f"{members}/{officer}", role="agent").status == 403
    assert admin.api.delete(f"{members}/{officer}").status == 403
    assert cast.ada.api.patch(f"{members}/{officer}", role="agent").status == 200
    assert desk.who.api.get(f"{desk.place}/requests").status == 403
