"""Who looked at what is kept of somebody is on a list that they can't edit."""

from datetime import timedelta

from tests.cast import Cast
from tests.privacy.requests.desk import Desk, at, hired
from troth.kernel.clock import now
from troth.privacy.models import Look
from troth.privacy.requests.look import forget_old


def test_whoever_reads_a_request_or_searches_is_noted(cast: Cast, desk: Desk) -> None:
    request = desk.file("access")
    began = now()
    with at(began + timedelta(minutes=5)):
        desk.get(request["id"])
        desk.get(request["id"])  # the screen that asks again is no second look
        desk.api.get(f"{desk.place}/subjects", q="castellanos")
    looks = desk.api.get(f"{desk.place}/looks")["items"]
    assert [(look["what"], look["label"], look["by"]["name"]) for look in looks] == [
        ("subject", "", "Olu Adeyemi"),
        ("request", request["number"], "Olu Adeyemi"),
        ("request", request["number"], "Olu Adeyemi"),
    ]
    assert not any("castellanos" in str(look) for look in looks)
    desk.listed()
    assert Look.objects.filter(workspace=cast.bikes).count() == 3  # a list shows no words of theirs


def test_whoever_reads_consents_is_noted_whichever_their_role(cast: Cast, desk: Desk) -> None:
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}/consents"
    for reader in (desk.who, cast.ada):
        assert reader.api.get(path).status == 200
    assert hired(cast, "agent").api.get(path).status == 403
    looks = desk.api.get(f"{desk.place}/looks")["items"]
    assert [(look["what"], look["label"], look["by"]["name"]) for look in looks] == [
        ("consents", cast.bikes_site.name, "Ada Lindqvist"), ("consents", cast.bikes_site.name, "Olu Adeyemi"),
    ]  # fmt: skip


def test_the_list_goes_by_pages_and_is_the_workspaces(cast: Cast, desk: Desk) -> None:
    made = [desk.file("access")["id"] for _ in range(3)]
    first = desk.api.get(f"{desk.place}/looks", limit=2)
    second = desk.api.get(f"{desk.place}/looks", limit=2, cursor=first["next"])
    assert [look["object"] for look in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None
    other = Desk(hired(cast, "officer", cast.tea), cast.tea)
    assert other.api.get(f"{other.place}/looks")["items"] == []
    assert other.api.get(f"{desk.place}/looks").status == 404


def test_a_look_is_forgotten_after_a_year(cast: Cast, desk: Desk) -> None:
    desk.file("access")
    with at(now() + timedelta(days=364)):
        forget_old()
    assert Look.objects.filter(workspace=cast.bikes).count() == 1
    with at(now() + timedelta(days=366)):
        forget_old()
    assert not Look.objects.filter(workspace=cast.bikes).exists()
