"""What a form says of someone becomes a contact, and proves nothing."""

from django.utils import timezone

from tests.cast import Cast
from troth.contacts.keep import keep
from troth.contacts.models import Contact, Identity


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
    known = keep(cast.bikes.id, "Vi")
    assert known is not None
    renamed = keep(cast.bikes.id, "Violet", "violet@example.test", known=known)
    assert renamed == known
    assert Contact.objects.get(id=known.id).name == "Violet"
    assert Identity.objects.get(contact=known).value == "violet@example.test"


def test_typing_somebodys_address_does_not_rename_them(cast: Cast) -> None:
    first = keep(cast.bikes.id, "Vi", "vi@example.test")
    assert keep(cast.bikes.id, "Mallory", "vi@example.test") == first
    assert first is not None
    assert Contact.objects.get(id=first.id).name == "Vi"


def test_a_proven_address_is_not_taken_by_typing_it(cast: Cast) -> None:
    owner = keep(cast.bikes.id, "The owner", "owner@example.test")
    Identity.objects.filter(contact=owner).update(verified_at=timezone.now())
    other = keep(cast.bikes.id, "Mallory", "owner@example.test")
    assert owner is not None
    assert other is not None
    assert other != owner
    assert Contact.objects.get(id=owner.id).name == "The owner"
