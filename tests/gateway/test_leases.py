"""An agent whose lease ends is not there any more, also where nobody says so."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.gateway.talk import Socket
from tests.serving import serving
from troth.accounts.models import Member
from troth.gateway import presence
from troth.kernel.clock import now
from troth.log import Log


def test_no_ghost_stays_when_a_lease_ends(cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "REFRESH", 1e6)  # nobody looks just in case
    ada = Member.objects.filter(id=cast.ada.member(cast.bikes).id)
    ada.update(available=True, available_until=now() + timedelta(seconds=3))
    with serving(log) as port, Socket.of(port, cast.vi) as vi:
        heard = [vi.hear("here").get("agents", 0)]
        while heard[-1]:
            heard.append(vi.hear("here").get("agents", 0))
    assert heard[-1] == 0


def test_a_lease_that_is_renewed_is_no_absence(cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "REFRESH", 1e6)
    ada, ben = (Member.objects.filter(id=who.member(cast.bikes).id) for who in (cast.ada, cast.ben))
    ada.update(available=True, available_until=now() + timedelta(hours=1))
    ben.update(available=True, available_until=now() + timedelta(seconds=3))
    with serving(log) as port, Socket.of(port, cast.vi) as vi:
        heard = [vi.hear("here").get("agents", 0)]
        while heard[-1] != 1:
            heard.append(vi.hear("here").get("agents", 0))
    assert 0 not in heard
