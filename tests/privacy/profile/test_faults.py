"""A broken profile for each fault that `troth privacy lint` is to find: where it is, whose promise it breaks, and what
is wrong, in one sentence."""

import pytest

from troth.privacy.profile.shape import Finding
from troth.project.profile_command import findings

GOOD = """name = "shop"
title = "A shop"
law = ["EU", "US-CA"]
[policy]
scope = "our shop"
[signals]
dnt = "honour"
[trial]
days = 30
[requests]
days = 30
[retention]
conversations = { after = "closed", days = 180 }
[contact]
mail = "hello@shop.example"
routes = ["mail"]
[transfers]
countries = ["US"]
mechanisms = ["scc"]
[promises.trial]
text = "A free trial of {trial.days}."
checks = ["profile-lint.trial_two_values"]
parameters = ["trial.days"]
[promises.signals]
text = "We {signals.dnt} Do Not Track."
checks = ["privacy-signal.dnt"]
parameters = ["signals.dnt"]
[promises.keeping]
text = "Talks are gone {retention.conversations}."
checks = ["retention-sweep.due_goes"]
[promises.answers]
text = "We answer within {requests.days}."
checks = ["dsr-clock.due_day"]
[promises.transfers]
text = "Data go to {transfers.countries} by {transfers.mechanisms}."
checks = ["transfer.country_and_mechanism_told"]
[promises.doors]
text = "Our doors are locked."
by = "organisational"
control = "doors"
[controls.doors]
owner = "ops"
what = "Every door is locked."
every = "P1Y"
[remarks]
en = "We like our customers."
"""
DNT, DOORS, KEPT = 'dnt = "honour"', "Our doors are locked.", '{ after = "closed", days = 180 }'
KEEPING, LOCKED, MECHANISMS = "Talks are gone {retention.conversations}.", "Every door is locked.", '["scc"]'
TRIAL, REMARK = "A free trial of {trial.days}.", "We like our customers."


def broken(old: str, new: str) -> list[Finding]:
    assert GOOD.count(old) == 1, old
    return findings(GOOD.replace(old, new))


def test_the_profile_that_is_broken_below_is_in_order() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "promise", "said"),
    [
        (TRIAL, "A free trial of 7 days.", "trial.days", "trial", "7 days"),
        (TRIAL, "A seven-day trial.", "trial.days", "trial", "7 days"),
        (TRIAL, "A trial of two weeks.", "trial.days", "trial", "2 weeks"),
        ("days = 30\n[req", "days = 30\ndays = 7\n[req", "trial.days", "trial", "said twice"),
        ("We {signals.dnt} Do", "We do not respond to Do", "signals.dnt", "signals", "honour"),
        (DNT, f'{DNT}\n[forms]\nfields = ["card_number", "name"]', "forms.fields", "", "card"),
        ('routes = ["mail"]', 'routes = ["mail", "post"]', "contact.routes", "", "post"),
        (MECHANISMS, "[]", "transfers.countries", "transfers", "nothing allows it"),
        (f"mechanisms = {MECHANISMS}\n", "", "transfers.countries", "transfers", "nothing allows it"),
        (DNT, f'{DNT}\n[recipients]\nmarketing = "opt-in"', "marketing.basis", "", "sent advertising"),
    ],
)
def test_what_contradicts_itself(old: str, new: str, key: str, promise: str, said: str) -> None:
    found = [one for one in broken(old, new) if one.code in ("contradiction", "twice")]
    assert [(one.key, one.promise) for one in found] == [(key, promise)], found
    assert said in found[0].sentence


@pytest.mark.parametrize(
    "text",
    [
        "A free trial of thirty days.", "A trial of one month.", "A 30-day trial.", "A trial of 720 hours.",
        "Not four weeks: a trial of 30 days.",
    ],
)  # fmt: skip
def test_the_same_time_in_other_words_is_no_contradiction(text: str) -> None:
    assert broken(TRIAL, text) == []


