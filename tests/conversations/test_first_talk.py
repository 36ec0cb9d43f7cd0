"""A visitor writes, an agent answers, both read it, it is closed, and the inbox knows."""

from tests.cast import Cast
from tests.conversations.reading import catch_up
from tests.conversations.talk import close, events, join, opened, say, seen
from troth.log import Log


def test_a_talk_from_the_first_word_to_the_last(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "My chain fell off")
    waiting = cast.ada.api.get("/conversations", view="waiting")
    assert [row["id"] for row in waiting["items"]] == [str(talk)]

    assert say(cast.ada, talk, "Good morning").code == "forbidden"
    joined = join(cast.ada, talk)
    assert joined["mine"] is True
    assert joined["agents"][0]["alias"] == "Robin"
    assert say(cast.ada, talk, "Good morning, which bike is it?").status == 201
    assert say(cast.vi, talk, "The blue one").status == 201
    assert close(cast.ada, talk)["state"] == "closed"
    assert say(cast.vi, talk, "Wait").code == "closed"

    told = [(event["kind"], event["author"]["kind"]) for event in events(cast.vi, talk)]
    assert told == [
        ("opened", "visitor"),
        ("form_answered", "visitor"),
        ("said", "visitor"),
        ("joined", "agent"),
        ("said", "agent"),
        ("said", "visitor"),
        ("closed", "agent"),
    ]
    catch_up(log)
    shown = seen(cast.vi, talk)
    assert shown["preview"] == {"seq": 6, "author_kind": "visitor", "text": "The blue one", "files": 0}
    assert shown["visitor"]["name"] == "Vi"
    assert shown["agents"][0]["name"] is None
    assert seen(cast.ada, talk)["agents"][0]["name"] == "Ada Lindqvist"
    assert [row["id"] for row in cast.ada.api.get("/conversations", view="closed")["items"]] == [str(talk)]
    assert cast.ada.api.get("/conversations", view="waiting")["items"] == []
