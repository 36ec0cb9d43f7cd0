"""Play real dialogues through real sockets against a running server; ends in one line of JSON.

    python -m troth.client.replay --verify

Visitors and agents alternate as in the files. The server may be killed and started again meanwhile: the SDK repeats
what was not acknowledged, and the counts at the end say whether anything was lost, doubled or out of order.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import uvloop

from troth.kernel.errors import Busy, TooMany, TrothError
from troth.kernel.ids import new_id

from .agent import Agent
from .calls import Calls
from .dialogues import Dialogue, read
from .forms import plausible
from .problems import Unreachable
from .shapes import Widget
from .talk import Talk
from .tally import Line, Tally
from .visitor import Visitor

PATIENCE = 120.0  # seconds a message or a call is repeated; longer than a restart takes
A_WHILE = 5.0  # seconds a new visitor is asked for before it is said why that takes long
SAY_WAITING = 30.0  # seconds between two such lines
SOCKETS = 2  # of each agent, as if they had two windows open


class Pace:
    """Gives each message its moment, so many a second over all conversations (0: no limit)."""

    def __init__(self, rate: float, seconds: float | None) -> None:
        self._step = 1 / rate if rate else 0.0
        self._next = time.monotonic()
        self._end = self._next + seconds if seconds else None

    @property
    def over(self) -> bool:
        return self._end is not None and time.monotonic() >= self._end

    async def turn(self) -> float:
        """Wait for the next moment; returns it (s, monotonic)."""
        now = time.monotonic()
        moment = self._next = max(self._next + self._step, now)
        if moment > now:
            await asyncio.sleep(moment - now)
        return moment


class Replay:
    """One run: the agents are there, visitors come and go."""

    def __init__(self, options: argparse.Namespace, agents: Sequence[Agent], widget: Widget) -> None:
        self.tally = Tally()
        self._options = options
        self._agents = itertools.cycle(agents)
        self._pace = Pace(options.rate, options.seconds)
        self._patience: float = options.patience
        self._widget = widget
        self._said_waiting = -SAY_WAITING
        self._played: list[tuple[UUID, list[Line]]] = []

    async def run(self, dialogues: Iterator[Dialogue]) -> None:
        """Play so many at a time until there are no more, or time is up."""

        async def one_after_the_other() -> None:
            for dialogue in dialogues:
                if self._pace.over:
                    return
                try:
                    await self._play(dialogue)
                except TrothError as error:
                    self._refused(error)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._options.together):
                group.create_task(one_after_the_other())

    async def verify(self, agent: Agent) -> None:
        """Read every conversation back through the API."""
        for conversation, lines in self._played:
            events, last, more = [], 0, True
            while more:
                page = await agent.events(conversation, after=last)
                events += page.items
                more = page.more and bool(page.items)
                last = page.items[-1].seq if page.items else last
            self.tally.verify(lines, events)

    async def _play(self, dialogue: Dialogue) -> None:
        turns = [Line(visitor=visitor, text=text, client_id=new_id()) for visitor, text in dialogue.lines()]
        agent = next(self._agents)
        said: list[Line] = []
        visitor = await self._visitor()
        if visitor is None:
            return
        async with visitor:
            theirs = await self._open(visitor, turns[0], said)
            if theirs is None:
                return
            self.tally.conversations += 1
            self._played.append((theirs.id, said))
            ours = await agent.talk(theirs.id)
            await ours.join()
            for line in turns[1:]:
                if self._pace.over:
                    break
                await self._say(theirs if line.visitor else ours, ours if line.visitor else theirs, line, said)
            newest = max(theirs.last, ours.last)
            for talk in (theirs, ours):
                await _until(talk, newest, self._patience)
            self.tally.heard(said, theirs.held, by_visitor=True)
            self.tally.heard(said, ours.held, by_visitor=False)
            if not self._options.leave_open:
                await ours.close()
            ours.unfollow()

    async def _visitor(self) -> Visitor | None:
        """A new one, however long the server lets one address wait for it; None when time was up before."""
        give_up = time.monotonic() + self._patience
        while not self._pace.over:
            try:
                visitor = await Visitor.start(self._options.url, self._options.site_key, patience=A_WHILE)
            except TooMany:
                self._say_waiting()
            except (Busy, Unreachable):
                if time.monotonic() > give_up:
                    raise
            else:
                visitor.patience = visitor.calls.patience = self._patience
                return visitor
        return None

    def _say_waiting(self) -> None:
        if time.monotonic() - self._said_waiting > SAY_WAITING:
            self._said_waiting = time.monotonic()
            print(
                f"replay: {self.tally.conversations} conversations began; the server takes no more new visitors from"
                " this address for now, so this waits. TROTH_LIMIT_ADDRESS_VISITORS there is how many an hour.",
                file=sys.stderr,
                flush=True,
            )

    async def _open(self, visitor: Visitor, line: Line, said: list[Line]) -> Talk | None:
        await self._pace.turn()
        self.tally.sent += 1
        said.append(line)
        try:
            talk = await visitor.open(
                line.text, fields=plausible(self._widget), conversation=new_id(), client_id=line.client_id
            )
        except TrothError as error:
            self._refused(error)
            return None
        line.acknowledged = True
        self.tally.acknowledged += 1
        return talk

    async def _say(self, speaker: Talk, hearer: Talk, line: Line, said: list[Line]) -> None:
        moment = await self._pace.turn()
        self.tally.sent += 1
        said.append(line)
        try:
            kept = await speaker.say(line.text, client_id=line.client_id, patience=self._patience)
        except TrothError as error:
            self._refused(error)
            return
        line.acknowledged = True
        self.tally.acknowledged += 1
        if await _until(hearer, kept.seq, self._patience):
            self.tally.times.append(time.monotonic() - moment)

    def _refused(self, error: TrothError) -> None:
        self.tally.refused += 1
        if self.tally.refused <= 5:
            print(f"replay: refused ({error.code}): {error} {error.fields or ''}", file=sys.stderr)


async def _until(talk: Talk, seq: int, patience: float) -> bool:
    """Wait until this seq has come; False when it has not within the patience."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while talk.last < seq:
                await talk.changed()
    return talk.last >= seq


