"""Erase whoever a conversation was with: it stays, closed and of nobody, with its number and its events, which no key
opens any more."""

import secrets
from collections.abc import Iterable
from functools import partial
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

import troth.log
from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject
from troth.filestore import open_store
from troth.kernel import config
from troth.kernel.clock import now
from troth.log import CLOSED, NOBODY, Draft, Head, again
from troth.log.erasing import MarkAt
from troth.visitors.models import Visitor
from troth.wire.events import NUMBER_OF, Audience, Author, PersonErased

from .files import place_of
from .models import Conversation, File, FileTicket, Participation
from .named import named

_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})
_OF_A_PERSON = frozenset({Subject.PERSON})
_ERASED = NUMBER_OF[PersonErased]
_LAST = 20  # events in which the one that tells of the erasure is looked for
_ROW = "rows conversations.Conversation: {}".format
_SEALED = ("preview.text", "answers.*.value", "rating_comment.*")
_CLEAR = (
    "visitor", "contact", "language", "opened_at", "closed_at", "waiting_since", "last_at", "rating",
)  # fmt: skip


def live(scope: Scope) -> int:
    """How many of the conversations are open."""
    return Conversation.objects.filter(id__in=scope.streams, state=Conversation.State.OPEN).count()


def streams_of(workspace: UUID, visitors: list[UUID], contacts: list[UUID]) -> list[UUID]:
    """The conversations these have a part in."""
    theirs = Conversation.objects.filter(Q(visitor_id__in=visitors) | Q(contact_id__in=contacts))
    return list(theirs.filter(workspace_id=workspace).order_by("id").values_list("id", flat=True))


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows conversations.Conversation", "closed, and from now on of nobody", Order.DOORS, _OF_THEIRS,
            lambda scope: _attached(scope).count(), _let_go, tuple(map(_ROW, _CLEAR)), of_a_talk=True,
        ),
        Step(
            "keys of conversations", "destroyed, with all that they sealed", Order.KEYS, _OF_THEIRS,
            lambda scope: len(_keys(scope)), _destroy,
            (*map(_ROW, _SEALED), "files uploads: bytes", "table log_event", "table log_key", "table key"), raw=True,
            of_a_talk=True,
        ),
        Step(
            "keys of names in conversations", "destroyed, with the name that visitors saw", Order.KEYS, _OF_A_PERSON,
            lambda scope: len(_names(scope)), _destroy_names,
            ("event joined",), raw=True,
        ),
        Step(
            "files of conversations", "deleted", Order.COPIES, _OF_THEIRS,
            lambda scope: _files(scope).count(), _take_away, ("files files", "rows conversations.File"), raw=True,
            of_a_talk=True,
        ),
        Step(
            "rows conversations.FileTicket", "deleted", Order.ROWS, _OF_THEIRS | _OF_A_PERSON,
            lambda scope: _tickets(scope).count(), _drop_tickets,
            ("rows conversations.FileTicket",),
        ),
        Step(
            "table log_mark", "deleted", Order.ROWS, _OF_THEIRS,
            lambda scope: len(_marks(scope)), lambda scope: troth.log.current().forget_marks(_marks(scope)),
            ("table log_mark",), of_a_talk=True,
        ),
        Step(
            "rows conversations.Participation", "without the name that visitors saw", Order.ROWS, _OF_A_PERSON,
            lambda scope: _parts(scope).count(),
            _unname,
            ("rows conversations.Participation",),
        ),
        Step(
            "events of conversations", "one tells everybody to drop what they show", Order.TOLD, _OF_THEIRS,
            lambda scope: sum(not _is_told(scope.workspace, stream) for stream in scope.streams), _tell, (),
            of_a_talk=True,
        ),
    )  # fmt: skip


def _attached(scope: Scope) -> QuerySet[Conversation]:
    theirs = Q(visitor_id__in=scope.visitors) | Q(contact_id__isnull=False) | ~Q(language="") | Q(rating__isnull=False)
    left = Q(erased_at=None) | Q(state=Conversation.State.OPEN)
    return Conversation.objects.filter(theirs | left, id__in=scope.streams)


