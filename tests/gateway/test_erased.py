"""Whoever is erased hears so, and nothing more: their sockets end. Who is not erased with their conversation stays."""

from uuid import UUID

from tests.cast import Cast, guest
from tests.gateway.talk import Socket, opened
from troth.datamap.vocabulary import Subject
from troth.privacy.plan import plan
from troth.privacy.retention.clear import clear
from troth.privacy.retention.hand import take
from troth.privacy.run import run


def erase(cast: Cast) -> None:
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id, force=True))


def test_an_erased_visitor_hears_it_and_is_cut_off(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        vi.follow(talk)
        ada.follow(talk)
        erase(cast)
        assert vi.event("erased")["body"]["visitor"] != str(cast.vi.id)
        assert vi.hear("gone")["stream"] == str(talk)
        assert vi.hear("error")["code"] == "sign_in"
        assert vi.closed() == 4401
        assert ada.event("erased")["stream"] == str(talk)
        assert ada.follow(opened(cast, guest(cast.bikes_site)))["op"] == "subscribed"  # agents go on


def test_an_erased_visitor_who_follows_nothing_is_cut_off_too(cast: Cast, port: int) -> None:
    with Socket.of(port, cast.vi) as vi:
        erase(cast)
        assert vi.hear("error")["code"] == "sign_in"
        assert vi.closed() == 4401


def test_a_visitor_whose_conversation_ended_alone_goes_on(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        vi.follow(talk)
        clear("conversations", cast.bikes.id, take("conversations", [talk]), lambda: None)
        assert vi.event("erased")["body"]["visitor"] != str(cast.vi.id)
        assert vi.hear("gone")["stream"] == str(talk)
        fresh: UUID = opened(cast)
        assert vi.follow(fresh)["op"] == "subscribed"
