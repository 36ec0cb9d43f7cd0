"""What the team is told of a change of a notice, and what is kept of that."""

from typing import Any

from tests.cast import Agent, Cast, agent
from tests.privacy.at_the_portal import Later
from tests.privacy.notice.asked import back, plain, promise, published, setting, text
from troth.privacy.consent_rows import Consent
from troth.privacy.models import NoticeSeen
from troth.sites.models import Site


def news(who: Agent, site: Site) -> list[dict[str, Any]]:
    answer = who.api.get(f"/workspaces/{site.workspace_id}/privacy/notices/news")
    assert answer.status == 200, answer
    items: list[dict[str, Any]] = answer["items"]
    return items


def small(by: Agent, site: Site) -> dict[str, Any]:
    """Another address to write to."""
    place = f"/workspaces/{site.workspace_id}/privacy/settings"
    assert by.api.put(place, time_zone="UTC", privacy_contact="privacy@example.test").status == 200
    return published(by, site)


def test_who_works_on_after_a_small_change_was_shown_it_and_agreed_to_nothing(cast: Cast) -> None:
    site = cast.bikes_site
    published(cast.ada, site)
    made = small(cast.ada, site)
    assert [news(cast.ben, site) for _ in range(2)] == [[], []]
    (row,) = NoticeSeen.objects.select_related("member").filter(notice=made["id"])
    assert (row.member.person_id, row.how) == (cast.ben.person.id, "shown")
    assert not Consent.objects.filter(site=site).exists()


def test_a_small_change_is_a_banner_where_the_profile_says_so(cast: Cast) -> None:
    site = cast.bikes_site
    promise(cast.ada, site, 'minor = ["page", "site"]\nmaterial = ["page", "site"]')
    published(cast.ada, site)
    made = small(cast.ada, site)
    for who in (cast.ada, cast.ben):
        assert [(one["number"], one["material"]) for one in news(who, site)] == [(2, False)]
    seen = cast.ben.api.post(f"/workspaces/{cast.bikes.id}/privacy/notices/{made['id']}/seen")
    assert seen.status == 204
    assert news(cast.ben, site) == []
    assert len(news(cast.ada, site)) == 1
    rows = NoticeSeen.objects.filter(notice=made["id"]).order_by("how")
    assert [row.how for row in rows] == ["put_away", "shown"]


def test_a_change_of_substance_is_shown_until_it_is_put_away_and_never_by_working_on(cast: Cast) -> None:
    site = cast.bikes_site
    promise(cast.ada, site)
    published(cast.ada, site)
    setting(cast.ada, site, telemetry="basic")
    made = published(cast.ada, site)
    assert [len(news(cast.ben, site)) for _ in range(2)] == [1, 1]
    assert not NoticeSeen.objects.filter(notice=made["id"]).exists()


def test_neither_time_nor_a_newer_version_puts_a_change_away(cast: Cast, later: Later) -> None:
    site = cast.bikes_site
    promise(cast.ada, site)
    published(cast.ada, site)
    setting(cast.ada, site, telemetry="basic")
    made = published(cast.ada, site)
    later(days=60)
    assert "Version 2" in plain(text(site))
    ben = back(cast.ben)
    assert [one["state"] for one in news(ben, site)] == ["in_force"]
    small(back(cast.ada), site)
    assert [(one["number"], one["state"]) for one in news(ben, site)] == [(2, "superseded")]
    assert ben.api.post(f"/workspaces/{cast.bikes.id}/privacy/notices/{made['id']}/seen").status == 204
    assert news(ben, site) == []


def test_what_held_before_somebody_came_is_no_news_to_them(cast: Cast) -> None:
    site = cast.bikes_site
    promise(cast.ada, site, 'minor = ["page", "site"]\nmaterial = ["page", "site"]')
    published(cast.ada, site)
    small(cast.ada, site)
    dan = agent("Dan Weber")
    members = f"/workspaces/{cast.bikes.id}/members"
    assert cast.ada.api.post(members, email=dan.person.email, name="Dan Weber", role="agent").status == 201
    assert news(dan, site) == []
    assert len(news(cast.ben, site)) == 1
