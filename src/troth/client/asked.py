"""Which request an answer belongs to: `ref` numbers, and what to do when the answer is an error."""

from collections.abc import Callable

from troth.kernel.errors import TrothError

Refused = Callable[[TrothError], None]


class Asked:
    """Requests under way on the present connection."""

    def __init__(self, send: Callable[[bytes], bool]) -> None:
        self.send = send  # False: there is no connection at the moment
        self._ref = 0
        self._refused: dict[int, Refused] = {}

    def ask(self, frame: Callable[[int], bytes], refused: Refused) -> bool:
        """Send `frame(ref)`; `refused` hears the error that answers it. False when nothing was sent."""
        self._ref = self._ref % (2**31 - 1) + 1
        if not self.send(frame(self._ref)):
            return False
        self._refused[self._ref] = refused
        return True

    def answered(self, ref: int) -> Refused | None:
        return self._refused.pop(ref, None)

    def forget(self) -> None:
        """The connection is gone, and every answer with it."""
        self._refused.clear()
