"""Who is erased is found no more, by whatever words and in whatever order things happen; others are."""

from tests.cast import Cast, guest
from tests.conversations.reading import catch_up
from tests.conversations.talk import opened, say
from tests.search.test_find import found
from troth.datamap.vocabulary import Subject
from troth.kernel.ids import new_id
from troth.log import Log
from troth.privacy.plan import plan
from troth.privacy.run import run
from troth.search.opened import index


def test_an_erased_visitor_is_found_no_more(cast: Cast, log: Log) -> None:
    fields = {"name": "Smew", "email": f"smew.{cast.vi.id.hex}@example.test"}
    talk, other = opened(cast.vi, "A garganey", fields=fields), opened(guest(cast.bikes_site), "A garganey too")
    cast.ben.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="Watches pochards")
    catch_up(log)
    assert found(cast.ben, "garganey") == [other, talk]
    made = plan(cast.bikes.id, Subject.VISITOR, cast.vi.id, force=True)
    assert [step.count for step in made.steps if step.store == "search index"] == [4]
    run(made)
    for _ in range(2):
        assert found(cast.ben, "garganey") == [other]
        assert found(cast.ben, "pochards") == found(cast.ben, "smew") == []
        assert index().count([talk], 2**62) == 0
        catch_up(log)


def test_what_the_index_does_not_know_yet_never_comes_into_it(cast: Cast, log: Log) -> None:
    catch_up(log)
    talk = opened(cast.vi, "A goosander")
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id, force=True))
    catch_up(log)
    assert found(cast.ben, "goosander") == []
    assert index().count([talk], 2**62) == 0


def test_words_that_are_still_in_the_index_are_shown_to_nobody(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "A merganser")
    say(cast.vi, talk, "and a merganser")
    catch_up(log)
    log.erase(cast.bikes.id, cast.vi.id)
    assert index().count([talk], 2**62) > 0
    assert found(cast.ben, "merganser") == []
