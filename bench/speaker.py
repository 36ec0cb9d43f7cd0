"""A visitor who comes back: what was said and not acknowledged is said again on the next line, as the widget does."""

from collections.abc import Callable

from .crowd import saying
from .socket_load import Socket, connect


class Speaker:
    """`acked(number)`: once for each number, however often it was said."""

    def __init__(self, prefix: bytes, pass_: str, stream: str, acked: Callable[[int], None]) -> None:
        self.stream = stream
        self.socket: Socket | None = None
        self.pending: dict[int, bytes] = {}  # number -> its frame
        self.errors: list[bytes] = []
        self._prefix, self._pass, self._acked = prefix, pass_, acked

    @property
    def away(self) -> bool:
        return self.socket is None or self.socket.lost

    async def arrive(self, port: int) -> None:
        """Be welcomed, follow the conversation and say again what is not known to be kept."""
        socket = await connect(port, self._prefix, self._pass)
        socket.errors = self.errors
        socket.on_ack = self._on_ack
        await socket.subscribe([self.stream])
        self.socket = socket
        for frame in list(self.pending.values()):
            socket.say(frame)

    def say(self, number: int) -> None:
        """While away it waits for the return."""
        self.pending[number] = frame = saying(self.stream, self._prefix, number)
        if self.socket is not None and not self.socket.lost:
            self.socket.say(frame)

    def drop(self) -> None:
        """As a network that dies: without a word."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _on_ack(self, number: int) -> None:
        if self.pending.pop(number, None) is not None:
            self._acked(number)
