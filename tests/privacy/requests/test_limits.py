"""What a restriction, an objection, a correction and a withdrawal change from then on."""

from typing import Any
from uuid import UUID

import pytest

from tests.cast import Api, Cast, guest
from tests.conversations.talk import close, events, opened, seen
from tests.gateway.talk import Socket
from tests.privacy.requests.desk import Desk, mails
from tests.privacy.test_consent import answer, ask_first, guest_of, records
from tests.serving import serving
from troth.contacts.models import Contact
from troth.datamap.purposes import BOARD, FOLLOW_UP, QUALITY
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.log import Log
from troth.post.models import Mail
from troth.post.sender import Sender
from troth.post.transport import Letter
from troth.post.write import write
from troth.privacy.models import Objection
from troth.privacy.requests.file import file
from troth.privacy.requests.forbids import objected, restricted
from troth.privacy.requests.settle import settle


class Noted:
    """Where mails go; nothing leaves."""

    done = "captured"

    def __init__(self) -> None:
        self.sent: list[UUID] = []

    def refused(self) -> str | None:
        return None

    def send(self, letter: Letter, last_line: Any) -> None:
        last_line()
        self.sent.append(letter.id)


def _whose(cast: Cast) -> dict[str, str]:
    return {"kind": "visitor", "id": str(cast.vi.id)}


def _transcript(cast: Cast, talk: UUID) -> Mail:
    from django.db import transaction

    Mail.objects.filter(state__in=["waiting", "sending"]).update(state="failed")
    occasion = new_id().hex
    with transaction.atomic():
        write(
            workspace=cast.bikes.id, stream=talk, subject=cast.vi.id, kind="transcript", occasion=occasion,
            to="vi@home.test", about={"closing": 99, "own": 1, "why": "missed"}, at=now(),
        )  # fmt: skip
    return Mail.objects.get(key__contains=occasion)


def _sent(mail: Mail) -> tuple[str, str]:
    """(state, reason) once it was due."""
    transport = Noted()
    Sender(transport, "Troth <troth@example.test>").send_due()  # type: ignore[arg-type]
    found = Mail.objects.get(id=mail.id)
    assert (found.id in transport.sent) == (found.state == "captured")
    return found.state, found.reason


def test_a_restriction_keeps_mails_back_until_it_is_lifted(cast: Cast, desk: Desk) -> None:
    talk = opened(cast.vi)
    close(cast.ada, talk)
    assert _sent(_transcript(cast, talk)) == ("captured", "")
    request = desk.file("restriction", subject=_whose(cast), reply_to="vi@home.test")["id"]
    assert _sent(_transcript(cast, talk))[0] == "captured"  # asked for, and not decided
    shown_now = desk.act(request, "accept").body
    assert shown_now["restriction"]["lifted_at"] is None
    assert restricted([cast.vi.id]) == {cast.vi.id}
    state, reason = _sent(_transcript(cast, talk))
    assert (state, "restricted" in reason) == ("failed", True)
    desk.act(request, "done", text="Your data is only kept now.")
    assert len(mails(request)) == 2  # what answers them is sent all the same
    lifted = desk.act(request, "lift", reason="They asked to be served again")
    assert lifted["restriction"]["lifted_at"] is not None
    assert _sent(_transcript(cast, talk)) == ("captured", "")
    assert desk.act(request, "lift", reason="Again").status == 409
    assert desk.act(request, "lift", reason=" ").status == 422


def test_somebody_elses_mails_go_out(cast: Cast, desk: Desk) -> None:
    other = guest(cast.bikes_site)
    request = desk.file("restriction", subject={"kind": "visitor", "id": str(other.id)})["id"]
    desk.act(request, "accept")
    talk = opened(cast.vi)
    close(cast.ada, talk)
    assert _sent(_transcript(cast, talk)) == ("captured", "")


def test_a_contacts_restriction_holds_for_all_their_talks(cast: Cast, desk: Desk) -> None:
    talk = opened(cast.vi, fields={"name": "Vi", "email": f"{new_id().hex}@example.test"})
    close(cast.ada, talk)
    contact = Contact.objects.get(workspace=cast.bikes)
    request = desk.file("restriction", subject={"kind": "contact", "id": str(contact.id)})["id"]
    desk.act(request, "accept")
    assert _sent(_transcript(cast, talk))[0] == "failed"


