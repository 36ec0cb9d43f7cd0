"""Whatever is done to a transcript is noticed, and what was done it to is named."""

import base64
import copy
import json
from collections.abc import Callable

import pytest

from tests.cast import Cast, guest
from tests.conversations.talk import opened, say
from tests.proofs.talks import File, entry, key, numbered, raw, talked, transcript, with_key
from troth.proofs.verify import ALTERED, MISSING, OK, WITHHELD, Unusable, commit, verify

LARGE, STOCK = "Then the large one", "in two sizes"


def bad(file: File) -> list[tuple[int, str]]:
    report = verify(file, key())
    assert not report.good
    return [(seq, verdict) for seq, verdict, _ in report.verdicts if verdict in (ALTERED, MISSING)]


def test_what_nobody_touched_is_ok(cast: Cast) -> None:
    file = transcript(cast.ada, talked(cast))
    report = verify(json.loads(json.dumps(file)), key())
    assert report.good
    assert {verdict for _, verdict, _ in report.verdicts} == {OK}
    assert [entry(file, said)["envelope"]["by"] for said in (STOCK, LARGE)] == ["agent", "visitor"]


def _words(file: File) -> list[tuple[int, str]]:
    one = entry(file, LARGE)
    one["body"] = one["body"].replace("large", "small")
    return [(one["seq"], ALTERED)]


def _words_and_all_that_follows_from_them(file: File) -> list[tuple[int, str]]:
    one = entry(file, LARGE)
    one["body"] = one["body"].replace("large", "small")
    place = b"".join(bytes.fromhex(file[name].replace("-", "")) for name in ("workspace", "stream"))
    forged = commit(raw(one["salt"]), place, one["seq"], raw(one["before"]), one["body"].encode())
    one["commitment"] = base64.b64encode(forged).decode()
    return [(one["seq"], ALTERED)]


def _who(file: File) -> list[tuple[int, str]]:
    one = entry(file, LARGE)
    one["envelope"]["by"] = "agent"
    return [(one["seq"], ALTERED)]


def _when(file: File) -> list[tuple[int, str]]:
    one = entry(file, STOCK)
    one["envelope"]["at"] = "2020-02-02T20:02:02.000+00:00"
    return [(one["seq"], ALTERED)]


def _left_out(file: File) -> list[tuple[int, str]]:
    one = entry(file, STOCK)
    file["entries"].remove(one)
    return [(one["seq"], MISSING)]


def _first_left_out(file: File) -> list[tuple[int, str]]:
    file["entries"].pop(0)
    return [(1, MISSING)]


def _tail_cut(file: File) -> list[tuple[int, str]]:
    gone = [file["entries"].pop() for _ in range(2)]
    return sorted((one["seq"], MISSING) for one in gone)


def _renumbered_after_one_was_left_out(file: File) -> list[tuple[int, str]]:
    one = entry(file, STOCK)
    last = len(file["entries"])
    file["entries"].remove(one)
    for later in file["entries"][one["seq"] - 1 :]:
        later["seq"] -= 1
    return [*((seq, ALTERED) for seq in range(one["seq"], last)), (last, MISSING)]


def _one_more(file: File) -> list[tuple[int, str]]:
    file["entries"].append({**copy.deepcopy(entry(file, LARGE)), "seq": len(file["entries"]) + 1})
    return [(len(file["entries"]), ALTERED)]


def _changed_places(file: File) -> list[tuple[int, str]]:
    one, other = entry(file, STOCK), entry(file, LARGE)
    one["seq"], other["seq"] = other["seq"], one["seq"]
    file["entries"].sort(key=lambda entry: int(entry["seq"]))
    return sorted((seq, ALTERED) for seq in (one["seq"], other["seq"]))


def _emptied(file: File) -> list[tuple[int, str]]:
    one = entry(file, STOCK)
    del one["body"]
    return [(one["seq"], MISSING)]


FORGERIES = [
    _words, _words_and_all_that_follows_from_them, _who, _when, _left_out, _first_left_out, _tail_cut,
    _renumbered_after_one_was_left_out, _one_more, _changed_places, _emptied,
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forgery_is_named(cast: Cast, forge: Callable[[File], list[tuple[int, str]]]) -> None:
    file = transcript(cast.ada, talked(cast))
    expected = forge(file)
    assert bad(file) == expected


def test_another_order_of_the_file_is_noticed(cast: Cast) -> None:
    file = transcript(cast.ada, talked(cast))
    file["entries"].reverse()
    assert verify(file, key()).faults


def test_a_word_of_another_talk_does_not_fit(cast: Cast) -> None:
    file, other = transcript(cast.ada, talked(cast)), transcript(cast.ada, talked(cast))
    seq = entry(file, STOCK)["seq"]
    file["entries"][seq - 1] = numbered(other, seq)
    assert bad(file) == [(seq, ALTERED)]


@pytest.mark.parametrize("line", [0, 1, 2, 3])
def test_the_checkpoint_can_not_be_rewritten(cast: Cast, line: int) -> None:
    file = transcript(cast.ada, talked(cast))
    lines = file["checkpoint"].split("\n")
    lines[line] = {
        0: lines[0][:-1] + ("1" if lines[0][-1] == "0" else "0"),
        1: "2",
        2: base64.b64encode(bytes(32)).decode(),
        3: "at 2020",
    }[line]
    file["checkpoint"] = "\n".join(lines)
    with pytest.raises(Unusable):
        verify(file, key())


def test_a_visitor_gets_no_notes_and_can_not_put_words_in_their_place(cast: Cast) -> None:
    talk = talked(cast)
    file = transcript(cast.vi, talk)
    assert "They asked last week" not in json.dumps(file)
    report = verify(file, key())
    assert report.good
    note = next(seq for seq, verdict, _ in report.verdicts if verdict == WITHHELD)
    whole = transcript(cast.ada, talk)
    assert "They asked last week" in numbered(whole, note)["body"]
    file["entries"][note - 1] = numbered(whole, note)
    assert (note, ALTERED) in bad(file)


def test_a_whole_chain_that_was_made_anew_with_the_key_is_noticed_by_an_earlier_checkpoint(cast: Cast) -> None:
    talk = talked(cast)
    earlier = transcript(cast.ada, talk)
    say(cast.vi, talk, "Thank you")
    file = transcript(cast.ada, talk)
    forged = with_key(file, LARGE, "Then the small one")
    assert verify(forged, key()).good
    for against in (earlier["checkpoint"], json.dumps(earlier)):
        assert verify(file, key(), against).good
        assert not verify(forged, key(), against).good
    assert not verify(earlier, key(), file["checkpoint"]).good, "the earlier one lacks what was said later"
    other = transcript(cast.ada, opened(guest(cast.bikes_site)))
    with pytest.raises(Unusable, match="another talk"):
        verify(file, key(), other["checkpoint"])
