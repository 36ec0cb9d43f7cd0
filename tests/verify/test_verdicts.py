"""What is said of a promise when its checks have been played: nothing is kept that was not seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from troth.verify.checks import Checks, Enough, Found
from troth.verify.report import Caught, Report
from troth.verify.shown import shown
from troth.verify.verdicts import Promised, Verdict, verdict, verdicts

NOW = datetime(2026, 11, 27, tzinfo=UTC)
KEPT, BROKEN, UNTESTED = Found("kept", level=2), Found("broken", why="it is not so"), Found("untested", why="no lab")


def of(*found: Found, by: str = "machine", until: datetime | str | None = None) -> tuple[str, int]:
    names = tuple(f"agent-tag.{number}" for number in range(len(found)))
    promised = Promised("DM-1", "We do.", names, by, "audit")
    attested: dict[str, datetime | str] = {"audit": until} if until else {}
    told = verdict(promised, dict(zip(names, found, strict=True)), attested, NOW)
    return told.word, told.level


@pytest.mark.parametrize(
    ("found", "more", "word"),
    [
        ((KEPT,), {}, ("KEPT", 2)),
        ((KEPT, Found("kept", level=1)), {}, ("KEPT", 1)),
        ((KEPT, UNTESTED), {}, ("UNTESTED", 0)),
        ((UNTESTED, BROKEN), {}, ("BROKEN", 0)),
        ((), {}, ("UNTESTED", 0)),
        ((KEPT,), {"by": "room:billing"}, ("UNTESTED", 0)),
        ((BROKEN,), {"by": "room:billing"}, ("BROKEN", 0)),
        ((KEPT,), {"by": "organisational"}, ("BROKEN", 0)),
        ((KEPT,), {"by": "organisational", "until": NOW - timedelta(days=1)}, ("BROKEN", 0)),
        ((KEPT,), {"by": "organisational", "until": NOW + timedelta(days=1)}, ("ATTESTED", 0)),
        ((BROKEN,), {"by": "organisational", "until": NOW + timedelta(days=1)}, ("BROKEN", 0)),
        ((KEPT,), {"by": "organisational", "until": "it was taken back"}, ("BROKEN", 0)),
        ((UNTESTED,), {"by": "organisational", "until": NOW + timedelta(days=1)}, ("UNTESTED", 0)),
    ],
)
def test_a_promise_is_kept_only_by_checks_that_all_held(
    found: tuple[Found, ...], more: dict[str, Any], word: tuple[str, int]
) -> None:
    assert of(*found, **more) == word


def test_a_check_that_is_none_is_untested_and_what_nobody_promises_is_told() -> None:
    told = verdicts([Promised("X", "We do.", ("agent-tag.nonsense",), "machine")], {}, {}, NOW)
    assert (told[0].word, told[0].why) == ("UNTESTED", "agent-tag.nonsense: there is no such check")
    assert {one.word for one in told[1:]} == {"NOT PROMISED"}


def played(*, fails: str = "", ends: bool = False, only: str = "") -> dict[str, tuple[str, str]]:
    checks, ended = Checks(("first", "second", "third"), only), ""
    try:
        for name in ("first", "second"):
            with checks.check(name, 1):
                if name == fails:
                    raise AssertionError("it is not so")
                if ends:
                    raise OSError("gone")
    except Enough:
        ended = ""
    except OSError as error:
        ended = f"the server is {error}"
    return {name: (one.outcome, one.why) for name, one in checks.found(ended).items()}


def test_a_failed_assertion_breaks_one_check_and_an_error_of_the_play_keeps_none() -> None:
    never = ("untested", "the scenario ended before it")
    assert played(fails="first") == {"first": ("broken", "it is not so"), "second": ("kept", ""), "third": never}
    gone = played(ends=True)
    assert {outcome for outcome, _ in gone.values()} == {"untested"}
    assert gone["second"][1] == "the server is gone"
    assert played(only="first")["second"] == never


def report(*found: Verdict, killed: bool = True, void: str = "") -> Report:
    caught = [Caught("a.b/one", "a.b", "It breaks.", killed=killed, why="the check was kept")]
    return Report(NOW, "http://localhost:1", {"plain": found}, caught, void)


@pytest.mark.parametrize(
    ("word", "void", "code"), [("KEPT", "", 0), ("UNTESTED", "", 0), ("BROKEN", "", 1), ("KEPT", "left on", 2)]
)
def test_how_a_run_ends(word: Any, void: str, code: int) -> None:
    made = report(Verdict("DM-1", "We do.", word, 1), void=void)
    assert made.exit_code == code
    assert ("VOID" in shown(made, "text")) == bool(void)


def test_the_last_line_of_json_has_the_counts_the_level_and_the_kill_rate() -> None:
    made = report(
        Verdict("DM-1", "We do.", "KEPT", 2), Verdict("DM-2", "We do.", "UNTESTED", why="no lab"), killed=False
    )
    line = msgspec.json.decode(shown(made, "json").splitlines()[-1])
    assert line["plain"] == {"KEPT": 1, "BROKEN": 0, "ATTESTED": 0, "UNTESTED": 1, "NOT PROMISED": 0}
    assert (line["level"], line["kill_rate"]) == (2, 0.0)


def test_the_other_forms_say_the_same() -> None:
    made = report(Verdict("DM-1", "We do.", "BROKEN", why="it is not so"), Verdict("DM-2", "We do.", "UNTESTED"))
    text, junit = shown(made, "text"), shown(made, "junit")
    assert "DM-1     BROKEN" in text
    assert "it is not so" in text
    assert 'failures="1"' in junit
    assert 'skipped="1"' in junit
