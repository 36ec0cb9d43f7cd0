"""How far down a certificate says an erasure can be shown, and who says so."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import msgspec
import pytest
from django.db import connection

from tests.cast import Cast
from tests.conversations.talk import close, opened
from troth.datamap.vocabulary import Subject
from troth.kernel import clock, config
from troth.kernel.clock import now
from troth.privacy import compact as compaction
from troth.privacy.certificate import is_ours
from troth.privacy.compact import compact, end_backups
from troth.privacy.erasure import Erasure
from troth.privacy.plan import plan
from troth.privacy.run import run


@pytest.fixture
def days() -> Iterator[None]:
    """The operator deletes backups after 30."""
    before = config.current()
    config.use(msgspec.structs.replace(before, backup_days=30))
    yield
    config.use(before)
    clock.set_clock(None)


def erased(cast: Cast) -> None:
    close(cast.ada, opened(cast.vi))
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))


def told(cast: Cast) -> dict[str, object]:
    found: dict[str, object] = Erasure.objects.get(workspace=cast.bikes.id).certificate or {}
    assert is_ours(found)
    return found


def later(**span: int) -> None:
    moment = now() + timedelta(**span)
    clock.set_clock(lambda: moment)


def test_without_a_word_of_the_operator_it_stays_at_raw_bytes_and_names_no_day(cast: Cast) -> None:
    erased(cast)
    compact()
    later(days=1_000)
    try:
        end_backups()
    finally:
        clock.set_clock(None)
    assert told(cast)["level"] == 3
    assert told(cast)["next"] == {"level": 4, "what": "restored backups", "due": None}


@pytest.mark.usefixtures("days")
def test_it_rises_when_the_last_backup_of_before_is_deleted(cast: Cast) -> None:
    erased(cast)
    end_backups()
    assert told(cast)["level"] == 2  # not over the head of the compaction
    compact()
    done = datetime.fromisoformat(str(told(cast)["done"]))
    assert told(cast)["next"] == {
        "level": 4, "what": "restored backups", "due": (done + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    later(days=29, hours=23)
    end_backups()
    assert told(cast)["level"] == 3
    later(hours=2)
    end_backups()
    assert (told(cast)["level"], told(cast)["next"]) == (4, None)
    assert told(cast)["backups"] == {"deleted_after_days": 30, "said_by": "TROTH_BACKUP_DAYS"}


def test_who_reads_puts_it_off_and_the_certificate_does_not_rise_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL writes tables anew")
    with closing(
        sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    ) as reader:
        erased(cast)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM privacy_erasure").fetchone()
        # something that the reader does not see, so that the log can't be cut off under it
        Erasure.objects.filter(workspace=cast.bikes.id).update(state="done")
        with monkeypatch.context() as patch:
            patch.setattr(compaction, "PATIENCE", 0.0)
            assert compact() == 0
        assert told(cast)["level"] == 2
        ended = threading.Timer(0.1, reader.rollback)  # while it is waited for
        ended.start()
        assert compact() >= 1
        ended.join()
    assert told(cast)["level"] == 3


def test_a_table_that_is_too_large_is_named_until_it_is_written_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite overwrites what is deleted")
    erased(cast)
    monkeypatch.setattr(compaction, "LARGEST", 0)
    assert compact() == 0
    following = told(cast)["next"]
    assert isinstance(following, dict)
    assert "visitors_visitor" in following["waits_for"]
    assert (told(cast)["level"], following["due"]) == (2, None)
    assert compact(whole=True) >= 1
    assert told(cast)["level"] == 3
