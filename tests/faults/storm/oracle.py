"""The one who remembers, outside of every server: what was acknowledged to whom, what reached whom, which mails are
due. At the end the whole history is read through the API and compared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from troth.client import Agent, body_of
from troth.kernel.errors import NotFound
from troth.wire.events import Noted, Said, WireEvent

from .diary import Diary
from .post_office import PostOffice

PAGE = 200
ENOUGH = 50  # findings told of each law


@dataclass
class Word:
    """One thing said or noted. `seq`: where it was acknowledged, None until then (it may be kept all the same)."""

    who: str
    number: int  # of this speaker in this conversation, in the order they said it
    client_id: UUID
    text: str
    team: bool = False
    seq: int | None = None


@dataclass
class Story:
    """One conversation as those who take part know it."""

    id: UUID
    words: list[Word] = field(default_factory=list)
    heard: dict[str, Sequence[WireEvent]] = field(default_factory=dict)  # by "visitor" and "agent", as it reached them
    mail_to: str = ""  # a transcript is due at this domain

    def word(self, who: str, client_id: UUID, text: str, *, team: bool = False) -> Word:
        made = Word(who, len(self.words), client_id, text, team)
        self.words.append(made)
        return made


class MailShown(msgspec.Struct):
    id: UUID
    to: str
    state: str
    kind: str
    reason: str = ""
    attempts: int = 0


class MailsPage(msgspec.Struct):
    items: list[MailShown]
    next: str | None = None


class Oracle:
    def __init__(self, diary: Diary) -> None:
        self.stories: dict[UUID, Story] = {}
        self.refused: list[str] = []  # errors that a client should never have been shown
        self.found: Counter[str] = Counter()
        self._diary = diary

    def story(self, conversation: UUID) -> Story:
        return self.stories.setdefault(conversation, Story(conversation))

    @property
    def acknowledged(self) -> int:
        return sum(word.seq is not None for story in self.stories.values() for word in story.words)

    def refuse(self, what: str, error: BaseException) -> None:
        self.refused.append(f"{what}: {type(error).__name__}: {error}")
        self._diary.note("refused", of=what, error=repr(error))

    def fault(self, law: str, story: Story, **more: Any) -> None:
        """A law was broken."""
        self.found[law] += 1
        if self.found[law] <= ENOUGH:
            self._diary.note(law, conversation=story.id, **more)

    async def compare(self, reader: Agent) -> None:
        for story in self.stories.values():
            self.judge(story, await _history(reader, story.id))

    def judge(self, story: Story, stored: list[WireEvent]) -> None:
        if [event.seq for event in stored] != list(range(1, len(stored) + 1)):
            self.fault("out_of_order", story, seqs=[event.seq for event in stored])
        at = {event.seq: event for event in stored}
        times = Counter(event.client_id for event in stored if event.kind in ("said", "noted"))
        for client_id, count in times.items():
            if count > 1:
                self.fault("doubled", story, client_id=client_id, times=count)
        seqs = {event.client_id: event.seq for event in stored if event.kind in ("said", "noted")}
        last: dict[str, Word] = {}
        for word in story.words:
            seq = seqs.pop(word.client_id, None)
            if word.seq is not None and (seq is None or _text(at[seq]) != word.text):
                self.fault("lost", story, word=word, stored=seq)
            elif word.seq is not None and seq != word.seq:
                self.fault("doubled", story, word=word, stored=seq)  # one word was given two numbers
            if seq is None:
                continue
            before = last.get(word.who)
            if before is not None and (seqs_before := _place(stored, before)) is not None and seqs_before > seq:
                self.fault("out_of_order", story, word=word, stored=seq, before=before)
            last[word.who] = word
        if seqs:
            self.fault("doubled", story, nobody_said=list(seqs))
        for side, heard in story.heard.items():
            due = [event.seq for event in stored if side == "agent" or event.audience == "all"]
            got = [event.seq for event in heard]
            if got != due:
                law = "out_of_order" if sorted(set(got)) == due else "undelivered"
                self.fault(law, story, side=side, missing=sorted(set(due) - set(got)), more=sorted(set(got) - set(due)))

    async def mails(self, reader: Agent) -> dict[UUID, list[MailShown]]:
        """Of each conversation that is due one."""
        return {story.id: await _mails(reader, story.id) for story in self.stories.values() if story.mail_to}

    def judge_mails(self, mails: dict[UUID, list[MailShown]], post: PostOffice) -> dict[str, int]:
        sent = uncertain = missing = 0
        for id_, rows in mails.items():
            story = self.stories[id_]
            if not any(row.to.endswith(f"@{story.mail_to}") for row in rows):
                missing += 1
                self.fault("mail_missing", story, to=story.mail_to, rows=rows)
            for row in rows:
                taken, whole = post.taken[row.id], post.whole[row.id]
                if row.state == "sent" and taken == 1:
                    sent += 1
                elif row.state == "uncertain" and taken <= 1:
                    uncertain += 1
                elif taken > 1:
                    self.fault("mail_doubled", story, mail=row, taken=taken, whole=whole)
                else:
                    missing += 1
                    self.fault("mail_missing", story, mail=row, taken=taken, whole=whole)
        return {"mails_sent": sent, "mails_uncertain": uncertain, "mails_missing": missing}


def _place(stored: list[WireEvent], word: Word) -> int | None:
    return next((event.seq for event in stored if event.client_id == word.client_id), None)


def _text(event: WireEvent) -> str | None:
    body = body_of(event)
    return body.text if isinstance(body, Said | Noted) else None


async def _history(reader: Agent, conversation: UUID) -> list[WireEvent]:
    """Nothing where there is no such conversation: whose opening was acknowledged is lost, and the judge says so; whose
    was not may have come to nothing."""
    stored: list[WireEvent] = []
    while True:
        try:
            page = await reader.events(conversation, after=stored[-1].seq if stored else 0, limit=PAGE)
        except NotFound:
            return []
        stored += page.items
        if not page.more:
            return stored


async def _mails(reader: Agent, conversation: UUID) -> list[MailShown]:
    return (await reader.call("GET", f"/conversations/{conversation}/mails", MailsPage)).items
