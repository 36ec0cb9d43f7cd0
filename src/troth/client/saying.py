"""Saying over a line that comes and goes: sent, repeated with the same client id, until it is acknowledged. What is too
long for a frame goes by HTTP, in its turn."""

import asyncio
from collections.abc import Awaitable, Callable

from troth.kernel.errors import TrothError
from troth.wire.frames import Ack

from .asked import Asked
from .outbox import Outbox, Pending
from .pause import pause
from .problems import Unreachable, passing

REPEAT_AFTER = 20.0  # seconds without an answer on a living socket


class Saying:
    """The outbox, driven. `post` says one by HTTP."""

    def __init__(self, asked: Asked, post: Callable[[Pending], Awaitable[Ack]]) -> None:
        self._asked, self._post = asked, post
        self._posts: dict[Pending, asyncio.Task[None]] = {}
        self._outbox = Outbox()
        self._answers: dict[Pending, asyncio.Future[Ack]] = {}

    async def say(self, pending: Pending, patience: float) -> Ack:
        """Send until acknowledged. Raises the server's refusal; Unreachable after `patience` seconds."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Ack] = loop.create_future()
        self._answers[pending] = answer
        self._send(self._outbox.put(pending))
        end = loop.time() + patience
        try:
            while (left := end - loop.time()) > 0:
                await asyncio.wait((answer,), timeout=min(left, REPEAT_AFTER))
                if answer.done():
                    return answer.result()
                self._send_again(pending)
            raise Unreachable()
        finally:
            del self._answers[pending]
            if (post := self._posts.pop(pending, None)) is not None:
                post.cancel()
            if pending.outcome is None:
                self._send(self._outbox.done(pending, Unreachable()))

    def resume(self) -> None:
        """A new connection: repeat what is not acknowledged."""
        for pending in self._outbox.first():
            self._send(pending)

    def fail(self, error: TrothError) -> None:
        """The line gave up for good."""
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(error)

    def acknowledged(self, ack: Ack) -> None:
        pending = self._outbox.under_way(ack.stream, ack.client_id)
        if pending is not None:
            self._settle(pending, ack)

    def _send(self, pending: Pending | None) -> None:
        if pending is None:
            return
        if not pending.fits:
            if pending not in self._posts:
                self._posts[pending] = asyncio.get_running_loop().create_task(self._by_http(pending))
        elif self._asked.ask(pending.frame, lambda error: self._refused(pending, error)):
            pending.tried += 1

    async def _by_http(self, pending: Pending) -> None:
        pending.tried += 1
        try:
            ack = await self._post(pending)
        except TrothError as error:
            self._posts.pop(pending, None)
            self._refused(pending, error)
        else:
            self._settle(pending, ack)

    def _send_again(self, pending: Pending) -> None:
        if self._outbox.under_way(pending.stream, pending.client_id) is pending:
            self._send(pending)

    def _refused(self, pending: Pending, error: TrothError) -> None:
        if pending.outcome is not None:
            return
        if passing(error):
            wait = 0.05 + pause(pending.tried)
            asyncio.get_running_loop().call_later(wait, self._send_again, pending)
        else:
            self._settle(pending, error)

    def _settle(self, pending: Pending, outcome: Ack | TrothError) -> None:
        following = self._outbox.done(pending, outcome)
        answer = self._answers.get(pending)
        if answer is not None and not answer.done():
            if isinstance(outcome, TrothError):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
        self._send(following)
