"""Transcripts that prove themselves."""

import copy
from collections.abc import Callable
from typing import Any

from troth.proofs.verify import ALTERED, ERASED, MISSING, OK, WITHHELD
from troth.verify.inside import proofs, rights
from troth.verify.scenario import scenario
from troth.verify.world import World

type File = dict[str, Any]
WORDS = ("The first words", "The second words", "The third words", "The fourth words")


@scenario("transcript-proof", needs=("store", "inside"))
def play(world: World) -> None:
    """Whatever is altered, left out or moved is named, offline; and so is a byte that changed in the database."""
    visitor = world.visitor()
    talk = visitor.open(WORDS[0])
    for words in WORDS[1:]:
        talk.say(words)
    judge = Judge(world)
    file = transcript(world, talk.id)
    with world.check("untouched_ok", level=3):
        found = judge(file)
        assert set(found.values()) == {OK}, f"an untouched transcript is called {sorted(set(found.values()))}"
        shown = [entry["body"] for entry in file["entries"] if entry["envelope"]["kind"] == "said"]
        assert all(any(words in body for body in shown) for words in WORDS), (
            "not all that was said is in the transcript"
        )
    seq = next(entry["seq"] for entry in file["entries"] if WORDS[1] in entry["body"])
    with world.check("altered_named", level=3):
        for what, change in CHANGES.items():
            found = judge(changed(file, seq, change))
            assert found.get(seq) == ALTERED, f"another {what}, and the verifier says {found.get(seq)} of the entry"
    with world.check("missing_named", level=3):
        for what, act in (("left out", leave_out), ("cut off", cut_off)):
            found = judge(act(file, seq))
            assert found.get(seq) == MISSING, f"an entry was {what}, and the verifier says {found.get(seq)} of it"
        assert judge.bad(swapped(file, seq)), "two entries changed places, and nothing is noticed"
    with world.check("erased_still_verifies", level=3):
        other = world.visitor()
        gone = other.open(WORDS[0])
        before = transcript(world, gone.id)
        world.inside(rights.erase, workspace=world.workspace["id"], subject=f"visitor:{other.id}")
        after = transcript(world, gone.id)
        found = judge(after, before["checkpoint"])
        assert ERASED in found.values(), "nothing is told as erased"
        assert not set(found.values()) - {OK, ERASED, WITHHELD}, f"after an erasure there is {found}"
    with world.check("row_changed_is_noticed", level=3):
        world.store.flip_byte(talk.id, seq)
        assert judge.bad(transcript(world, talk.id)), "a byte changed in the database, and the transcript verifies"


def transcript(world: World, talk: object) -> File:
    found: File = world.api("owner").must("GET", f"/conversations/{talk}/transcript")
    return found


class Judge:
    """The verifier, with the key that the installation publishes. It looks at the file alone."""

    def __init__(self, world: World) -> None:
        self._world, self._key = world, world.public.at("GET", "/.well-known/troth-transcripts").text

    def __call__(self, file: File, against: str | None = None) -> dict[int, str]:
        """seq -> verdict. A file that is called good in each entry and bad as a whole fails."""
        told = self._told(file, against)
        found = {seq: str(verdict) for seq, verdict in told["verdicts"]}
        assert found, f"it can't be told: {told['unusable']}"
        assert not told["faults"] or set(found.values()) - {OK, ERASED, WITHHELD}, "; ".join(told["faults"])
        return found

    def bad(self, file: File) -> bool:
        """Whether the verifier ends with something else than success."""
        told = self._told(file, None)
        return bool(told["unusable"] or told["faults"] or {ALTERED, MISSING} & {one for _, one in told["verdicts"]})

    def _told(self, file: File, against: str | None) -> dict[str, Any]:
        told: dict[str, Any] = self._world.inside(proofs.judged, file=file, key=self._key, against=against)
        return told


def changed(file: File, seq: int, change: Callable[[File], None]) -> File:
    made = copy.deepcopy(file)
    change(next(entry for entry in made["entries"] if entry["seq"] == seq))
    return made


def leave_out(file: File, seq: int) -> File:
    return {**file, "entries": [entry for entry in file["entries"] if entry["seq"] != seq]}


def cut_off(file: File, seq: int) -> File:
    return {**file, "entries": [entry for entry in file["entries"] if entry["seq"] < seq]}


def swapped(file: File, seq: int) -> File:
    made = copy.deepcopy(file)
    one, other = (next(entry for entry in made["entries"] if entry["seq"] == at) for at in (seq, seq + 1))
    one["seq"], other["seq"] = other["seq"], one["seq"]
    return made


def _other_words(entry: File) -> None:
    entry["body"] = entry["body"].replace(WORDS[1], "Other words")


def _other_time(entry: File) -> None:
    entry["envelope"]["at"] = "2020-01-01T00:00:00.000+00:00"


def _other_author(entry: File) -> None:
    entry["envelope"]["author"] = "00000000-0000-7000-8000-000000000000"


CHANGES = {"word": _other_words, "time": _other_time, "author": _other_author}
