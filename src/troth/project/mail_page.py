"""The captured mail: what would have been sent, on a page. Only where no mail server is set, in the demo."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from troth.datamap import csp

_NAME = re.compile(r"^[A-Za-z0-9_-]{1,80}$")
_SHOWN = 200  # the newest
_WITH_FRAME: dict[str, Any] = {**csp.PAGE, "frame-src": [CSP.SELF]}
# No scripts, no requests, no forms. Mails style themselves inline, which is allowed here and nowhere else.
_SANDBOX: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "img-src": ["data:"],
    "style-src": [CSP.UNSAFE_INLINE],
    "sandbox": True,
    "frame-ancestors": [CSP.SELF],
}


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Captured:
    """A mail as the page shows it; `at` is when it was captured."""

    id: str
    subject: str
    sender: str
    to: str
    at: datetime
    text: str
    html: bool
    parts: list[Part]


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    files = sorted(_folder().glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    shown = [_captured(file) for file in files[:_SHOWN]]
    return render(request, "mail/list.html", {"mails": shown, "more": len(files) - len(shown)})


@require_safe
@csp_override(_WITH_FRAME)
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mail/mail.html", {"mail": _captured(_file(name))})


@require_safe
@xframe_options_sameorigin
@csp_override(_SANDBOX)
def html(request: HttpRequest, name: str) -> HttpResponse:
    """A mail's HTML, for the frame of its page."""
    found = next((part for part in _message(_file(name)).walk() if part.get_content_type() == "text/html"), None)
    if found is None:
        raise Http404
    return HttpResponse(_text(found), content_type="text/html; charset=utf-8")


@require_safe
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """An attachment, to be saved, never shown."""
    parts = list(_message(_file(name)).walk())
    if number >= len(parts) or not parts[number].get_filename():
        raise Http404
    response = HttpResponse(_bytes(parts[number]), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="part-{number}{_suffix(parts[number])}"'
    return response


def _folder() -> Path:
    folder: Path = settings.TROTH.mail_dir
    return folder


def _file(name: str) -> Path:
    file = _folder() / f"{name}.eml"
    if not _NAME.match(name) or not file.is_file():
        raise Http404
    return file


def _message(file: Path) -> Message:
    # the old policy on purpose: the new one raises on malformed headers
    return message_from_bytes(file.read_bytes())


def _captured(file: Path) -> Captured:
    message = _message(file)
    parts = list(message.walk())
    plain = next((p for p in parts if p.get_content_type() == "text/plain" and not p.get_filename()), None)
    return Captured(
        id=file.stem,
        subject=_header(message, "Subject") or "(no subject)",
        sender=_header(message, "From"),
        to=_header(message, "To"),
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        text=_text(plain) if plain else "",
        html=any(part.get_content_type() == "text/html" for part in parts),
        parts=[
            Part(number, _decoded(part.get_filename() or ""), part.get_content_type(), len(_bytes(part)))
            for number, part in enumerate(parts)
            if part.get_filename()
        ],
    )


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, "")))


def _decoded(raw: str) -> str:
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError):
        return raw


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    try:
        return _bytes(part).decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return _bytes(part).decode("utf-8", "replace")


def _suffix(part: Message) -> str:
    suffix = Path(part.get_filename() or "").suffix
    return suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else ""


urlpatterns = [
    path("mail", mails),
    path("mail/<str:name>", mail),
    path("mail/<str:name>/html", html),
    path("mail/<str:name>/parts/<int:number>", attachment),
]
