"""Two clients that nobody wrote with care: one asks for everything and never reads, one says the same thing fifty times
at once, on several connections and by HTTP."""

import asyncio
import json
import os
import random
from base64 import b64encode
from contextlib import suppress
from typing import Any

from tests.gateway.raw import frame
from troth.client import Kept, Visitor
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id

from .load import PATIENCE, SITE, begin
from .scene import Scene

TIMES = 50
ANSWERED_WITHIN = 120.0  # s for a repeat to be answered, over whatever else goes on


async def _socket(port: int, pass_: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Upgraded, and hello said. Raises OSError."""
    heard, said = await asyncio.open_connection("127.0.0.1", port)
    key = b64encode(os.urandom(16)).decode()
    said.write(
        f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    _put(said, {"op": "hello", "v": 1, "pass": pass_})
    return heard, said


def _put(said: asyncio.StreamWriter, fields: dict[str, Any]) -> None:
    said.write(frame(json.dumps(fields).encode()))


async def never_reads(scene: Scene, dice: random.Random) -> None:
    """Follows every conversation from its beginning, asks for all of it again and again, and takes nothing off the
    line. It must be sent away, and nobody else may wait for it."""
    agent = dice.choice(scene.load.agents)
    streams = [str(id_) for id_ in list(scene.oracle.stories)[-20:]]
    with suppress(OSError, TrothError):
        async with asyncio.timeout(8):
            heard, said = await _socket(scene.world.net.port, await agent.current_pass())
            heard._transport.pause_reading()  # type: ignore[attr-defined]
            try:
                for turn in range(40):
                    for ref, stream in enumerate(streams, 1):
                        _put(
                            said,
                            {"op": "subscribe" if turn == 0 else "after", "ref": ref, "stream": stream, "after": 0},
                        )
                    await said.drain()
                    await asyncio.sleep(0.1)
            finally:
                said.transport.abort()


async def says_it_fifty_times(scene: Scene, dice: random.Random) -> None:
    """The same words with the same client id: all of them are one message, at one place."""
    try:
        async with await Visitor.start(scene.world.net.url, SITE, patience=PATIENCE) as visitor:
            story, _ = await begin(scene.oracle, visitor)
            word = story.word("visitor", new_id(), f"visitor {len(story.words)}: the same, {TIMES} times")
            said = {"client_id": word.client_id, "text": word.text}
            posts = [visitor.call("POST", f"/conversations/{story.id}/messages", Kept, said) for _ in range(TIMES // 2)]
            sockets = [_on_a_socket(scene, visitor, story.id, said, TIMES // 10) for _ in range(5)]
            by_http, by_socket = await asyncio.gather(asyncio.gather(*posts), asyncio.gather(*sockets))
            places = [kept.seq for kept in by_http] + [seq for some in by_socket for seq in some]
            word.seq = places[0]
            if len(set(places)) != 1:
                scene.oracle.fault("doubled", story, word=word, places=places)
    except TrothError as error:
        scene.oracle.refuse("the same fifty times", error)


async def _on_a_socket(scene: Scene, visitor: Visitor, stream: Any, said: dict[str, Any], times: int) -> list[int]:
    """The numbers of its acknowledgements; fewer than `times` when the line breaks."""
    places: list[int] = []
    with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
        async with asyncio.timeout(ANSWERED_WITHIN):
            heard, out = await _socket(scene.world.net.port, await visitor.current_pass())
            try:
                await heard.readuntil(b"\r\n\r\n")
                fields = {"op": "say", "stream": str(stream), "text": said["text"], "client_id": str(said["client_id"])}
                for ref in range(1, times + 1):
                    _put(out, fields | {"ref": ref})
                answers = 0
                while answers < times:
                    told = json.loads(await _text(heard))
                    if told["op"] == "ack":
                        places.append(told["seq"])
                    answers += told["op"] in ("ack", "error")
            finally:
                out.transport.abort()
    return places


async def _text(heard: asyncio.StreamReader) -> bytes:
    """The next text frame. Raises IncompleteReadError when there is none any more."""
    while True:
        first, size = await heard.readexactly(2)
        if size == 126:
            size = int.from_bytes(await heard.readexactly(2), "big")
        elif size == 127:
            size = int.from_bytes(await heard.readexactly(8), "big")
        payload = await heard.readexactly(size)
        if first & 15 == 8:
            raise asyncio.IncompleteReadError(payload, None)
        if first & 15 == 1:
            return payload
