"""The sender: takes what is due, composes, hands over, and writes down how it ended. No transaction is open while the
network is asked.

A few threads send at once, so that a mail server which takes ten minutes over one mail holds up nobody else's; no more
than two of them write to one domain. Several processes may each have a sender. A mail in hand is its sender's until
`held_until`, which is longer than any mail takes; after that, and not before, another takes it for a dead one's.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connection
from django.db.models import F, Q

import troth.log
from troth.datamap import egress
from troth.datamap.doors import Door, PurposeViolation, act_for, alone, through
from troth.kernel.clock import now
from troth.kernel.outages import is_outage

from .bell import listen, unlisten
from .letters import composer, refusal
from .models import Mail
from .transport import Failure, Letter, Passing, Permanent, Transport, Uncertain

_log = logging.getLogger(__name__)

AT_ONCE = 50  # rows looked at in one go
SENDERS = 4  # mails in hand at once
TO_ONE_DOMAIN = 2  # of them
PAUSE = 2.0  # seconds between looks when nobody rings
OURS = timedelta(seconds=2)  # to the next try when the database or the keyring was away: no mail server is to blame
BACK_OFF = tuple(timedelta(minutes=m) for m in (0.5, 2, 10, 30, 60, 120, 240, 480, 720, 1440))  # then it has failed

LEASE = timedelta(minutes=20)  # smtp.py waits 10 minutes for the last answer, and 30 s for each before it
LOOK = 60.0  # seconds between looks for mails of senders that died

_S = Mail.State

attempts: Counter[str] = Counter()  # of this process, by the state that came of each; for the metrics

type Changes = dict[str, Any]  # of a mail's row


class _Own(threading.local):
    """What one thread has sent and not written down yet."""

    def __init__(self) -> None:
        self.ended: list[tuple[Mail, Changes]] = []


class Sender:
    """Threads of the worker. `wake()` makes them look at once."""

    def __init__(self, transport: Transport, sender: str) -> None:
        self.transport, self.sender = transport, sender
        self._own = _Own()
        self._domains: Counter[str] = Counter()  # of the mails in hand, as `Mail.domain` has them
        self._guard = threading.Lock()
        self._bell = threading.Event()
        self._recovered = threading.Event()
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        listen(self.wake)
        for number in range(SENDERS):
            thread = threading.Thread(target=self._run, args=(number == 0,), name=f"post-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Let the mails in hand end, half a minute at most, then end."""
        self._stopping = True
        unlisten(self.wake)
        self._bell.set()
        self._recovered.set()
        until = time.monotonic() + 30
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def wake(self) -> None:
        self._bell.set()

    def _run(self, first: bool) -> None:
        """first: the one that looks for mails of senders that died. The others begin once it has, since on SQLite it
        takes all that is in hand for a dead one's."""
        if not first:
            self._recovered.wait()
        look = 0.0
        while not self._stopping:
            try:
                if first and time.monotonic() >= look:
                    recover(alone=not look and connection.vendor == "sqlite")  # which has one server only
                    look = time.monotonic() + LOOK
                    self._recovered.set()
                if not self.send_due() and not self._stopping:
                    self._bell.wait(PAUSE)
                if not self._stopping:
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
        if why := self.transport.refused():
            _hold(why)
            return 0
        # what nobody has tried yet is due whatever the clock said when it was written: clocks are put right, too
        due = Mail.objects.filter(Q(attempts=0) | Q(next_at__lte=now()), state=_S.WAITING).order_by("next_at")
        if full := self._full():
            due = due.exclude(domain__in=full)
        taken = 0
        for mail_id, domain in list(due.values_list("id", "domain")[:AT_ONCE]):
            if self._stopping:
                break
            with self._place(domain) as free:
                if free:
                    taken += self._take(mail_id)
        return taken

    def _take(self, mail_id: UUID) -> int:
        """Send this mail unless another took it; 1 when it was ours."""
        mine = Mail.objects.filter(id=mail_id, state=_S.WAITING)
        if not mine.update(state=_S.SENDING, held_until=now() + LEASE, attempts=F("attempts") + 1):
            return 0
        mail = Mail.objects.get(id=mail_id)
        self._own.ended.append((mail, self._send(mail)))
        self._write_down()
        return 1

    def _full(self) -> list[str]:
        """Domains to which no more is sent just now."""
        with self._guard:
            return [domain for domain, mails in self._domains.items() if mails >= TO_ONE_DOMAIN]

    @contextmanager
    def _place(self, domain: str) -> Iterator[bool]:
        """Whether one more may be sent to this domain; kept for the block."""
        with self._guard:
            free = self._domains[domain] < TO_ONE_DOMAIN
            self._domains[domain] += free
        try:
            yield free
        finally:
            with self._guard:
                self._domains[domain] -= free
                if not self._domains[domain]:
                    del self._domains[domain]

    def _send(self, mail: Mail) -> Changes:
        """What becomes of the mail's row."""
        try:
            with alone():  # what it is for is said by its kind
                self.transport.send(self._letter(mail), lambda: _hand_over(mail))
        except Passing as failure:
            return _put_off(mail, failure)
        except Permanent as failure:
            return _end(_S.FAILED, failure.reason)
        except Uncertain as failure:
            return _end(_S.UNCERTAIN, failure.reason)
        except Exception as error:  # of our own making and before the last line: the mail server has nothing
            if is_outage(error):
                return _wait(mail, error)
            _log.exception("sending mail %s stumbled", mail.id)
            return _put_off(mail, Passing(f"unexpected: {type(error).__name__}"))
        return _end(_S(self.transport.done), "")

    def _write_down(self) -> None:
        """How mails ended. While the database is away it is kept here, and tried again before anything is sent."""
        ended = self._own.ended
        while ended:
            mail, changes = ended[0]
            Mail.objects.filter(id=mail.id, state=_S.SENDING, attempts=mail.attempts).update(**changes)
            ended.pop(0)
            with self._guard:
                attempts[changes["state"]] += 1

    def _letter(self, mail: Mail) -> Letter:
        known = composer(mail.kind)
        if known is None:
            raise Permanent(f"nobody composes mail of kind {mail.kind}")
        try:
            act_for(through(Door.MAILER, known.purpose, f"mail of kind {mail.kind}"))
        except PurposeViolation:
            raise Permanent(f"no purpose is declared for mail of kind {mail.kind}") from None
        if why := refusal(mail, known.purpose):
            raise Permanent(why)
        to = troth.log.current().open(bytes(mail.to), mail.workspace, mail.stream, "mail")
        if to is None:
            raise Permanent("the address was erased")
        try:
            message = known.compose(mail)
        except Failure:
            raise
        except Exception as error:
            if is_outage(error):
                raise
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


