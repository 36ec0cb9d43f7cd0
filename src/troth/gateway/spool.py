"""What arrives of an upload: small files stay in memory, larger ones go to an unnamed file, written in threads."""

import asyncio
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

SPOOL = 256 * 1024  # bytes kept in memory before a file is opened


class Spool:
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
