"""The SDK without `await`: scenarios read from top to bottom, the SDK runs on a loop of its own."""

import asyncio
import inspect
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from troth.client import Talk

WITHIN = 30.0  # s for one call


class Loop:
    """A loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="verify-loop", daemon=True)
        self._thread.start()

    def do[Result](self, act: Coroutine[Any, Any, Result], within: float = WITHIN) -> Result:
        """Its result, or what it raised. Raises TimeoutError."""
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(act, within), self._loop).result()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WITHIN)
        self._loop.close()


class InStep:
    """Something of the SDK (docs/sdk.md): its async methods wait for their result here."""

    def __init__(self, what: Any, loop: Loop) -> None:
        self._what, self._loop = what, loop

    def on_loop(self, act: Callable[[Any], Any]) -> Any:
        """`act` of what is wrapped, on its loop: for what lies deeper than its own methods."""

        async def here() -> Any:
            result = act(self._what)
            return await result if inspect.isawaitable(result) else result

        return self._loop.do(here())

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._what, name)
        if not callable(found):
            return found

        def call(*args: Any, **more: Any) -> Any:
            result = self.on_loop(lambda _: found(*args, **more))
            return InStep(result, self._loop) if isinstance(result, Talk) else result

        return call