def _hold(why: str) -> None:
    """What waits goes on waiting, and says why: the mail server may not be reached, by decision. No try is used up."""
    held = Mail.objects.filter(state=_S.WAITING).exclude(reason=why[:200]).update(reason=why[:200])
    if held:
        egress.count(held)
        _log.warning("%d mails wait: %s", held, why)


def _put_off(mail: Mail, failure: Failure) -> Changes:
    if mail.attempts > len(BACK_OFF):
        return _end(_S.FAILED, failure.reason)
    again: datetime = now() + BACK_OFF[mail.attempts - 1]
    return {"state": _S.WAITING, "handed_over": False, "next_at": again, "reason": failure.reason[:200]}


def _wait(mail: Mail, error: Exception) -> Changes:
    """What is ours was away: soon it is there, so this is no failure of the mail's, and makes no pause longer."""
    _log.warning("mail %s waits, since what is kept was away: %s", mail.id, type(error).__name__)
    return {
        "state": _S.WAITING, "handed_over": False, "attempts": max(1, mail.attempts - 1), "next_at": now() + OURS,
        "reason": f"what is kept was away: {type(error).__name__}",
    }  # fmt: skip


def _end(state: Mail.State, reason: str) -> Changes:
    return {"state": state, "done_at": now(), "reason": reason[:200]}