def test_an_objection_holds_for_the_purposes_it_names(cast: Cast, desk: Desk) -> None:
    talk = opened(cast.vi)
    close(cast.ada, talk)
    quality = desk.file("objection", subject=_whose(cast), about={"purposes": ["quality", "board"]})["id"]
    desk.act(quality, "accept")
    assert _sent(_transcript(cast, talk))[0] == "captured"
    for purpose in (QUALITY, BOARD):
        assert objected([cast.vi.id], purpose) == {cast.vi.id}
    assert objected([cast.vi.id], FOLLOW_UP) == set()
    follow_up = desk.file("objection", subject=_whose(cast), about={"purposes": ["follow-up"]})["id"]
    desk.act(follow_up, "accept")
    state, reason = _sent(_transcript(cast, talk))
    assert (state, "objected" in reason) == ("failed", True)
    desk.act(follow_up, "accept")
    assert Objection.objects.filter(who=cast.vi.id).count() == 3


def test_a_correction_is_what_the_team_sees_from_then_on(cast: Cast, desk: Desk) -> None:
    talk = opened(cast.vi, fields={"name": "Vy", "email": f"{new_id().hex}@example.test"})
    right = f"vi.{new_id().hex}@example.test"
    request = desk.file("correction", subject=_whose(cast), about={"name": "Vi Castellanos", "email": right})["id"]
    assert desk.act(request, "accept").status == 200
    who = seen(cast.ada, talk)["visitor"]
    assert (who["name"], who["email"]) == ("Vi Castellanos", right)
    found = desk.api.get(f"{desk.place}/subjects", q=right)["items"]
    assert [one["label"] for one in found] == ["Vi Castellanos"]


def test_a_correction_reaches_what_the_forms_of_their_talks_say(cast: Cast, desk: Desk) -> None:
    """As far as it said the same; the log keeps what was written."""
    wrong = f"{new_id().hex}@example.test"
    first = opened(cast.vi, fields={"name": "Vy", "email": wrong})
    second = opened(cast.vi, fields={"name": "Violetta", "email": wrong.upper()})
    right = f"vi.{new_id().hex}@example.test"
    request = desk.file("correction", subject=_whose(cast), about={"name": "Vi Castellanos", "email": right})["id"]
    assert desk.act(request, "accept").status == 200
    told = {talk: {one["field"]: one["value"] for one in seen(cast.ada, talk)["answers"]} for talk in (first, second)}
    assert told == {first: {"name": "Vy", "email": right}, second: {"name": "Vi Castellanos", "email": right}}
    (form,) = [one["body"]["answers"] for one in events(cast.ada, second) if one["kind"] == "form_answered"]
    assert {one["value"] for one in form} == {"Violetta", wrong.upper()}


def test_a_correction_takes_nobodys_address(cast: Cast, desk: Desk) -> None:
    taken = f"otto.{new_id().hex}@example.test"
    opened(guest(cast.bikes_site), fields={"name": "Otto", "email": taken})
    opened(cast.vi)
    request = desk.file("correction", subject=_whose(cast), about={"email": taken.upper()})["id"]
    assert desk.act(request, "accept").status == 409
    assert [step["what"] for step in desk.get(request)["history"]] == ["filed"]
    assert [one["label"] for one in desk.api.get(f"{desk.place}/subjects", q=taken)["items"]] == ["Otto"]


@pytest.mark.parametrize("right", ["access", "portability", "erasure", "complaint", "child"])
def test_what_has_a_way_of_its_own_is_not_accepted(cast: Cast, desk: Desk, right: str) -> None:
    request = desk.file(right, subject=_whose(cast))["id"]
    assert desk.act(request, "accept").status == 409
    assert desk.get(request)["state"] == "open"


def test_nothing_is_accepted_of_nobody(desk: Desk) -> None:
    for right in ("restriction", "objection", "correction", "withdrawal"):
        answer = desk.act(desk.file(right)["id"], "accept")
        assert (answer.status, answer.code) == (409, "nobody_known")


