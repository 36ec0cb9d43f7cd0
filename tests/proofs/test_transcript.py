"""What was erased is told as that and proves the rest; what was altered in the database does not pass; and the verifier
stands alone."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

import troth.proofs.verify
from tests.cast import Cast
from tests.conversations.talk import close, say
from tests.proofs.logs import signed
from tests.proofs.talks import entry, key, talked, transcript
from troth.datamap.vocabulary import Subject
from troth.log import Log
from troth.privacy.plan import plan
from troth.privacy.run import run
from troth.project.command import main
from troth.proofs import sign
from troth.proofs.verify import ALTERED, ERASED, MISSING, OK, verify


def test_whoever_is_erased_leaves_a_talk_that_still_proves_itself(cast: Cast) -> None:
    talk = talked(cast)
    close(cast.ada, talk)
    before = transcript(cast.ada, talk)
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))
    after = transcript(cast.ada, talk)
    assert "the large one" not in json.dumps(after)
    report = verify(after, key(), before["checkpoint"])
    assert report.good
    verdicts = {seq: verdict for seq, verdict, _ in report.verdicts}
    assert verdicts[entry(before, "the large one")["seq"]] == ERASED
    assert OK in verdicts.values(), "that they were erased is said in words"


def _statement(cast: Cast, talk: UUID, sql: str, seq: int) -> None:
    """With a hand in the database."""
    place: list[Any] = [cast.bikes.id, talk]
    if connection.vendor == "sqlite":
        place = [one.bytes for one in place]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE workspace = %s AND stream = %s AND seq = %s", [*place, seq])
        assert cursor.rowcount == 1


@pytest.mark.parametrize(
    ("sql", "verdict"),
    [
        ("DELETE FROM log_event", MISSING),
        ("UPDATE log_event SET author_kind = 2", MISSING),  # its box does not open any more, and nobody erased it
        ("UPDATE log_event SET commitment = payload", ALTERED),
    ],
)
def test_what_was_altered_in_the_database_does_not_pass(cast: Cast, log: Log, sql: str, verdict: str) -> None:
    if "payload" in sql and connection.vendor != "sqlite":
        pytest.skip("the commitment rides in the payload there")
    talk = talked(cast)
    seq = entry(transcript(cast.ada, talk), "the large one")["seq"]
    _statement(cast, talk, sql, seq)
    report = verify(transcript(cast.ada, talk), key())
    assert (seq, verdict) in [(seq, verdict) for seq, verdict, _ in report.verdicts]
    assert not report.good


def test_a_tail_that_was_cut_from_the_database_is_missing_though_its_head_was_moved_too(cast: Cast, log: Log) -> None:
    talk = talked(cast)
    signed(cast)
    last = transcript(cast.ada, talk)["entries"][-1]["seq"]
    _statement(cast, talk, "DELETE FROM log_event", last)
    place: list[Any] = [cast.bikes.id, talk]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE log_head SET last_seq = %s WHERE workspace = %s AND stream = %s",
            [last - 1, *([one.bytes for one in place] if connection.vendor == "sqlite" else place)],
        )
        assert cursor.rowcount == 1
    report = verify(transcript(cast.ada, talk), key())
    assert [seq for seq, verdict, _ in report.verdicts if verdict == MISSING] == [last]


def test_the_verifier_needs_nothing_of_troth(cast: Cast, tmp_path: Path) -> None:
    alone = tmp_path / "verify.py"
    alone.write_text(Path(troth.proofs.verify.__file__).read_text())
    assert len(alone.read_text().splitlines()) < 300
    talk, earlier = talked(cast), tmp_path / "earlier"
    earlier.write_text(signed(cast))
    say(cast.vi, talk, "Thank you")
    file = transcript(cast.ada, talk)
    good, forged = tmp_path / "good.json", tmp_path / "forged.json"
    good.write_text(json.dumps(file))
    forged.write_text(json.dumps(file).replace("large", "small"))
    (tmp_path / "key").write_text(sign.verifier_key() + "\n")

    def told(name: Path, by: str, *more: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", alone, name, "--key", by, *more],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    assert told(good, "key", "--against", "earlier")[0] == 0
    code, words = told(forged, sign.verifier_key())
    assert (code, f"{entry(file, 'large')['seq']}  ALTERED" in words) == (1, True)
    assert told(tmp_path / "nowhere", "key")[0] == 2
    assert told(good, "troth.example+00000000+AAAA")[0] == 2


@pytest.mark.parametrize("text", ["", "{}", "[]", "<html></html>", '{"troth": "transcript 2"}', "\x00", '{"troth":'])
def test_what_is_no_transcript_is_told_in_a_sentence(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "file"
    file.write_text(text)
    assert main(["verify-transcript", str(file), "--key", sign.verifier_key()]) == 2
    assert "transcript" in capsys.readouterr().err


def test_the_key_is_published(log: Log) -> None:
    from django.test import Client

    answer = Client(headers={"host": "localhost"}).get("/.well-known/troth-transcripts")
    assert answer.content.decode().split()[0] == sign.verifier_key()


def test_the_page_shows_the_talk_and_is_signed_as_a_whole(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = talked(cast)
    say(cast.vi, talk, "</script><b>bold</b> & \u2028")
    asked = {"form": "html", "language": "ar"}
    answer = cast.ada.api.client.get(f"/api/v1/conversations/{talk}/transcript", asked, headers=cast.ada.api.headers)
    page = answer.content.decode()
    assert "&lt;b&gt;bold" in page
    assert "<b>bold" not in page
    file = tmp_path / "page.html"
    for altered, code in (("", 0), ("Then the large one, please", 1), ('dir="rtl"', 1)):
        file.write_bytes((page.replace(altered, "Then the small one", 1) if altered else page).encode())
        assert main(["verify-transcript", str(file), "--key", sign.verifier_key()]) == code, capsys.readouterr()
