"""Files up and down, on the loop: raw bodies in, one-use tickets out. Slow peers cost a little memory, no thread.

What arrives is spooled: small files stay in memory, larger ones go to an unnamed temporary file, written in threads.
"""

import asyncio
import logging
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs
from uuid import UUID

import msgspec

from troth.accounts import signed_out
from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.kernel import clock, passes
from troth.kernel.config import Config
from troth.kernel.errors import Busy, Invalid, NotFound, SignInNeeded, SlowBody, TooLarge, TooMany, TrothError
from troth.kernel.limits import Buckets

from .address import place_of
from .doors import Desk, Download, Upload
from .problem import Headers, Receive, Scope, Send, answer, answer_problem, told
from .session import Pace
from .shim import environ

_log = logging.getLogger("troth.gateway")
SPOOL = 256 * 1024  # bytes kept in memory before a file is opened
SLOWEST = 16 * 1024  # bytes a second; 20 MiB have 21 minutes
PART_WITHIN = 30.0  # s for a downloader to take 256 KiB
THREADS = 4
DOWNLOADS = 64  # at once; each file is whole in memory
ADDRESS_DOWNLOADS = 16  # of them to one address: whoever reads slowly keeps a place for long

type DeskWork = Callable[..., Awaitable[Any]]


class Files:
    """The two routes of bytes. Both credentials travel in headers or in the one-use path, never in a query."""

    def __init__(self, config: Config, desk: Desk, desk_work: DeskWork, pace: Pace) -> None:
        self._desk, self._desk_work, self._limits, self._pace = desk, desk_work, config.limits, pace
        self._config, self._secret = config, config.secret("passes")
        self._folder = config.var / "tmp"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._threads = ThreadPoolExecutor(THREADS, "troth-files")
        self._sealing = asyncio.Semaphore(2)  # files that are whole in memory
        self._uploads = 0
        self._of: Counter[UUID | str] = Counter()  # uploads by who sends, and by address
        self._hourly = Buckets[UUID](self._limits.visitor_files, self._limits.visitor_files / 3600)
        self._bytes = Buckets[str](self._limits.address_bytes, self._limits.address_bytes / 3600)  # of visitors
        self._trusted = config.trusted_proxies
        self._downloads: Counter[str] = Counter()  # by address

    def stop(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def upload(self, scope: Scope, receive: Receive, send: Send, conversation: str) -> None:
        """POST /api/v1/conversations/{id}/files?name= with the file as the body."""
        try:
            asker = await self._asker(scope)
            ref = await self._upload(scope, receive, asker, conversation)
        except TrothError as error:
            return await answer_problem(send, error)
        except _Left:
            return None
        except Exception as error:
            return await answer_problem(send, told(error, "An upload failed"))
        return await answer(send, 201, msgspec.json.encode(ref), b"application/json")

    async def _upload(self, scope: Scope, receive: Receive, asker: Asker, conversation: str) -> msgspec.Struct:
        who = asker.visitor_id if isinstance(asker, VisitorAsker) else asker.person_id
        if self._uploads >= self._limits.uploads:
            raise Busy
        most = self._limits.visitor_open_uploads * (1 if isinstance(asker, VisitorAsker) else 10)
        place = place_of(scope, self._trusted)
        if self._of[who] >= most or self._of[place] >= self._limits.address_uploads:
            raise TooMany("Wait until your other files are up.")
        if isinstance(asker, VisitorAsker) and not self._hourly.take(who):
            raise TooMany("These were many files. Wait a while.")
        self._uploads += 1
        self._of.update((who, place))
        spool = _Spool(self._folder, self._threads)
        try:
            upload = await self._begin(scope, asker, conversation)
            await self._receive(receive, spool, upload, place if isinstance(asker, VisitorAsker) else None)
            async with self._sealing:
                data = await spool.whole()
                ref: msgspec.Struct = await self._desk_work(self._desk.finish_upload, asker, upload, data)
                return ref
        finally:
            await spool.close()
            self._uploads -= 1
            for key in (who, place):
                self._of[key] -= 1
                if not self._of[key]:
                    del self._of[key]

    async def _begin(self, scope: Scope, asker: Asker, conversation: str) -> Upload:
        try:
            id_ = UUID(conversation)
        except ValueError:
            raise NotFound from None
        try:
            query = parse_qs(scope["query_string"].decode("latin-1"), encoding="utf-8", errors="strict")
        except UnicodeDecodeError:
            raise Invalid("The file's name is not UTF-8.", fields={"name": "characters"}) from None
        name = query.get("name", [""])[0]
        if not name.strip():
            raise Invalid("Name the file: ?name=", fields={"name": "is missing"})
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        size = int(length) if length.isdigit() else None
        if size is not None and size > self._limits.file_size:
            raise TooLarge
        kind = headers.get(b"content-type", b"application/octet-stream").decode("latin-1")
        upload: Upload = await self._desk_work(self._desk.begin_upload, asker, id_, name, kind, size)
        return upload

    async def _receive(self, receive: Receive, spool: "_Spool", upload: Upload, place: str | None) -> None:
        """place: to which address the bytes are counted, if to any."""
        loop = asyncio.get_running_loop()
        began, size = loop.time(), 0
        limit = min(upload.limit, self._limits.file_size)
        while True:
            try:
                async with asyncio.timeout_at(began + self._pace.upload + size / SLOWEST):
                    message = await receive()
            except TimeoutError:
                raise SlowBody from None
            if message["type"] == "http.disconnect":
                raise _Left
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise TooLarge
            if place is not None and not self._bytes.take(place, len(part)):
                raise TooMany(
                    "Many files came from this address in the last hour. Wait a while; this one was not kept."
                )
            await spool.add(part)
            if not message.get("more_body", False):
                return

    async def download(self, scope: Scope, receive: Receive, send: Send, ticket: str) -> None:
        """GET /api/v1/files/{ticket}: one use."""
        if len(ticket) > 200:
            return await answer_problem(send, NotFound())
        try:
            async with asyncio.timeout(self._pace.body):
                if (await receive()).get("more_body"):
                    return await answer_problem(send, TooLarge())
        except TimeoutError:
            return await answer_problem(send, SlowBody())
        place = place_of(scope, self._trusted)
        if self._downloads.total() >= DOWNLOADS or self._downloads[place] >= ADDRESS_DOWNLOADS:
            return await answer_problem(send, Busy())
        self._downloads[place] += 1  # before the file is opened: that takes a while, and memory
        try:
            return await self._download(receive, send, ticket)
        finally:
            self._downloads[place] -= 1
            if not self._downloads[place]:
                del self._downloads[place]

    async def _download(self, receive: Receive, send: Send, ticket: str) -> None:
        try:
            found: Download = await self._desk_work(self._desk.redeem, ticket)
        except TrothError as error:
            return await answer_problem(send, error)
        except Exception as error:
            return await answer_problem(send, told(error, "A download failed"))
        gone = asyncio.ensure_future(receive())  # from here on it only ever says that the client left
        try:
            headers: Headers = [(k.lower().encode(), v.encode("latin-1")) for k, v in found.headers.items()]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            loop = asyncio.get_running_loop()
            while not gone.done():
                part: bytes | None = await loop.run_in_executor(self._threads, next, found.chunks, None)
                async with asyncio.timeout(PART_WITHIN):
                    await send({"type": "http.response.body", "body": part or b"", "more_body": part is not None})
                if part is None:
                    break
        finally:
            gone.cancel()
        return None

    async def _asker(self, scope: Scope) -> Asker:
        """Who sends: by a pass, which is read here; by a session the desk knows, as for the rest of the API."""
        scheme, _, text = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            asker: Asker = await self._desk_work(self._desk.session_asker, environ(scope, b"", self._config))
            return asker
        claims = passes.read(self._secret, text.strip(), clock.now())
        signed_out.check(claims)
        if claims.kind == "agent":
            await self._desk_work(self._desk.check_pass, claims.id, claims.issued)
            return PersonAsker(claims.id)
        if claims.workspace is None or claims.site is None:
            raise SignInNeeded
        return VisitorAsker(claims.id, claims.workspace, claims.site)


class _Left(Exception):
    """The client went away in the middle."""


class _Spool:
    """Bytes that arrive. Beyond SPOOL they go to a file without a name, which vanishes with the process."""

    def __init__(self, folder: Path, threads: ThreadPoolExecutor) -> None:
        self._folder, self._threads = folder, threads
        self._memory = bytearray()
        self._file: IO[bytes] | None = None

    async def add(self, part: bytes) -> None:
        self._memory += part
        if len(self._memory) >= SPOOL:
            full, self._memory = self._memory, bytearray()
            await self._in_thread(self._write, full)

    async def whole(self) -> bytes:
        if self._file is None:
            return bytes(self._memory)
        data: bytes = await self._in_thread(self._read)
        return data

    async def close(self) -> None:
        if self._file is not None:
            await self._in_thread(self._file.close)

    def _write(self, data: bytearray) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  # closed by close()
        self._file.write(data)

    def _read(self) -> bytes:
        assert self._file is not None
        self._file.write(self._memory)
        self._file.seek(0)
        return self._file.read()

    async def _in_thread(self, act: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act, *args)
