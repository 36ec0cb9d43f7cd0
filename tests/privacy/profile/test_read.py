"""A profile is read whole: what is wrong with it is said at once, each with its key, its promise and what to write."""

import pytest

from troth.privacy.profile.effective import effective, sentence
from troth.privacy.profile.parameters import PARAMETERS
from troth.privacy.profile.read import read
from troth.privacy.profile.refused import ProfileRefused
from troth.privacy.profile.shape import Finding, Kept

GOOD = """
name = "small-shop"
title = "A small shop"
law = ["EU", "US-CA"]
signals.dnt = "ignore"
[breach]
client = "PT24H"
user = "P7BD"
[retention]
conversations = { after = "closed", days = 365 }
[promises."signals.dnt"]
text = "We {signals.dnt} the Do Not Track setting."
checks = ["privacy-signal.dnt_as_promised"]
parameters = ["signals.dnt"]
[promises.breach]
text = "Clients learn of a breach within {breach.client}, everybody within {breach.user}."
parameters = ["breach.client", "breach.user"]
by = "room:breach"
[promises.audit]
text = "We look after our rules every year."
by = "organisational"
control = "audit"
[controls.audit]
owner = "ops"
every = "P1Y"
[remarks]
en = "We are small, and like it."
"""


def _refused(text: str) -> dict[tuple[str, str], Finding]:
    with pytest.raises(ProfileRefused) as refused:
        read(text, origin="test.toml")
    return {(one.key, one.code): one for one in refused.value.findings}


def test_what_a_profile_says_holds_unless_the_law_is_stricter() -> None:
    profile = read(GOOD, origin="test.toml")
    values = effective(profile)
    assert values["signals.dnt"] == "ignore"
    assert values["retention.conversations"] == Kept(after="closed", days=365)
    assert values["breach.authority"] == "PT72H", "the law demands it, and the profile is silent"
    assert values["telemetry.visitor"] == "off", "the default"
    assert "trial.days" not in values, "nobody promised it"
    said = {promise.id: sentence(promise.text, values) for promise in profile.promises}
    assert said["breach"] == "Clients learn of a breach within 24 hours, everybody within 7 business days."


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = _refused(
        GOOD.replace('law = ["EU", "US-CA"]', 'law = ["EU"]\nsignls.gpc = "honour"')
        .replace('user = "P7BD"', 'user = 7\nauthority = "P5D"')
        .replace('client = "PT24H"', 'client = "PT96H"\nclient = "PT24H"')
        .replace('{ after = "closed", days = 365 }', '"as long as needed"')
        .replace('by = "room:breach"', 'by = "somebody"')
        .replace('every = "P1Y"', "")
    )
    assert set(found) == {
        ("signls", "unknown"), ("breach.user", "value"), ("breach.authority", "floor"), ("breach.client", "twice"),
        ("breach.client", "floor"), ("retention.conversations", "infinite"), ("promises.breach.by", "value"),
        ("controls.audit.every", "missing"),
    }  # fmt: skip
    assert "Did you mean signals" in found["signls", "unknown"].sentence
    assert found["breach.user", "value"].promise == "breach"
    assert 'Write "72 hours" or stricter.' in found["breach.authority", "floor"].sentence


def test_one_key_said_twice_is_named_with_its_lines() -> None:
    twice = 'name = "a"\ntitle = "A"\n[trial]\ndays = 30\n[signals]\ndnt = "honour"\n[trial]\ndays = 7\n[mail]\nx = 1\n'
    found = _refused(twice)
    assert "line 4 and in line 8" in found["trial.days", "twice"].sentence
    assert ("mail.x", "unknown") in found, "and the rest is looked at too"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name = ",
        "\x00",
        "[[promises]]\na = 1",
        "promises = 3\nlaw = 3\ncontrols = 1",
        "a = " + "[" * 9_000,
        "a = " + "9" * 9_000,
    ],
)
def test_what_is_no_profile_is_refused(text: str) -> None:
    assert _refused(text)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_is_of_one_piece(name: str) -> None:
    """Its default is not below any floor, and reads as a sentence."""
    parameter = PARAMETERS[name]
    for value in (parameter.default, *parameter.floors.values()):
        if value is not None:
            assert parameter.says(value).endswith(".")
    everywhere = parameter.floor(())
    if parameter.default is not None and everywhere is not None:
        assert parameter.kind.keeps(parameter.default, everywhere)
