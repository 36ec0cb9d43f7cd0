"""Mail that a lab's server captured instead of sending it."""

from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import msgspec


class Letter(msgspec.Struct, frozen=True):
    """`files`: attachments by name."""

    to: str
    sender: str
    subject: str
    text: str
    html: str
    files: Mapping[str, bytes]
    headers: Mapping[str, str]


def letters(folder: Path, to: str = "") -> list[Letter]:
    """The oldest first: the names of captured mails are made of ids that grow with time."""
    found = [_letter(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]
    return [one for one in found if not to or to.lower() in one.to.lower()]


def _letter(raw: bytes) -> Letter:
    mail = message_from_bytes(raw, policy=policy.default)
    files = {part.get_filename() or "": part.get_payload(decode=True) for part in mail.iter_attachments()}
    return Letter(
        str(mail["To"] or ""), str(mail["From"] or ""), str(mail["Subject"] or ""), _body(mail, "plain"),
        _body(mail, "html"), {name: data for name, data in files.items() if isinstance(data, bytes)},
        {name: str(value) for name, value in mail.items()},
    )  # fmt: skip


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
