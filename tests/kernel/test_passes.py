from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.kernel import passes
from troth.kernel.errors import PassExpired, SignInNeeded
from troth.kernel.ids import new_id

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = b"s" * 32


def test_a_visitors_pass_says_who_where_and_until_when() -> None:
    visitor, workspace, site = new_id(), new_id(), new_id()
    claims = passes.read(SECRET, passes.sign(SECRET, passes.for_visitor(visitor, workspace, site, NOW)), NOW)
    assert (claims.kind, claims.id, claims.workspace, claims.site) == ("visitor", visitor, workspace, site)
    assert claims.expires == NOW + timedelta(hours=12)


def test_an_agents_pass_lasts_fifteen_minutes_and_not_a_second_more() -> None:
    text = passes.sign(SECRET, passes.for_agent(new_id(), NOW))
    assert passes.read(SECRET, text, NOW + timedelta(minutes=14, seconds=59)).workspace is None
    with pytest.raises(PassExpired):
        passes.read(SECRET, text, NOW + timedelta(minutes=15))


def test_the_pass_of_another_installation_is_no_pass() -> None:
    text = passes.sign(b"t" * 32, passes.for_agent(new_id(), NOW))
    with pytest.raises(SignInNeeded):
        passes.read(SECRET, text, NOW)


def test_one_changed_character_makes_it_no_pass() -> None:
    text = passes.sign(SECRET, passes.for_agent(new_id(), NOW))
    for place in range(len(text)):
        other = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(SignInNeeded):
            passes.read(SECRET, other, NOW)


@given(st.text(max_size=2000))
def test_no_text_opens_the_door_or_breaks_it(text: str) -> None:
    with pytest.raises(SignInNeeded):
        passes.read(SECRET, text, NOW)
