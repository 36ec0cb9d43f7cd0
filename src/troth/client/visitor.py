"""A visitor of a website, as the widget is one."""

from collections.abc import Mapping, Sequence
from typing import Self
from uuid import UUID

from troth.kernel.ids import new_id

from .asker import PATIENCE, Asker
from .calls import Calls
from .shapes import Conversation, NewVisitor, Widget
from .talk import Talk


class Visitor(Asker):
    """A visitor's SDK.

    Example::

        async with await Visitor.start("http://localhost:8000", "site-key") as vi:
            talk = await vi.open("Hello! Where is my parcel?")
            async for event in talk.events():
                print(event.kind, event.body)
    """

    kind = "visitor"

    def __init__(self, base_url: str, visitor_id: UUID, token: str, *, patience: float = PATIENCE) -> None:
        super().__init__(base_url, patience=patience)
        self.id = visitor_id
        self.token = token  # the lasting secret: keep it to come back as the same visitor

    @classmethod
    async def start(cls, base_url: str, site_key: str, *, language: str = "", patience: float = PATIENCE) -> Self:
        """Come to a site for the first time. Raises NotFound for a site key that does not exist."""
        calls = Calls(base_url, patience=patience)
        try:
            body = {"language": language} if language else {}
            made = await calls.call("POST", f"/api/v1/sites/{site_key}/visitors", NewVisitor, body)
        finally:
            await calls.aclose()
        visitor = cls(base_url, made.visitor_id, made.token, patience=patience)
        visitor._pass = made.pass_
        return visitor

    async def widget(self, site_key: str) -> Widget:
        """What the site's widget shows: its form's fields, whether somebody is there."""
        return await self.calls.call("GET", f"/api/v1/sites/{site_key}/widget", Widget)

    async def open(
        self,
        text: str,
        *,
        fields: Mapping[str, str] | None = None,
        files: Sequence[UUID] = (),
        conversation: UUID | None = None,
        client_id: UUID | None = None,
        language: str = "",
    ) -> Talk:
        """Begin a conversation with its first message; `fields` answers the site's form by field id.

        A repeat with the same `conversation` and `client_id` gives the same conversation. Raises Invalid with
        `fields` naming what is missing or wrong.
        """
        body: dict[str, object] = {
            "id": conversation or new_id(),
            "client_id": client_id or new_id(),
            "text": text,
            "fields": dict(fields or {}),
        }
        if files:
            body["files"] = list(files)
        if language:
            body["language"] = language
        await self.connect()
        snapshot = await self.call("POST", "/conversations", Conversation, body)
        return Talk(self, snapshot, await self.live.following.follow(snapshot.id))

    async def _proof(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
