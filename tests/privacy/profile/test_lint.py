"""A profile that can be read may still be at odds with itself, or say what nobody can show."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.law.files import ROOT
from tests.law.promises import rooms
from troth.privacy.profile.effective import effective, sentence
from troth.privacy.profile.lint import lint, unmentioned
from troth.privacy.profile.read import read
from troth.privacy.profile.rooms import NOT_BUILT
from troth.privacy.profile.shipped import shipped
from troth.verify.names import every

HEAD = 'name = "test"\ntitle = "A test"\n'
CHECKED = 'checks = ["scene.check"]\n'


def _codes(text: str) -> set[tuple[str, str]]:
    return {(one.code, one.promise) for one in lint(read(HEAD + text, origin="test.toml"), checks={"scene.check"})}


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_is_in_order_and_all_its_sentences_can_be_said(name: str) -> None:
    profile = shipped()[name]
    assert lint(profile, checks=frozenset(every())) == []
    assert not [one for one in profile.promises if "{" in sentence(one.text, effective(profile))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your data is 100% secure.", "absolute"),
        ("Complete safety is what we give.", "absolute"),
        ("Nothing is lost, and our servers can't be hacked.", "absolute"),
        ("Our vendors are certified under Privacy Shield.", "dead"),
        ("We keep it for ever.", "infinite"),
        ("It is kept as long as we find it necessary.", "infinite"),
        ("We do not delete conversations.", "infinite"),
        ("We keep chats for however long we like.", "infinite"),
        ("It is kept for as long as we wish.", "infinite"),
        ("Our centre is ISO 27001 certified.", "uncontrolled"),
        ("It stands on {trial.days}.", "silent"),
    ],
)
def test_a_sentence_that_nobody_can_keep_is_found(text: str, code: str) -> None:
    assert (code, "x") in _codes(f'[promises.x]\ntext = "{text}"\n{CHECKED}')


@pytest.mark.parametrize(
    "text",
    [
        "We can't guarantee absolute security.", "No absolute guarantee of security is given.",
        "Absolute security is not to be had.", "Privacy Shield is no longer relied on.", "Nothing is kept for ever.",
    ],
)  # fmt: skip
def test_a_sentence_that_takes_the_claim_back_is_none(text: str) -> None:
    assert _codes(f'[promises.x]\ntext = "{text}"\n{CHECKED}') == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[promises.x]\ntext = "Nobody checks this."\n', ("unchecked", "x")),
        ('[promises.x]\ntext = "Badly checked."\nchecks = ["scene.chek"]\n', ("unknown_check", "x")),
        ('[promises.x]\ntext = "It waits for what will never be."\nby = "room:nowhere"\n', ("unchecked", "x")),
        ('[promises.x]\ntext = "It waits for what is there."\nby = "room:conversations"\n', ("unchecked", "x")),
        ('[promises.x]\ntext = "Our doors are locked."\nby = "organisational"\n', ("uncontrolled", "x")),
        ('[promises.x]\ntext = "Locked."\nby = "organisational"\ncontrol = "doors"\n', ("uncontrolled", "x")),
        (
            f'[trial]\ndays = 30\n[promises.x]\ntext = "A 7-day trial."\nparameters = ["trial.days"]\n{CHECKED}',
            ("contradiction", "x"),
        ),
        ('[transfers]\ncountries = ["US"]\nmechanisms = []\n', ("contradiction", "")),
        ('[transfers]\nmechanisms = ["privacy-shield"]\n', ("dead", "")),
        ('[telemetry]\nvisitor = "off"\ngeo = "city"\n', ("contradiction", "")),
        ('[third_party]\nads = "consent"\n', ("contradiction", "")),
        ('[change]\nminor = ["mail"]\nmaterial = ["page"]\n', ("contradiction", "")),
        ('[remarks]\nen = "With us you are always secure."\n', ("absolute", "")),
    ],
)
def test_what_contradicts_itself_or_shows_nothing_is_found(text: str, found: tuple[str, str]) -> None:
    assert found in _codes(text)


def test_a_form_that_asks_for_more_than_the_profile_says_is_found() -> None:
    profile = read(HEAD + '[forms]\nfields = ["name", "email"]\n', origin="test.toml")
    (found,) = unmentioned(profile, {"acme": ["email", "phone"]})
    assert (found.code, found.key) == ("form", "forms.fields")
    assert "phone" in found.sentence


def test_the_command_needs_no_server_and_fails_with_findings(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(HEAD + '[signals]\ngpc = "maybe"\n[promises.x]\ntext = "For ever."\n')
    asked = [sys.executable, "-m", "troth", "privacy", "lint"]
    told = subprocess.run([*asked, "plain", bad, "--format", "json"], cwd=ROOT / "src", capture_output=True, text=True)
    assert told.returncode == 1, told.stderr
    found = json.loads(told.stdout)["profiles"]
    assert found["plain"] == []
    assert {one["code"] for one in found[str(bad)]} == {"value", "infinite", "unchecked"}
    missing = subprocess.run([*asked, "nowhere.toml"], cwd=ROOT / "src", capture_output=True, text=True)
    assert missing.returncode == 2
    assert "There is no file nowhere.toml" in missing.stderr
    unread = tmp_path / "unread.toml"
    unread.write_bytes(b"\xff\xfe")
    binary = subprocess.run([*asked, unread], cwd=ROOT / "src", capture_output=True, text=True)
    assert binary.returncode == 2
    assert "is no text in UTF-8" in binary.stderr


def test_a_promise_may_wait_for_a_room_that_is_not_built() -> None:
    assert frozenset(rooms()) == NOT_BUILT
    assert _codes('[promises.x]\ntext = "Bills are paid later."\nby = "room:billing"\n') == set()
