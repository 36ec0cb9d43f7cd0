"""What of an event can be found, and in which words: what was said, noted or written into a form; and whom a
conversation is with. What is kept for another purpose than to answer people, as their opinion of us, is not here."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

import troth.log
from troth.contacts import queries as contacts
from troth.conversations.models import Conversation
from troth.conversations.sealed import open_all
from troth.log import Event
from troth.wire.events import (
    NUMBER_OF,
    Answer,
    Audience,
    Body,
    ContactCorrected,
    FormAnswered,
    Noted,
    Opened,
    PersonErased,
    Said,
)

from .change import Change, Gone, Passage, Reworded
from .words import plain

_OPENED, _ANSWERED, _CORRECTED, _ERASED = (
    NUMBER_OF[body] for body in (Opened, FormAnswered, ContactCorrected, PersonErased)
)
KINDS = frozenset(NUMBER_OF[body] for body in (Opened, FormAnswered, Said, Noted, ContactCorrected, PersonErased))
_FORM_BY = 4  # a conversation begins with its form: of what number it is at most
_NAMED_AGAIN = 200  # earlier conversations of somebody, the newest, which are found by a new name too
_KNOWN = 10_000  # conversations whose site is remembered


def text_of(body: Body | None) -> str:
    """What a person may look for in it, as it is shown around a hit."""
    if isinstance(body, Said):
        return "\n".join([*([body.text] if body.text else []), *(file.name for file in body.files)])
    if isinstance(body, Noted):
        return body.text
    if isinstance(body, FormAnswered):
        return written(body.answers)
    return ""


def written(answers: Iterable[Answer]) -> str:
    """The same of a form."""
    return "\n".join(answer.value for answer in answers if answer.value)


def called(name: str | None, email: str | None) -> str:
    """The same of a contact."""
    return "\n".join(one for one in (name, email) if one)


def changes(events: Sequence[Event]) -> list[Change]:
    """What these events change in the index, in their order."""
    about = _About(events)
    found: list[Change] = []
    for event in events:
        if event.kind not in KINDS or event.stream == event.workspace:
            continue
        if event.kind == _ERASED:
            found.append(Gone(event.stream, event.position))
            continue
        words = plain(about.text_of(event))
        site = about.sites.get(event.stream)
        if site is not None and (words or event.kind == _OPENED):
            found.append(_passage(event, site, words))
        named = [*about.others(event.stream)] if event.kind in (_ANSWERED, _CORRECTED) else []
        if event.kind == _CORRECTED:
            named.append(event.stream)
        if named:
            found.append(Reworded(named, plain(about.known_of(event.stream))))
        if event.kind == _CORRECTED:
            found += about.forms(named)
    return found


def _passage(event: Event, site: UUID, words: list[str]) -> Passage:
    opened = event.kind == _OPENED
    by = event.author.id if event.author.kind == "agent" else None
    return Passage(
        event.position, event.workspace, site, event.stream, event.seq, int(event.at.timestamp() * 1000), by,
        opened or event.audience == Audience.TEAM, words,
    )  # fmt: skip


class _About:
    """What these events need of rows: one look for all."""

    def __init__(self, events: Iterable[Event]) -> None:
        streams = {event.stream for event in events if event.kind in KINDS}
        self.sites = _sites_of(streams)
        begun = {event.stream for event in events if event.kind in (_OPENED, _ANSWERED, _CORRECTED)}
        rows = Conversation.objects.select_related("contact").filter(id__in=begun, contact__isnull=False)
        self._contact = {row.id: row.contact for row in rows}
        self._known = contacts.known(contact for contact in self._contact.values() if contact)
        named = {event.stream for event in events if event.kind in (_ANSWERED, _CORRECTED)}
        self._talks = _talks_of({contact.id for stream in named if (contact := self._contact.get(stream))})
        self._answers = _answers_of([row for row in rows if row.id in named])

    def text_of(self, event: Event) -> str:
        """A form is found as it stands now, also where the index is made anew after it was put right."""
        if event.kind == _OPENED:
            return self.known_of(event.stream)
        body = event.opened()
        if isinstance(body, FormAnswered):
            body = FormAnswered(answers=self._answers.get(event.stream, body.answers))
        return text_of(body)

    def known_of(self, stream: UUID) -> str:
        contact = self._contact.get(stream)
        return "" if contact is None else called(*self._known[contact.id])

    def others(self, stream: UUID) -> list[UUID]:
        """Further conversations of the same contact."""
        contact = self._contact.get(stream)
        return [] if contact is None else [one for one in self._talks[contact.id] if one != stream][:_NAMED_AGAIN]

    def forms(self, streams: Sequence[UUID]) -> list[Reworded]:
        """What was written into the forms of these conversations, as it stands now."""
        rows = {row.id: row for row in Conversation.objects.filter(id__in=streams, answers__isnull=False)}
        spans = [(row.workspace_id, row.id, 0, _FORM_BY, Audience.ALL) for row in rows.values()]
        begun = troth.log.current().read_spans(spans) if spans else []
        seqs = {event.stream: event.seq for some in begun for event in some if event.kind == _ANSWERED}
        return [
            Reworded([stream], plain(written(answers)), seqs[stream])
            for stream, answers in _answers_of(list(rows.values())).items()
            if stream in seqs
        ]


def _answers_of(rows: Sequence[Conversation]) -> dict[UUID, list[Answer]]:
    """Those that have any, and whose key is there."""
    opened = open_all(rows, "answers", list[Answer])
    return {row.id: answers for row, answers in zip(rows, opened, strict=True) if answers is not None}


def _talks_of(contacts: set[UUID]) -> dict[UUID, list[UUID]]:
    """The newest conversations of each of these contacts."""
    newest = Window(RowNumber(), partition_by="contact", order_by=F("opened_at").desc())
    rows = Conversation.objects.filter(contact__in=contacts).annotate(place=newest)
    talks: dict[UUID, list[UUID]] = {one: [] for one in contacts}
    for contact, talk in rows.filter(place__lte=_NAMED_AGAIN + 1).order_by("place").values_list("contact_id", "id"):
        talks[contact].append(talk)
    return talks


_sites: dict[UUID, UUID] = {}  # stream -> site, which never changes


def _sites_of(streams: set[UUID]) -> dict[UUID, UUID]:
    """Those of the streams that are conversations, each with its site."""
    missing = [stream for stream in streams if stream not in _sites]
    if missing:
        if len(_sites) > _KNOWN:
            _sites.clear()
            missing = list(streams)
        _sites.update(Conversation.objects.filter(id__in=missing).values_list("id", "site_id"))
    return {stream: _sites[stream] for stream in streams if stream in _sites}
