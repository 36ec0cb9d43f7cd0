"""A talk stands in the log of its workspace, and any checkpoint of it that somebody holds is a witness."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.conversations.talk import close, opened, say
from tests.proofs.logs import catch_up, checkpoint, published, signed
from tests.proofs.rfc import consistent
from tests.proofs.talks import File, entry, key, talked, transcript, with_key
from troth.conversations.models import Conversation
from troth.datamap.vocabulary import Subject
from troth.kernel import clock
from troth.log import Log
from troth.privacy.plan import plan
from troth.privacy.run import run
from troth.project.transactions import DjangoTransactions
from troth.proofs import grow
from troth.proofs.checkpoint import KEPT, thin_out
from troth.proofs.models import Checkpoint, Places, Tombstone, Tree
from troth.proofs.restored import note_restored
from troth.proofs.sign import note
from troth.proofs.transcript import file_of
from troth.proofs.verify import ALTERED, ERASED, MISSING, Unusable, peaks, verify

LARGE = "Then the large one"


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    ahead = timedelta()

    def go(by: timedelta) -> None:
        nonlocal ahead
        ahead += by
        clock.set_clock(lambda: clock._system() + ahead)

    yield go
    clock.set_clock(None)


def again(log: Log, workspace: UUID, talk: UUID) -> None:
    """As the reader does when it sees events a second time."""
    prepared = grow.prepare(log.read(workspace, talk))
    with DjangoTransactions().atomic():
        grow.write(prepared)


def test_a_transcript_shows_where_it_stands_in_the_log(cast: Cast) -> None:
    talk = talked(cast)
    before = signed(cast)
    opened(cast.vi, "Something else")
    say(cast.vi, talk, "Thank you")
    catch_up()
    for who in (cast.ada, cast.vi):
        file = transcript(who, talk)
        assert all("index" in one for one in file["entries"])
        assert verify(file, key(), before).good
        assert verify(file, key(), file["log"]["checkpoint"]).good
    say(cast.vi, talk, "One more thing")
    file = transcript(cast.ada, talk)
    assert "index" not in file["entries"][-1], "the log did not hear of it yet"
    assert verify(file, key(), before).good
    assert verify(file, key(), json.dumps(transcript(cast.vi, opened(cast.vi)))).good, "of another talk"


def test_what_is_in_the_log_tells_nothing_of_anybody(cast: Cast) -> None:
    talk = talked(cast)
    note = signed(cast)
    log = json.dumps(transcript(cast.ada, talk)["log"])
    for told in (cast.bikes.id, talk, cast.vi.id, cast.bikes.slug):
        assert str(told) not in note + log
    assert published(cast).headers["Cache-Control"] == "public, max-age=60"
    assert [int(line.split()[0]) for line in published(cast, "/all").content.decode().splitlines()] == [
        checkpoint(note).size
    ]


def _leaf_moved(file: File) -> None:
    entry(file, LARGE)["index"] += 1


def _of_another(file: File) -> None:
    entry(file, LARGE)["index"] = file["entries"][0]["index"]


def _around(file: File) -> None:
    file["log"]["around"][0][2] = base64.b64encode(bytes(32)).decode()


def _all_left_out(file: File) -> None:
    del file["log"]


def _checkpoint_of_before(file: File) -> None:
    file["log"]["checkpoint"] = file["before"]


@pytest.mark.parametrize("forge", [_leaf_moved, _of_another, _around, _all_left_out, _checkpoint_of_before])
def test_a_place_that_is_not_that_of_the_log_is_noticed(cast: Cast, forge: Callable[[File], None]) -> None:
    opened(cast.vi)
    before = signed(cast)
    talk = talked(cast)
    catch_up()
    file = transcript(cast.ada, talk)
    assert verify(file, key()).good
    file["before"] = before
    forge(file)
    del file["before"]
    assert verify(file, key()).faults


def test_a_chain_that_was_made_anew_with_the_key_contradicts_every_earlier_checkpoint_of_the_workspace(
    cast: Cast,
) -> None:
    talk, other = talked(cast), opened(cast.vi)
    witnesses = [signed(cast), json.dumps(transcript(cast.vi, other))]
    say(cast.vi, talk, "Thank you")
    catch_up()
    file = transcript(cast.ada, talk)
    forged = with_key(file, LARGE, "Then the small one")
    assert verify(forged, key()).good, "of itself it is as good as the true one"
    for witness in witnesses:
        assert verify(file, key(), witness).good
        (fault,) = verify(forged, key(), witness).faults
        assert "its chain replaced" in fault


def test_a_chain_that_was_made_anew_and_stands_nowhere_in_the_log_is_noticed_too(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    """With the installation's key, and the true log beside it."""
    talk = talked(cast)
    catch_up()
    later(timedelta(minutes=10))
    opened(cast.vi)
    witness = signed(cast)
    file = transcript(cast.ada, talk)
    forged = with_key(file, LARGE, "Then the small one")
    true = checkpoint(witness)
    whole = zip(peaks(true.size), true.more["tree"].split(","), strict=True)
    forged["log"] |= {"checkpoint": witness, "around": [[*at, one] for at, one in whole]}
    for n, one in enumerate(forged["entries"]):
        one["index"] = -1 - n
    assert {verdict for _, verdict, _ in verify(forged, key(), witness).verdicts} == {ALTERED}
    for one in forged["entries"]:
        del one["index"]
    lines = forged["checkpoint"].rpartition("\n\n")[0].split("\n")
    forged["checkpoint"] = note("".join(f"{line}\n" for line in lines if not line.startswith("logged")))
    assert verify(forged, key()).good, "alone it is as one that the log did not hear of yet"
    faults = verify(forged, key(), witness).faults
    assert [fault for fault in faults if "older than that checkpoint" in fault] == faults != []


