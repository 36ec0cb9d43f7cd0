"""Erase a person from the sites of a workspace: how visitors saw them there, and their address among those that get
transcripts."""

from collections.abc import Iterator

from troth.accounts.models import Person
from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .models import Alias, Site

_OF_A_PERSON = frozenset({Subject.PERSON})


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows sites.Alias", "deleted", Order.ROWS, _OF_A_PERSON,
            lambda scope: Alias.objects.filter(member_id__in=scope.members).count(),
            lambda scope: _forget(scope), ("rows sites.Alias",),
        ),
        Step(
            "rows sites.Site", "their address gets no transcripts any more", Order.ROWS, _OF_A_PERSON,
            lambda scope: len(list(sent_to(scope))), lambda scope: _send_no_more(scope),
            ("rows sites.Site: transcript_addresses.*",),
        ),
    )  # fmt: skip


def _forget(scope: Scope) -> None:
    Alias.objects.filter(member_id__in=scope.members).delete()


def sent_to(scope: Scope) -> Iterator[tuple[Site, list[str]]]:
    """Sites that send to the person, each with the other addresses."""
    email = Person.objects.filter(id=scope.person).values_list("email", flat=True).first()
    for site in Site.objects.filter(workspace_id=scope.workspace):
        others = [one for one in site.transcript_addresses if one.casefold() != (email or "").casefold()]
        if len(others) < len(site.transcript_addresses):
            yield site, others


def _send_no_more(scope: Scope) -> None:
    for site, others in sent_to(scope):
        site.transcript_addresses = others
        site.save(update_fields=["transcript_addresses"])
