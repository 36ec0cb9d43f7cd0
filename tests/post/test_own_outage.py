"""A mail while the database or the keyring of ours is away: no mail server is to blame, and it is soon tried again."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.post.one_mail import one_mail
from troth.datamap.purposes import FOLLOW_UP
from troth.kernel import clock
from troth.post.letters import compose_with
from troth.post.models import Mail
from troth.post.sender import BACK_OFF, OURS, Sender
from troth.post.transport import Capture


def compose(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Hello"
    message.set_content("Hello")
    return message


@pytest.fixture
def mail(company: Cast) -> Iterator[Mail]:
    with one_mail(company, compose) as due:
        yield due


def later(by: timedelta) -> None:
    at = clock.now() + by
    clock.set_clock(lambda: at)


def test_it_waits_a_moment_and_uses_up_no_try(mail: Mail, tmp_path: Path) -> None:
    outages = [sqlite3.OperationalError("database is locked") for _ in range(len(BACK_OFF) + 2)]

    def away_at_first(mail: Mail) -> EmailMessage:
        if outages:
            raise outages.pop()
        return compose(mail)

    compose_with("transcript", away_at_first, FOLLOW_UP)
    sender = Sender(Capture(tmp_path), "troth@example.test")
    while outages:
        assert sender.send_due() == 1
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == ("waiting", 1)
        assert sender.send_due() == 0  # not on and on
        later(OURS)
    assert sender.send_due() == 1
    mail.refresh_from_db()
    assert mail.state == "captured"
