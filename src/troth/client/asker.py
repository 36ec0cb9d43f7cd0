"""What visitors and agents have in common: an HTTP side, a live side, and a pass that is renewed when it ends."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from troth.kernel.errors import PassExpired
from troth.wire.events import AuthorName, FileRef
from troth.wire.frames import Ack, Pass

from .calls import Calls
from .exchange import Exchange
from .inboxes import Signal
from .outbox import Pending
from .shapes import Conversation, EventPage, Kept, NewPass, Page, Results, Ticket
from .talk import Talk

PATIENCE = 60.0  # seconds a call keeps trying over losses and refusals that pass


class Asker:
    """Base of Visitor and Agent. Use as `async with`, or call `aclose`."""

    kind: AuthorName

    def __init__(self, base_url: str, *, patience: float = PATIENCE) -> None:
        self.calls = Calls(base_url, patience=patience)
        self.patience = patience
        self.live = Exchange(self.calls.base_url, self._pass_for_line, self._renewed, self._say)
        self._pass = ""
        self._renewing = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *why: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Say bye and close everything."""
        await self.live.aclose()
        await self.calls.aclose()

    async def connect(self) -> None:
        """Open the socket now; whatever needs it does so by itself. Raises the typed error of a refusal."""
        await self.live.line.open()

    async def talk(self, conversation: UUID, *, after: int = 0) -> Talk:
        """Follow a conversation from after this seq (0: from its beginning). Raises NotFound."""
        await self.connect()
        snapshot, followed = await asyncio.gather(
            self.conversation(conversation), self.live.following.follow(conversation, after)
        )
        return Talk(self, snapshot, followed)

    async def conversation(self, conversation: UUID) -> Conversation:
        """The conversation as it is now. Raises NotFound."""
        return await self.call("GET", f"/conversations/{conversation}", Conversation)

    async def conversations(
        self, view: str | None = None, *, workspace: UUID | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Conversation]:
        """One page. Agents name a view: waiting, mine, open or closed."""
        asked = {"view": view, "workspace": str(workspace) if workspace else None, "cursor": cursor, "limit": limit}
        query = {name: value for name, value in asked.items() if value is not None}
        return await self.call("GET", "/conversations", Page[Conversation], query=query)

    async def search(
        self, words: str, *, workspace: UUID | None = None, site: UUID | None = None, by: UUID | None = None,
        since: datetime | None = None, until: datetime | None = None, state: str | None = None,
        cursor: str | None = None, limit: int = 50,
    ) -> Results:  # fmt: skip
        """Conversations in which all the words stand, the newest hit first; the last word may be a beginning, what is
        in quotes stands side by side. by: only what this member wrote. Raises Invalid."""
        asked = {
            "q": words, "workspace": workspace, "site": site, "by": by, "from": since and since.isoformat(),
            "to": until and until.isoformat(), "state": state, "cursor": cursor, "limit": limit,
        }  # fmt: skip
        query = {name: str(value) for name, value in asked.items() if value is not None}
        return await self.call("GET", "/search", Results, query=query)

    async def events(self, conversation: UUID, *, after: int = 0, limit: int = 200) -> EventPage:
        """A page of stored events, oldest first, without following the conversation."""
        query = {"after": after, "limit": limit}
        return await self.call("GET", f"/conversations/{conversation}/events", EventPage, query=query)

    async def upload(self, conversation: UUID, name: str, content: bytes, content_type: str) -> FileRef:
        """Upload a file; name its id in a message afterwards. Raises TooLarge, Unsupported."""
        path = f"/conversations/{conversation}/files"
        return await self.call("POST", path, FileRef, raw=content, content_type=content_type, query={"name": name})

    async def download(self, file: UUID) -> bytes:
        """The bytes of a file, by a ticket that is good once. Raises NotFound."""
        ticket = await self.call("POST", f"/files/{file}/tickets", Ticket, {})
        path = urlsplit(ticket.url).path  # on the server as we know it: it may have another name to us
        return await self.calls.call("GET", path, bytes)

    async def signals(self) -> AsyncIterator[Signal]:
        """Typing, marks, presence and ended subscriptions, as they come; a slow listener loses the oldest."""
        await self.connect()
        async for signal in self.live.signals.listen():
            yield signal

    async def call[Answer](
        self,
        method: str,
        path: str,
        answer: type[Answer],
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str | int] | None = None,
        raw: bytes | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        """Any operation of the API as this asker; `path` begins after /api/v1. Renews an expired pass once:
        `await ada.call("GET", "/me", Me)`."""
        path = "/api/v1" + path
        try:
            return await self.calls.call(method, path, answer, body, headers=await self._credential(False),
                                         query=query, raw=raw, content_type=content_type)  # fmt: skip
        except PassExpired:
            return await self.calls.call(method, path, answer, body, headers=await self._credential(True),
                                         query=query, raw=raw, content_type=content_type)  # fmt: skip

    async def current_pass(self) -> str:
        """A signed pass that is good now, for sockets that are not this SDK's."""
        return await self._pass_for_line(False)

    async def _credential(self, fresh: bool) -> Mapping[str, str]:
        """The headers that say who asks."""
        return {"Authorization": f"Bearer {await self._pass_for_line(fresh)}"}

    async def _proof(self) -> Mapping[str, str]:
        """The headers that get a new pass: a visitor's token, an agent's session."""
        raise NotImplementedError

    async def _pass_for_line(self, fresh: bool) -> str:
        old = self._pass
        async with self._renewing:
            if self._pass and not (fresh and self._pass == old):
                return self._pass
            made = await self.calls.call("POST", "/api/v1/passes", NewPass, {}, headers=await self._proof())
            self._pass = made.pass_
            return self._pass

    async def _say(self, pending: Pending) -> Ack:
        """Say by HTTP what is too long for a frame."""
        body = {"client_id": pending.client_id, "text": pending.text, "files": pending.files}
        kept = await self.call("POST", f"/conversations/{pending.stream}/messages", Kept, body)
        ack = Ack(ref=0, stream=pending.stream, client_id=pending.client_id, seq=kept.seq, at=kept.at)
        ack.masked, ack.duplicate = kept.masked, kept.duplicate
        return ack

    def _renewed(self, frame: Pass) -> None:
        self._pass = frame.pass_