def _number(least: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = float(text)
        if not least <= number < float("inf"):
            raise argparse.ArgumentTypeError(f"must be a number from {least:g} up, not {text!r}")
        return number

    return read


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 up, not {text!r}")
    return int(text)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and url.isprintable()
    except ValueError:
        return False


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="replay", description=__doc__.split("\n\n", maxsplit=1)[0])
    words.add_argument("--from", dest="folder", type=Path, default=Path("../shared/material/sgd_dialogues"))
    words.add_argument("--url", help="the server (default: the one of var/demo.json)")
    words.add_argument("--rate", type=_number(0), default=150.0, help="messages a second in all; 0: as fast as it goes")
    words.add_argument(
        "--conversations", type=_whole, help="how many (default: each dialogue once); again when too few"
    )
    words.add_argument("--seconds", type=_number(0.1), help="how long something is said; then what began is ended")
    words.add_argument("--together", type=_whole, default=100, help="conversations at a time")
    words.add_argument(
        "--patience", type=_number(0), default=PATIENCE, help="seconds to wait for a server that is away"
    )
    words.add_argument("--verify", action="store_true", help="read everything back and compare byte for byte")
    words.add_argument("--leave-open", action="store_true", help="do not close the conversations at their end")
    words.add_argument("--demo", type=Path, default=Path(os.environ.get("TROTH_VAR", "var")) / "demo.json")
    words.add_argument("--email", action="append", help="sign in as this agent instead of the demo's; may be repeated")
    words.add_argument("--password", action="append", help="one for each --email")
    words.add_argument("--site-key", help="the site the visitors come to")
    options = words.parse_args(argv)
    demo = json.loads(options.demo.read_bytes()) if options.demo.is_file() else {}
    options.url = options.url or demo.get("base_url") or "http://localhost:8000"
    if not _is_address(options.url):
        words.error(f"--url must be like http://localhost:8000, not {options.url!r}")
    options.site_key = options.site_key or demo.get("site_key")
    if options.email:
        options.people = list(zip(options.email, options.password or [], strict=False))
    else:
        options.people = [(person["email"], person["password"]) for person in demo.get("people", [])]
    if not options.people or not options.site_key:
        words.error(f"there is no {options.demo}: start the demo first, or give --email, --password and --site-key")
    return options


async def _agents(options: argparse.Namespace) -> list[Agent]:
    """Those people who serve the site, connected and available."""
    found = []
    for email, password in options.people:
        for _ in range(SOCKETS):
            agent = await Agent.sign_in(options.url, email, password, patience=options.patience)
            me = await agent.me()
            if not any(site.key == options.site_key for membership in me.memberships for site in membership.sites):
                await agent.aclose()
                break
            await agent.set_available(True)
            found.append(agent)
    if not found:
        raise SystemExit("replay: none of these people serves the site")
    return found


async def _run(options: argparse.Namespace) -> Tally:
    dialogues = read(options.folder)
    again = options.conversations or options.seconds
    order = itertools.islice(itertools.cycle(dialogues) if again else dialogues, options.conversations)
    async with contextlib.AsyncExitStack() as stack:
        agents = await _agents(options)
        for agent in agents:
            stack.push_async_callback(agent.aclose)
        calls = Calls(options.url, patience=options.patience)
        stack.push_async_callback(calls.aclose)
        widget = await calls.call("GET", f"/api/v1/sites/{options.site_key}/widget", Widget)
        replay = Replay(options, agents, widget)
        await replay.run(order)
        if options.verify:
            await replay.verify(agents[0])
    return replay.tally


def main(argv: Sequence[str] | None = None) -> int:
    """0: everything was kept, and nothing lost, doubled, out of order or different; 1: something was, or was refused;
    2: an option is wrong."""
    options = _options(argv)
    began = time.monotonic()
    try:
        tally = uvloop.run(_run(options))
    except TrothError as error:
        print(f"replay: {options.url}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(tally.report(time.monotonic() - began)))
    return 0 if tally.good and tally.conversations and not tally.refused else 1


if __name__ == "__main__":
    sys.exit(main())
