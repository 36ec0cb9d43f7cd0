"""A process that is started again whenever it ends, at the same place, as systemd would."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from .diary import Diary

AGAIN = 0.2  # s between an end and the next start; systemd's own is 0.1
ROOT = Path(__file__).parents[3]


class Kept:
    """`starts` counts them; what it says goes to `said`."""

    def __init__(
        self, name: str, words: Sequence[str | Path], env: Mapping[str, str], said: Path, diary: Diary,
        user: str | None = None,
    ) -> None:  # fmt: skip
        self.name, self.said, self.starts = name, said, 0
        self._words, self._env, self._diary, self._user = [str(word) for word in words], dict(env), diary, user
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """None while it is not running."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if running and self._process is not None else None

    def begin(self) -> None:
        self._keeping = asyncio.get_running_loop().create_task(self._keep())

    async def _keep(self) -> None:
        while True:
            with self.said.open("ab") as said:
                self._process = await asyncio.create_subprocess_exec(
                    *self._words, cwd=ROOT if self._user is None else "/", env=self._env, stdout=said, stderr=said,
                    user=self._user, start_new_session=True,
                )  # fmt: skip
            self.starts += 1
            code = await self._process.wait()
            self._diary.note("ended", process=self.name, code=code)
            await asyncio.sleep(AGAIN)

    def send(self, number: signal.Signals) -> None:
        if self.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def end(self, number: signal.Signals = signal.SIGTERM, within: float = 40) -> None:
        """For good. What does not end `within` seconds is killed."""
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeping
        if self._process is not None and self._process.returncode is None:
            self.send(number)
            try:
                await asyncio.wait_for(self._process.wait(), within)
            except TimeoutError:
                self._diary.note("did not end", process=self.name, after=within)
                self.send(signal.SIGKILL)
                await self._process.wait()

    def tail(self) -> str:
        return "\n".join(self.said.read_text(errors="replace").splitlines()[-40:]) if self.said.exists() else ""