def test_a_talk_that_was_put_at_the_end_of_the_log_is_older_than_it_can_be(
    cast: Cast, log: Log, later: Callable[[timedelta], None]
) -> None:
    talk = opened(cast.vi)
    say(cast.vi, talk, "Then the small one, please")
    catch_up()
    assert Places.objects.filter(stream=talk).delete()[0]
    later(timedelta(minutes=10))
    other = opened(cast.vi)
    witness = signed(cast)
    again(log, cast.bikes.id, talk)
    file = transcript(cast.vi, talk)
    assert verify(file, key()).good
    assert any("older than that checkpoint" in fault for fault in verify(file, key(), witness).faults)
    assert verify(transcript(cast.vi, other), key(), witness).good


def test_a_log_that_was_cut_is_noticed(cast: Cast) -> None:
    talk = talked(cast)
    catch_up()
    file = transcript(cast.ada, talk)
    opened(cast.vi)
    (fault,) = verify(file, key(), signed(cast)).faults
    assert "does not go on" in fault


def test_who_is_erased_leaves_a_tombstone_that_is_counted_and_none_is_missing(cast: Cast) -> None:
    talk = talked(cast)
    close(cast.ada, talk)
    before = signed(cast)
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))
    after = signed(cast)
    assert (checkpoint(before).more["tombstones"], checkpoint(after).more["tombstones"]) == ("0", "1")
    file = transcript(cast.ada, talk)
    report = verify(file, key(), before)
    assert report.good
    gone = [seq for seq, verdict, _ in report.verdicts if verdict == ERASED]
    assert [one["of"] for one in file["log"]["tombstones"]] == [gone]
    assert checkpoint(after).more["erased"] == str(len(gone))
    file["log"]["tombstones"].clear()
    named = [(seq, verdict) for seq, verdict, _ in verify(file, key()).verdicts if verdict == MISSING]
    assert named == [(seq, MISSING) for seq in gone]


def test_keys_that_somebody_destroyed_in_silence_are_counted_too(cast: Cast, log: Log) -> None:
    talk = talked(cast)
    before = signed(cast)
    log.keyring.destroy(log.keys_left(cast.bikes.id, [cast.vi.id], [talk]))
    file = transcript(cast.ada, talk)
    assert verify(file, key(), before).good
    assert checkpoint(file["log"]["checkpoint"]).more["tombstones"] == "1"
    assert transcript(cast.ada, talk)["log"]["checkpoint"] == file["log"]["checkpoint"], "only one"
    assert Tombstone.objects.filter(stream=talk).count() == 1


