"""The operator's door to what people answer for."""

import argparse
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.privacy.attested import EVIDENCE, WITH_A_DOOR
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid
from troth.privacy.profile.set_profile import put_profile
from troth.project import attest_command

DUE = (now() + timedelta(days=60)).date().isoformat()


def said(cast: Cast, *words: str) -> str:
    parser = argparse.ArgumentParser()
    attest_command.add_words(parser.add_subparsers(dest="privacy_act"))
    return attest_command.do(parser.parse_args(["attest", cast.bikes.slug, *words]), cast.bikes.id)


def test_it_lists_attests_by_a_file_and_takes_back(cast: Cast, tmp_path: Path) -> None:
    assert said(cast) == "The profile of this workspace has no controls."
    put_profile(cast.bikes.id, WITH_A_DOOR, apply=True)
    assert "missing, every P90D, kept by ops" in said(cast)
    paper = tmp_path / "doors.pdf"
    paper.write_bytes(b"We looked at every door.")
    how = ("doors", "--owner", cast.ada.person.email, "--evidence", str(paper), "--until", DUE)
    told = said(cast, *how)
    assert f"attested until {DUE}" in told
    assert f"doors.pdf  sha256 {EVIDENCE}" in told
    assert str(tmp_path) not in told, "its place on this machine is nobody's business"
    assert "promises: locked" in told
    assert "withdrawn" in said(cast, "doors", "--withdraw")
    with pytest.raises(Conflict):
        said(cast, "doors", "--withdraw")


def test_nothing_is_fetched_and_what_is_missing_is_named(cast: Cast) -> None:
    put_profile(cast.bikes.id, WITH_A_DOOR, apply=True)
    owner = ("--owner", cast.ada.person.email)
    address = ("--evidence", "https://papers.example/doors")
    wrong = {
        "Say --owner, --evidence, --until too": ("doors",),
        "add --sha256": ("doors", *owner, *address, "--until", DUE),
        "can't be read": ("doors", *owner, "--evidence", "/nowhere/at.all", "--until", DUE),
        "Write the day": ("doors", *owner, *address, "--sha256", EVIDENCE, "--until", "soon"),
        "Nobody of this workspace": ("doors", "--owner", "x@y.example", *address, "--sha256", EVIDENCE, "--until", DUE),
        "no control windows; it has: alarm, doors": ("windows",),
    }
    for sentence, words in wrong.items():
        with pytest.raises(Invalid, match=sentence):
            said(cast, *words)
    assert "attested" in said(cast, "doors", *owner, *address, "--sha256", EVIDENCE, "--until", DUE)
