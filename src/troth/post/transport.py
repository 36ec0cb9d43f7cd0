"""Ways out for a mail. A failure is passing (try again), permanent, or uncertain (it may have arrived)."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec


class Letter(msgspec.Struct, frozen=True):
    """A composed mail: envelope and RFC 5322 bytes with CRLF line ends."""

    id: UUID
    sender: str
    to: str
    content: bytes


class Failure(Exception):
    """reason: for the operator, without addresses or words of the mail."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Passing(Failure):
    """Not delivered, by no fault of the mail: to be tried again."""


class Permanent(Failure):
    """Not delivered, and trying again won't help."""


class Uncertain(Failure):
    """Handed over whole, and the answer was lost: it may have been delivered."""


class Transport(Protocol):
    """`hand_over` is called once, just before the mail can't be taken back any more; it makes that durable."""

    done: str  # the state a mail has afterwards: "sent" or "captured"

    def refused(self) -> str:
        """Why nothing may be sent this way now; "" when it may. Asked before a mail is taken in hand."""
        ...

    def send(self, letter: Letter, hand_over: Callable[[], None]) -> None: ...


class Capture:
    """Mail into a folder, one .eml file each, whole or not at all; a repeat writes the same file."""

    done = "captured"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def refused(self) -> str:
        return ""  # it stays on this machine

    def send(self, letter: Letter, hand_over: Callable[[], None]) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self.folder / f".{letter.id}.part"
            with open(part, "wb", opener=_private) as file:
                file.write(letter.content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.folder / f"{letter.id}.eml")
        except OSError as error:
            raise Passing(f"the folder for captured mail: {error.strerror}") from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
