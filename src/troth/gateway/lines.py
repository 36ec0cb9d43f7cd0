"""The line where WebSocket is blocked: the same frames by event stream and POST, or by long polling.

A line is one more door of the hub: its session, limits, rights and presence are those of a socket. The client names it
by an id of its own making, in a header, so that a proxy can lead all of its requests to the same process. What the
client says comes by POST with the pass that said hello; what it hears are server-sent events whose data are frames.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from troth.accounts import signed_out
from troth.kernel import clock, passes
from troth.kernel.config import Config
from troth.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    SignInNeeded,
    SlowBody,
    TooLarge,
    TooMany,
    TrothError,
)
from troth.wire.frames import MAX_FRAME

from .address import place_of, signals_of
from .hub import Hub
from .line_door import LineDoor
from .problem import Headers, Receive, Scope, Send, answer_problem
from .upgrade import Refused

PATH = "/api/v1/line"
PATHS = (PATH, f"{PATH}/frames", f"{PATH}/poll")
HEADER = b"troth-line"
MAX_BODY = 64 * 1024  # bytes of one request
MAX_FRAMES = 64  # of one request
PART_WITHIN = 30.0  # s for the client to take what was sent
HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode

type Act = Callable[[UUID, list[str], Scope, Receive, Send], Awaitable[None]]


class Lines:
    """All lines of this process."""

    def __init__(self, hub: Hub, config: Config) -> None:
        self._hub, self._secret = hub, config.secret("passes")
        self._open: dict[UUID, LineDoor] = {}
        acts: tuple[Act, ...] = (self._stream, self._frames, self._poll)
        self._acts = dict(zip(PATHS, acts, strict=True))

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request to one of PATHS."""
        try:
            if scope["method"] != "POST":
                return await answer_problem(send, NotAllowed(), more=[(b"allow", b"POST")])
            body = await self._body(receive)
            if body is None:
                return None
            return await self._acts[scope["path"]](_id(scope), _texts(body), scope, receive, send)
        except TrothError as error:
            return await answer_problem(send, error)

    # -- the three requests

    async def _stream(self, id_: UUID, texts: list[str], scope: Scope, receive: Receive, send: Send) -> None:
        """Open a line; the answer lasts as long as it does."""
        if not _is_hello(texts):
            raise Invalid("The first frame must be a hello.")
        door = self._enter(id_, texts, scope, polled=False)
        work = {asyncio.ensure_future(self._bring(door, send)), asyncio.ensure_future(receive())}
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            for one in work:
                one.cancel()
            self._end(id_, door)

    async def _bring(self, door: LineDoor, send: Send) -> None:
        keep = self._hub.pace.keep
        await _sent(send, {"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _part(send, b":\n\n")  # the head goes out with it: the client sees that nobody holds it back
        loop = asyncio.get_running_loop()
        beat = loop.time() + keep
        while True:
            try:
                async with asyncio.timeout_at(beat):
                    await door.woken.wait()
            except TimeoutError:
                pass
            if loop.time() >= beat:
                beat = loop.time() + keep
                door.beat(keep)
            over = door.ending is not None
            await _part(send, door.take(), more=not over)
            if over:
                return

    async def _frames(self, id_: UUID, texts: list[str], scope: Scope, receive: Receive, send: Send) -> None:
        """Frames of the client for a line that is open here."""
        self._hear(self._known(id_, scope), texts)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def _poll(self, id_: UUID, texts: list[str], scope: Scope, receive: Receive, send: Send) -> None:
        """Open a line, or go on with one: the answer ends as soon as there is something to hear."""
        if id_ not in self._open and _is_hello(texts):
            door = self._enter(id_, texts, scope, polled=True)
        else:
            door = self._known(id_, scope)
            if door.reading:
                raise Conflict("Somebody listens to this line already.")
            self._hear(door, texts)
        door.reading = True
        heard, left = asyncio.ensure_future(door.woken.wait()), asyncio.ensure_future(receive())
        over = True  # who left, or took nothing, has perhaps missed something: they begin a new line
        try:
            await asyncio.wait((heard, left), timeout=self._hub.pace.poll, return_when=asyncio.FIRST_COMPLETED)
            ending, whole = door.ending is not None, door.take()
            await _sent(send, {"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _part(send, whole or b":\n\n")
            ending = ending or left.done()
            await _part(send, b"", more=False)  # once most of it is on its way: one answer a line waits in memory
            over = ending
        finally:
            heard.cancel()
            left.cancel()
            door.reading = False
            door.heard_at = self._hub.wheel.now
            if over:
                self._end(id_, door)

    # -- what they share

    def _enter(self, id_: UUID, texts: list[str], scope: Scope, *, polled: bool) -> LineDoor:
        if id_ in self._open:
            raise Conflict("This line is open already. A new one has a new id.")
        address = place_of(scope, self._hub.trusted)
        try:
            self._hub.crowds.admit(address)
        except Refused as refused:
            error = TooMany(refused.sentence)
            error.again = int(refused.headers["Retry-After"])
            raise error from None
        door = LineDoor(self._hub, address, signals_of(scope), polled, lambda: self._end(id_, door))
        self._open[id_] = door
        self._hear(door, texts)
        return door

    def _known(self, id_: UUID, scope: Scope) -> LineDoor:
        """The line of this id, if the pass that came along is of whoever said hello on it."""
        scheme, _, text = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            raise SignInNeeded
        claims = passes.read(self._secret, text.strip(), clock.now())
        signed_out.check(claims)
        door = self._open.get(id_)
        if door is None or (claims.kind, claims.id) != (door.session.kind, door.session.who):
            raise NotFound("There is no such line here, or not any more. Begin a new one with hello.")
        return door

    def _hear(self, door: LineDoor, texts: list[str]) -> None:
        door.heard_at, door.asked = self._hub.wheel.now, False
        for text in texts:
            if door.ending is None:
                self._hub.heard(door.session, text)

    def _end(self, id_: UUID, door: LineDoor) -> None:
        if self._open.get(id_) is door:
            del self._open[id_]
        door.leave()

    async def _body(self, receive: Receive) -> bytes | None:
        """The whole of it; None when the client left."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._hub.pace.body):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message.get("body", b"")
                    if len(body) > MAX_BODY:
                        raise TooLarge
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise SlowBody from None


def _id(scope: Scope) -> UUID:
    text = dict(scope["headers"]).get(HEADER, b"").decode("latin-1")
    try:
        if len(text) != 36:
            raise ValueError
        return UUID(text)
    except ValueError:
        raise Invalid("Name the line: the header Troth-Line bears a UUID of the client's own making.") from None


def _texts(body: bytes) -> list[str]:
    """The frames of a body, each as it would come on a socket."""
    try:
        texts = [bytes(raw).decode() for raw in _split(body)]
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Invalid("The body must be a list of frames in JSON.") from None
    if len(texts) > MAX_FRAMES:
        raise Invalid(f"A request bears at most {MAX_FRAMES} frames.")
    if any(len(text.encode()) > MAX_FRAME for text in texts):
        raise TooLarge
    return texts


def _is_hello(texts: list[str]) -> bool:
    try:
        return bool(texts) and msgspec.json.decode(texts[0], type=_Op).op == "hello"
    except msgspec.DecodeError:
        return False


class _Op(msgspec.Struct):
    op: str = ""


async def _part(send: Send, body: bytes, *, more: bool = True) -> None:
    await _sent(send, {"type": "http.response.body", "body": body, "more_body": more})


async def _sent(send: Send, message: dict[str, object]) -> None:
    async with asyncio.timeout(PART_WITHIN):
        await send(message)
