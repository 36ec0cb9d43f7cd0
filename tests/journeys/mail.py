"""The mail that left, as it stands under `var/mail`."""

import asyncio
from email import message_from_bytes
from email.message import Message

from tests.process import Troth

WITHIN = 60.0  # s


async def captured(server: Troth, to: str, having: str = "") -> str:
    """The words of the first mail to an address that says `having`, white space evened out. Waits for it; raises
    TimeoutError."""
    async with asyncio.timeout(WITHIN):
        while True:
            for file in sorted((server.var / "mail").glob("*.eml")):
                mail = message_from_bytes(file.read_bytes())
                if to in str(mail["To"]) and having in (words := " ".join(text_of(mail).split())):
                    return words
            await asyncio.sleep(0.05)


def text_of(mail: Message) -> str:
    """The plain text, which is what every reader can show."""
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return content.decode(part.get_content_charset("utf-8"))
    raise AssertionError("a mail without plain text")
