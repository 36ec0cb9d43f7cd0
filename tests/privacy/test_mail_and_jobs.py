"""The mailer's door and the job's: what is for nothing is neither sent nor run."""

from pathlib import Path
from typing import Any, cast

import pytest
from django.core import mail as django_mail

from tests.privacy.conftest import hello
from troth.datamap import doors
from troth.datamap.doors import PurposeViolation, in_force
from troth.datamap.purposes import ACCOUNT, FOLLOW_UP, PURPOSES, RECORD, RIGHTS
from troth.log import Log
from troth.post import letters
from troth.post.letters import compose_with
from troth.post.models import Mail
from troth.post.sender import Sender
from troth.post.transport import Capture
from troth.project import hourly
from troth.project.desk import readers
from troth.worker import Reader, Worker


def test_a_kind_of_mail_without_a_purpose_is_not_composed(mail: Mail, tmp_path: Path) -> None:
    composed: list[Mail] = []
    compose_with("transcript", composed.append, cast(Any, None))
    refused = doors.refused["mailer"]
    assert Sender(Capture(tmp_path), "troth@example.test").send_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("failed", "no purpose is declared for mail of kind transcript")
    assert (composed, list(tmp_path.iterdir())) == ([], [])
    assert doors.refused["mailer"] == refused + 1


def test_a_mail_is_composed_and_sent_for_the_purpose_of_its_kind(mail: Mail, tmp_path: Path) -> None:
    seen: list[object] = []

    def composed(one: Mail) -> Any:
        seen.append(in_force())
        return hello(one)

    compose_with("transcript", composed, FOLLOW_UP)
    assert Sender(Capture(tmp_path), "troth@example.test").send_due() == 1
    assert (seen, in_force()) == ([FOLLOW_UP], None)


def test_every_kind_of_mail_has_its_purpose() -> None:
    purposes = {kind: known.purpose for kind in letters.kinds() if (known := letters.composer(kind))}
    rights = dict.fromkeys(("request", "my-data-code", "closing", "notice", "measure"), RIGHTS)
    assert purposes == {"invitation": ACCOUNT, "transcript": FOLLOW_UP} | rights


def test_mail_of_the_library_goes_for_a_purpose_or_not_at_all(log: Log) -> None:
    refused = doors.refused["mailer"]
    message = django_mail.EmailMessage("Hello", "Hello", "troth@example.test", ["vi@home.test"])
    with pytest.raises(PurposeViolation):
        message.send()
    assert doors.refused["mailer"] == refused + 1


def test_a_reader_without_a_purpose_does_not_start(log: Log) -> None:
    refused = doors.refused["job"]
    with pytest.raises(PurposeViolation):
        Worker(log, [*readers(), Reader("profile", lambda events: None)])
    assert doors.refused["job"] == refused + 1


def test_nor_does_an_hourly_job(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    hourly.check()
    monkeypatch.setattr(hourly, "JOBS", (hourly.Hourly("sells", None, hourly.forget_sessions),))
    with pytest.raises(PurposeViolation):
        hourly.check()


def test_only_what_can_be_made_again_waits_for_no_disk(log: Log) -> None:
    assert {reader.name for reader in readers() if reader.hurried} == {"preview", "search"}


def test_a_reader_works_for_its_purpose(log: Log) -> None:
    assert {reader.purpose for reader in readers()} <= set(PURPOSES)
    assert all(job.purpose in PURPOSES for job in hourly.JOBS)
    assert RECORD in {job.purpose for job in hourly.JOBS}
