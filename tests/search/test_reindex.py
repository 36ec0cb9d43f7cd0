"""The index made anew while somebody serves with the old one; cut off in the middle it goes on."""

import pytest
from django.db import connection

from tests.cast import Cast
from tests.conversations.reading import catch_up
from tests.conversations.talk import opened, say
from tests.search.test_find import found
from troth.datamap.doors import PurposeViolation, acting_for
from troth.datamap.purposes import ANSWER
from troth.kernel import config
from troth.log import Log
from troth.project.reindexing import reindex
from troth.search import reindex as search
from troth.search.opened import index, own_file
from troth.search.question import parse


def test_it_is_made_anew_and_knows_the_same(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "A bittern")
    catch_up(log)
    say(cast.vi, talk, "The bittern again")
    told = reindex(config.current())
    assert f"all {log.newest_position()} events" in told
    assert found(cast.ben, "bittern again") == [talk]
    say(cast.vi, talk, "One more dotterel")
    catch_up(log)
    assert found(cast.ben, "dotterel") == [talk]
    assert found(cast.ben, "bittern") == [talk]


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_it_goes_on_where_it_was_cut_off_and_who_is_erased_meanwhile_stays_out(
    cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_file()
    assert own is not None
    first, second = opened(cast.vi, "A ptarmigan"), opened(cast.val, "A ptarmigan")
    catch_up(log)
    monkeypatch.setattr(search, "AT_ONCE", 3)
    seen: list[int] = []

    class CutOff(Exception):
        pass

    def told(at: int, _: int) -> None:
        seen.append(at)
        if at >= log.newest_position() - 3:
            raise CutOff

    with acting_for(ANSWER), pytest.raises(CutOff):
        search.reindex(own, told)
    assert found(cast.ada, "ptarmigan") == [second, first]
    own.forget([first], log.newest_position())
    with acting_for(ANSWER):
        search.reindex(own, lambda at, _: seen.append(at))
    assert seen == sorted(set(seen))
    assert not own.building.exists()
    assert found(cast.ada, "ptarmigan") == [second]
    assert [hit.stream for hit in index().among(parse("ptarmigan"), [first, second], None, 9)] == [second]


def test_nothing_is_taken_in_without_a_purpose(log: Log) -> None:
    own = own_file()
    if own is None:
        assert connection.vendor == "postgresql"
        return
    with pytest.raises(PurposeViolation):
        search.reindex(own, lambda _at, _end: None)
