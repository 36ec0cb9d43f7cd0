"""Somebody asks to be erased: the plan, its run, its certificate, and the answer; also where it can't be done."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

import troth.log
from tests.cast import Cast, guest
from tests.conversations.talk import close, opened
from tests.privacy.requests.desk import Desk, at, mails
from troth.contacts.models import Contact
from troth.datamap.erasing import Because, Reason
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.privacy.certificate import is_ours
from troth.privacy.erasers import erasers
from troth.privacy.erasure import Erasure
from troth.privacy.models import Look, Request, RequestStep, Restriction
from troth.privacy.plan import plan
from troth.privacy.requests.sealed import reply_key
from troth.privacy.requests.settle import settle
from troth.privacy.run import run
from troth.visitors.models import Visitor

ADDRESS = "vi.asks@example.test"
_HELD = Reason(code=Because.HELD, sentence="A legal hold of 3 May keeps them.")


def _asked(cast: Cast, desk: Desk, **more: Any) -> str:
    body = {"subject": {"kind": "visitor", "id": str(cast.vi.id)}, "words": "Forget me", "reply_to": ADDRESS, **more}
    return str(desk.file("erasure", **body)["id"])


def _talked(cast: Cast) -> UUID:
    talk = opened(cast.vi)
    close(cast.ada, talk)
    return talk


def test_the_plan_is_looked_at_and_that_very_plan_is_run(cast: Cast, desk: Desk) -> None:
    _talked(cast)
    request = _asked(cast, desk)
    shown = desk.act(request, "plan").body
    assert shown["blockers"] == []
    assert "rows visitors.Visitor" in {step["store"] for step in shown["steps"] if step["count"] == 1}
    assert any("address to which the answer" in one for one in shown["retained"])
    assert [one["sentence"] for one in shown["reasons"]] == shown["retained"] + shown["out_of_scope"]
    assert {one["code"] for one in shown["reasons"]} >= {"answer_owed", "backups"}
    assert Visitor.objects.filter(id=cast.vi.id).exists()
    done = desk.act(request, "erase", hash=shown["hash"])
    assert done.status == 200, done
    assert is_ours(done.body)
    assert (done["plan"], done["reasons"]) == (shown["hash"], shown["reasons"])
    assert [step["count"] for step in done["steps"]] == [step["count"] for step in shown["steps"]]
    assert not Visitor.objects.filter(id=cast.vi.id).exists()
    seen = desk.get(request).body
    assert (seen["state"], seen["outcome"], seen["subject"], seen["words"]) == ("done", "done", None, "")
    assert seen["erasure"] == {"state": "done", "certificate": done.body}
    assert [step["what"] for step in seen["history"]] == ["filed", "erased", "done"]
    assert desk.get(request, "/certificate").body == done.body
    assert desk.act(request, "erase", hash=shown["hash"]).body == done.body  # a repeat is harmless


def test_the_person_is_told_and_then_forgotten(cast: Cast, desk: Desk) -> None:
    _talked(cast)
    request = _asked(cast, desk)
    desk.act(request, "note", text="It is Vi Castellanos of the harbour")
    assert desk.act(request, "erase", hash=desk.act(request, "plan")["hash"]).status == 200
    log = troth.log.current()
    assert mails(request)[-1][0].endswith("is done")
    assert log.keys_left(cast.bikes.id, [UUID(request)], [UUID(request)]) == []  # what was asked opens no more
    assert desk.get(request)["reply_to"] == ADDRESS
    settle()
    assert desk.get(request)["reply_to"] == ADDRESS  # the mail still waits
    Mail.objects.filter(stream=UUID(request)).update(state=Mail.State.SENT)
    settle()
    row = Request.objects.get(id=request)
    assert (row.who, row.mark, row.words, row.about, row.reply_to, row.answer) == (None,) * 6
    assert not RequestStep.objects.filter(request=row, words__isnull=False).exists()
    assert log.keys_left(cast.bikes.id, [reply_key(row.id)], [row.id]) == []
    assert not Mail.objects.filter(stream=row.id).exists()


def test_a_plan_that_is_not_true_any_more_is_not_run(cast: Cast, desk: Desk) -> None:
    _talked(cast)
    request = _asked(cast, desk)
    shown = desk.act(request, "plan")["hash"]
    _talked(cast)
    changed = desk.act(request, "erase", hash=shown)
    assert (changed.status, changed.code) == (409, "plan_changed")
    assert desk.get(request)["erasure"] is None
    assert desk.act(request, "erase", hash="0" * 64).status == 409
    assert Visitor.objects.filter(id=cast.vi.id).exists()


def test_nobody_is_erased_in_the_middle_of_a_talk_unless_forced(cast: Cast, desk: Desk) -> None:
    opened(cast.vi)
    request = _asked(cast, desk)
    shown = desk.act(request, "plan").body
    assert len(shown["blockers"]) == 1
    told = [one for one in shown["reasons"] if one["sentence"] == shown["blockers"][0]]
    assert [(one["code"], one["params"]) for one in told] == [("talks_open", {"n": 1})]
    refused = desk.act(request, "erase", hash=shown["hash"])
    assert (refused.status, refused.code) == (409, "conflict")
    assert desk.get(request)["erasure"] is None
    forced = desk.act(request, "plan", force=True).body
    assert forced["blockers"] == []
    assert desk.act(request, "erase", hash=forced["hash"], force=True).status == 200


def test_nobody_is_erased_who_must_be_kept(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasers, "blockers", [*erasers.blockers, lambda _: [_HELD]])
    _talked(cast)
    request = _asked(cast, desk)
    for force in (False, True):
        shown = desk.act(request, "plan", force=force).body
        refused = desk.act(request, "erase", hash=shown["hash"], force=force)
        assert (refused.status, refused["detail"]) == (409, "A legal hold of 3 May keeps them.")
    assert desk.get(request)["state"] == "open"
    assert Visitor.objects.filter(id=cast.vi.id).exists()


def test_it_must_be_known_whose_data_goes(desk: Desk) -> None:
    request = desk.file("erasure", reply_to=ADDRESS)["id"]
    for answer in (desk.act(request, "plan"), desk.act(request, "erase", hash="0" * 64)):
        assert (answer.status, answer.code) == (409, "nobody_known")
    other = desk.file("access")["id"]
    assert desk.act(other, "plan").status == 409
    assert desk.get(other, "/certificate").status == 404


def test_twice_at_once_is_once(cast: Cast, desk: Desk) -> None:
    _talked(cast)
    request = _asked(cast, desk)
    shown = desk.act(request, "plan")["hash"]
    found: list[int] = []
    both = threading.Barrier(2)

    def go() -> None:
        from django.db import connection

        both.wait()
        try:
            found.append(desk.act(request, "erase", hash=shown).status)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 200 in found
    assert set(found) <= {200, 409}
    assert Erasure.objects.filter(workspace=cast.bikes.id).count() == 1
    assert [step["what"] for step in desk.get(request)["history"]].count("erased") == 1


def _cut(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies in this step."""
    import dataclasses

    def die(_: object) -> None:
        raise RuntimeError("killed")

    cut = [dataclasses.replace(step, clear=die) if step.store == store else step for step in erasers.steps]
    monkeypatch.setattr(erasers, "steps", cut)