FAULTS = [  # what is written instead of what, the code, the key, the promise, and some words of the sentence
    # promises without a check
    ('checks = ["privacy-signal.dnt"]\n', "", "unchecked", "promises.signals.checks", "signals", "No check"),
    ("signal.dnt", "signal.dmt", "unknown_check", "promises.signals.checks", "signals", "Did you mean"),
    # claims without a control
    ('control = "doors"\n', "", "uncontrolled", "promises.doors.control", "doors", "nobody attests it"),
    ('control = "doors"', 'control = "dors"', "uncontrolled", "promises.doors.control", "doors", "you mean doors"),
    ("We {signals", "Certified: we {signals", "uncontrolled", "promises.signals.control", "signals", "Certified"),
    (REMARK, "We are ISO 27001 certified.", "uncontrolled", "remarks.en", "", "ISO 27001"),
    # infinite retention
    (KEPT, '"forever"', "infinite", "retention.conversations", "keeping", "end"),
    (KEPT, '{ after = "closed" }', "infinite", "retention.conversations", "keeping", "end"),
    (KEPT, '{ after = "closed", days = 99999 }', "infinite", "retention.conversations", "keeping", "end"),
    (KEEPING, "Talks are never deleted.", "infinite", "promises.keeping.text", "keeping", "never deleted"),
    (KEEPING, "Talks are kept permanently.", "infinite", "promises.keeping.text", "keeping", "kept permanently"),
    (REMARK, "We keep your words without limit.", "infinite", "remarks.en", "", "without limit"),
    (REMARK, "Ihre Daten bleiben unbefristet hier.", "infinite", "remarks.en", "", "unbefristet"),
    (LOCKED, "Films are kept for ever.", "infinite", "controls.doors.what", "", "for ever"),
    (DNT, f'{DNT}\n[telemetry]\nip = "full"', "infinite", "telemetry.ip", "", "for how long"),
    # dead mechanisms
    (MECHANISMS, '["privacy-shield"]', "dead", "transfers.mechanisms", "transfers", "Privacy Shield"),
    (MECHANISMS, '["safe-harbour", "scc"]', "dead", "transfers.mechanisms", "transfers", "Safe Harbour"),
    (DOORS, "Our vendors are in the Safe Harbor.", "dead", "promises.doors.text", "doors", "Safe Harbor"),
    (LOCKED, "All are on the Privacy-Shield list.", "dead", "controls.doors.what", "", "Privacy-Shield"),
    ("our shop", "what the EU-US Privacy Shield covers", "dead", "policy.scope", "", "Privacy Shield"),
    (REMARK, "We use the clauses of 2010/87/EU.", "dead", "remarks.en", "", "2010/87/EU"),
    # unknown keys
    (DNT, f'{DNT}\ngcp = "honour"', "unknown", "signals.gcp", "", "Did you mean signals.gpc"),
    ("[policy]", "[polici]", "unknown", "polici", "", "Did you mean policy"),
    ('control = "doors"', 'control = "doors"\ncheck = 1', "unknown", "promises.doors.check", "doors", "mean checks"),
    ('owner = "ops"', 'owner = "ops"\nevry = "P1Y"', "unknown", "controls.doors.evry", "", "Did you mean every"),
    ('["signals.dnt"]', '["signals.x"]', "unknown", "promises.signals.parameters", "signals", "signals.x"),
    # below the floor
    ("days = 30\n[ret", "days = 40\n[ret", "floor", "requests.days", "answers", "the European Union"),
    (DNT, f'{DNT}\ngpc = "ignore"', "floor", "signals.gpc", "", "California"),
    # more than anybody can promise
    (DOORS, "Our doors can't be broken.", "absolute", "promises.doors.text", "doors", "can't be broken"),
    (REMARK, "Ihre Daten sind absolut sicher.", "absolute", "remarks.en", "", "absolut sicher"),
]


@pytest.mark.parametrize(("old", "new", "code", "key", "promise", "said"), FAULTS)
def test_each_fault_is_found_where_it_is(old: str, new: str, code: str, key: str, promise: str, said: str) -> None:
    found = [one for one in broken(old, new) if one.code == code]
    assert [(one.key, one.promise) for one in found] == [(key, promise)], found
    assert said in found[0].sentence
    line = GOOD.replace(old, new).splitlines()[found[0].line - 1]
    assert line.startswith(key.rpartition(".")[2]) or line in (f"[promises.{promise}]", f"[{key}]"), line


@pytest.mark.parametrize(
    "text",
    [
        "Your data are permanently deleted after that.", "Nothing is kept indefinitely.",
        "We do not rely on Safe Harbor.", "Wir bewahren nichts unbefristet auf.", "We are not certified.",
    ],
)  # fmt: skip
def test_a_sentence_that_takes_it_back_is_no_fault(text: str) -> None:
    assert broken(REMARK, text) == []


def test_all_faults_of_one_file_are_told_at_once_each_with_its_line() -> None:
    text = GOOD.replace(MECHANISMS, '["privacy-shield"]').replace("{trial.days}", "7 days").replace("dnt =", "dmt =")
    found = findings(text.replace("days = 30\n[ret", "days = 40\n[ret"))
    assert {one.code for one in found} >= {"dead", "contradiction", "unknown", "floor"}
    assert all(one.line for one in found), found