def _let_go(scope: Scope) -> None:
    for stream in list(_attached(scope).values_list("id", flat=True)):
        again(partial(_let_go_one, scope, stream))


def _let_go_one(scope: Scope, stream: UUID) -> None:
    head = Head(scope.workspace, stream)
    with troth.log.current().unit("erase", opens=(head,), locks=(head,)) as unit:
        row = Conversation.objects.get(id=stream)
        # one nobody for each talk: not even that two of them were with the same person is left
        nobody = Visitor.objects.create(
            workspace_id=row.workspace_id, site_id=row.site_id, token_hash=secrets.token_bytes(32)
        )
        # by name: the reader that keeps the preview may write to the row at the same time
        Conversation.objects.filter(id=stream).update(
            visitor=nobody, contact=None, language="", waiting_since=None,
            preview=None, answers=None, rating=None, rating_comment=None,
            state=Conversation.State.CLOSED, closed_at=row.closed_at or unit.at, erased_at=row.erased_at or unit.at,
        )  # fmt: skip
        unit.state(stream, CLOSED)


def _keys(scope: Scope) -> list[int]:
    return troth.log.current().keys_left(scope.workspace, scope.visitors, scope.streams)


def _destroy(scope: Scope) -> None:
    """Of everybody in these conversations: what was said to the person is about them as much as what they said."""
    troth.log.current().keyring.destroy(_keys(scope))


def _names(scope: Scope) -> list[int]:
    """Of what they were called, wherever they took part; not of what they said there."""
    log = troth.log.current()
    return sorted(log.keyring.keys(key for one in scope.members for key in log.keys_of(scope.workspace, named(one))))


def _destroy_names(scope: Scope) -> None:
    troth.log.current().keyring.destroy(_names(scope))


def _files(scope: Scope) -> QuerySet[File]:
    return File.objects.filter(conversation_id__in=scope.streams)


def _take_away(scope: Scope) -> None:
    take_away(list(_files(scope).values_list("id", flat=True)))


def take_away(files: Iterable[UUID]) -> None:
    """Bytes and rows of these; what names them stays, and leads to nothing."""
    store = open_store(config.current().files)
    for one in files:
        store.delete(place_of(one))
        File.objects.filter(id=one).delete()


def _tickets(scope: Scope) -> QuerySet[FileTicket]:
    return FileTicket.objects.filter(Q(of_visitor__in=scope.visitors) | Q(of_person=scope.person))


def _marks(scope: Scope) -> list[MarkAt]:
    return troth.log.current().marks_left(scope.workspace, scope.streams, scope.visitors)


def _parts(scope: Scope) -> QuerySet[Participation]:
    named = ~Q(alias="") | ~Q(title="") | ~Q(picture="")
    return Participation.objects.filter(named, member_id__in=scope.members)


def _drop_tickets(scope: Scope) -> None:
    _tickets(scope).delete()


def _unname(scope: Scope) -> None:
    _parts(scope).update(alias="", title="", picture="")


def _is_told(workspace: UUID, stream: UUID) -> bool:
    log = troth.log.current()
    head = log.heads([(workspace, stream)]).get((workspace, stream))
    before = head.last_seq + 1 if head else 1
    last = log.read(workspace, stream, limit=_LAST, audience=Audience.TEAM, before=before)
    return any(event.kind == _ERASED for event in last)


def _tell(scope: Scope) -> None:
    for stream in scope.streams:
        if _is_told(scope.workspace, stream):
            continue
        nobody, closed_at = Conversation.objects.values_list("visitor_id", "closed_at").get(id=stream)
        draft = Draft(
            workspace=scope.workspace, stream=stream, body=PersonErased(visitor=nobody, closed_at=closed_at or now()),
            author=Author(kind="system", id=NOBODY), client_id=uuid5(nobody, "erased"), subject=NOBODY,
        )  # fmt: skip
        with troth.log.current().unit("erased", draft):
            pass
