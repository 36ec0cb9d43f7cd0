"""A workspace whose day has come goes with all that is in it, and nothing of another one does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

import troth.log
from tests.cast import Agent, Cast, Guest
from tests.conversations.talk import close as close_talk
from tests.conversations.talk import events, join, opened, say
from tests.conversations.test_files import upload
from tests.privacy.closing.test_asking import close, hold, place
from tests.privacy.packages import made, made_whole
from tests.proofs.logs import signed
from tests.proofs.talks import key, transcript
from troth.accounts.models import Member, Person, Workspace
from troth.conversations.files import place_of
from troth.conversations.models import File
from troth.datamap.erasing import Order
from troth.filestore import open_store
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.errors import Busy, Conflict
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.privacy.certificate import is_ours
from troth.privacy.closing import due
from troth.privacy.closing.due import forget, run_due
from troth.privacy.closing.endings import endings
from troth.privacy.closing.letter import compose
from troth.privacy.closing.marks import workspace_mark
from troth.privacy.closing.rows import Closing
from troth.privacy.closing.run import run
from troth.proofs.verify import verify
from troth.sites.models import Site
from troth.vault.contract import KeyringAway

# random ids, numbers, proofs
KEPT = {
    "privacy_closing", "privacy_closingstep", "log_event", "log_feed", "log_outbox", "search_gone",
    "proofs_tree", "proofs_tile", "proofs_places", "proofs_tombstone", "proofs_checkpoint",
}  # fmt: skip


def lived_in(cast: Cast, by: Agent, vi: Guest, site: Site) -> UUID:
    """Something in every store of a workspace."""
    mail = f"vi.{site.workspace_id.hex}@example.test"
    talk = opened(vi, "Words of the shop", fields={"name": "Vi Tran", "email": mail})
    say(vi, talk, "", files=[upload(vi, talk).id])
    join(by, talk)
    say(by, talk, "An answer")
    by.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="A note")
    vi.api.post(f"/conversations/{talk}/transcripts", client_id=new_id(), address=mail)
    close_talk(by, talk)
    vi.api.post(f"/conversations/{talk}/rating", client_id=new_id(), score=4, comment="Fine")
    room = f"/workspaces/{site.workspace_id}/privacy"
    asked = by.api.post(f"{room}/requests", right="complaint", subject={"kind": "visitor", "id": vi.id}, words="Why?")
    assert asked.status == 201, asked
    by.api.post(f"{room}/requests/{asked['id']}/note", text="Called them")
    by.api.put(f"{room}/settings", time_zone="UTC", privacy_contact="privacy@example.test")
    by.api.put(f"{room}/sites/{site.id}/retention", rules=[{"what": "files", "after": "created", "days": 90}])
    held = by.api.post(f"{room}/holds", subject={"kind": "visitor", "id": vi.id}, reason="Court order 7")
    by.api.post(f"{room}/holds/{held['id']}/lift", reason="It is over")
    vi.api.post("/me/data-code")
    made(site.workspace, vi.id)
    made_whole(site.workspace)
    return talk


def day_comes(cast: Cast) -> Closing:
    """What the hourly job does, once the day has come."""
    Closing.objects.filter(workspace=cast.bikes.id, state="asked").update(closes_at=now())
    run_due()
    return Closing.objects.filter(workspace=cast.bikes.id).order_by("-asked_at")[0]


def tables_with(*ids: UUID) -> set[str]:
    """Tables in which one of these stands in any column, however it is written."""
    found = set()
    forms = {form for one in ids for form in (one.hex, str(one), one.bytes.hex())}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                said = " ".join(bytes(one).hex() if isinstance(one, bytes | memoryview) else str(one) for one in row)
                if any(form in said for form in forms):
                    found.add(table)
    return found


def test_what_people_hold_of_it_verifies_as_before_and_its_log_stands_still(cast: Cast) -> None:
    talk = opened(cast.vi, "Words of the shop")
    note = signed(cast)
    file = transcript(cast.ada, talk)
    close(cast)
    assert day_comes(cast).state == "done"
    assert signed(cast) == note
    assert verify(file, key(), note).good


def test_nothing_of_it_is_left_and_all_of_another_is(cast: Cast) -> None:
    talk = lived_in(cast, cast.ada, cast.vi, cast.bikes_site)
    other = lived_in(cast, cast.ada, cast.val, cast.tea_site)
    before = events(cast.ada, other)
    ids = [cast.bikes.id, cast.bikes_site.id, talk, cast.vi.id, cast.ben.member(cast.bikes).id]
    keys = troth.log.current().some_keys(cast.bikes.id, 10_000)
    files = list(File.objects.filter(conversation=talk).values_list("id", flat=True))
    assert len(tables_with(*ids)) > 18
    close(cast)
    row = day_comes(cast)
    assert row.state == "done", row.trouble
    assert tables_with(*ids) <= KEPT
    assert troth.log.current().keyring.keys(keys) == {}
    assert not File.objects.filter(id__in=files).exists()
    assert Workspace.objects.filter(id=cast.tea.id).exists()
    assert events(cast.ada, other) == before
    assert cast.ada.api.get(f"/conversations/{talk}").code == "not_found"
    own = File.objects.get(conversation=other)
    assert open_store(config.current().files).get(place_of(own.id))


def test_people_stay_where_they_work_elsewhere(cast: Cast) -> None:
    ben = cast.ben.person.id
    close(cast)
    day_comes(cast)
    assert Person.objects.filter(id=cast.ada.person.id).exists()
    assert [row["slug"] for row in cast.ada.api.get("/workspaces")["items"]] == [cast.tea.slug]
    assert not Person.objects.filter(id=ben).exists(), "his login opened nothing else"
    assert cast.ben.api.get("/workspaces").status == 401


def test_the_certificate_names_nobody_and_is_mailed_to_the_owners(cast: Cast) -> None:
    lived_in(cast, cast.ada, cast.vi, cast.bikes_site)
    close(cast)
    row = day_comes(cast)
    told = row.certificate
    assert told is not None
    assert is_ours(told)
    assert (told["subject"], told["level"], told["next"]["level"]) == ("workspace", 2, 3)
    counts = {step["store"]: step["count"] for step in told["steps"]}
    assert counts["rows conversations.Conversation"] == 1
    assert counts["files of conversations"] == 1
    assert counts["keys"] > 3
    said = str(told) + str(row.plan)
    for word in ("Bikes", cast.bikes.slug, "Ada", "Vi Tran", "Court order", str(cast.vi.id)):
        assert word not in said
    (mail,) = Mail.objects.filter(workspace=row.id)
    letter = compose(mail)
    assert letter is not None
    assert str(letter["Subject"]) == "Bikes is closed"
    (attached,) = letter.iter_attachments()
    assert told["signature"] in attached.get_content().decode()
    Closing.objects.filter(id=row.id).update(done_at=now() - timedelta(days=8))
    assert forget() >= 1
    row.refresh_from_db()
    assert (row.letter, row.by) == (None, None)
    assert not Mail.objects.filter(workspace=row.id).exists()
    assert row.certificate == told


@pytest.mark.parametrize("order", list(Order))
def test_killed_in_the_middle_it_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch, order: Order) -> None:
    lived_in(cast, cast.ada, cast.vi, cast.bikes_site)
    close(cast)
    whole = list(endings.steps)
    place_ = max(n for n, step in enumerate(whole) if step.order == order)
    monkeypatch.setattr(endings, "steps", [*whole[:place_], broken(whole[place_]), *whole[place_ + 1 :]])
    row = day_comes(cast)
    assert row.state == "running"
    assert "written" in row.trouble
    if order > Order.DOORS:
        assert not Member.objects.filter(workspace=cast.bikes, active=True).exists(), "nobody gets in any more"
    monkeypatch.setattr(endings, "steps", whole)
    run_due()
    row.refresh_from_db()
    assert row.state == "done"
    assert tables_with(cast.bikes.id) <= KEPT
    counts = {step["store"]: step["count"] for step in (row.certificate or {})["steps"]}
    assert counts["rows conversations.Conversation"] == 1


def broken(step: Any) -> Any:
    def stop(_workspace: UUID, _renew: Callable[[], None]) -> None:
        raise Busy("Something of it is still being written.")

    return replace(step, clear=stop)


def test_what_is_being_deleted_is_neither_held_nor_undone(cast: Cast) -> None:
    close(cast)
    Closing.objects.filter(workspace=cast.bikes.id).update(state="running", at=now())
    assert hold(cast).code == "conflict"
    refused = cast.ada.api.post(place(cast, "/undo"))
    assert refused.code == "conflict"
    assert "begun" in refused["detail"]


def test_a_hold_that_was_lifted_lets_it_go(cast: Cast) -> None:
    close(cast)
    placed = hold(cast)
    assert day_comes(cast).state == "asked"
    cast.ada.api.post(f"/workspaces/{cast.bikes.id}/privacy/holds/{placed['id']}/lift", reason="It is over")
    assert day_comes(cast).state == "done"


def test_two_at_once_are_one(cast: Cast) -> None:
    """Whoever comes second is told, and the first goes on."""
    close(cast)
    row = Closing.objects.get(workspace=cast.bikes.id)
    Closing.objects.filter(id=row.id).update(holder=new_id(), held_until=now() + timedelta(minutes=1))
    with pytest.raises(Conflict, match="being deleted"):
        run(row.id)
    assert Workspace.objects.filter(id=cast.bikes.id).exists()


def test_while_the_keyring_is_away_it_waits_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lived_in(cast, cast.ada, cast.vi, cast.bikes_site)
    close(cast)

    def away(_keys: object) -> int:
        raise KeyringAway

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(troth.log.current().keyring, "destroy", away)
        row = day_comes(cast)
    assert row.state == "running"
    assert row.trouble.startswith("The keyring did not answer")
    assert cast.vi.api.get("/me").status == 401, "nobody gets in, and nothing of it is served meanwhile"
    run_due()
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("done", "")


def test_what_a_restored_backup_brings_back_goes_again(cast: Cast) -> None:
    """As at a start: the tombstones name it, and nobody asks its owners any more."""
    lived_in(cast, cast.ada, cast.vi, cast.bikes_site)
    hold(cast)
    stone = workspace_mark(cast.bikes.id)
    assert due.note([stone]) == 1
    assert due.note([stone]) == 0
    assert due.settle() == 1
    assert not Workspace.objects.filter(id=cast.bikes.id).exists()
    assert tables_with(cast.bikes.id, cast.vi.id) <= KEPT
    row = Closing.objects.get(workspace=cast.bikes.id)
    assert row.state == "done"
    assert not Mail.objects.filter(workspace=row.id).exists()
    assert ("workspace", stone) in due.stones()
