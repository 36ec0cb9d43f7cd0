"""What somebody ordered of themselves, on its way to them: piece by piece from the file store, on the loop, by a
one-use ticket in the path (the team's) or a one-use word in a form (the person's own)."""

import asyncio
import logging
from collections import Counter
from urllib.parse import parse_qs, quote

from troth.datamap.doors import act_for
from troth.kernel.config import Config
from troth.kernel.errors import Busy, NotFound, SlowBody, TooLarge, TrothError

from . import purposes
from .address import place_of
from .counts import counts
from .doors import Desk, Packed
from .files import PART_WITHIN, DeskWork
from .problem import Headers, Receive, Scope, Send, answer, answer_problem, told
from .session import Pace
from .storing import Storing

_log = logging.getLogger("troth.gateway")
AT_ONCE = 16  # each has a piece in memory
OF_ADDRESS = 4  # of them to one address
PART = 256 * 1024  # bytes
FORM = 4096  # bytes of a body with a word in it


class Exports:
    def __init__(self, config: Config, desk: Desk, desk_work: DeskWork, storing: Storing, pace: Pace) -> None:
        self._desk, self._desk_work, self._storing, self._pace = desk, desk_work, storing, pace
        self._trusted = config.trusted_proxies
        self._going: Counter[str] = Counter()  # by address

    async def by_ticket(self, scope: Scope, receive: Receive, send: Send, ticket: str) -> None:
        """GET /api/v1/exports/{ticket}: one use."""
        act_for(purposes.EXPORTS)
        try:
            if len(ticket) > 200:
                raise NotFound
            await self._body(receive)
            await self._one(scope, receive, send, ticket, "")
        except _BrokeOff:
            return
        except TrothError as error:
            await answer_problem(send, error)
        except Exception as error:
            await answer_problem(send, told(error, "A download failed"))

    async def by_form(self, scope: Scope, receive: Receive, send: Send) -> None:
        """POST /my-data/download with `token` in a form: one use, answered with a page where it can't be."""
        act_for(purposes.EXPORTS)
        headers = dict(scope["headers"])
        try:
            form = parse_qs((await self._body(receive)).decode("latin-1"), max_num_fields=8)
            cookies = headers.get(b"cookie", b"").decode("latin-1")
            await self._one(scope, receive, send, form.get("token", [""])[0][:200], cookies)
        except _BrokeOff:
            return
        except TrothError as error:
            await self._page(send, error, headers)
        except Exception as error:
            await self._page(send, told(error, "A download failed"), headers)

    async def _page(self, send: Send, error: TrothError, headers: dict[bytes, bytes]) -> None:
        wanted = headers.get(b"accept-language", b"").decode("latin-1")[:200]
        page: bytes = await self._desk_work(self._desk.export_refused, error, wanted)
        more: Headers = [
            (b"cache-control", b"no-store"), (b"referrer-policy", b"no-referrer"),
            (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ]  # fmt: skip
        await answer(send, error.status, page, b"text/html; charset=utf-8", more)

    async def _body(self, receive: Receive) -> bytes:
        """Raises TooLarge, SlowBody."""
        body = b""
        try:
            async with asyncio.timeout(self._pace.body):
                while True:
                    message = await receive()
                    part: bytes = message.get("body", b"")
                    body += part
                    if len(body) > FORM:
                        raise TooLarge
                    if not message.get("more_body"):
                        return body
        except TimeoutError:
            raise SlowBody from None

    async def _one(self, scope: Scope, receive: Receive, send: Send, token: str, cookies: str) -> None:
        place = place_of(scope, self._trusted)
        if self._going.total() >= AT_ONCE or self._going[place] >= OF_ADDRESS:
            raise Busy  # before the word is used up
        self._going[place] += 1
        try:
            packed: Packed = await self._desk_work(self._desk.redeem_export, token, cookies)
            await self._send(receive, send, packed)
        finally:
            self._going[place] -= 1
            if not self._going[place]:
                del self._going[place]

    async def _send(self, receive: Receive, send: Send, packed: Packed) -> None:
        """The first piece is there before anything is answered; where a later one is not, the answer breaks off short
        of its length, and the client knows."""
        pieces = len(packed.places)
        data = await self._piece(packed, 0) if pieces else b""
        gone = asyncio.ensure_future(receive())  # from here on it only ever says that the client left
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _headers(packed)})
            for number in range(1, pieces + 1):
                for start in range(0, len(data), PART):
                    part = data[start : start + PART]
                    if gone.done():
                        return
                    async with asyncio.timeout(PART_WITHIN):
                        await send({"type": "http.response.body", "body": part, "more_body": True})
                    counts.downloaded += len(part)
                if number < pieces:
                    data = await self._piece(packed, number)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (TrothError, TimeoutError) as error:
            _log.warning("a download of a package broke off: %s", type(error).__name__)
            raise _BrokeOff from None
        finally:
            gone.cancel()

    async def _piece(self, packed: Packed, number: int) -> bytes:
        box = await self._storing.get(packed.places[number])
        piece: bytes = await self._desk_work(self._desk.open_piece, packed, number, box)
        return piece


class _BrokeOff(Exception):
    """In the middle of an answer: it ends short of its length, and the connection with it."""


def _headers(packed: Packed) -> Headers:
    return [
        (b"content-type", b"application/zip"),
        (b"content-length", str(packed.size).encode()),
        (b"content-disposition", f"attachment; filename*=UTF-8''{quote(packed.name, safe='')}".encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"private, no-store"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]
