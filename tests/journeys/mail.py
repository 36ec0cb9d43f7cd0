"""The mail that left, as it stands under `var/mail`."""

from email import message_from_bytes
from email.message import Message

from tests.process import Troth
from tests.until import until_async


async def captured(server: Troth, to: str, having: str = "") -> str:
    """The words of the first mail to an address that says `having`, white space evened out. Waits for it."""

    async def came() -> str | None:
        for file in sorted((server.var / "mail").glob("*.eml")):
            mail = message_from_bytes(file.read_bytes())
            if to in str(mail["To"]) and having in (words := " ".join(text_of(mail).split())):
                return words
        return None

    return await until_async(came, lambda: all_that_left(server))


def all_that_left(server: Troth) -> str:
    """Each mail by its name, and what the server says: for who waits for one in vain."""
    mails = [(file.name, message_from_bytes(file.read_bytes())) for file in sorted((server.var / "mail").glob("*.eml"))]
    lines = [f"{name}  {mail['Date']}  to {mail['To']}: {mail['Subject']}" for name, mail in mails]
    return "\n".join([f"{len(lines)} mails left", *lines, "the end of the server's log:", server.tail()])


def text_of(mail: Message) -> str:
    """The plain text, which is what every reader can show."""
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return content.decode(part.get_content_charset("utf-8"))
    raise AssertionError("a mail without plain text")
