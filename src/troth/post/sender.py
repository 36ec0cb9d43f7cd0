"""The sender: takes what is due, composes, hands over, and writes down how it ended. No transaction is open while the
network is asked.

Several processes may each have one. A mail in hand is its sender's until `held_until`, which is longer than any mail
takes; after that, and not before, another takes it for a dead one's.
"""

import logging
import threading
import time
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import F, Q

import troth.log
from troth.kernel.clock import now

from .bell import listen, unlisten
from .letters import composer
from .models import Mail
from .transport import Failure, Letter, Passing, Permanent, Transport, Uncertain

_log = logging.getLogger(__name__)

AT_ONCE = 50  # rows looked at in one go
PAUSE = 2.0  # seconds between looks when nobody rings
BACK_OFF = tuple(timedelta(minutes=m) for m in (0.5, 2, 10, 30, 60, 120, 240, 480, 720, 1440))  # then it has failed

LEASE = timedelta(minutes=20)  # smtp.py waits 10 minutes for the last answer, and 30 s for each before it
LOOK = 60.0  # seconds between looks for mails of senders that died

_S = Mail.State

type Changes = dict[str, Any]  # of a mail's row


class Sender:
    """A thread of the worker. `wake()` makes it look at once."""

    def __init__(self, transport: Transport, sender: str) -> None:
        self.transport, self.sender = transport, sender
        self._ended: list[tuple[Mail, Changes]] = []  # not written down yet
        self._bell = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        listen(self.wake)
        self._thread = threading.Thread(target=self._run, name="post", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the mail in hand end, then end."""
        self._stopping = True
        unlisten(self.wake)
        self._bell.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def wake(self) -> None:
        self._bell.set()

    def _run(self) -> None:
        look = 0.0  # when to look for mails of senders that died
        while not self._stopping:
            try:
                if time.monotonic() >= look:
                    recover(alone=not look and connection.vendor == "sqlite")  # which has one server only
                    look = time.monotonic() + LOOK
                if not self.send_due():
                    self._bell.wait(PAUSE)
                self._bell.clear()
            except Exception:
                _log.exception("the sender of mail stumbled; it goes on")
                self._bell.wait(PAUSE)
            finally:
                close_old_connections()
        connection.close()

    def send_due(self) -> int:
        """Send what is due; the number of mails taken in hand."""
        self._write_down()
        due = Mail.objects.filter(state=_S.WAITING, next_at__lte=now()).order_by("next_at").values_list("id", flat=True)
        taken = 0
        for mail_id in list(due[:AT_ONCE]):
            if self._stopping:
                break
            mine = Mail.objects.filter(id=mail_id, state=_S.WAITING)
            if mine.update(state=_S.SENDING, held_until=now() + LEASE, attempts=F("attempts") + 1):
                taken += 1
                mail = Mail.objects.get(id=mail_id)
                self._ended.append((mail, self._send(mail)))
                self._write_down()
        return taken

    def _send(self, mail: Mail) -> Changes:
        """What becomes of the mail's row."""
        try:
            self.transport.send(self._letter(mail), lambda: _hand_over(mail))
        except Passing as failure:
            return _put_off(mail, failure)
        except Permanent as failure:
            return _end(_S.FAILED, failure.reason)
        except Uncertain as failure:
            return _end(_S.UNCERTAIN, failure.reason)
        except Exception as error:  # of our own making and before the last line: the mail server has nothing
            _log.exception("sending mail %s stumbled", mail.id)
            return _put_off(mail, Passing(f"unexpected: {type(error).__name__}"))
        return _end(_S(self.transport.done), "")

    def _write_down(self) -> None:
        """How mails ended. While the database is away it is kept here, and tried again before anything is sent."""
        while self._ended:
            mail, changes = self._ended[0]
            Mail.objects.filter(id=mail.id, state=_S.SENDING, attempts=mail.attempts).update(**changes)
            self._ended.pop(0)

    def _letter(self, mail: Mail) -> Letter:
        compose = composer(mail.kind)
        if compose is None:
            raise Permanent(f"nobody composes mail of kind {mail.kind}")
        to = troth.log.current().open(bytes(mail.to), mail.workspace, mail.stream, "mail")
        if to is None:
            raise Permanent("the address was erased")
        try:
            message = compose(mail)
        except Failure:
            raise
        except Exception as error:
            _log.exception("composing mail %s failed", mail.id)
            raise Passing(f"composing: {type(error).__name__}") from None
        if message is None:
            raise Permanent("there is nothing left to tell")
        return address(mail, message, self.sender, to.decode())


def address(mail: Mail, message: EmailMessage, sender: str, to: str) -> Letter:
    """The composed mail in its envelope. Its Message-ID follows from the row, so a repeat can be told as one."""
    display, own = parseaddr(sender)
    host = own.rpartition("@")[2] or "localhost"
    if "From" not in message:
        message["From"] = Address(display_name=display, addr_spec=own)
    name, _, domain = to.rpartition("@")
    try:
        message["To"] = Address(username=name, domain=domain)  # an addr_spec may not go beyond ASCII before the @
    except (ValueError, MessageError):
        raise Permanent("the address can't be written into a mail") from None
    message["Message-ID"] = f"<{mail.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if "Date" not in message:
        message["Date"] = mail.at
    policy = SMTP if to.isascii() else SMTPUTF8
    return Letter(id=mail.id, sender=own, to=to, content=message.as_bytes(policy=policy))


def recover(alone: bool = False) -> None:
    """What a sender that died had in hand: handed over whole it is uncertain, before that it is sent again. alone: no
    other sender lives, so that nothing in hand is another's."""
    left = Mail.objects.filter(state=_S.SENDING)
    if not alone:
        left = left.filter(Q(held_until__lt=now()) | Q(held_until=None))
    reason = "the server stopped after the whole mail was handed over"
    left.filter(handed_over=True).update(state=_S.UNCERTAIN, done_at=now(), reason=reason)
    left.filter(handed_over=False).update(state=_S.WAITING, next_at=now())


def _hand_over(mail: Mail) -> None:
    """Raises when another took the mail over meanwhile."""
    if not Mail.objects.filter(id=mail.id, state=_S.SENDING, attempts=mail.attempts).update(handed_over=True):
        raise Passing("this took so long that another sender has the mail")


def _put_off(mail: Mail, failure: Failure) -> Changes:
    if mail.attempts > len(BACK_OFF):
        return _end(_S.FAILED, failure.reason)
    again: datetime = now() + BACK_OFF[mail.attempts - 1]
    return {"state": _S.WAITING, "handed_over": False, "next_at": again, "reason": failure.reason[:200]}


def _end(state: Mail.State, reason: str) -> Changes:
    return {"state": state, "done_at": now(), "reason": reason[:200]}
