"""What goes when a workspace closes, of the rooms below and of this one: doors first, then keys, then copies that are
found by rows that are still there, then the rows."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

import troth.log
from troth.accounts.models import Member
from troth.conversations.erase import take_away as take_away_files
from troth.conversations.models import File
from troth.datamap.closing import Ending, Renew
from troth.datamap.erasing import InHand, Order
from troth.kernel.clock import now
from troth.post.erase import take_away as take_away_mails
from troth.post.models import Mail
from troth.visitors.models import Visitor

from ..access.end import end
from ..access.orders import AccessOrder
from .people import people_go
from .rows_of import AT_ONCE, rows_of

_KEYS = ("table log_key", "table key", "files uploads")


def steps() -> tuple[Ending, ...]:
    return (
        Ending("doors", "shut: nobody of the team or of the visitors gets in", Order.DOORS, _open_doors, _shut, ()),
        Ending(
            "keys", "destroyed, with all that they sealed", Order.KEYS,
            lambda workspace: troth.log.current().keys_kept(workspace), _destroy, _KEYS, raw=True,
        ),
        Ending(
            "rows post.Mail", "deleted, with the mails captured on this machine", Order.COPIES,
            lambda workspace: _mails(workspace).count(), _take_away_mails, ("rows post.Mail", "files mail"),
        ),
        Ending(
            "packages", "deleted, and their keys destroyed", Order.COPIES,
            lambda workspace: _orders(workspace).count(), _end_orders,
            ("files packages", "rows privacy.AccessOrder", "rows privacy.AccessLink"), raw=True,
        ),
        Ending(
            "files of conversations", "deleted", Order.COPIES,
            lambda workspace: _files(workspace).count(), _take_away_files,
            ("files files", "rows conversations.File", "rows conversations.FileTicket"), raw=True,
        ),
        *_own_rows(),
        rows_of("conversations.Participation", "conversation__workspace_id"),
        rows_of("conversations.Conversation", "workspace_id"),
        rows_of("conversations.Numbering", "workspace_id"),
        _in_the_log("events", "table log_event", lambda log, one: log.events_kept(one), _forget_events),
        _in_the_log("streams", "table log_head", lambda log, one: log.streams_kept(one), _forget_streams),
        rows_of("visitors.Visitor", "workspace_id"),
        rows_of("contacts.Identity", "workspace_id"),
        rows_of("contacts.Contact", "workspace_id"),
        rows_of("sites.Alias", "workspace_id"),
        rows_of("sites.Site", "workspace_id"),
        rows_of("accounts.Portrait", "member__workspace_id"),
        Ending(
            "rows accounts.Member", "deleted, and the logins that open nothing else", Order.ROWS,
            lambda workspace: Member.objects.filter(workspace_id=workspace).count(), people_go,
            ("rows accounts.Member", "rows accounts.Person", "rows sessions.Session", "rows account.EmailAddress",
             "rows account.EmailConfirmation"),
        ),
        rows_of("accounts.Workspace", "id", order=Order.TOLD),
    )  # fmt: skip


def _own_rows() -> tuple[Ending, ...]:
    return (
        rows_of("privacy.DataCode", "visitor__workspace_id"),
        rows_of("privacy.RequestStep", "request__workspace_id"),
        rows_of("privacy.RetentionRule", "site__workspace_id"),
        rows_of("privacy.KeptCount", "site__workspace_id"),
        *(
            rows_of(f"privacy.{name}", "workspace_id")
            for name in (
                "Proof",
                "Look",
                "Objection",
                "Restriction",
                "Request",
                "Controller",
                "Chosen",
                "RetentionRun",
                "Hold",
            )
        ),
        rows_of("privacy.Consent", "workspace_id"),
        rows_of("privacy.ConsentText", "workspace_id"),
        rows_of("privacy.NoticeSeen", "notice__workspace_id"),
        rows_of("privacy.NoticePage", "notice__workspace_id"),
        *(rows_of(f"privacy.{name}", "workspace_id") for name in ("Notice", "NoticeVerdict", "ProcessingRecord")),
        rows_of("privacy.Attestation", "workspace_id"),
    )


def _open_doors(workspace: UUID) -> int:
    return _members(workspace).count() + _visitors(workspace).count()


def _members(workspace: UUID) -> QuerySet[Member]:
    return Member.objects.filter(workspace_id=workspace, active=True)


def _visitors(workspace: UUID) -> QuerySet[Visitor]:
    return Visitor.objects.filter(workspace_id=workspace, departed_at=None)


def _shut(workspace: UUID, renew: Renew) -> None:
    _members(workspace).update(active=False, available=False, available_until=None)
    while ids := list(_visitors(workspace).values_list("id", flat=True)[:AT_ONCE]):
        Visitor.objects.filter(id__in=ids).update(departed_at=now())
        renew()


def _destroy(workspace: UUID, renew: Renew) -> None:
    """The main database forgets a key once it is destroyed everywhere: whoever is killed in between does it again."""
    log = troth.log.current()
    while some := log.some_keys(workspace, AT_ONCE):
        log.keyring.destroy(some)
        log.forget_keys(some)
        renew()


def _mails(workspace: UUID) -> QuerySet[Mail]:
    return Mail.objects.filter(workspace=workspace)


def _take_away_mails(workspace: UUID, renew: Renew) -> None:
    while ids := list(_mails(workspace).order_by("id").values_list("id", flat=True)[:AT_ONCE]):
        take_away_mails(Mail.objects.filter(id__in=ids))
        renew()


def _orders(workspace: UUID) -> QuerySet[AccessOrder]:
    return AccessOrder.objects.filter(workspace=workspace)


def _end_orders(workspace: UUID, renew: Renew) -> None:
    """Whoever makes one just now is told to drop it."""
    _orders(workspace).update(state=AccessOrder.State.ENDED)
    for one in _orders(workspace).exclude(held_until__gt=now()):
        end(one)
        one.delete()
        renew()
    if _orders(workspace).exists():
        raise InHand


def _files(workspace: UUID) -> QuerySet[File]:
    return File.objects.filter(conversation__workspace_id=workspace)


def _take_away_files(workspace: UUID, renew: Renew) -> None:
    while ids := list(_files(workspace).values_list("id", flat=True)[:AT_ONCE]):
        take_away_files(ids)
        renew()


def _in_the_log(
    what: str, cover: str, count: Callable[[troth.log.Log, UUID], int], clear: Callable[[UUID, Renew], None]
) -> Ending:
    covers = (cover,) if what == "events" else (cover, "table log_mark")
    return Ending(
        f"log {what}", "deleted", Order.ROWS, lambda workspace: count(troth.log.current(), workspace), clear, covers
    )


def _forget_events(workspace: UUID, renew: Renew) -> None:
    log = troth.log.current()
    while log.events_kept(workspace):
        log.forget_events(workspace, AT_ONCE)
        renew()


def _forget_streams(workspace: UUID, renew: Renew) -> None:
    log = troth.log.current()
    while log.streams_kept(workspace):
        log.forget_streams(workspace, AT_ONCE)
        renew()
