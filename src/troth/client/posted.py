"""The line where WebSocket is blocked: frames go by POST, and come by an event stream or by long polls. It looks like a
`Wire` to its owner."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import msgspec

from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id

from .calls import trust

_log = logging.getLogger("troth.client")
ELSEWHERE = 12  # times a request is repeated whose line is not known: a proxy may have led it to another process
AT_ONCE = 64  # frames in a request
SIZE = 48 * 1024  # bytes of them
QUIET = 45.0  # seconds without a byte; the server gives a sign of life every 20, and a poll lasts 25
JSON = "application/json"


class _Close(msgspec.Struct):
    code: int = 0
    reason: str = ""


class _Lost(Exception):
    """The line is over; what was on its way may or may not have arrived."""


class Posted:
    """`heard(frame bytes)` for each frame, `ended()` once. bearer: gives the pass at hand."""

    def __init__(
        self,
        base_url: str,
        *,
        polled: bool,
        bearer: Callable[[], Awaitable[str]],
        heard: Callable[[bytes], None],
        ended: Callable[[], None],
    ) -> None:
        self.close_code = 0  # what the server closed with; 0: it has not
        self.close_reason = ""
        self.opened = asyncio.Event()  # the first byte is here
        self._url, self._polled, self._bearer = f"{base_url}/api/v1/line", polled, bearer
        self._heard, self._ended = heard, ended
        self._id = str(new_id())
        self._unsent: list[bytes] = []
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def send(self, frame: bytes) -> None:
        """The first one, a hello, opens the line."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(frame))
        else:
            self._unsent.append(frame)
            self._more.set()

    def close(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def cut(self) -> None:
        self.close()

    async def settle(self) -> None:
        if self._task is not None:
            await asyncio.wait((self._task,))

    async def _run(self, hello: bytes) -> None:
        try:
            timeout = httpx2.Timeout(QUIET, connect=20.0)
            async with (
                httpx2.AsyncClient(verify=trust(), timeout=timeout, trust_env=False) as client,
                asyncio.TaskGroup() as tasks,
            ):
                saying = tasks.create_task(self._say(client))
                await (self._poll(client, hello) if self._polled else self._listen(client, hello))
                saying.cancel()
        except* (_Lost, httpx2.HTTPError, OSError, TrothError, msgspec.MsgspecError) as lost:
            _log.debug("a line without WebSocket is over: %s", lost.exceptions)
        finally:
            self._ended()

    async def _listen(self, client: httpx2.AsyncClient, hello: bytes) -> None:
        headers = {"Troth-Line": self._id, "Content-Type": JSON}
        async with client.stream("POST", self._url, content=_list([hello]), headers=headers) as answer:
            if answer.status_code != 200:
                raise _Lost
            await self._hear(answer.aiter_bytes())

    async def _poll(self, client: httpx2.AsyncClient, hello: bytes) -> None:
        frames = [hello]
        while not self.close_code:
            answer = await self._post(client, "/poll", frames, known=not frames)
            frames = []
            await self._hear(answer.aiter_bytes())

    async def _hear(self, parts: AsyncIterator[bytes]) -> None:
        rest = b""
        async for part in parts:
            self.opened.set()
            *blocks, rest = (rest + part).split(b"\n\n")
            for block in blocks:
                self._block(block)

    def _block(self, block: bytes) -> None:
        """One event of the stream, or a comment."""
        fields = dict(line.split(b": ", 1) for line in block.split(b"\n") if b": " in line)
        data, kind = fields.get(b"data"), fields.get(b"event")
        if kind == b"close" and data is not None:
            close = msgspec.json.decode(data, type=_Close)
            self.close_code, self.close_reason = close.code, close.reason
        elif kind == b"ping":
            self._more.set()
        elif kind is None and data is not None:
            self._heard(data)

    async def _say(self, client: httpx2.AsyncClient) -> None:
        """One request at a time, so that frames keep their order."""
        while True:
            await self._more.wait()
            self._more.clear()
            while True:
                some = self._take()
                await self._post(client, "/frames", some, known=True)
                if not self._unsent:
                    break

    def _take(self) -> list[bytes]:
        size = 0
        some: list[bytes] = []
        while self._unsent and len(some) < AT_ONCE and (not some or size + len(self._unsent[0]) < SIZE):
            size += len(self._unsent[0])
            some.append(self._unsent.pop(0))
        return some

    async def _post(
        self, client: httpx2.AsyncClient, path: str, frames: list[bytes], *, known: bool
    ) -> httpx2.Response:
        """known: the line is open already, so that it is somewhere."""
        for attempt in range(ELSEWHERE if known else 1):
            headers = {"Troth-Line": self._id, "Content-Type": JSON}
            if known:
                headers["Authorization"] = f"Bearer {await self._bearer()}"
            answer = await client.post(self._url + path, content=_list(frames), headers=headers)
            if answer.status_code < 300:
                return answer
            if answer.status_code != 404:
                break
            await asyncio.sleep(0.02 * attempt)
        raise _Lost


def _list(frames: list[bytes]) -> bytes:
    return b"[" + b",".join(frames) + b"]"
