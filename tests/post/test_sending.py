"""Mail that fails at each step of SMTP: tried again while the server has nothing, uncertain once it may have all."""

import hashlib
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from tests.cast import Cast
from tests.conversations.talk import opened
from tests.post.mail_server import STAGES, Reached, mail_server
from tests.post.one_mail import one_mail
from tests.until import PATIENCE
from troth.datamap.doors import acting_for
from troth.datamap.purposes import FOLLOW_UP
from troth.kernel import clock
from troth.kernel.config import Smtp
from troth.kernel.ids import new_id
from troth.log import Log
from troth.post.letters import compose_with
from troth.post.models import Mail
from troth.post.sender import BACK_OFF, LEASE, Sender, recover
from troth.post.smtp import SmtpTransport
from troth.post.transport import Capture, Failure, Letter, Passing, Uncertain
from troth.post.write import write
from troth.project.transactions import DjangoTransactions

HANGS = 2.0  # s after which a server that hangs is given up; what comes before that has to be done by then
WORDS = "Hello\n.\n..\nFrom here\n" + "long " * 300 + "\nGrüße 👋\n"


def compose(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Hello"
    message.set_content(WORDS)
    return message


@pytest.fixture
def mail(company: Cast) -> Iterator[Mail]:
    with one_mail(company, compose) as due:
        yield due


def test_a_row_does_not_tell_the_address_to_who_hashes_it(mail: Mail) -> None:
    for algorithm in ("sha256", "sha1", "md5"):
        assert hashlib.new(algorithm, b"vi@home.test").hexdigest()[:16] not in mail.key


def smtp(port: int, last: float = PATIENCE, each: float = PATIENCE) -> Sender:
    """last, each: s that it waits for the answer to a whole mail, and for each before it."""
    transport = SmtpTransport(Smtp(host="127.0.0.1", port=port), timeout=each, last_timeout=last)
    return Sender(transport, "Troth <troth@example.test>")


def state(mail: Mail) -> str:
    mail.refresh_from_db()
    return mail.state


def later(by: timedelta) -> None:
    at = clock.now() + by
    clock.set_clock(lambda: at)


def test_a_mail_arrives_whole(mail: Mail) -> None:
    with mail_server() as (port, server):
        assert smtp(port).send_due() == 1
    (envelope,) = server.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("troth@example.test", ["vi@home.test"])
    got = message_from_bytes(bytes(envelope.original_content or b""), policy=default)
    assert got.get_content().replace("\r\n", "\n") == WORDS
    assert got["Message-ID"] == f"<{mail.id}@example.test>"
    assert state(mail) == "sent"
    assert (mail.attempts, mail.reason) == (1, "")


@pytest.mark.parametrize("how", ["drop", "hang"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_dies(mail: Mail, stage: str, how: str) -> None:
    in_hand = stage in ("content", "end")  # a short mail is in the network's hands at once: who knows
    with mail_server(stage, how) as (port, server):
        impatient = smtp(port, last=HANGS) if in_hand else smtp(port, each=HANGS)
        assert (impatient if how == "hang" else smtp(port)).send_due() == 1
        if in_hand:
            assert state(mail) == "uncertain"
            assert server.seen == (stage == "end")
            later(timedelta(days=30))
            assert smtp(port).send_due() == 0  # never again by itself
            return
        assert server.seen == 0
    assert state(mail) == "waiting"
    assert mail.reason
    assert mail.handed_over is False
    with mail_server() as (port, server):
        assert smtp(port).send_due() == 0  # not before its time
        later(timedelta(minutes=1))
        assert smtp(port).send_due() == 1
    assert len(server.mails) == 1
    assert state(mail) == "sent"


@pytest.mark.parametrize("how", ["drop", "hang"])
def test_a_server_that_dies_before_a_long_mail_is_out(how: str) -> None:
    letter = Letter(id=new_id(), sender="a@example.test", to="b@example.test", content=(b"x" * 900 + b"\r\n") * 15_000)
    handed_over: list[bool] = []
    with mail_server("content", how) as (port, _):
        each = HANGS if how == "hang" else PATIENCE
        transport = SmtpTransport(Smtp(host="127.0.0.1", port=port), timeout=each)
        with pytest.raises(Passing, match="content: "), acting_for(FOLLOW_UP):
            transport.send(letter, lambda: handed_over.append(True))
    assert handed_over == []


@pytest.mark.parametrize(
    ("stage", "answer", "becomes"),
    [
        ("greeting", "554", "waiting"),
        ("mail", "451", "waiting"),
        ("mail", "550", "failed"),
        ("rcpt", "450", "waiting"),
        ("rcpt", "550", "failed"),
        ("data", "451", "waiting"),
        ("data", "554", "failed"),
        ("end", "452", "waiting"),
        ("end", "554", "failed"),
        ("end", "354", "uncertain"),
        ("end", "OK queued, no number", "uncertain"),
    ],
)
def test_a_server_that_says_no(mail: Mail, stage: str, answer: str, becomes: str) -> None:
    with mail_server(stage, answer) as (port, server):
        smtp(port).send_due()
    assert server.mails == []
    assert state(mail) == becomes
    assert (answer if answer.isdigit() else "odd answer") in mail.reason
    assert "vi@" not in mail.reason


def test_nobody_listens(mail: Mail) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        smtp(free.getsockname()[1]).send_due()
    assert state(mail) == "waiting"


def test_patience_ends(mail: Mail) -> None:
    with mail_server("rcpt", "450") as (port, _):
        sender = smtp(port)
        for pause in BACK_OFF:
            assert sender.send_due() == 1
            assert state(mail) == "waiting"
            later(pause + timedelta(seconds=1))
        assert sender.send_due() == 1
    assert state(mail) == "failed"
    assert mail.attempts == len(BACK_OFF) + 1


def test_a_mail_written_by_a_clock_that_was_put_right_does_not_wait_for_that_time(mail: Mail) -> None:
    later(timedelta(hours=-3))
    with mail_server() as (port, _):
        assert smtp(port).send_due() == 1
    assert state(mail) == "sent"


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


class Deadly(Reached):
    """Kills the process before or after the mail was handed over."""

    done = "sent"

    def __init__(self, handed_over: bool) -> None:
        self.handed_over = handed_over

    def send(self, letter: Letter, hand_over: object) -> None:
        if self.handed_over:
            assert callable(hand_over)
            hand_over()
        raise Killed


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(("handed_over", "becomes"), [(False, "waiting"), (True, "uncertain")])
def test_a_server_killed_with_a_mail_in_hand(mail: Mail, handed_over: bool, becomes: str, alone: bool) -> None:
    with pytest.raises(Killed):
        Sender(Deadly(handed_over), "troth@example.test").send_due()
    assert state(mail) == "sending"
    if not alone:
        recover()
        assert state(mail) == "sending"  # for all we know its sender lives
        later(LEASE + timedelta(seconds=1))
    recover(alone)
    assert state(mail) == becomes
    with mail_server() as (port, server):
        assert smtp(port).send_due() == (0 if handed_over else 1)
    assert len(server.mails) == (0 if handed_over else 1)


class Slow(Reached):
    """A mail server that takes its time, and a second process that does not wait for it."""

    done = "sent"

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.meanwhile, self.handed_over = meanwhile, 0

    def send(self, letter: Letter, hand_over: Callable[[], None]) -> None:
        self.meanwhile()
        hand_over()
        self.handed_over += 1


def test_what_one_sender_has_in_hand_no_other_sends(mail: Mail) -> None:
    def second_process() -> None:
        recover()
        assert Sender(second, "troth@example.test").send_due() == 0

    second = Slow(lambda: None)
    first = Slow(second_process)
    assert Sender(first, "troth@example.test").send_due() == 1
    assert (state(mail), first.handed_over, second.handed_over) == ("sent", 1, 0)


def test_a_sender_that_was_taken_for_dead_hands_nothing_over(mail: Mail) -> None:
    def second_process() -> None:
        later(LEASE + timedelta(seconds=1))
        recover()
        assert Sender(second, "troth@example.test").send_due() == 1

    second = Slow(lambda: None)
    first = Slow(second_process)
    assert Sender(first, "troth@example.test").send_due() == 1
    assert (state(mail), first.handed_over, second.handed_over) == ("sent", 0, 1)


class Outage(Reached):
    """The database goes away while the mail server is asked, which says `answer`."""

    done = "sent"

    def __init__(self, answer: Failure | None) -> None:
        self.answer, self.asked = answer, 0

    def send(self, letter: Letter, hand_over: Callable[[], None]) -> None:
        hand_over()
        self.asked += 1
        _rename(Mail._meta.db_table, "away")
        if self.answer:
            raise self.answer


@pytest.mark.parametrize(
    ("answer", "becomes"), [(None, "sent"), (Passing("final answer: 421"), "waiting"), (Uncertain("?"), "uncertain")]
)
def test_a_database_that_goes_away_while_a_mail_is_sent(mail: Mail, answer: Failure | None, becomes: str) -> None:
    transport = Outage(answer)
    sender = Sender(transport, "troth@example.test")
    with pytest.raises(DatabaseError):
        sender.send_due()
    with pytest.raises(DatabaseError):
        sender.send_due()
    _rename("away", Mail._meta.db_table)
    assert sender.send_due() == 0
    assert (state(mail), transport.asked) == (becomes, 1)


def _rename(table: str, to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {to}")


def test_a_captured_mail_is_one_whole_file(mail: Mail, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    Sender(Capture(folder), "troth@example.test").send_due()
    assert state(mail) == "captured"
    (file,) = folder.iterdir()
    assert file.name == f"{mail.id}.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert message_from_bytes(file.read_bytes(), policy=default).get_content().replace("\r\n", "\n") == WORDS


def test_a_folder_that_cannot_be_written_is_passing(mail: Mail, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    Sender(Capture(tmp_path / "file"), "troth@example.test").send_due()
    assert state(mail) == "waiting"


def test_a_composer_that_fails_is_tried_again(mail: Mail, tmp_path: Path) -> None:
    def broken(mail: Mail) -> EmailMessage:
        raise ZeroDivisionError

    compose_with("transcript", broken, FOLLOW_UP)
    Sender(Capture(tmp_path), "troth@example.test").send_due()
    assert (state(mail), mail.reason) == ("waiting", "composing: ZeroDivisionError")


def test_the_loop_sends_what_is_rung_for_and_ends(mail: Mail, tmp_path: Path, log: Log) -> None:
    class Waited(Capture):
        def send(self, letter: Letter, hand_over: object) -> None:
            super().send(letter, lambda: None)
            done.set()

    done = threading.Event()
    sender = Sender(Waited(tmp_path), "troth@example.test")
    sender.start()
    assert done.wait(PATIENCE)
    sender.stop()
    assert state(mail) == "captured"


def test_an_address_beyond_ascii_goes_where_it_is_taken(mail: Mail) -> None:
    Mail.objects.filter(id=mail.id).update(to=_sealed(mail, "vi@grüße.test"))
    with mail_server() as (port, server):
        smtp(port).send_due()
    assert server.mails[0].rcpt_tos == ["vi@grüße.test"]


def test_a_name_beyond_ascii_goes_where_it_is_taken(mail: Mail) -> None:
    Mail.objects.filter(id=mail.id).update(to=_sealed(mail, "üser@example.test"))
    with mail_server() as (port, server):
        smtp(port).send_due()
    assert server.mails[0].rcpt_tos == ["üser@example.test"]
    assert "To: üser@example.test".encode() in bytes(server.mails[0].original_content or b"")


def test_an_address_that_no_mail_can_bear_is_not_tried_again(mail: Mail, tmp_path: Path) -> None:
    Mail.objects.filter(id=mail.id).update(to=_sealed(mail, "vi\r\nBcc: x@example.test"))
    Sender(Capture(tmp_path), "troth@example.test").send_due()
    assert (state(mail), mail.reason) == ("failed", "the address can't be written into a mail")


def _sealed(mail: Mail, address: str) -> bytes:
    import troth.log
    from troth.conversations.models import Conversation

    visitor = Conversation.objects.get(id=mail.stream).visitor_id
    return troth.log.current().seal(mail.workspace, mail.stream, visitor, address.encode(), "mail")


def test_a_password_is_sent_over_tls_or_not_at_all(mail: Mail) -> None:
    with mail_server() as (port, server):
        setting = Smtp(host="127.0.0.1", port=port, user="troth", password="secret words")
        Sender(SmtpTransport(setting, timeout=PATIENCE), "Troth <troth@example.test>").send_due()
        assert (state(mail), server.mails) == ("waiting", [])
        assert "TLS" in mail.reason


class Hanging(Reached):
    """Mail servers of one domain that never answer, until they are let go."""

    done = "sent"

    def __init__(self) -> None:
        self.let_go, self.sent, self.hanging = threading.Event(), threading.Event(), 0
        self.guard = threading.Lock()

    def send(self, letter: Letter, hand_over: object) -> None:
        if letter.to.endswith("@hangs.test"):
            with self.guard:
                self.hanging += 1
            assert self.let_go.wait(PATIENCE)
        else:
            self.sent.set()


def test_a_domain_that_hangs_holds_up_nobody_elses_mail(company: Cast, mail: Mail) -> None:
    talk = opened(company.vi)
    for number in range(6):  # more than are ever sent at once, and older than the one that must not wait
        with DjangoTransactions().atomic():
            write(
                workspace=company.bikes.id, stream=talk, subject=company.vi.id, kind="transcript", occasion=f"{number}",
                to=f"{number}@hangs.test", about={}, at=clock.now() - timedelta(hours=1),
            )  # fmt: skip
    transport = Hanging()
    sender = Sender(transport, "troth@example.test")
    sender.start()
    try:
        assert transport.sent.wait(PATIENCE)
        assert transport.hanging <= 2
    finally:
        transport.let_go.set()
        sender.stop()
    assert state(mail) == "sent"
