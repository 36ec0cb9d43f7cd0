"""Someone who serves: one sign-in, all their workspaces."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Self
from uuid import UUID

import msgspec

from troth.kernel.errors import SignInNeeded
from troth.wire.frames import Summary

from .asker import PATIENCE, Asker
from .calls import Calls
from .shapes import Me


class _Meta(msgspec.Struct):
    session_token: str = ""


class _SignedIn(msgspec.Struct):
    meta: _Meta


class Agent(Asker):
    """An agent's SDK.

    Example::

        async with await Agent.sign_in("http://localhost:8000", "ada@example.org", "secret") as ada:
            waiting = await ada.conversations("waiting")
            talk = await ada.talk(waiting.items[0].id)
            await talk.join()
            await talk.say("Good morning! How can I help?")
    """

    kind = "agent"

    def __init__(self, base_url: str, session: str, *, patience: float = PATIENCE) -> None:
        super().__init__(base_url, patience=patience)
        self.session = session

    @classmethod
    async def sign_in(cls, base_url: str, email: str, password: str, *, patience: float = PATIENCE) -> Self:
        """Sign in as an app does. Raises SignInNeeded when the address or password is wrong or more is asked for."""
        calls = Calls(base_url, patience=patience)
        try:
            body = {"email": email, "password": password}
            answer = await calls.call("POST", "/_allauth/app/v1/auth/login", _SignedIn, body)
        finally:
            await calls.aclose()
        if not answer.meta.session_token:
            raise SignInNeeded()
        return cls(base_url, answer.meta.session_token, patience=patience)

    async def sign_out(self) -> None:
        """End the session on the server."""
        with contextlib.suppress(SignInNeeded):  # the answer when it is done: nobody is signed in now
            await self.calls.call("DELETE", "/_allauth/app/v1/auth/session", type(None), headers=await self._proof())

    async def me(self) -> Me:
        """The own account and where one works."""
        return await self.call("GET", "/me", Me)

    async def set_available(self, available: bool) -> None:
        """Take conversations, or not. Held as a lease while connected; when the line is lost for long it ends."""
        await self.connect()
        await self.call("PUT", "/me/availability", type(None), {"available": available})
        self.live.here(available)

    async def inbox(self, workspace: UUID, cursor: str | None = None) -> AsyncIterator[Summary]:
        """What moves in a workspace, live, from a cursor on (None: from now). Raises NotFound when it is not one's
        own, also later, when the membership ends; Invalid when too much was missed: fetch the conversations again, and
        go on from now."""
        await self.connect()
        async for summary in self.live.inboxes.watch(workspace, cursor):
            yield summary

    async def _proof(self) -> Mapping[str, str]:
        return {"X-Session-Token": self.session}
