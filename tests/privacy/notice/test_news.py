"""What the team is told of a change of a notice, and what is kept of that."""

from typing import Any

from tests.cast import Agent, Cast
from tests.privacy.notice.asked import promise, published, setting
from troth.privacy.consent_rows import Consent
from troth.privacy.models import NoticeSeen
from troth.sites.models import Site


def news(who: Agent, site: Site) -> list[dict[str, Any]]:
    answer = who.api.get(f"/workspaces/{site.workspace_id}/privacy/notices/news")
    assert answer.status == 200, answer
    items: list[dict[str, Any]] = answer["items"]
    return items


def small(cast: Cast) -> dict[str, Any]:
    """Another address to write to."""
    place = f"/workspaces/{cast.bikes.id}/privacy/settings"
    assert cast.ada.api.put(place, time_zone="UTC", privacy_contact="privacy@example.test").status == 200
    return published(cast.ada, cast.bikes_site)


def test_who_works_on_after_a_small_change_was_shown_it_and_agreed_to_nothing(cast: Cast) -> None:
    site = cast.bikes_site
    published(cast.ada, site)
    made = small(cast)
    assert [news(cast.ben, site) for _ in range(2)] == [[], []]
    (row,) = NoticeSeen.objects.select_related("member").filter(notice=made["id"])
    assert (row.member.person_id, row.how) == (cast.ben.person.id, "shown")
    assert not Consent.objects.filter(site=site).exists()


def test_a_small_change_is_a_banner_where_the_profile_says_so(cast: Cast) -> None:
    site = cast.bikes_site
    promise(cast.ada, site, 'minor = ["page", "site"]\nmaterial = ["page", "site"]')
    published(cast.ada, site)
    made = small(cast)
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
