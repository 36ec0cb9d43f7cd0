"""Files up and down, on the loop: raw bodies in, one-use tickets out. Slow peers cost a little memory, no thread."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import msgspec

from troth.accounts import signed_out
from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.datamap.doors import act_for
from troth.filestore import FileStore
from troth.kernel import clock, passes
from troth.kernel.buckets import refused
from troth.kernel.config import Config
from troth.kernel.errors import Busy, Invalid, NotFound, SignInNeeded, SlowBody, TooLarge, TrothError

from . import purposes
from .address import place_of
from .allowance import Allowance, Taken
from .counts import counts
from .doors import Desk, Download, Sealed, Upload, Wanted
from .problem import Headers, Receive, Scope, Send, answer, answer_problem, told
from .session import Pace
from .shim import environ
from .spool import Spool
from .storing import Storing

_log = logging.getLogger("troth.gateway")
SLOWEST = 16 * 1024  # bytes a second; 20 MiB have 21 minutes
PART_WITHIN = 30.0  # s for a downloader to take 256 KiB
THREADS = 4
WHOLE = 8  # uploads that are whole in memory: sealed, on their way into the store
DOWNLOADS = 64  # at once; each file is whole in memory
ADDRESS_DOWNLOADS = 16  # of them to one address: whoever reads slowly keeps a place for long

type DeskWork = Callable[..., Awaitable[Any]]


class Files:
    """The two routes of bytes. Both credentials travel in headers or in the one-use path, never in a query."""

    def __init__(self, config: Config, desk: Desk, desk_work: DeskWork, store: FileStore, pace: Pace) -> None:
        self._desk, self._desk_work, self._limits, self._pace = desk, desk_work, config.limits, pace
        self._config, self._secret = config, config.secret("passes")
        self._folder = config.var / "tmp"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._threads = ThreadPoolExecutor(THREADS, "troth-files")
        self.storing = Storing(store)
        self._whole = asyncio.Semaphore(WHOLE)
        self._sealing = asyncio.Semaphore(2)  # they have the desk's threads
        self._allowance = Allowance(config.limits)
        self._trusted = config.trusted_proxies
        self._downloads: Counter[str] = Counter()  # by address

    def stop(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.storing.stop()

    async def upload(self, scope: Scope, receive: Receive, send: Send, conversation: str) -> None:
        """POST /api/v1/conversations/{id}/files?name= with the file as the body."""
        act_for(purposes.FILES)
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
        place = place_of(scope, self._trusted)
        with self._allowance.one(asker, place) as taken:
            spool = Spool(self._folder, self._threads)
            try:
                upload = await self._begin(scope, asker, conversation)
                taken.goes_to(upload)
                await self._receive(receive, spool, upload, taken)
                async with self._whole:
                    sealed = await self._seal(asker, upload, spool)
                    await self.storing.put(sealed.place, sealed.box)
                await self._desk_work(self._desk.keep_upload, sealed.id)
                return sealed.ref
            finally:
                await spool.close()

    async def _seal(self, asker: Asker, upload: Upload, spool: Spool) -> Sealed:
        async with self._sealing:
            data = await spool.whole()
            sealed: Sealed = await self._desk_work(self._desk.seal_upload, asker, upload, data)
            return sealed

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
            refused["file_size"] += 1
            raise TooLarge
        kind = headers.get(b"content-type", b"application/octet-stream").decode("latin-1")
        upload: Upload = await self._desk_work(self._desk.begin_upload, asker, id_, name, kind, size)
        return upload

    async def _receive(self, receive: Receive, spool: Spool, upload: Upload, taken: Taken) -> None:
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
            counts.uploaded += len(part)
            if size > limit:
                refused["file_size"] += 1
                raise TooLarge
            taken.bytes(len(part))
            await spool.add(part)
            if not message.get("more_body", False):
                return

    async def download(self, scope: Scope, receive: Receive, send: Send, ticket: str) -> None:
        """GET /api/v1/files/{ticket}: one use."""
        act_for(purposes.FILES)
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
            found = await self._fetched(ticket)
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
                counts.downloaded += len(part)
        finally:
            gone.cancel()
        return None

    async def _fetched(self, ticket: str) -> Download:
        wanted: Wanted = await self._desk_work(self._desk.redeem, ticket)
        found: Download = await self._desk_work(self._desk.opened, wanted, await self.storing.get(wanted.place))
        return found

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
