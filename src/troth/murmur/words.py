"""The words. Small, since they are many; a process that does not know one passes over it, so words are only added, and
fields at their ends."""

from collections.abc import Hashable
from datetime import datetime
from uuid import UUID

import msgspec

from troth.wire.frames import Browser, System


class Word(msgspec.Struct, frozen=True, array_like=True):
    @property
    def about(self) -> Hashable:
        """What a later word replaces that was not sent yet; by itself nothing."""
        return self


class Here(Word, frozen=True, tag=1):
    """A visitor's panel is open at the sender, since when, on which page (where the telemetry allows it); or `gone`."""

    workspace: UUID
    visitor: UUID
    site: UUID
    since: datetime
    url: str = ""
    title: str = ""
    gone: bool = False
    referrer: str = ""
    browser: Browser = ""
    system: System = ""

    @property
    def about(self) -> Hashable:
        return (1, self.workspace, self.visitor)


class Types(Word, frozen=True, tag=2):
    """Somebody writes in a stream, or stopped. agent: else a visitor."""

    workspace: UUID
    stream: UUID
    agent: bool
    id: UUID
    on: bool

    @property
    def about(self) -> Hashable:
        return (2, self.workspace, self.stream, self.id)


class Raised(Word, frozen=True, tag=3):
    """Somebody's marks in a stream rose. agent: else a visitor's."""

    workspace: UUID
    stream: UUID
    agent: bool
    id: UUID
    delivered: int
    seen: int

    @property
    def about(self) -> Hashable:
        return (3, self.workspace, self.stream, self.id)


class Leased(Word, frozen=True, tag=4):
    """A person began or ceased to take conversations, in these workspaces: the rows say which."""

    person: UUID
    workspaces: list[UUID]

    @property
    def about(self) -> Hashable:
        return (4, self.person, *self.workspaces)


class SignedOut(Word, frozen=True, tag=5):
    """Passes of this person that were made until then (Unix milliseconds) open nothing any more; the row says so."""

    person: UUID
    at: int


class Departed(Word, frozen=True, tag=10):
    """A visitor turned the chat off, or withdrew their consent: nothing of theirs opens anything any more; the row says
    so, or is gone."""

    workspace: UUID
    visitor: UUID


# -- between the processes themselves


class Ask(Word, frozen=True, tag=6):
    """Tell the whole again. of: which process; None: all of them."""

    of: UUID | None = None


class Begin(Word, frozen=True, tag=7):
    """The whole follows, between words of the day. to: who asked for it. Who is named in it, by an id that it made
    at its start, knows that the sender is there now: it is nothing that an ended one said, said again."""

    to: tuple[UUID, ...] = ()


class End(Word, frozen=True, tag=8):
    """That was the whole: what it did not name is not there."""


class Gone(Word, frozen=True, tag=9):
    """The sender ends, or was not heard for long: nothing of its is there any more."""


AnyWord = Here | Types | Raised | Leased | SignedOut | Ask | Begin | End | Gone | Departed
