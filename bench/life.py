"""A site's everyday life for as long as one likes, and the count of what was said in it.

Each visitor says so many messages in a conversation, loses the line half-way, closes and makes room for the next.
Beside them go guests by the SDK: with a picture on a socket, or where only event streams or long polls get through.
"""

import asyncio
import secrets
import struct
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count, cycle, islice
from random import Random
from typing import Any

from troth.client import Agent, Visitor
from troth.client.calls import Calls
from troth.client.forms import plausible
from troth.client.shapes import Conversation, NewVisitor, Widget
from troth.client.ways import Way
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id

from .crowd import AGENT_SOCKETS, WORDS, agent_passes
from .served import Served
from .socket_load import Socket, connect
from .speaker import Speaker

MESSAGES = 40  # of a visitor
PAGES = 2  # of the inbox a second
GUESTS = 2.0  # s from one guest to the next
VIEWS = ("waiting", "mine", "open", "closed", None)
PATIENCE = 180.0  # s for what was said to be acknowledged and heard, before it counts as lost
TROUBLE = (TrothError, OSError, RuntimeError, TimeoutError)


class Life:
    """rate: messages a second of all `visitors` together."""

    def __init__(self, server: Served, visitors: int, rate: float) -> None:
        self._server, self._many, self._pause = server, visitors, visitors / rate
        self._prefix = f"{secrets.token_hex(4)}-0000-7000-8000-".encode()
        self._numbers = count()
        self._unheard: dict[int, Speaker] = {}
        self._told: Counter[str] = Counter()
        self._said = self._heard = self._doubled = self._lost = 0
        self._errors: Counter[str] = Counter()
        self._agents: list[tuple[Socket, asyncio.Lock]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._over = asyncio.Event()
        self._calls = Calls(server.url)

    async def begin(self) -> None:
        for pass_ in islice(cycle(await agent_passes(self._server)), AGENT_SOCKETS):
            socket = await connect(self._server.port, self._prefix, pass_)
            socket.on_event = self._on_event
            self._agents.append((socket, asyncio.Lock()))
        site = self._server.demo["site_key"]
        widget = await self._calls.call("GET", f"/api/v1/sites/{site}/widget", Widget)
        self._fields = plausible(widget)
        people = [one for one in self._server.demo["people"] if one["role"] != "stranger"]
        dice = Random(1)  # repeatable, and no secret
        going: list[Callable[[], Awaitable[None]]] = [lambda: self._pages(people[0]), lambda: self._guests(people)]
        going += [lambda place=place: self._seat(place, dice) for place in range(self._many)]  # type: ignore[misc]
        self._tasks = [asyncio.create_task(self._while_it_lasts(one)) for one in going]

    async def end(self) -> None:
        """Everybody says what they have to say, and goes."""
        self._over.set()
        await asyncio.gather(*self._tasks)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket, _ in self._agents:
            socket.close()
        await self._calls.aclose()
        await asyncio.sleep(0.05)  # an aborted socket is closed by the loop a turn or two later

    async def check(self) -> None:
        """Raises what nobody foresaw in somebody's life."""
        for task in self._tasks:
            if task.done():
                task.result()

    def told(self) -> dict[str, Any]:
        errors = self._errors + Counter(
            error.decode(errors="replace")[:200] for socket, _ in self._agents for error in socket.errors
        )
        return {
            "messages": self._said, "lost": self._lost, "doubled": self._doubled, "visitors": self._many,
            **{name: self._told[name] for name in ("conversations", "reconnects", "pictures", "on_lines", "pages")},
            "errors": errors.total(), "most_errors": dict(errors.most_common(5)),
        }  # fmt: skip

    async def _while_it_lasts(self, live: Callable[[], Awaitable[None]]) -> None:
        while not self._over.is_set():
            try:
                await live()
            except TROUBLE as error:
                self._errors[f"{type(error).__name__}: {error} {error.__cause__ or ''}"[:200]] += 1
                await asyncio.sleep(1)

    async def _rest(self, seconds: float) -> bool:
        """Whether it goes on."""
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return True
        return False

    # --- visitors

    async def _seat(self, place: int, dice: Random) -> None:
        """One visitor from coming to going."""
        site = self._server.demo["site_key"]
        if not await self._rest(dice.random() * self._pause * 2):
            return
        made = await self._calls.call("POST", f"/api/v1/sites/{site}/visitors", NewVisitor, {})
        bearer = {"Authorization": f"Bearer {made.pass_}"}
        body = {"id": new_id(), "client_id": new_id(), "text": WORDS[0], "fields": self._fields}
        talk = await self._calls.call("POST", "/api/v1/conversations", Conversation, body, headers=bearer)
        self._told["conversations"] += 1
        stream = str(talk.id)
        agent, alone = self._agents[place % AGENT_SOCKETS]
        async with alone:  # a socket counts the answers to one subscription at a time
            await agent.subscribe([stream])
        speaker = Speaker(self._prefix, made.pass_, stream, lambda number: None)
        try:
            await speaker.arrive(self._server.port)
            many = dice.randrange(MESSAGES // 2, MESSAGES * 3 // 2)
            for turn in range(many):
                self._say(speaker)
                if turn == many // 2:  # with a message on its way
                    speaker.drop()
                    await speaker.arrive(self._server.port)
                    self._told["reconnects"] += 1
                if not await self._rest(dice.uniform(0.5, 1.5) * self._pause):
                    break
            await self._settle(speaker)
            path = f"/api/v1/conversations/{stream}/closure"
            await self._calls.call("POST", path, Conversation, {"client_id": new_id()}, headers=bearer)
        finally:
            speaker.drop()
            for number in self._missing(speaker):
                self._lost += 1
                self._unheard.pop(number, None)
            agent.unsubscribe(stream)
            self._errors.update(error.decode(errors="replace")[:200] for error in speaker.errors)

    def _say(self, speaker: Speaker) -> None:
        number = next(self._numbers)
        self._said += 1
        self._unheard[number] = speaker
        speaker.say(number)

    def _on_event(self, number: int) -> None:
        if number < 0:
            return
        if self._unheard.pop(number, None) is None:
            self._doubled += 1

    async def _settle(self, speaker: Speaker) -> None:
        """Until all that was said is acknowledged and heard, or nothing more comes."""
        for _ in range(int(PATIENCE / 0.1)):
            if not self._missing(speaker):
                return
            await asyncio.sleep(0.1)

    def _missing(self, speaker: Speaker) -> set[int]:
        return {number for number, one in self._unheard.items() if one is speaker} | set(speaker.pending)

    # --- agents and guests

    async def _pages(self, person: dict[str, str]) -> None:
        """An agent who looks through the inbox."""
        async with await Agent.sign_in(self._server.url, person["email"], person["password"]) as agent:
            views = cycle(VIEWS)
            while await self._rest(1 / PAGES):
                view = next(views)
                found = await agent.conversations(view)
                self._told["pages"] += 1
                if found.next and self._told["pages"] % 2:
                    found = await agent.conversations(view, cursor=found.next)
                if found.items:
                    await agent.events(found.items[0].id)

    async def _guests(self, people: list[dict[str, str]]) -> None:
        ways: cycle[Way] = cycle(("socket", "stream", "socket", "poll"))
        ada = people[0]
        async with await Agent.sign_in(self._server.url, ada["email"], ada["password"]) as agent:
            while await self._rest(GUESTS):
                await self._guest(agent, next(ways))

    async def _guest(self, agent: Agent, way: Way) -> None:
        async with await Visitor.start(self._server.url, self._server.demo["site_key"]) as visitor:
            visitor.live.line.ways.way = way
            theirs = await visitor.open(WORDS[0], fields=self._fields)
            ours = await agent.talk(theirs.id)
            await ours.join()
            if way == "socket":
                picture = await theirs.upload("bicycle.png", _picture(), "image/png")
                await theirs.say("It looks like this.", files=[picture.id])
                await agent.download(picture.id)
                self._told["pictures"] += 1
            else:
                self._told["on_lines"] += 1
            for word in WORDS[:4]:
                await theirs.say(word)
                await ours.say(word)
                theirs.typing()
                ours.mark(seen=ours.last)
            last = (await ours.close()).last_seq
            async with asyncio.timeout(PATIENCE):
                for talk in (ours, theirs):
                    while talk.last < last:
                        await talk.changed()
            ours.unfollow()


def _picture(side: int = 128) -> bytes:
    """A PNG of noise, 48 KiB: no two are the same."""
    rows = b"".join(b"\0" + secrets.token_bytes(side * 3) for _ in range(side))
    head = struct.pack("!IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    parts = (
        struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
