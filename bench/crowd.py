"""Who takes part in a load: visitors with a conversation each, and the demo's agents, who follow them all."""

import asyncio
import secrets
from collections.abc import Iterable, Sequence

from troth.client import Agent
from troth.client.calls import Calls
from troth.client.forms import plausible
from troth.client.shapes import Conversation, NewVisitor, Widget
from troth.kernel.ids import new_id

from .served import Serving
from .socket_load import Socket, connect

AT_ONCE = 8  # requests under way while visitors are made
AGENT_SOCKETS = 8

# What people write: the mean length of the dialogues of `../shared/material/sgd_dialogues` is 58 characters.
WORDS = (
    "Hi, could you help me find a place to eat in San Jose for two?",
    "Sure. What time would you like, and do you prefer any cuisine?",
    "Half past 11 in the morning, please. Anything vegetarian is fine.",
    "I found 10 places for you. Sino is a nice one at 377 Santana Row.",
    "Great, what is their phone number?",
    "It is 408-247-8880. Shall I reserve a table for 2 at 11:30 am today?",
    "Yes, thanks. That sounds good to me, please go ahead with it.",
    "Your reservation has been made. Is there anything else?",
)


def saying(stream: str, prefix: bytes, number: int) -> bytes:
    """The frame that says something; `number` is the end of its client id."""
    return b'{"op":"say","ref":%d,"stream":"%s","client_id":"%s%012x","text":"%s"}' % (
        number % 2**31, stream.encode(), prefix, number, WORDS[number % 8].encode()
    )  # fmt: skip


async def agent_passes(server: Serving) -> Sequence[str]:
    """A pass of each of the demo's people who serve the site."""
    passes = []
    for person in server.demo["people"]:
        async with await Agent.sign_in(server.url, person["email"], person["password"]) as agent:
            sites = [site.key for place in (await agent.me()).memberships for site in place.sites]
            if server.demo["site_key"] in sites:
                passes.append(await agent.current_pass())
    return passes


class Crowd:
    """`visitors[n]` speaks in `streams[n]`; each agent socket follows its share of the streams. With two gateways half
    of the visitors are at each, and half of what they say goes to an agent at the other."""

    def __init__(self, server: Serving) -> None:
        self.prefix = f"{secrets.token_hex(4)}-0000-7000-8000-".encode()
        self.passes: list[str] = []
        self.streams: list[str] = []
        self.seqs: list[int] = []  # the last of each stream, when it was opened
        self.visitors: list[Socket] = []
        self.agents: list[Socket] = []
        self.said = 0  # messages; the next one's number
        self._server = server

    async def come(self, count: int) -> None:
        """Make so many visitors, each with a conversation of one message."""
        calls = Calls(self._server.url)
        site_key = self._server.demo["site_key"]
        try:
            widget = await calls.call("GET", f"/api/v1/sites/{site_key}/widget", Widget)
            fields = plausible(widget)
            waiting = iter(range(count))

            async def one_after_the_other() -> None:
                for _ in waiting:
                    made = await calls.call("POST", f"/api/v1/sites/{site_key}/visitors", NewVisitor, {})
                    body = {"id": new_id(), "client_id": new_id(), "text": WORDS[0], "fields": fields}
                    bearer = {"Authorization": f"Bearer {made.pass_}"}
                    talk = await calls.call("POST", "/api/v1/conversations", Conversation, body, headers=bearer)
                    self.passes.append(made.pass_)
                    self.streams.append(str(talk.id))
                    self.seqs.append(talk.last_seq)

            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(one_after_the_other())
        finally:
            await calls.aclose()

    def go_on(self, talks: Iterable[tuple[str, str]]) -> None:
        """Visitors (stream, pass) who come back to a talk they had; they speak in turn with the others."""
        for place, (stream, pass_) in enumerate(talks):
            self.streams.insert(2 * place, stream)
            self.passes.insert(2 * place, pass_)

    async def connect_visitors(self, at_once: int = 50) -> None:
        """Say hello and follow the own conversation, all of them."""
        ports = self._server.ports

        async def arrive(place: int) -> Socket:
            made = await connect(ports[place % len(ports)], self.prefix, self.passes[place])
            await made.subscribe([self.streams[place]])
            return made

        for start in range(len(self.visitors), len(self.streams), at_once):
            some = range(start, min(start + at_once, len(self.streams)))
            self.visitors += await asyncio.gather(*map(arrive, some))

    async def connect_agents(self) -> None:
        """The demo's agents who serve the site, with some windows open each; together they follow every stream."""
        passes, ports = await agent_passes(self._server), self._server.ports
        for n in range(AGENT_SOCKETS):
            made = await connect(ports[n * len(ports) // AGENT_SOCKETS], self.prefix, passes[n % len(passes)])
            await made.subscribe(self.streams[n::AGENT_SOCKETS])
            self.agents.append(made)

    def say(self, place: int) -> None:
        """The visitor at this place says something; its number comes back with its ack and its event."""
        number, self.said = self.said, self.said + 1
        self.visitors[place].say(saying(self.streams[place], self.prefix, number))

    @property
    def errors(self) -> list[bytes]:
        return [error for socket in (*self.visitors, *self.agents) for error in socket.errors]

    def crosses(self, place: int) -> bool:
        """Whether what this visitor says goes to an agent at another gateway."""
        many = len(self._server.ports)
        return place % many != place % AGENT_SOCKETS * many // AGENT_SOCKETS

    def leave(self) -> None:
        """All sockets are cut; they may be connected anew."""
        for socket in (*self.visitors, *self.agents):
            socket.close()
        self.visitors, self.agents = [], []