def test_a_withdrawal_is_done_at_once(cast: Cast, desk: Desk) -> None:
    consented = guest_of(cast, answer(cast, ask_first(cast)["en"]))
    opened(consented)
    row = file(cast.bikes.id, "withdrawal", subject=(Subject.VISITOR, consented.id), reply_to="vi@home.test")
    assert (row.state, row.outcome) == ("done", "done")
    assert [one["state"] for one in records(cast)] == ["withdrawn", "given"]
    assert consented.api.get("/me").status == 401, "as by the chat's own menu"
    assert Api(Authorization=f"Bearer {consented.token}").post("/passes").status == 401
    ((subject, _),) = mails(str(row.id))
    assert subject.endswith("is done")
    tied = desk.file("withdrawal")["id"]  # by letter: first it must be known whose it is
    desk.act(tied, "subject", kind="visitor", id=str(consented.id))
    assert desk.act(tied, "accept")["state"] == "done"
    assert len(records(cast)) == 2, "there was nothing left to take back"


def test_the_team_is_no_visitor(cast: Cast, desk: Desk) -> None:
    request = desk.file("restriction", subject={"kind": "person", "id": str(cast.ben.person.id)})["id"]
    assert desk.act(request, "accept").status == 409


def test_the_team_sees_whose_data_is_only_kept_and_they_do_not(cast: Cast, desk: Desk) -> None:
    talk, other = opened(cast.vi), opened(guest(cast.bikes_site))
    request = desk.file("restriction", subject=_whose(cast))["id"]
    assert seen(cast.ada, talk)["visitor"]["restricted"] is False
    desk.act(request, "accept")
    assert seen(cast.ada, talk)["visitor"]["restricted"] is True
    assert seen(cast.vi, talk)["visitor"]["restricted"] is False
    listed = cast.ada.api.get("/conversations")["items"]
    assert {one["id"]: one["visitor"]["restricted"] for one in listed} == {str(talk): True, str(other): False}
    desk.act(request, "lift", reason="They asked for it")
    assert seen(cast.ada, talk)["visitor"]["restricted"] is False


@pytest.mark.parametrize(("right", "about"), [("objection", {"purposes": ["board"]}), ("restriction", {})])
def test_who_does_not_want_it_is_not_on_the_board(
    cast: Cast, desk: Desk, log: Log, right: str, about: dict[str, Any]
) -> None:
    request = desk.file(right, subject=_whose(cast), about=about)["id"]
    desk.act(request, "accept")
    other = guest(cast.bikes_site)
    talk = opened(cast.vi)
    board = f"/workspaces/{cast.bikes.id}/visitors"
    with (
        serving(log) as port,
        Socket.of(port, cast.vi) as vi,
        Socket.of(port, other) as seen_one,
        Socket.of(port, cast.ada) as ada,
    ):
        for visitor in (vi, seen_one):
            visitor.hear("here")  # they have arrived
        here = [one["visitor_id"] for one in cast.ada.api.get(board)["items"]]
        assert here == [str(other.id)]
        ada.say(op="subscribe", ref=5, workspace=str(cast.bikes.id))
        assert [one["visitor"] for one in ada.hear("here")["visitors"]] == [str(other.id)]
        vi.follow(talk)
        assert vi.tell(talk, "I am here all the same")["op"] == "ack"  # to be answered is what they came for
    if right == "restriction":
        desk.act(request, "lift", reason="They asked for it")
        with serving(log) as port, Socket.of(port, cast.vi) as vi:
            vi.hear("here")
            assert [one["visitor_id"] for one in cast.ada.api.get(board)["items"]] == [str(cast.vi.id)]


def test_limits_of_who_is_not_here_any_more_are_forgotten(cast: Cast, desk: Desk) -> None:
    for right in ("objection", "restriction"):
        desk.act(desk.file(right, subject=_whose(cast))["id"], "accept")
    settle()
    assert restricted([cast.vi.id]) == {cast.vi.id}
    assert cast.vi.api.post("/me/departure").status == 204  # before they said anything
    settle()
    assert restricted([cast.vi.id]) == set()
    assert not Objection.objects.filter(who=cast.vi.id).exists()