def test_cut_off_in_the_middle_it_goes_on_and_is_answered(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _talked(cast)
    request = _asked(cast, desk)
    shown = desk.act(request, "plan")["hash"]
    with monkeypatch.context() as patch:
        _cut("rows visitors.Visitor", patch)
        assert desk.act(request, "erase", hash=shown).status == 500
    cut = desk.get(request).body
    assert cut["erasure"] == {"state": "running", "certificate": None}
    assert desk.act(request, "done").status == 409
    assert desk.act(request, "refuse", reason="unfounded", text="No").status == 409
    again = desk.act(request, "erase", hash=shown)
    assert (again.status, again["plan"]) == (200, shown)
    assert desk.get(request)["state"] == "done"


def test_cut_off_before_its_answer_the_hour_gives_it(cast: Cast, desk: Desk) -> None:
    _talked(cast)
    request = _asked(cast, desk)
    Request.objects.filter(id=request).update(erasing=True)
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))
    settle()
    seen = desk.get(request).body
    assert (seen["state"], seen["erasure"]["state"]) == ("done", "done")
    assert mails(request)[-1][0].endswith("is done")


def test_their_other_requests_are_of_nobody(cast: Cast, desk: Desk) -> None:
    _talked(cast)
    whose = {"kind": "visitor", "id": str(cast.vi.id)}
    answered = desk.file("complaint", subject=whose, words="Rude", reply_to=ADDRESS)["id"]
    desk.act(answered, "done", text="Sorry, Vi")
    waits = desk.file("restriction", subject=whose, words="Stop", reply_to=ADDRESS)["id"]
    desk.act(waits, "accept")
    request = _asked(cast, desk)
    stranger = desk.file("access", subject={"kind": "visitor", "id": str(guest(cast.bikes_site).id)}, words="Mine")
    assert desk.act(request, "erase", hash=desk.act(request, "plan")["hash"]).status == 200
    for one in (answered, waits):
        seen = desk.get(one).body
        assert (seen["state"], seen["subject"], seen["words"], seen["reply_to"], seen["answer"]) == (
            "done", None, "", "", "",
        )  # fmt: skip
        assert not Mail.objects.filter(stream=UUID(one)).exists()
    assert desk.get(waits)["outcome"] == "erased"
    assert not Restriction.objects.filter(who=cast.vi.id).exists()
    assert not Look.objects.filter(object=cast.vi.id).exists()
    assert desk.get(stranger["id"])["words"] == "Mine"


def test_a_contact_is_erased_from_a_request(cast: Cast, desk: Desk) -> None:
    address = f"{new_id().hex}@example.test"
    close(cast.ada, opened(cast.vi, fields={"name": "Vi", "email": address}))
    contact = Contact.objects.get(workspace=cast.bikes)
    request = desk.file("child", subject={"kind": "contact", "id": str(contact.id)}, reply_to=ADDRESS)["id"]
    assert desk.act(request, "erase", hash=desk.act(request, "plan")["hash"]).status == 200
    assert not Contact.objects.filter(id=contact.id).exists()


def test_somebody_of_the_team_who_left_is_erased_from_what_they_did(cast: Cast, desk: Desk) -> None:
    request = desk.file("complaint")["id"]
    desk.api.put(f"{desk.place}/settings", privacy_contact=desk.who.person.email)
    member = desk.who.member(cast.bikes)
    assert cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{member.id}").status == 204
    run(plan(cast.bikes.id, Subject.PERSON, desk.who.person.id))
    seen = cast.ada.api.get(f"{desk.place}/requests/{request}").body
    assert [(step["what"], step["by"]) for step in seen["history"]] == [("filed", None)]
    assert cast.ada.api.get(f"{desk.place}/settings")["privacy_contact"] == ""
    looks = cast.ada.api.get(f"{desk.place}/looks")["items"]
    assert {look["by"] and look["by"]["id"] for look in looks} == {None, str(cast.ada.member(cast.bikes).id)}


def test_what_was_answered_long_ago_is_forgotten(desk: Desk) -> None:
    request = desk.file("complaint")["id"]
    desk.act(request, "done")
    with at(now() + timedelta(days=3 * 365 + 1)):
        settle()
    assert not Request.objects.filter(id=request).exists()
