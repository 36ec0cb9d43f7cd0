"""The profiles that keep the words of the five founding policies: every promise once, as docs/promises.csv has it, the
numbers that were promised, and the contradictions that those policies really have."""

from functools import cache
from typing import Any

import pytest

from tests.law.promises import PROFILES, SEEDS, rows
from troth.privacy.profile.effective import effective
from troth.privacy.profile.lint import lint
from troth.privacy.profile.read import read
from troth.privacy.profile.shape import Profile
from troth.verify.names import every

NUMBERS: dict[str, dict[str, Any]] = {
    "deskmoz": {
        "trial.days": 10, "recipients.transcript": 3, "recipients.lead": 1, "recipients.ticket": 1,
        "breach.client": "PT72H", "breach.user": "P7BD", "tls.min_bits": 256, "signals.dnt": "honour",
        "policy.effective_at": "2023-01-01", "consent.visitor": "off", "telemetry.visitor": "off",
    },
    "saleschat": {
        "trial.days": 30, "trial.card": False, "breach.client": "PT72H", "requests.days": 30, "children.min_age": 13,
        "cookies.linkage": "never", "recipients.marketing": "forbidden",
    },
    "deskpro": {
        "trial.card": False, "children.min_age": 13, "signals.dnt": "ignore", "policy.effective_at": "2018-05-17",
        "requests.route": "controller", "marketing.basis": "opt-in",
    },
    "jivochat": {
        "breach.reverse": "PT72H", "breach.authority": "PT72H", "requests.days": 30, "children.min_age": 13,
        "signals.gpc": "honour", "cookies.basis": "consent",
    },
    "zopim": {
        "children.min_age": 13, "signals.dnt": "ignore", "policy.effective_at": "2014-05-01",
        "cookies.linkage": "allowed", "storage.countries": ("CA", "DE", "NL", "SG", "US"),
    },
}  # fmt: skip

# What those policies say against themselves, as far as values and numbers show it: what, where, of which promises. What
# stands in their prose alone is not found: that nobody tracks, and partners measure (DM-13.1 and DM-10.2, SC-9.1 and
# SC-11.1); that submitting is consent, and consent is explicit (DP-19.1, DP-5.9); that nothing collected tells who
# somebody is, and may be joined with it later (ZP-6.1, ZP-6.3); that end users' data are not collected, and processed.
AT_ODDS: dict[str, set[tuple[str, str, str]]] = {
    "deskmoz": {("contradiction", "telemetry.visitor", "DM-4.6, DM-5.1.1")},  # collects nothing, and locates visitors
    "saleschat": {
        ("contradiction", "trial.days", "SC-7.3"),  # 30 days, and 7
        ("absolute", "promises.SC-14.4.text", "SC-14.4"),  # complete safety
        ("uncontrolled", "promises.SC-7.6.control", "SC-7.6"),  # certified, and nobody attests it
    },
    "deskpro": {  # a framework that ended
        ("dead", "transfers.mechanisms", "DP-9.1, DP-9.3"),
        ("dead", "promises.DP-9.3.text", "DP-9.3"),
    },
    "jivochat": {("dead", "promises.JC-4.1.text", "JC-4.1")},
    "zopim": set(),
}


@cache
def profile(seed: str) -> Profile:
    return read((PROFILES / f"{seed}.toml").read_text(encoding="utf-8"), origin=f"{seed}.toml")


def test_they_hold_every_promise_once() -> None:
    held = [promise.id for seed in SEEDS for promise in profile(seed).promises]
    assert sorted(held) == sorted(row.id for row in rows())


@pytest.mark.parametrize("seed", SEEDS)
def test_each_promise_is_as_the_table_has_it(seed: str) -> None:
    table = {row.id: row for row in rows() if row.seed == seed}
    for promise in profile(seed).promises:
        row = table[promise.id]
        assert promise.text.startswith(row.promise), "and perhaps the values that it names"
        found = (promise.by, promise.control, promise.checks, promise.parameters)
        assert found == (row.needs, row.control, row.checks, row.parameters)
    assert {promise.control for promise in profile(seed).promises} - {""} == set(profile(seed).controls)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_numbers_are_those_that_were_promised(seed: str) -> None:
    holds = effective(profile(seed))
    assert {name: holds[name] for name in NUMBERS[seed]} == NUMBERS[seed]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_policy_says_against_itself_is_found(seed: str) -> None:
    found = lint(profile(seed), checks=every())
    assert {(one.code, one.key, one.promise) for one in found} == AT_ODDS[seed]
    assert len(found) == len(AT_ODDS[seed])
