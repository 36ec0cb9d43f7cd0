"""Evidence in a file, for profiles that no workspace holds: it is judged as people's own is."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.law.files import ROOT
from tests.law.promises import PROFILES, SEEDS
from troth.verify.attestations import NoEvidence, given
from troth.verify.profiles import Played, played
from troth.verify.report import Report
from troth.verify.shown import shown
from troth.verify.verdicts import Verdict, verdict

FILE = ROOT / "tests/privacy/attested.toml"
NOW = datetime(2026, 11, 2, tzinfo=UTC)
HASH = hashlib.sha256(b"We looked.").hexdigest()
GOOD = f"""[attestations.security-audit]
owner = "Mara Lind"
evidence = "https://papers.example/audit"
sha256 = "{HASH}"
at = 2026-11-01
until = 2027-10-01
"""


def words(of: Played, at: datetime) -> dict[str, str]:
    """control -> what is said of a promise that stands on it alone."""
    people = [one for one in of.promises if one.by == "organisational"]
    return {one.control: verdict(one, {}, of.attested, at).word for one in people if not one.checks}


@pytest.mark.parametrize("seed", SEEDS)
def test_each_control_of_the_five_has_its_evidence_and_none_is_kept_by_it(seed: str) -> None:
    (one,) = played([str(PROFILES / f"{seed}.toml")], given(FILE))
    people = {promise.control for promise in one.promises if promise.by == "organisational"}
    assert one.attested.keys() >= people
    assert set(words(one, NOW).values()) <= {"ATTESTED"}
    assert set(words(one, NOW + timedelta(days=400)).values()) <= {"BROKEN"}


def test_it_counts_no_longer_than_the_period_of_its_control(tmp_path: Path) -> None:
    file = tmp_path / "evidence.toml"
    file.write_text(GOOD.replace("2027-10-01", "2031-01-01"))
    (one,) = played([str(PROFILES / "deskmoz.toml")], given(file))
    assert one.attested == {"security-audit": datetime(2027, 11, 1, tzinfo=UTC)}
    (other,) = played(["plain"], given(file))
    assert other.attested == {}, "that profile has no such control"


def test_a_file_of_evidence_is_hashed_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "audit.pdf").write_bytes(b"We looked.")
    file = tmp_path / "evidence.toml"
    file.write_text(GOOD.replace(f'sha256 = "{HASH}"', 'file = "audit.pdf"'))
    assert "security-audit" in given(file)
    (tmp_path / "audit.pdf").write_bytes(b"")
    with pytest.raises(NoEvidence, match="shows nothing"):
        given(file)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[attestations.security-audit]", "[security-audit]"),
        ('owner = "Mara Lind"', 'owner = " "'),
        ('owner = "Mara Lind"\n', ""),
        ('evidence = "https://papers.example/audit"\n', ""),
        (HASH, "0" * 63),
        (f'sha256 = "{HASH}"\n', ""),
        (f'sha256 = "{HASH}"', 'file = "nowhere.pdf"'),
        (f'sha256 = "{HASH}"', f'sha256 = "{HASH}"\nfile = "audit.pdf"'),
        ("at = 2026-11-01", 'at = "yesterday"'),
        ("until = 2027-10-01", "until = 2026-11-01"),
        ("until = 2027-10-01", "until = 2027-10-01\nwho = 1"),
        ("until = 2027-10-01", "until = "),
    ],
)
def test_evidence_without_owner_hash_or_day_is_none(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "evidence.toml"
    assert old in GOOD
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(NoEvidence, match=r"evidence\.toml"):
        given(file)


def test_the_report_says_that_a_file_attested() -> None:
    made = Report(NOW, "http://localhost:1", {"plain": [Verdict("x", "We do.", "ATTESTED")]}, evidence="evidence.toml")
    assert "attested by the file evidence.toml: nobody looked at that evidence" in shown(made, "text")
    assert '"attestations":"evidence.toml"' in shown(made, "json")
