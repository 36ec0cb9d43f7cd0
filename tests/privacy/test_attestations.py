"""What no machine can see stands on somebody's word: with evidence, of an owner, until a day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cast import Answer, Cast
from tests.privacy.at_the_portal import Later
from tests.privacy.attested import EVIDENCE, WITH_A_DOOR, attestation
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.post.models import Mail
from troth.privacy.attestation.attest import withdraw
from troth.privacy.attestation.letter import KIND, compose, remind
from troth.privacy.attestation.measures import attested, measures
from troth.privacy.attestation.rows import Attestation
from troth.privacy.notice import verdicts
from troth.privacy.plan import plan
from troth.privacy.profile.rows import Chosen
from troth.privacy.profile.set_profile import put_profile
from troth.privacy.run import run


@pytest.fixture
def doors(cast: Cast) -> Cast:
    put_profile(cast.bikes.id, WITH_A_DOOR, apply=True)
    return cast


def at(cast: Cast, path: str = "") -> str:
    return f"/workspaces/{cast.bikes.id}/privacy/measures{path}"


def listed(cast: Cast) -> dict[str, Any]:
    return {one["control"]: one for one in cast.ada.api.get(at(cast))["items"]}


def attest(cast: Cast, days: int = 60, **more: Any) -> Answer:
    return cast.ada.api.post(at(cast, "/doors/attestations"), **attestation(days, **more))


def standing(cast: Cast) -> dict[str, str]:
    """Past the API, whose passes end when the clock is moved."""
    return {one.control.name: one.standing for one in measures(cast.bikes.id)}


def found(cast: Cast, at: datetime | None = None) -> Any:
    """As the run of the checks asks."""
    return attested(cast.bikes.id, at).get("doors")


def test_what_nobody_attested_is_missing_and_what_somebody_did_counts_until_its_day(doors: Cast) -> None:
    assert [one["standing"] for one in listed(doors).values()] == ["missing", "missing"]
    assert found(doors) is None
    made = attest(doors)
    assert made.status == 201, made
    assert (made["standing"], made["kept_by"]) == ("attested", "ops")
    assert made["promises"] == [{"id": "locked", "text": "Our doors are locked at night."}]
    last = made["last"]
    assert (last["owner"]["name"], last["evidence"], last["sha256"]) == ("Ada Lindqvist", "doors-2026.pdf", EVIDENCE)
    until = datetime.fromisoformat(made["until"])
    assert found(doors) == until
    assert found(doors, until - timedelta(seconds=1)) == until
    assert "ended on" in found(doors, until)
    assert list(listed(doors)) == ["alarm", "doors"], "what needs somebody comes first"


def test_it_is_told_before_its_end_and_stands_first_after_it(doors: Cast, later: Later) -> None:
    attest(doors)
    later(days=45)
    assert standing(doors)["doors"] == "soon"
    assert isinstance(found(doors), datetime), "it counts to the end"
    later(days=20)
    assert list(standing(doors).items()) == [("doors", "overdue"), ("alarm", "missing")]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"days": -1}, "due"),
        ({"days": 0}, "due"),
        ({"days": 92}, "due"),
        ({"evidence": "  "}, "evidence"),
        ({"sha256": "z" * 64}, "sha256"),
        ({"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}, "sha256"),
        ({"owner": "01234567-89ab-7def-8123-456789abcdef"}, "owner"),
    ],
)
def test_evidence_that_shows_nothing_or_lasts_too_long_is_refused(
    doors: Cast, more: dict[str, Any], field: str
) -> None:
    refused = attest(doors, **more)
    assert (refused.status, list(refused["fields"])) == (422, [field]), refused
    assert listed(doors)["doors"]["standing"] == "missing"


def test_who_owns_it_is_of_this_team(doors: Cast) -> None:
    assert attest(doors, owner=str(doors.ada.member(doors.tea).id)).status == 422, "that is a member of another"
    ben = doors.ben.member(doors.bikes)
    assert attest(doors, owner=str(ben.id))["last"]["owner"]["name"] == ben.name
    doors.ada.api.delete(f"/workspaces/{doors.bikes.id}/members/{ben.id}")
    assert listed(doors)["doors"]["standing"] == "ownerless"
    assert "owns the control doors" in found(doors)


def test_a_newer_one_takes_the_place_of_an_older_and_both_stay(doors: Cast) -> None:
    attest(doors, 30)
    attest(doors, 80, evidence="https://papers.example/doors")
    assert listed(doors)["doors"]["last"]["evidence"] == "https://papers.example/doors"
    rows = doors.ada.api.get(at(doors, "/doors/attestations"), limit=1)
    assert [row["evidence"] for row in rows["items"]] == ["https://papers.example/doors"]
    rest = doors.ada.api.get(at(doors, "/doors/attestations"), cursor=rows["next"])
    assert [row["evidence"] for row in rest["items"]] == ["doors-2026.pdf"]
    assert rest["next"] is None


def test_what_is_taken_back_counts_no_longer_also_in_the_notice(doors: Cast) -> None:
    withdraw = at(doors, "/doors/withdraw")
    assert doors.ada.api.post(withdraw).status == 409, "nothing is attested"
    attest(doors)
    verdicts.write(doors.bikes.id, [verdicts.Found("locked", "ATTESTED"), verdicts.Found("greeting", "KEPT")], now())
    assert doors.ada.api.post(withdraw)["standing"] == "withdrawn"
    assert list(verdicts.of_workspace(doors.bikes.id)) == ["greeting"]
    assert "taken back" in found(doors)
    assert doors.ada.api.post(withdraw).status == 409
    assert [row["act"] for row in doors.ada.api.get(at(doors, "/doors/attestations"))["items"]] == [
        "withdrawn", "attested",
    ]  # fmt: skip
    attest(doors)
    assert listed(doors)["doors"]["standing"] == "attested"


@pytest.mark.parametrize(
    "change",
    [
        {"until": now() + timedelta(days=80)}, {"sha256": "0" * 64}, {"evidence": "other.pdf"},
        {"at": now() - timedelta(days=1)}, {"owner": "01234567-89ab-7def-8123-456789abcdef"},
    ],
)  # fmt: skip
def test_a_row_that_was_changed_afterwards_counts_for_nothing(doors: Cast, change: dict[str, Any]) -> None:
    attest(doors)
    row = Attestation.objects.get(workspace=doors.bikes)
    with pytest.raises(TypeError):
        row.save()
    Attestation.objects.filter(id=row.id).update(**change)
    assert listed(doors)["doors"]["standing"] == "altered"
    assert "changed afterwards" in found(doors)


def test_a_row_that_was_deleted_is_missed_also_the_newest(doors: Cast) -> None:
    attest(doors)
    doors.ada.api.post(at(doors, "/doors/withdraw"))
    rows = Attestation.objects.filter(workspace=doors.bikes).order_by("-id")
    rows.filter(id=rows[0].id).delete()
    assert listed(doors)["doors"]["standing"] == "altered", "what took it back is gone"
    assert "deleted" in found(doors)
    assert listed(doors)["alarm"]["standing"] == "missing", "of another control nothing is"
    attest(doors, 30)
    assert listed(doors)["doors"]["standing"] == "attested", "it is its own evidence"
    rows.filter(id=rows.order_by("id")[0].id).delete()
    assert listed(doors)["doors"]["standing"] == "altered", "an older one"
    rows.delete()
    assert listed(doors)["doors"]["standing"] == "altered", "all of them"
    assert "deleted" in found(doors)


@pytest.mark.parametrize("kept", ["", "{}", "[]", "no", '{"doors": ""}'])
def test_the_hash_over_the_rows_can_not_be_done_without(doors: Cast, kept: str) -> None:
    attest(doors)
    put_profile(doors.bikes.id, WITH_A_DOOR.replace("at night", "by day"), apply=True)
    assert listed(doors)["doors"]["standing"] == "attested", "it outlives another profile"
    Chosen.objects.filter(workspace=doors.bikes).update(attested=kept)
    assert listed(doors)["doors"]["standing"] == "altered"


def test_a_profile_that_became_stricter_ends_evidence_earlier(doors: Cast, later: Later) -> None:
    attest(doors, 80)
    put_profile(doors.bikes.id, WITH_A_DOOR.replace("P90D", "P20D"), apply=True)
    later(days=21)
    assert standing(doors)["doors"] == "overdue"


def test_a_measure_that_the_profile_does_not_have_is_none(doors: Cast) -> None:
    assert doors.ada.api.post(at(doors, "/windows/attestations"), **attestation()).status == 404
    assert doors.ada.api.get(at(doors, "/windows/attestations")).status == 404
    attest(doors)
    put_profile(doors.bikes.id, WITH_A_DOOR.replace("controls.doors", "controls.gate").replace('"doors"', '"gate"'))
    assert "doors" not in listed(doors)
    assert doors.ada.api.get(at(doors, "/doors/attestations"))["items"], "what was attested can still be read"


def test_only_owners_and_officers_attest_and_see(doors: Cast) -> None:
    for answer in (doors.ben.api.get(at(doors)), doors.ben.api.post(at(doors, "/doors/withdraw"))):
        assert answer.status == 403
    assert doors.cy.api.get(at(doors)).status == 404


def test_who_is_erased_leaves_the_row_and_the_measure_needs_another_owner(doors: Cast) -> None:
    ben = doors.ben.member(doors.bikes)
    attest(doors, owner=str(ben.id))
    doors.ada.api.delete(f"/workspaces/{doors.bikes.id}/members/{ben.id}")
    run(plan(doors.bikes.id, Subject.PERSON, doors.ben.person.id))
    row = Attestation.objects.get(workspace=doors.bikes)
    assert row.owner is None
    assert row.by is not None, "who wrote it down is another"
    assert listed(doors)["doors"]["standing"] == "ownerless", "and not altered: it was left, not changed"


def test_its_owner_is_mailed_before_the_day_and_once_more_after_it(doors: Cast, later: Later) -> None:
    def mails() -> list[str]:
        rows = Mail.objects.filter(workspace=doors.bikes.id, kind=KIND).order_by("at", "id")
        told = [compose(row) for row in rows]
        return [str(one["Subject"]) if one else "nothing to tell any more" for one in told]

    def remind_all() -> None:
        after = remind()
        while after:
            after = remind(after)

    ben = doors.ben.member(doors.bikes)
    attest(doors, 60, owner=str(ben.id))
    remind_all()
    assert mails() == []
    later(days=45)
    remind_all()
    remind_all()
    assert len(mails()) == 1, "once"
    assert mails()[0].startswith("doors is due again on")
    later(days=16)
    remind_all()
    assert mails() == ["doors is overdue", "doors is overdue"], "one that still waits says what is true now"
    message = compose(Mail.objects.filter(kind=KIND, workspace=doors.bikes.id).latest("at"))
    assert message is not None
    assert f"/console/privacy/{doors.bikes.id}/measures" in message.get_content()
    withdraw(doors.bikes.id, "doors")
    assert set(mails()) == {"nothing to tell any more"}
