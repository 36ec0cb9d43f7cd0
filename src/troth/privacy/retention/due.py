"""What is due: for each kind the rows whose time is over at a moment, in one order, without those that are spared. The
dry run reads it and the run takes it; there is no other."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from troth.contacts.models import Contact
from troth.conversations.models import Conversation, File
from troth.datamap.keeping import CONVERSATION
from troth.post.models import Mail
from troth.sites.models import Site
from troth.visitors.models import Visitor

from ..consent_rows import Consent
from .rules import Rule, rules_of_all
from .spared import Spared

_OPEN, _CLOSED = Conversation.State.OPEN, Conversation.State.CLOSED
_ENDED = (Mail.State.SENT, Mail.State.CAPTURED, Mail.State.UNCERTAIN, Mail.State.FAILED)


class Due(NamedTuple):
    """rows: in the order of a run. kept: those that would be due, but are spared. since: the column of the event."""

    rows: QuerySet[Any]
    kept: QuerySet[Any]
    since: str


def due(site: Site, rule: Rule, at: datetime) -> Due:
    found, since = _OVER[rule.what](site, rule, at)
    held = held_of(rule.what, site.workspace_id, at)
    return Due(found.exclude(held).order_by("id"), found.filter(held), since)


def rows_of(what: str) -> QuerySet[Any]:
    return _MODELS[what]._default_manager.all()


def held_of(what: str, workspace: UUID, at: datetime, *, holds_alone: bool = False) -> Q:
    """Those rows of the kind that retention passes over."""
    return _HELD[what](Spared(workspace, at, holds_alone=holds_alone))


# --- whose time is over


def _contacts(site: Site, rule: Rule, at: datetime) -> tuple[QuerySet[Any], str]:
    """Whose last conversation, on whatever site, is over for longer than the rule of each site that knows them allows.
    Whom no site knows any more goes by the shortest of the rules."""
    talks = Conversation.objects.filter(contact=OuterRef("pk"))
    browsers = Visitor.objects.filter(contact=OuterRef("pk"))
    known_here = Exists(talks.filter(site=site)) | Exists(browsers.filter(site=site))
    known_nowhere = ~Exists(talks) & ~Exists(browsers)
    talking = talks.filter(state=_OPEN, last_at__gte=at - CONVERSATION.longest)
    rows = Contact.objects.filter(workspace=site.workspace_id, created_at__lt=rule.before(at))
    rows = rows.filter(known_here | known_nowhere).exclude(Exists(talking))
    rows = rows.exclude(_lately(talks, browsers, rule.before(at)))
    for days, sites in _longer(site, rule).items():
        until = Rule(what=rule.what, after=rule.after, days=days).before(at)
        rows = rows.exclude(_lately(talks.filter(site__in=sites), browsers.filter(site__in=sites), until))
    return rows, "created_at"


def _lately(talks: QuerySet[Any], browsers: QuerySet[Any], since: datetime) -> Q:
    return Q(Exists(talks.filter(last_at__gte=since))) | Q(Exists(browsers.filter(created_at__gte=since)))


def _longer(site: Site, rule: Rule) -> dict[int, list[UUID]]:
    """Days -> the other sites of the workspace that keep contacts so much longer."""
    others = Site.objects.filter(workspace=site.workspace_id).exclude(id=site.id).values_list("id", flat=True)
    found: dict[int, list[UUID]] = {}
    for one, rules in rules_of_all(others).items():
        for other in rules:
            if other.what == rule.what and other.days > rule.days:
                found.setdefault(other.days, []).append(one)
    return found


def _visitors(site: Site, rule: Rule, at: datetime) -> tuple[QuerySet[Any], str]:
    """Browsers of which no conversation is left: those that never wrote, and those whose talks have ended."""
    talks = Conversation.objects.filter(visitor=OuterRef("pk"))
    rows = Visitor.objects.filter(site=site, created_at__lt=rule.before(at))
    return rows.filter(~Exists(talks)), "created_at"


def _mails(site: Site, rule: Rule, at: datetime) -> tuple[QuerySet[Any], str]:
    """Those that are out or given up. Of no conversation: `forget_mails.py`."""
    talks = Conversation.objects.filter(site=site)
    return Mail.objects.filter(stream__in=talks.values("id"), at__lt=rule.before(at), state__in=_ENDED), "at"


def _files(site: Site, rule: Rule, at: datetime) -> tuple[QuerySet[Any], str]:
    over = Q(conversation__state=_CLOSED, uploaded_at__lt=rule.before(at))
    over |= Q(uploaded_at__lt=at - CONVERSATION.longest)
    rows = File.objects.filter(over, conversation__site=site).exclude(state=File.State.ARRIVING)
    return rows, "uploaded_at"


def _consents(site: Site, rule: Rule, at: datetime) -> tuple[QuerySet[Any], str]:
    return Consent.objects.filter(site=site, at__lt=rule.before(at)), "at"


def _conversations(site: Site, rule: Rule, at: datetime) -> tuple[QuerySet[Any], str]:
    """Closed ones. One that nobody ever closed ends at the longest time: a person who waits is not to be forgotten by a
    short rule."""
    since = {"closed": "closed_at", "last_message": "last_at"}[rule.after]
    over = Q((f"{since}__lt", rule.before(at)), state=_CLOSED)
    over |= Q(last_at__lt=at - CONVERSATION.longest, state=_OPEN)
    return Conversation.objects.filter(over, site=site, erased_at=None), since


_OVER: Mapping[str, Callable[[Site, Rule, datetime], tuple[QuerySet[Any], str]]] = {
    "contacts": _contacts, "visitors": _visitors, "mails": _mails, "files": _files, "consents": _consents,
    "conversations": _conversations,
}  # fmt: skip
_MODELS: Mapping[str, type[Model]] = {
    "contacts": Contact, "visitors": Visitor, "mails": Mail, "files": File, "consents": Consent,
    "conversations": Conversation,
}  # fmt: skip

# --- what is held


def _held_mails(held: Spared) -> Q:
    return Q(stream__in=Conversation.objects.filter(held.conversations()).values("id"))


def _held_consents(held: Spared) -> Q:
    return Q(visitor__in=Visitor.objects.filter(held.visitors()).values("id")) | held.sites()


_HELD: Mapping[str, Callable[[Spared], Q]] = {
    "contacts": Spared.contacts, "visitors": Spared.visitors, "mails": _held_mails,
    "files": lambda held: held.conversations("conversation__"), "consents": _held_consents,
    "conversations": Spared.conversations,
}  # fmt: skip