def test_what_is_erased_and_withheld_has_no_words_again(cast: Cast) -> None:
    """To the team it is erased, to the visitor withheld as it always was."""
    talk = talked(cast)
    close(cast.ada, talk)
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))
    catch_up()
    row = Conversation.objects.get(id=talk)
    of_the_team, for_others = file_of(row, team=True), file_of(row, team=False)
    assert verify(for_others, key(), of_the_team["checkpoint"]).good
    assert verify(of_the_team, key(), for_others["checkpoint"]).good


def test_a_checkpoint_of_another_workspace_tells_nothing(cast: Cast) -> None:
    talk = talked(cast)
    catch_up()
    file = transcript(cast.ada, talk)
    size, root = checkpoint(file["log"]["checkpoint"])[1:3]
    from troth.proofs import sign

    other = sign.note(f"{sign.name()}/log/{'0' * 32}\n{size}\n{base64.b64encode(root).decode()}\n")
    with pytest.raises(Unusable, match="another workspace"):
        verify(file, key(), other)
    for damaged in (file["log"]["checkpoint"].replace("tombstones 0", "tombstones 1"), "", "x", "1\n2\n3\n\n— a b\n"):
        with pytest.raises(Unusable):
            verify(file, key(), damaged)
    moved = {**file, "log": {**file["log"], "checkpoint": other}}
    with pytest.raises(Unusable, match="another workspace"):
        verify(moved, key())


def test_a_log_that_was_restored_says_so(cast: Cast) -> None:
    talk = talked(cast)
    held = signed(cast)
    kept = Tree.objects.get(workspace=cast.bikes.id)
    gone = opened(cast.vi, "What the backup does not have")
    lost = signed(cast)
    rows = Checkpoint.objects.filter(workspace=cast.bikes.id, size__gt=kept.size)
    assert rows.delete()[0]
    Tree.objects.filter(workspace=cast.bikes.id).update(size=kept.size, edge=kept.edge, signed=kept.signed)
    Places.objects.filter(stream=gone).delete()
    note_restored()
    say(cast.vi, talk, "What came after it")
    file = transcript(cast.ada, talk)
    assert checkpoint(signed(cast)).more["restored"] == str(kept.size)
    assert verify(file, key(), held).good
    assert any("a backup was restored" in fault for fault in verify(file, key(), lost).faults)


def test_the_log_goes_on_from_what_it_was(cast: Cast) -> None:
    """By the proof that RFC 6962 has for it, which tools of others know."""
    opened(cast.vi)
    before = checkpoint(signed(cast))
    talked(cast)
    after = checkpoint(signed(cast))
    told = published(cast, f"/{before.size}-{after.size}").content.decode().split()
    assert consistent(before.size, before.root, after.size, after.root, [base64.b64decode(one) for one in told])
    assert checkpoint(published(cast, f"/{before.size}").content.decode()) == before
    for place in (f"/{after.size + 1}", f"/0-{after.size}", f"/{after.size}-{before.size}", f"/1-{after.size + 1}"):
        assert published(cast, place).status_code == 404


def test_what_is_read_again_is_not_put_in_again(cast: Cast, log: Log) -> None:
    talk = talked(cast)
    before = signed(cast)
    again(log, cast.bikes.id, talk)
    assert signed(cast) == before


def test_of_days_long_past_one_checkpoint_stays(cast: Cast, later: Callable[[timedelta], None]) -> None:
    talk = opened(cast.vi)
    first = checkpoint(signed(cast))
    say(cast.vi, talk, "More")
    last = checkpoint(signed(cast))
    assert first.size < last.size
    later(KEPT + timedelta(days=2))
    while thin_out():
        pass
    left = Checkpoint.objects.filter(workspace=cast.bikes.id).values_list("size", flat=True)
    assert list(left) == [last.size]
