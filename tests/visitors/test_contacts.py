"""What a form says of someone becomes a contact, and proves nothing."""

from django.utils import timezone

from tests.cast import Cast
from troth.contacts.keep import keep
from troth.contacts.models import Contact, Identity
from troth.contacts.queries import known
from troth.contacts.seal_clear import seal_clear
from troth.kernel.ids import new_id
from troth.log import Log


def test_the_same_address_is_the_same_contact_in_one_workspace_only(cast: Cast) -> None:
    first = keep(cast.bikes.id, "Vi", "Vi@Example.test")
    again = keep(cast.bikes.id, "", " vi@example.test")
    other = keep(cast.tea.id, "Vi", "vi@example.test")
    assert first is not None
    assert again == first
    assert other != first
    assert Identity.objects.get(contact=first).verified_at is None


def test_nothing_written_is_nobody(cast: Cast) -> None:
    assert keep(cast.bikes.id) is None
    assert keep(cast.bikes.id, "  ", "") is None


def test_who_was_known_stays_themselves_under_a_new_name(cast: Cast) -> None:
    vi = keep(cast.bikes.id, "Vi")
    assert vi is not None
    renamed = keep(cast.bikes.id, "Violet", "violet@example.test", known=vi)
    assert renamed == vi
    assert known(Contact.objects.filter(id=vi.id))[vi.id].name == "Violet"
    assert known(Contact.objects.filter(id=vi.id))[vi.id].email == "violet@example.test"


def test_typing_somebodys_address_does_not_rename_them(cast: Cast) -> None:
    first = keep(cast.bikes.id, "Vi", "vi@example.test")
    assert keep(cast.bikes.id, "Mallory", "vi@example.test") == first
    assert first is not None
    assert known(Contact.objects.filter(id=first.id))[first.id].name == "Vi"


def test_a_proven_address_is_not_taken_by_typing_it(cast: Cast) -> None:
    owner = keep(cast.bikes.id, "The owner", "owner@example.test")
    Identity.objects.filter(contact=owner).update(verified_at=timezone.now())
    other = keep(cast.bikes.id, "Mallory", "owner@example.test")
    assert owner is not None
    assert other is not None
    assert other != owner
    assert known(Contact.objects.filter(id=owner.id))[owner.id].name == "The owner"


def test_what_was_kept_in_clear_is_sealed_and_found_as_before(cast: Cast) -> None:
    ids = [new_id() for _ in range(3)]
    for number, contact in enumerate(ids):
        Contact.objects.create(id=contact, workspace=cast.bikes, clear_name=f"Vi {number}")
        Identity.objects.create(
            workspace=cast.bikes, contact_id=contact, kind="email", clear_value=f"vi{number}@example.test"
        )
    assert seal_clear() == 6
    assert seal_clear() == 0
    rows = known(Contact.objects.filter(id__in=ids))
    assert [rows[one] for one in ids] == [(f"Vi {n}", f"vi{n}@example.test") for n in range(3)]
    again = keep(cast.bikes.id, email="vi1@example.test")
    assert again is not None
    assert again.id == ids[1]


def test_nothing_of_a_contact_is_read_once_their_key_is_destroyed(cast: Cast, log: Log) -> None:
    vi = keep(cast.bikes.id, "Vi", "vi@example.test")
    assert vi is not None
    assert log.erase(cast.bikes.id, vi.id, vi.id) == 1
    assert known(Contact.objects.filter(id=vi.id))[vi.id] == ("", "")
